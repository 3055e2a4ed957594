# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the shared options that say who is calling and which token is wanted."""

from __future__ import annotations


class ModuleDocFragment:
    """For modules (DOCUMENTATION) and for lookups (PLUGINS, short, because it is read for each task)."""

    DOCUMENTATION = r"""
options:
  client_id:
    description:
      - Application id of the client application, as My Projects in the Developer portal shows it.
      - The application must be of the type C(ClientCredentials).
      - Taken from the environment variable E(VERACITY_CLIENT_ID) when not set.
    type: str
  client_secret:
    description:
      - Value of a secret of the application. The portal shows it only once; the id of the secret is not it.
      - Sent exactly as given, apart from a line end after it.
      - Taken from the environment variable E(VERACITY_CLIENT_SECRET) when not set.
    type: str
  access_token:
    description:
      - Use this token and ask for none. When O(client_id) and O(client_secret) are set as well, they are used once an
        API refuses the token.
      - Taken from the environment variable E(VERACITY_ACCESS_TOKEN) when not set.
    type: str
  subscription_key:
    description:
      - Subscription key of the API, which all Veracity APIs demand in addition to the token
        (C(Ocp-Apim-Subscription-Key)). Not needed to obtain a token.
      - Taken from the environment variable E(VERACITY_SUBSCRIPTION_KEY) when not set.
    type: str
  veracity_environment:
    description:
      - Which Veracity is meant. The three have directories, hosts and applications of their own.
      - Outside production the ids of most APIs are not published. Set O(scope) or O(resource) there.
      - Taken from the environment variable E(VERACITY_ENVIRONMENT) when not set.
    type: str
    choices: [production, staging, test]
    default: production
  endpoint:
    description:
      - Token endpoint to ask. V(b2c) is C(login.veracity.com), V(entra_v2) and V(entra_v1) are
        C(login.microsoftonline.com). V(b2c) and V(entra_v2) take O(scope), V(entra_v1) takes O(resource).
      - The default goes with what is asked for. Data Fabric, Data Workbench and IoT use V(entra_v1), as does
        O(resource). The Services API uses V(b2c), as does O(scope).
      - There is no fallback from one endpoint to another. A wrong secret would be tried twice, and the cause hidden.
      - Taken from the environment variable E(VERACITY_ENDPOINT) when not set.
    type: str
    choices: [b2c, entra_v2, entra_v1]
  policy:
    description:
      - B2C policy, for O(endpoint=b2c). Upper and lower case do not matter.
      - The default is V(B2C_1A_SignInWithADFSIdp).
      - Taken from the environment variable E(VERACITY_POLICY) when not set.
    type: str
  token_url:
    description:
      - Full URL of the token endpoint, in place of O(veracity_environment), O(endpoint) and O(policy).
      - A URL that ends in C(/oauth2/token) takes O(resource), any other takes O(scope).
      - The URLs of B2C are taken in all their forms, with the policy after the directory, also behind C(/te/) or
        C(/tfp/), or as C(?p=), on C(login.veracity.com) or C(dnvglb2cprod.b2clogin.com).
      - V(http://) is accepted for this machine only.
      - Taken from the environment variable E(VERACITY_TOKEN_URL) when not set.
    type: str
  scope:
    description:
      - Scope to ask for at a v2 endpoint, C(https://<directory>/<application id>/.default). One resource a token.
      - A bare application id and an App ID URI are completed by C(/.default).
      - Mutually exclusive with O(resource).
    type: str
  resource:
    description:
      - Resource to ask for at the v1 endpoint, the App ID URI C(https://<directory>/<application id>).
      - Mutually exclusive with O(scope).
    type: str
  token_cache:
    description:
      - Whether tokens are kept for the other tasks, hosts and forks, so that a run asks for one token only.
      - An entry is encrypted under the client secret and cannot be used without it.
      - Taken from the environment variable E(VERACITY_TOKEN_CACHE) when not set.
    type: bool
    default: true
  token_cache_dir:
    description:
      - Directory for tokens and for what must be remembered between runs. It must be the user's own, of mode 0700.
      - The default is C($XDG_RUNTIME_DIR/dnv.veracity), then C(dnv.veracity) in the Ansible home (C(~/.ansible)).
      - Taken from the environment variable E(VERACITY_TOKEN_CACHE_DIR) when not set.
    type: path
notes:
  - Options and environment variables are resolved on the controller, and tokens are obtained and kept there.
  - O(client_id) and every option that holds a secret are refused if they are given and empty or null. Use C(omit) to
    leave them out. An environment variable that is empty counts as not set.
"""

    PLUGINS = r"""
options:
  client_id:
    description: >-
      Application id of the client application, of the type C(ClientCredentials), as My Projects shows it.
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
      Value of a secret of the application. It cannot be set in the configuration file, which is no place for secrets.
    type: str
    env:
      - name: VERACITY_CLIENT_SECRET
    vars:
      - name: ansible_veracity_client_secret
  access_token:
    description: >-
      Return this token and ask for none.
    type: str
    env:
      - name: VERACITY_ACCESS_TOKEN
    vars:
      - name: ansible_veracity_access_token
  veracity_environment:
    description: >-
      Which Veracity is meant. The ids of most APIs are published for production only.
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
      Token endpoint to ask. V(b2c) and V(entra_v2) take a scope, V(entra_v1) takes a resource. The default goes with
      what is asked for.
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
      Full URL of the token endpoint, in place of O(veracity_environment), O(endpoint) and O(policy).
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
      Whether tokens are kept, encrypted under the client secret, for other tasks, hosts and forks.
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
      Directory for tokens, of mode 0700. The default is C($XDG_RUNTIME_DIR/dnv.veracity), then C(dnv.veracity) in the
      Ansible home.
    type: path
    env:
      - name: VERACITY_TOKEN_CACHE_DIR
    ini:
      - section: veracity
        key: token_cache_dir
    vars:
      - name: ansible_veracity_token_cache_dir
  scope:
    description: Scope to ask for at a v2 endpoint when there are no terms.
    type: str
  resource:
    description: Resource to ask for at the v1 endpoint when there are no terms.
    type: str
"""
