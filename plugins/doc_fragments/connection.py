# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the shared options for connections."""

from __future__ import annotations


class ModuleDocFragment:
    """For modules (DOCUMENTATION) and for lookups (PLUGINS, short, because it is read for each task)."""

    DOCUMENTATION = r"""
options:
  api_url:
    description:
      - Base URL of the API host. The default depends on O(veracity_environment). It is V(https://api.veracity.com) for
        production. V(http://) is only accepted for this computer.
      - If not set, the environment variable E(VERACITY_API_URL) is used.
    type: str
  ca_path:
    description:
      - File with the certificates of trusted authorities, for networks with private ones.
      - If omitted, E(REQUESTS_CA_BUNDLE), E(CURL_CA_BUNDLE) and E(SSL_CERT_FILE) are used, then a built-in list.
      - If not set, the environment variable E(VERACITY_CA_PATH) is used.
    type: path
  validate_certs:
    description:
      - Whether to validate the certificate of the API host. V(false) accepts any certificate, with a warning in every
        run. O(ca_path) is the safe alternative.
      - The certificate of the token endpoint is always validated, because the client secret is sent there.
      - If not set, the environment variable E(VERACITY_VALIDATE_CERTS) is used.
    type: bool
    default: true
  proxy:
    description:
      - URL of the proxy. If omitted, E(HTTPS_PROXY), E(HTTP_PROXY), E(ALL_PROXY) and E(NO_PROXY) are used. Lower case
        takes precedence. E(NO_PROXY) accepts names, domains, addresses, ranges such as V(10.0.0.0/8), and ports.
      - Proxies of the environment are not used for this computer. O(proxy) is refused together with a URL that begins
        with V(http://), because the proxy could read what is sent.
      - If not set, the environment variable E(VERACITY_PROXY) is used.
    type: str
  timeout:
    description:
      - Seconds to wait for the response to one request.
      - If not set, the environment variable E(VERACITY_TIMEOUT) is used.
    type: float
    default: 30
  retries:
    description:
      - Maximum number of times that a request is sent again after a temporary failure.
      - Reads are sent again. A write is only sent again if the server reports that it did not process it (HTTP 429, or
        503 with a time to retry after), or if the module looked for its effect and did not find it. A write that may
        have been applied, or whose effect cannot be looked for, is not sent again.
      - If not set, the environment variable E(VERACITY_RETRIES) is used.
    type: int
    default: 3
requirements:
  - Python >= 3.10
  - requests >= 2.32.4
"""

    PLUGINS = r"""
options:
  ca_path:
    description: >-
      File with the certificates of trusted authorities.
    type: path
    env:
      - name: VERACITY_CA_PATH
    ini:
      - section: veracity
        key: ca_path
    vars:
      - name: ansible_veracity_ca_path
  validate_certs:
    description: >-
      Must be V(true), because the client secret is sent. Use O(ca_path) to trust a private authority.
    type: bool
    default: true
    env:
      - name: VERACITY_VALIDATE_CERTS
    ini:
      - section: veracity
        key: validate_certs
    vars:
      - name: ansible_veracity_validate_certs
  proxy:
    description: >-
      URL of the proxy. If omitted, the usual environment variables are used.
    type: str
    env:
      - name: VERACITY_PROXY
    ini:
      - section: veracity
        key: proxy
    vars:
      - name: ansible_veracity_proxy
  timeout:
    description: >-
      Seconds to wait for the response to one request.
    type: float
    default: 30
    env:
      - name: VERACITY_TIMEOUT
    ini:
      - section: veracity
        key: timeout
    vars:
      - name: ansible_veracity_timeout
  retries:
    description: >-
      Maximum number of times that a request is sent again after a temporary failure.
    type: int
    default: 3
    env:
      - name: VERACITY_RETRIES
    ini:
      - section: veracity
        key: retries
    vars:
      - name: ansible_veracity_retries
"""
