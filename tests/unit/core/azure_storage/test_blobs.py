# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests to the storage: retried, with another key where one has ended, and with errors that tell nothing secret."""

from __future__ import annotations

import functools
import hashlib
import logging
import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.azure_storage.blobs import Blobs, _Checked
from ansible_collections.dnv.veracity.plugins.module_utils._core.azure_storage.failures import (
    ContainerGoneError,
    ContentChangedError,
    KeyRefusedError,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.azure_storage.sas_url import parse
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    AmbiguousError,
    ApiError,
    ConnectionFailedError,
    ForbiddenError,
    NotFoundError,
    StateError,
    VeracityError,
)
from tests.unit.core.azure_storage.opened import BLOCK, Opened


def put(blobs: Blobs, name: str = "file", data: bytes = b"data") -> None:
    """Write a blob."""
    blobs.put(name, data, hashlib.md5(data).digest(), "text/plain")


def answer(status: str, *headers: str) -> bytes:
    """Return an answer without a body."""
    return "\r\n".join([f"HTTP/1.1 {status}", "Content-Length: 0", *headers, "", ""]).encode()


def test_what_is_written_is_listed_with_its_md5(opened: Opened) -> None:
    put(opened.blobs, "a/ä b#?%20+.csv")
    (blob,) = opened.blobs.all("a/")
    assert (blob.name, blob.size, blob.content_type) == ("a/ä b#?%20+.csv", 4, "text/plain")
    assert blob.md5 == hashlib.md5(b"data").hexdigest()
    assert opened.blobs.read(blob, 1, 2) == b"at"
    assert opened.theirs.download_blob("a/ä b#?%20+.csv").readall() == b"data"


def test_a_listing_has_as_many_pages_as_it_needs(opened: Opened) -> None:
    for number in range(7):
        put(opened.blobs, f"p{number}")
    opened.relay.calls.clear()
    assert [blob.name for blob in opened.blobs.all("p", page=3)] == [f"p{number}" for number in range(7)]
    assert opened.relay.count("GET list") == 3


def test_one_blob_is_found_by_its_exact_name(opened: Opened) -> None:
    for name in ("a-b", "ab", "a/b"):
        put(opened.blobs, name)
    assert opened.blobs.one("a") is None
    found = opened.blobs.one("ab")
    assert found is not None
    assert found.name == "ab"


def test_a_request_for_another_blob_is_never_sent(opened: Opened) -> None:
    client = opened.blobs._container.get_blob_client("one")
    checked = _Checked(client)
    client.blob_name = "another"
    client.location_mode = client.location_mode
    with pytest.raises(StateError, match="a different file"):
        checked.upload_blob(b"x")
    assert opened.relay.calls == []


@pytest.mark.parametrize("status", ["500 Problem", "503 Busy", "429 Slow Down"])
def test_passing_faults_are_tried_again(opened: Opened, status: str) -> None:
    faults = [answer(status, "Retry-After: 0")] * 2
    opened.relay.rule = lambda call: faults.pop() if faults else None
    put(opened.blobs)
    assert opened.relay.count("PUT") == 3
    assert "trying again" in opened.lines[0]


def test_a_lost_answer_is_asked_for_again(opened: Opened) -> None:
    faults = ["lose", "drop"]
    opened.relay.rule = lambda call: faults.pop() if faults else None
    put(opened.blobs)
    assert opened.theirs.download_blob("file").readall() == b"data"


def test_it_is_given_up_after_the_retries(opened: Opened) -> None:
    opened.relay.rule = lambda call: "drop"
    with pytest.raises(AmbiguousError):
        put(opened.blobs)
    assert len(opened.relay.calls) == 3


def test_an_answer_that_is_no_listing_is_an_error(opened: Opened) -> None:
    body = "<EnumerationResults><Blobs><Blob><Name>a</Name></Blob></Blobs></EnumerationResults>"
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: {len(body)}\r\n\r\n"
    opened.relay.rule = lambda call: (head + body).encode()
    with pytest.raises(AmbiguousError, match="The response of the storage is not valid"):
        list(opened.blobs.all(""))
    assert len(opened.relay.calls) == 3


