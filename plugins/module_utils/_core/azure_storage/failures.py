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
        "Use a key with the rights for it: read, write and list to upload, delete to delete, read and list to "
        "download.",
    ),
    "AuthorizationSourceIPMismatch": (
        "The key works from other addresses only.",
        "Its grant names the addresses (ip_range). Run it there, or have a grant without them.",
    ),
    "AuthorizationProtocolMismatch": ("The key works with https:// only.", "Give the URL with https://."),
    "UnauthorizedBlobOverwrite": (
        "The key does not allow to replace a file.",
        "Use a key with the right write (w); create (c) is enough for a new file only.",
    ),
}


# Documentation of the Blob service, "Blob error codes".
_LEASE = (
    "There is a lease on the file: another program has locked it.",
    "Run again when that program has ended, or break the lease (az storage blob lease break).",
)
_KEPT_BY_RULE = (
    "A policy of the storage account forbids to change or delete the file (immutable storage).",
    "Wait until the policy ends, or give the file another name.",
)
_STATES: t.Mapping[str, tuple[str, str]] = {
    "LeaseIdMissing": _LEASE,
    "LeaseIdMismatchWithBlobOperation": _LEASE,
    "LeaseAlreadyPresent": _LEASE,
    "LeaseLost": _LEASE,
    "BlobArchived": (
        "The file is in the access tier Archive, where it can be neither read nor changed.",
        "Move it to the tier Hot or Cool first (az storage blob set-tier), which takes hours, or delete it to write a "
        "new one.",
    ),
    "BlobBeingRehydrated": (
        "The file is on its way out of the access tier Archive.",
        "Run again when it has arrived in the tier Hot or Cool, which takes hours.",
    ),
    "InvalidBlobType": (
        "The file in the storage is an append blob or a page blob, which cannot be replaced by a block blob.",
        "Delete it first, or give the file another name.",
    ),
    "BlobImmutableDueToPolicy": _KEPT_BY_RULE,
    "BlobImmutableDueToLegalHold": _KEPT_BY_RULE,
    "SnapshotsPresent": ("The file has snapshots, and stays while they are there.", "Delete its snapshots first."),
    "PendingCopyOperation": ("The file is being copied to.", "Run again when the copy has ended."),
    "PathConflict": (
        "A folder of this name is in the storage, or a file has the name of a folder above.",
        "Give the file another name, or delete what is there.",
    ),
    "ParentPathIsNotADirectory": (
        "A file has the name of a folder above.",
        "Give the file another name, or delete what is there.",
    ),
    "DirectoryNotEmpty": ("It is a folder that is not empty.", "Delete what is in it first."),
    "Md5Mismatch": ("The storage received something else than what was sent.", "Run again."),
}


class KeyRefusedError(ForbiddenError):
    """The key has ended, has not begun, or is none of this container: another one may help."""


class ContainerGoneError(NotFoundError):
    """There is no such container in the storage account."""


class ContentChangedError(ApiError):
    """A blob is not any more what was listed."""


class BlocksLostError(ApiError):
    """Blocks that were staged no longer exist."""


class ForeignBlocksError(ApiError):
    """Another program has staged blocks whose ids have another length."""


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
            hint="Keys end, can be revoked, and begin to be valid a moment after they were made: check the times in "
            "the SAS URL and the clock of this computer.",
            exchange=shown,
        )
    if code in ("ContainerNotFound", "ContainerBeingDeleted"):
        return ContainerGoneError(
            "The container no longer exists.",
            hint="Look with veracity_container_info what is there.",
            exchange=shown,
        )
    if code == "InvalidBlockList":
        return BlocksLostError("Blocks that were sent no longer exist.", hint="Run again.", exchange=shown)
    if code == "InvalidBlobOrBlock":
        return ForeignBlocksError(
            "Another program is sending blocks of this file.", hint="Run again when it has ended.", exchange=shown
        )
    if status == 404:
        return NotFoundError("There is no such file in the storage.", hint="Run again.", exchange=shown)
    if status in (412, 416) or code == "BlobAlreadyExists":
        return ContentChangedError("It was changed by someone else meanwhile.", hint="Run again.", exchange=shown)
    if 300 <= status < 400:
        return ApiError(
            "The storage redirects elsewhere, and keys are never sent after a redirect.",
            hint="Check that no captive portal stands in between.",
            exchange=shown,
        )
    if status == 409:
        return ApiError(
            "The existing file does not allow this.",
            hint="Run again, or delete it in the storage first.",
            exchange=shown,
        )
    if status >= 500 or status == 429:
        return ApiError("The storage has a problem.", hint="Run again in a while.", exchange=shown)
    return ApiError(
        "The storage refused the request.",
        hint="Look up the code in the list of Blob service error codes in the documentation of Azure.",
        exchange=shown,
    )


def _lost(error: Exception, shown: Exchange, host: str) -> VeracityError:
    """Return the error for a request without a whole answer."""
    from azure.core.exceptions import ServiceRequestError, ServiceRequestTimeoutError, ServiceResponseTimeoutError

    names = {type(cause).__name__ for cause in _causes(error)}
    if names & {"SSLError", "SSLCertVerificationError"} and isinstance(error, ServiceRequestError):
        return UntrustedError(
            f"No trusted connection to {host}.",
            hint="If a proxy or a private certificate authority stands in between, name its file in ca_path.",
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
            hint="Check the SAS URL, and the name resolution of this computer.",
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
        return AmbiguousError(f"{host} did not answer in time.", hint="Run again, or set timeout.", exchange=shown)
    return AmbiguousError(f"{host} closed the connection without a whole answer.", hint="Run again.", exchange=shown)


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
