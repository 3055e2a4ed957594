# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the shared options for credentials and tokens."""

from __future__ import annotations


class ModuleDocFragment:
    """For modules (DOCUMENTATION) and for lookups (PLUGINS, short, because it is read for each task)."""

    DOCUMENTATION = r"""
options:
  client_id:
    description:
      - Application ID of the client application, as shown under My Projects in the Developer portal.
      - The application must be of the type C(ClientCredentials).
      - If not set, the environment variable E(VERACITY_CLIENT_ID) is used.
    type: str
  client_secret:
    description:
      - Value of a secret of the application. The portal shows it only once. It is not the ID of the secret.
      - Sent exactly as given, without a trailing newline.
      - If not set, the environment variable E(VERACITY_CLIENT_SECRET) is used.
    type: str
  access_token:
    description:
      - Token to use instead of requesting one. If O(client_id) and O(client_secret) are also set, they are used when an
        API refuses the token.
      - If not set, the environment variable E(VERACITY_ACCESS_TOKEN) is used.
    type: str
  subscription_key:
    description:
      - Subscription key of the API (C(Ocp-Apim-Subscription-Key)). All Veracity APIs require it in addition to the
        token. It is not required to obtain a token. For Data Workbench, it is the API key of the service account.
      - If not set, the environment variable E(VERACITY_SUBSCRIPTION_KEY) is used.
    type: str
  veracity_environment:
    description:
      - Environment of Veracity. Each environment has its own directory, hosts and applications.
      - Outside production, the IDs of most APIs are not published. Set O(scope) or O(resource) there.
      - If not set, the environment variable E(VERACITY_ENVIRONMENT) is used.
    type: str
    choices: [production, staging, test]
    default: production
  endpoint:
    description:
      - Token endpoint. V(b2c) is C(login.veracity.com). V(entra_v2) and V(entra_v1) are C(login.microsoftonline.com).
        V(b2c) and V(entra_v2) accept O(scope), V(entra_v1) accepts O(resource).
      - The default depends on the API. It is V(entra_v1) for Data Fabric, Data Workbench, IoT and O(resource). It is
        V(b2c) for the Services API and O(scope).
      - There is no fallback to another endpoint, because it would try a wrong secret twice and hide the cause.
      - If not set, the environment variable E(VERACITY_ENDPOINT) is used.
    type: str
    choices: [b2c, entra_v2, entra_v1]
  policy:
    description:
      - B2C policy for O(endpoint=b2c), case-insensitive.
      - The default is V(B2C_1A_SignInWithADFSIdp).
      - If not set, the environment variable E(VERACITY_POLICY) is used.
    type: str
  token_url:
    description:
      - Full URL of the token endpoint, instead of O(veracity_environment), O(endpoint) and O(policy).
      - A URL that ends with C(/oauth2/token) accepts O(resource). Any other URL accepts O(scope).
      - URLs of B2C are accepted in all their forms, with the policy after the directory, optionally after C(/te/) or
        C(/tfp/), or as C(?p=), on C(login.veracity.com) or C(dnvglb2cprod.b2clogin.com).
      - V(http://) is only accepted for this computer.
      - If not set, the environment variable E(VERACITY_TOKEN_URL) is used.
    type: str
  scope:
    description:
      - Scope to request at a v2 endpoint, C(https://<directory>/<application id>/.default), for one resource.
      - C(/.default) is appended to an application ID and to an App ID URI.
      - Mutually exclusive with O(resource).
    type: str
  resource:
    description:
      - Resource to request at the v1 endpoint, which is the App ID URI C(https://<directory>/<application id>).
      - Mutually exclusive with O(scope).
    type: str
  token_cache:
    description:
      - Whether to cache tokens for other tasks, hosts and forks, so that a run requests only one.
      - A token is encrypted under the client secret and cannot be read without it.
      - If not set, the environment variable E(VERACITY_TOKEN_CACHE) is used.
    type: bool
    default: true
  token_cache_dir:
    description:
      - Directory for tokens and for what the modules record between runs. It must belong to the user and have the mode
        0700.
      - The default is C($XDG_RUNTIME_DIR/dnv.veracity), then C(dnv.veracity) in the Ansible home (C(~/.ansible)).
      - If not set, the environment variable E(VERACITY_TOKEN_CACHE_DIR) is used.
    type: path
notes:
  - Options and environment variables are resolved on the controller. Tokens are requested and cached there.
  - O(client_id) and all secret options are refused if they are empty or null. Use C(omit) to omit them. An empty
    environment variable counts as not set.
"""

    PLUGINS = r"""
options:
  client_id:
    description: >-
      Application ID of the client application, of the type C(ClientCredentials), as shown under My Projects.
    type: str
    env:
      - name: VERACITY_CLIENT_ID
    ini:
      - section: veracity
        key: client_id
    vars:
      - name: ansible_veracity_client_id
  client_secret:
    description: >-
      Value of a secret of the application. As a secret, it cannot be set in the configuration file.
    type: str
    env:
      - name: VERACITY_CLIENT_SECRET
    vars:
      - name: ansible_veracity_client_secret
  access_token:
    description: >-
      Token to return instead of requesting one.
    type: str
    env:
      - name: VERACITY_ACCESS_TOKEN
    vars:
      - name: ansible_veracity_access_token
  veracity_environment:
    description: >-
      Environment of Veracity. The IDs of most APIs are only published for production.
    type: str
    choices: [production, staging, test]
    default: production
    env:
      - name: VERACITY_ENVIRONMENT
    ini:
      - section: veracity
        key: veracity_environment
    vars:
      - name: ansible_veracity_environment
  endpoint:
    description: >-
      Token endpoint. V(b2c) and V(entra_v2) accept a scope, V(entra_v1) accepts a resource. The default depends on the
      API.
    type: str
    choices: [b2c, entra_v2, entra_v1]
    env:
      - name: VERACITY_ENDPOINT
    ini:
      - section: veracity
        key: endpoint
    vars:
      - name: ansible_veracity_endpoint
  policy:
    description: >-
      B2C policy, for O(endpoint=b2c). The default is V(B2C_1A_SignInWithADFSIdp).
    type: str
    env:
      - name: VERACITY_POLICY
    ini:
      - section: veracity
        key: policy
    vars:
      - name: ansible_veracity_policy
  token_url:
    description: >-
      Full URL of the token endpoint, instead of O(veracity_environment), O(endpoint) and O(policy).
    type: str
    env:
      - name: VERACITY_TOKEN_URL
    ini:
      - section: veracity
        key: token_url
    vars:
      - name: ansible_veracity_token_url
  token_cache:
    description: >-
      Whether to cache tokens, encrypted under the client secret, for other tasks, hosts and forks.
    type: bool
    default: true
    env:
      - name: VERACITY_TOKEN_CACHE
    ini:
      - section: veracity
        key: token_cache
    vars:
      - name: ansible_veracity_token_cache
  token_cache_dir:
    description: >-
      Directory for tokens, with the mode 0700. The default is C($XDG_RUNTIME_DIR/dnv.veracity), then C(dnv.veracity) in
      the Ansible home.
    type: path
    env:
      - name: VERACITY_TOKEN_CACHE_DIR
    ini:
      - section: veracity
        key: token_cache_dir
    vars:
      - name: ansible_veracity_token_cache_dir
  scope:
    description: Scope to request at a v2 endpoint, if there are no terms.
    type: str
  resource:
    description: Resource to request at the v1 endpoint, if there are no terms.
    type: str
notes:
  - The C(environment) keyword of a task does not apply to lookups. Use the environment of the run, or variables.
  - A variable C(ansible_veracity_*) that comes from the facts of a host is refused.
  - O(client_id) and secret options are refused if they are empty. Use C(omit) to omit them.
"""
