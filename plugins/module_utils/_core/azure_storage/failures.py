# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What the storage refuses and why, as our errors. Private: for use inside dnv.veracity only.

Error texts of the library are never used: they repeat addresses, and so keys.
"""

from __future__ import annotations

import typing as t
from urllib.parse import urlsplit

from ..errors import (
    AmbiguousError,
    ApiError,
    ConnectionFailedError,
    Exchange,
    ForbiddenError,
    NotFoundError,
    UntrustedError,
    VeracityError,
)

if t.TYPE_CHECKING:
    from ..redaction.scrubber import Scrubber

CODE_HEADER = "x-ms-error-code"
_FORBIDDEN: t.Mapping[str, tuple[str, str]] = {
    "AuthorizationPermissionMismatch": (
        "The key does not allow this.",
        "Use a key with the necessary rights: read, write and list to upload, delete to delete, read and list to "
        "download.",
    ),
    "AuthorizationSourceIPMismatch": (
        "The key is not valid from this IP address.",
        "The grant restricts the addresses (ip_range). Run from one of them, or use a grant without ip_range.",
    ),
    "AuthorizationProtocolMismatch": ("The key works with https:// only.", "Use https:// in the URL."),
    "UnauthorizedBlobOverwrite": (
        "The key does not allow replacing a file.",
        "Use a key with the right write (w). The right create (c) only allows new files.",
    ),
}


# Documentation of the Blob service, "Blob error codes".
_LEASE = (
    "There is a lease on the file: another program locks it.",
    "Run again when that program has finished, or break the lease (az storage blob lease break).",
)
_KEPT_BY_RULE = (
    "An immutability policy of the storage account prevents changing or deleting the file.",
    "Wait until the policy ends, or give the file another name.",
)
_STATES: t.Mapping[str, tuple[str, str]] = {
    "LeaseIdMissing": _LEASE,
    "LeaseIdMismatchWithBlobOperation": _LEASE,
    "LeaseAlreadyPresent": _LEASE,
    "LeaseLost": _LEASE,
    "BlobArchived": (
        "The file is in the access tier Archive, and cannot be read or changed there.",
        "Move it to the tier Hot or Cool first (az storage blob set-tier), which takes hours, or delete it to write a "
        "new one.",
    ),
    "BlobBeingRehydrated": (
        "The file is being moved out of the access tier Archive.",
        "Run again when it is in the tier Hot or Cool, which takes hours.",
    ),
    "InvalidBlobType": (
        "The file in the storage is an append blob or a page blob, which cannot be replaced by a block blob.",
        "Delete it first, or give the file another name.",
    ),
    "BlobImmutableDueToPolicy": _KEPT_BY_RULE,
    "BlobImmutableDueToLegalHold": _KEPT_BY_RULE,
    "SnapshotsPresent": ("The file has snapshots, and cannot be deleted before them.", "Delete its snapshots first."),
    "PendingCopyOperation": ("A copy to this file is in progress.", "Run again when the copy has finished."),
    "PathConflict": (
        "The storage has a folder of this name, or a file with the name of a parent folder.",
        "Give the file another name, or delete the existing one.",
    ),
    "ParentPathIsNotADirectory": (
        "A file has the name of a parent folder.",
        "Give the file another name, or delete the existing one.",
    ),
    "DirectoryNotEmpty": ("The folder is not empty.", "Delete its content first."),
    "Md5Mismatch": ("The storage received other data than was sent.", "Run again."),
}


class KeyRefusedError(ForbiddenError):
    """The key has expired, is not valid yet, or is for another container: another key may help."""


class ContainerGoneError(NotFoundError):
    """There is no such container in the storage account."""


class ContentChangedError(ApiError):
    """A blob is not any more what was listed."""


class BlocksLostError(ApiError):
    """Blocks that were staged no longer exist."""


class ForeignBlocksError(ApiError):
    """Another program has staged blocks whose ids have another length."""


def code_of(error: t.Any) -> str:
    """Return which error the storage says that it is."""
    return str(error.response.headers.get(CODE_HEADER))


def translated(error: Exception, method: str, address: str, scrub: Scrubber) -> VeracityError:
    """Return our error for one of the library's. ``address`` is what it was about, without a query."""
    from azure.core.exceptions import HttpResponseError

    parts = urlsplit(address)
    shown = Exchange(method, scrub(f"{parts.netloc}{parts.path}", 300))
    response: t.Any = error.response if isinstance(error, HttpResponseError) else None
    if response is None or response.status_code in (200, 206):
        return _lost(error, shown, parts.netloc)
    code = scrub(str(response.headers.get(CODE_HEADER) or ""), 60)
    request_id = scrub(str(response.headers.get("x-ms-request-id") or ""), 60)
    shown = shown._replace(status=response.status_code, error=code or None, request_id=request_id or None)
    if not code and not request_id and "html" in str(response.headers.get("Content-Type")).lower():
        return ApiError(
            f"Something between this machine and the storage responds in its place, with an HTML page (HTTP "
            f"{response.status_code}).",
            hint=f"Check that proxies and firewalls let requests to {parts.netloc} pass, and proxy (or HTTPS_PROXY).",
            exchange=shown,
        )
    return _refused(response.status_code, code, shown)


