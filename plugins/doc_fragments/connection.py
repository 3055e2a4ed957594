# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the shared options that say how to connect."""

from __future__ import annotations


class ModuleDocFragment:
    """For modules (DOCUMENTATION) and for lookups (PLUGINS, short, because it is read for each task)."""

    DOCUMENTATION = r"""
options:
  api_url:
    description:
      - Base URL of the API host. The default goes with O(veracity_environment), V(https://api.veracity.com) for
        production.
      - V(http://) is accepted for this machine only.
      - Taken from the environment variable E(VERACITY_API_URL) when not set.
    type: str
  ca_path:
    description:
      - File with certificates of the authorities to trust, for networks that have their own.
      - Without it E(REQUESTS_CA_BUNDLE), E(CURL_CA_BUNDLE) and E(SSL_CERT_FILE) are honoured, then a built-in list.
      - Taken from the environment variable E(VERACITY_CA_PATH) when not set.
    type: path
  validate_certs:
    description:
      - V(false) accepts any certificate of the API host, with a warning in every run. O(ca_path) is the safe way.
      - The certificate of the token endpoint is always checked, because the client secret is sent there.
      - Taken from the environment variable E(VERACITY_VALIDATE_CERTS) when not set.
    type: bool
    default: true
  proxy:
    description:
      - URL of the proxy. Without it E(HTTPS_PROXY), E(HTTP_PROXY), E(ALL_PROXY) and E(NO_PROXY) are honoured, and of
        two spellings the one in lower case. E(NO_PROXY) takes names, domains, addresses, ranges such as V(10.0.0.0/8),
        and ports.
      - This machine is never reached through a proxy of the environment. A proxy that is given here is refused
        together with a URL that begins with V(http://), because it would read what is sent there.
      - Taken from the environment variable E(VERACITY_PROXY) when not set.
    type: str
  timeout:
    description:
      - Seconds to wait for the answer to one request.
      - Taken from the environment variable E(VERACITY_TIMEOUT) when not set.
    type: float
    default: 30
  retries:
    description:
      - How many times a request is sent again after a passing fault. Reads are. A write is sent again only when the
        server says that it did not process it (HTTP 429, or 503 with a time to come back), and when its effect was
        looked for and is not there. A write that may have been applied, or whose effect cannot be looked up, is not
        sent again.
      - Taken from the environment variable E(VERACITY_RETRIES) when not set.
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
      File with certificates of the authorities to trust.
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
      Must be V(true) here, because the client secret is sent. O(ca_path) is the way to trust a private authority.
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
      URL of the proxy. Without it the usual environment variables are honoured.
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
      Seconds to wait for the answer to one request.
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
      How many times a request is sent again after a passing fault.
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