@pytest.mark.parametrize("cut", [b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nX-Ms-"])
def test_an_answer_that_ends_in_its_headers_is_asked_for_again(opened: Opened, cut: bytes) -> None:
    put(opened.blobs)
    opened.relay.calls.clear()
    opened.relay.rule = lambda call: cut if len(opened.relay.calls) == 1 else None
    assert [blob.name for blob in opened.blobs.all("")] == ["file"]
    assert len(opened.relay.calls) == 2


def test_a_redirect_is_not_followed(opened: Opened) -> None:
    opened.relay.rule = lambda call: answer("302 Found", f"Location: {opened.relay.url}/elsewhere")
    with pytest.raises(ApiError, match="redirects"):
        put(opened.blobs)
    assert len(opened.relay.calls) == 1


@pytest.mark.parametrize("status", ["302 Found", "307 Temporary Redirect", "308 Permanent Redirect"])
def test_a_redirect_is_not_followed_when_reading(opened: Opened, status: str) -> None:
    put(opened.blobs)
    (blob,) = opened.blobs.all("")
    opened.relay.calls.clear()
    elsewhere = answer(status, f"Location: {opened.relay.url}/elsewhere/file?sig=theirs")
    opened.relay.rule = lambda call: elsewhere if "elsewhere" not in call.target else None
    for ask in (
        lambda: list(opened.blobs.all("")),
        lambda: opened.blobs.read(blob, 0, 4),
        lambda: opened.blobs.staged("x"),
    ):
        with pytest.raises(ApiError, match="redirects"):
            ask()
    assert len(opened.relay.calls) == 3


def test_no_header_of_ours_goes_to_the_storage(opened: Opened) -> None:
    put(opened.blobs)
    head = opened.relay.calls[0].raw.partition(b"\r\n\r\n")[0].lower()
    assert b"authorization" not in head
    assert b"subscription-key" not in head


def test_a_key_that_may_not_write_says_so(opened: Opened) -> None:
    with pytest.raises(ForbiddenError, match="does not allow"):
        put(opened.open(opened.key("rl")))


def test_a_container_that_is_gone_is_not_asked_for_each_file(opened: Opened) -> None:
    opened.theirs.delete_container()
    for _time in range(3):
        with pytest.raises(ContainerGoneError):
            put(opened.blobs)
    assert len(opened.relay.calls) == 1


def test_a_host_that_does_not_answer_is_not_asked_for_each_file(opened: Opened) -> None:
    nowhere = opened.sas_url.replace(str(opened.relay.port), "1", 1)
    blobs = opened.open(nowhere, retries=0)
    for _time in range(2):
        with pytest.raises(ConnectionFailedError) as caught:
            put(blobs)
        assert "sig" not in str(caught.value)


def test_a_blob_that_is_not_there(opened: Opened) -> None:
    put(opened.blobs)
    blob = next(opened.blobs.all(""))
    opened.blobs.delete("file")
    opened.blobs.delete("file")
    with pytest.raises((NotFoundError, ContentChangedError)):
        opened.blobs.read(blob, 0, 4)


def test_a_container_that_is_gone_while_blobs_are_deleted_is_an_error(opened: Opened) -> None:
    put(opened.blobs)
    opened.theirs.delete_container()
    for _time in range(2):
        with pytest.raises(ContainerGoneError):
            opened.blobs.delete("file")
    assert opened.relay.count("DELETE") == 1


def test_a_blob_that_changes_after_the_listing_is_noticed(opened: Opened) -> None:
    put(opened.blobs)
    blob = next(opened.blobs.all(""))
    put(opened.blobs, data=b"else")
    with pytest.raises(ContentChangedError):
        opened.blobs.read(blob, 0, 4)


def test_a_key_that_has_ended_is_replaced_once(opened: Opened) -> None:
    asked = []

    def renew() -> t.Any:
        asked.append(1)
        return parse(opened.key())

    blobs = opened.open(opened.key(seconds=-1), renew=renew)
    put(blobs)
    put(blobs)
    assert len(asked) == 1
    assert len(opened.relay.calls) == 3


def test_a_key_that_is_about_to_end_is_replaced_before(opened: Opened) -> None:
    soon = opened.key(seconds=2)
    blobs = opened.open(soon, renew=lambda: parse(opened.key()))
    keyring = blobs._keyring
    keyring._clock.time = lambda: (parse(soon).expires or 0) - 0.1  # type: ignore[method-assign]
    put(blobs)
    assert len(opened.relay.calls) == 1
    assert parse(soon).token not in opened.relay.calls[0].target


def test_a_key_that_cannot_be_replaced_ends_all_of_it(opened: Opened) -> None:
    def renew() -> t.Any:
        raise StateError("There is no other.")

    blobs = opened.open(opened.key(seconds=-1), renew=renew)
    for _time in range(2):
        with pytest.raises(StateError, match="There is no other"):
            put(blobs)
    assert len(opened.relay.calls) == 1


def test_a_new_key_that_is_refused_too_is_the_last_one(opened: Opened) -> None:
    asked = []

    def renew() -> t.Any:
        asked.append(1)
        if len(asked) > 3:
            raise AssertionError("Keys are asked for without end.")
        return parse(opened.key(seconds=-len(asked)))

    blobs = opened.open(opened.key(seconds=-1), renew=renew)
    for _time in range(2):
        with pytest.raises(KeyRefusedError):
            put(blobs)
    assert len(asked) == 1
    assert len(opened.relay.calls) == 2


def test_a_key_for_another_container_is_never_used(opened: Opened) -> None:
    other = opened.relay.through(opened.storage.container())
    blobs = opened.open(opened.key(seconds=-1), renew=lambda: parse(other))
    with pytest.raises(StateError, match="for another place"):
        put(blobs)


def test_without_another_key_an_ended_one_is_an_error(opened: Opened) -> None:
    blobs = opened.open(opened.key(seconds=-1))
    for _time in range(2):
        with pytest.raises(KeyRefusedError, match="does not accept the key"):
            put(blobs)
    assert len(opened.relay.calls) == 1


def test_no_error_and_no_log_tells_the_key(opened: Opened, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    errors: list[VeracityError] = []
    faults: list[bytes | str | None] = [
        None,
        answer("403 Forbidden", "x-ms-error-code: AuthenticationFailed"),
        answer("400 Bad"),
        "drop",
        answer("404 Not Found"),
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
    ]

    secrets = parse(opened.sas_url).secrets
    for fault in faults:
        opened.relay.rule = functools.partial(lambda verdict, call: verdict, fault)
        blobs = opened.open(opened.sas_url, retries=0)
        for ask in (put, lambda some: list(some.all("")), lambda some: some.staged("x")):
            try:
                ask(blobs)
            except VeracityError as error:
                errors.append(error)
    assert len(errors) >= 12
    told = [str(error) + repr(error.details()) + repr(error) for error in errors] + [caplog.text]
    assert not [text for text in told for secret in secrets if secret in text or "sig=" in text.replace("sig=*", "")]
    assert not [error for error in errors if error.__cause__ is not None or not error.__suppress_context__]


def test_d9_a_lease_is_called_a_lease(opened: Opened) -> None:
    put(opened.blobs)
    opened.theirs.get_blob_client("file").acquire_lease()
    for ask in (lambda: put(opened.blobs), lambda: opened.blobs.delete("file")):
        with pytest.raises(ApiError, match=r"(?s)lease.*break the lease") as caught:
            ask()
        assert not isinstance(caught.value, ContentChangedError)


def test_d9_a_blob_of_another_type_is_called_that(opened: Opened, tmp_path: Path) -> None:
    opened.theirs.get_blob_client("file").create_append_blob()
    (tmp_path / "file").write_bytes(b"x" * (BLOCK + 1))
    with pytest.raises(ApiError, match=r"(?s)append blob.*Delete it first"):
        opened.send(tmp_path / "file")


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (409, "BlobArchived", r"access tier Archive.*Move it to the tier Hot"),
        (409, "BlobBeingRehydrated", r"Archive.*Run again when"),
        (409, "InvalidBlobType", r"append blob.*Delete it first"),
        (412, "LeaseIdMissing", r"lease.*break the lease"),
        (412, "LeaseLost", r"lease.*break the lease"),
        (409, "BlobImmutableDueToPolicy", r"policy.*Wait"),
        (409, "SnapshotsPresent", r"snapshots.*Delete"),
        (409, "PathConflict", r"folder.*another name"),
        (403, "UnauthorizedBlobOverwrite", r"replacing.*right write"),
        (412, "ConditionNotMet", r"Someone else changed it"),
        (409, "BlobAlreadyExists", r"Someone else changed it"),
        (409, "Unheard", r"does not allow.*delete it"),
        (400, "Unheard", r"refused.*error codes"),
    ],
)
def test_d9_a_refusal_says_what_it_is_and_what_to_do(opened: Opened, status: int, code: str, words: str) -> None:
    opened.relay.rule = lambda call: answer(f"{status} No", f"x-ms-error-code: {code}")
    with pytest.raises(VeracityError, match=f"(?s){words}") as caught:
        put(opened.blobs)
    assert code in str(caught.value)
    assert len(opened.relay.calls) == 1