def _refused(status: int, code: str, shown: Exchange) -> VeracityError:
    """Return the error for an answer of the storage. Codes: documentation of the Blob service, "Blob error codes"."""
    if code in _FORBIDDEN:
        summary, hint = _FORBIDDEN[code]
        return ForbiddenError(summary, hint=hint, exchange=shown)
    if code in _STATES:
        summary, hint = _STATES[code]
        return ApiError(summary, hint=hint, exchange=shown)
    if status in (401, 403):
        return KeyRefusedError(
            "The storage does not accept the key.",
            hint="The key has expired, was revoked, or is not valid yet. Check the times in the SAS URL and the clock "
            "of this machine.",
            exchange=shown,
        )
    if code in ("ContainerNotFound", "ContainerBeingDeleted"):
        return ContainerGoneError(
            "The container no longer exists.",
            hint="Use veracity_container_info to list the existing containers.",
            exchange=shown,
        )
    if code == "InvalidBlockList":
        return BlocksLostError("The uploaded blocks no longer exist.", hint="Run again.", exchange=shown)
    if code == "InvalidBlobOrBlock":
        return ForeignBlocksError(
            "Another program is uploading this file.", hint="Run again when it has finished.", exchange=shown
        )
    if status == 404:
        return NotFoundError("The file does not exist in the storage.", hint="Run again.", exchange=shown)
    if status in (412, 416) or code == "BlobAlreadyExists":
        return ContentChangedError("Someone else changed it in the meantime.", hint="Run again.", exchange=shown)
    if 300 <= status < 400:
        return ApiError(
            "The storage redirects to another address, and keys are never sent after a redirect.",
            hint="Check that no captive portal responds instead.",
            exchange=shown,
        )
    if status == 409:
        return ApiError(
            "The existing file does not allow this.",
            hint="Run again, or delete it in the storage first.",
            exchange=shown,
        )
    if status >= 500 or status == 429:
        return ApiError("The storage has a problem.", hint="Run again later.", exchange=shown)
    return ApiError(
        "The storage refused the request.",
        hint="Look up the code in Azure's list of Blob service error codes.",
        exchange=shown,
    )


def _lost(error: Exception, shown: Exchange, host: str) -> VeracityError:
    """Return the error for a request without a whole answer."""
    from azure.core.exceptions import ServiceRequestError, ServiceRequestTimeoutError, ServiceResponseTimeoutError

    names = {type(cause).__name__ for cause in _causes(error)}
    if names & {"SSLError", "SSLCertVerificationError"} and isinstance(error, ServiceRequestError):
        return UntrustedError(
            f"No trusted connection to {host}.",
            hint="If a proxy or a private certificate authority is in use, set ca_path to its CA file.",
            exchange=shown,
        )
    if "ProxyError" in names:
        return UntrustedError(
            f"The proxy did not connect to {host}.",
            hint="Check proxy (or HTTPS_PROXY), and its user name and password.",
            exchange=shown,
        )
    if "NameResolutionError" in names or "gaierror" in names:
        return ConnectionFailedError(
            f"The host {host} is not known (name resolution failed).",
            hint="Check the SAS URL, and the name resolution of this machine.",
            exchange=shown,
        )
    if isinstance(error, (ServiceRequestError, ServiceRequestTimeoutError)) and names & {
        "NewConnectionError",
        "ConnectTimeoutError",
    }:
        return ConnectionFailedError(
            f"No connection to {host}.", hint="Check firewalls, and proxy (or HTTPS_PROXY).", exchange=shown
        )
    if isinstance(error, ServiceResponseTimeoutError):
        return AmbiguousError(f"{host} did not answer in time.", hint="Run again, or increase timeout.", exchange=shown)
    return AmbiguousError(
        f"{host} closed the connection before the response was complete.", hint="Run again.", exchange=shown
    )


def _causes(error: BaseException) -> t.Iterator[BaseException]:
    """Yield an error and everything that it was raised from or wraps."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        current = waiting.pop()
        if isinstance(current, BaseException) and id(current) not in seen:
            seen.add(id(current))
            yield current
            inner = (getattr(current, name, None) for name in ("__cause__", "__context__", "inner_exception", "reason"))
            waiting += [*inner, *current.args]
