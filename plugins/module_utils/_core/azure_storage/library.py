# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The libraries of Azure storage, and keeping them quiet. Private: for use inside dnv.veracity only."""

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
    from .directory_url import DirectoryUrl
    from .sas_url import SasUrl

# The first release that leaves compressed content as it is stored (decompress).
_OLDEST = (12, 28)
_OLDEST_DATA_LAKE = (12, 23)
_DATA_LAKE = "azure-storage-file-datalake"
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
    if _release(version) < _OLDEST:
        raise _lacking(f"is too old ({version})")


def _release(version: str) -> tuple[int, ...]:
    """Return the first two numbers of a version."""
    return tuple(int(part) for part in re.findall(r"\d+", version)[:2])


def _lacking(what: str, library: str = "azure-storage-blob") -> InputError:
    """Return the error for a library that cannot be used."""
    oldest = _OLDEST if library == "azure-storage-blob" else _OLDEST_DATA_LAKE
    return InputError(
        f"The Python library {library} {what} for {sys.executable}. This module requires it.",
        hint=f"Install {'.'.join(str(part) for part in oldest)} or newer for that Python, or set "
        "ansible_python_interpreter to the Python that has it (on the controller: ansible_python_interpreter: "
        "'{{ ansible_playbook_python }}').",
    )


def open_container(sas: SasUrl, credential: t.Any, route: Route, *, connections: int, block_size: int) -> t.Any:
    """Return the library's client of a container. It neither tries again, nor follows redirects, nor logs.

    ``credential`` is its AzureSasCredential: the key does not become part of the client's address.
    """
    from azure.storage.blob import ContainerClient

    return ContainerClient(
        sas.account_url,
        sas.container,
        max_single_put_size=block_size,
        max_block_size=block_size,
        max_single_get_size=block_size,
        max_chunk_get_size=block_size,
        **_client_options(credential, route, connections),
    )


def require_data_lake() -> None:
    """Raise InputError when the library for Data Lakes is missing for the Python that runs this, or too old."""
    require()
    try:
        from azure.storage.filedatalake import __version__ as version
    except ImportError:
        raise _lacking("is missing", _DATA_LAKE) from None
    if _release(version) < _OLDEST_DATA_LAKE:
        raise _lacking(f"is too old ({version})", _DATA_LAKE)


def open_filesystem(sas: DirectoryUrl, credential: t.Any, route: Route, *, connections: int) -> t.Any:
    """Return the library's client of a file system in a Data Lake, as ``open_container`` does."""
    from azure.storage.filedatalake import FileSystemClient

    return FileSystemClient(
        sas.data_lake_account_url, sas.filesystem, **_client_options(credential, route, connections)
    )


def _client_options(credential: t.Any, route: Route, connections: int) -> dict[str, t.Any]:
    """Return the options of a client that neither tries again, nor follows redirects, nor logs."""
    from azure.core.pipeline.transport import RequestsTransport

    quiet = logging.Logger("dnv.veracity.storage")
    quiet.disabled = True
    for name in ("urllib3.connectionpool", "requests.packages.urllib3.connectionpool"):
        logging.getLogger(name).addFilter(_FILTER)
    # Without a handler Python prints warnings of libraries to standard error.
    logging.getLogger("azure").addHandler(logging.NullHandler())
    return {
        "credential": credential,
        "transport": RequestsTransport(
            session=_session(connections),
            session_owner=False,
            connection_timeout=route.connect_timeout,
            read_timeout=route.timeout,
            connection_verify=route.verify,
        ),
        "proxies": route.proxies,
        "retry_total": 0,
        "permit_redirects": False,
        "logger": quiet,
    }


def _session(connections: int) -> requests.Session:
    """Return a session that ignores environment variables, with this many connections."""
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
