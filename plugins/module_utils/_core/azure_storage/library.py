# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The library azure-storage-blob, and keeping it quiet. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import logging
import re
import sys
import typing as t

from ..clock import Clock
from ..errors import InputError
from ..redaction.scrubber import MASK
from ..transport.deadline import Deadline, deadline_pools

if t.TYPE_CHECKING:
    import requests

    from ..transport.session import Route
    from .sas_url import SasUrl

# The first release that leaves compressed content as it is stored (decompress).
_OLDEST = (12, 28)
_RECEIVED_AT_ONCE = 256 * 1024


class _WithoutKeys(logging.Filter):
    """Takes the queries of addresses out of what the connection pool logs: there is a key in them."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                value.partition("?")[0] + f"?{MASK}" if isinstance(value, str) and "sig=" in value else value
                for value in record.args
            )
        return True


_FILTER = _WithoutKeys()


def require() -> None:
    """Raise InputError when the library is missing for the Python that runs this, or too old."""
    try:
        from azure.storage.blob import __version__ as version
    except ImportError:
        raise _lacking("is missing") from None
    if tuple(int(part) for part in re.findall(r"\d+", version)[:2]) < _OLDEST:
        raise _lacking(f"is too old ({version})")


def _lacking(what: str) -> InputError:
    """Return the error for a library that cannot be used."""
    return InputError(
        f"The Python library azure-storage-blob {what} for {sys.executable}. It is required to transfer content.",
        hint=f"Install {'.'.join(str(part) for part in _OLDEST)} or newer for that Python, or set "
        "ansible_python_interpreter to the Python that has it (on the controller: ansible_python_interpreter: "
        "'{{ ansible_playbook_python }}').",
    )


def open_container(sas: SasUrl, credential: t.Any, route: Route, *, connections: int, block_size: int) -> t.Any:
    """Return the library's client of a container. It neither tries again, nor follows redirects, nor logs.

    ``credential`` is its AzureSasCredential: the key does not become part of the client's address.
    """
    from azure.core.pipeline.transport import RequestsTransport
    from azure.storage.blob import ContainerClient

    quiet = logging.Logger("dnv.veracity.storage")
    quiet.disabled = True
    for name in ("urllib3.connectionpool", "requests.packages.urllib3.connectionpool"):
        logging.getLogger(name).addFilter(_FILTER)
    # Without a handler Python prints warnings of libraries to standard error.
    logging.getLogger("azure").addHandler(logging.NullHandler())
    transport = RequestsTransport(
        session=_session(connections),
        session_owner=False,
        connection_timeout=route.connect_timeout,
        read_timeout=route.timeout,
        connection_verify=route.verify,
    )
    return ContainerClient(
        sas.account_url,
        sas.container,
        credential=credential,
        transport=transport,
        proxies=route.proxies,
        retry_total=0,
        permit_redirects=False,
        logger=quiet,
        max_single_put_size=block_size,
        max_block_size=block_size,
        max_single_get_size=block_size,
        max_chunk_get_size=block_size,
    )


def _session(connections: int) -> requests.Session:
    """Return a session that takes nothing from its surroundings, with so many connections."""
    import requests
    from requests.adapters import HTTPAdapter

    class Adapter(HTTPAdapter):
        def get_connection_with_tls_context(self, *args: t.Any, **kwargs: t.Any) -> t.Any:
            found: t.Any = super().get_connection_with_tls_context(*args, **kwargs)
            found.conn_kw["blocksize"] = _RECEIVED_AT_ONCE
            return found

        def proxy_manager_for(self, *args: t.Any, **kwargs: t.Any) -> t.Any:
            manager: t.Any = super().proxy_manager_for(*args, **kwargs)
            # A proxy that answers a byte at a time would hold the task for ever.
            manager.pool_classes_by_scheme = deadline_pools(Deadline(), Clock(), answers=False)
            return manager

    session = requests.Session()
    session.trust_env = False
    # What is stored compressed comes as it is stored.
    session.headers["Accept-Encoding"] = "identity"
    adapter = Adapter(pool_connections=2, pool_maxsize=connections, max_retries=0)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session
