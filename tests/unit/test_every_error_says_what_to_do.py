# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""G8: the last line of every error says what to do."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.content.overlap import ContentEntry, contradictions
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import VeracityError
from ansible_collections.dnv.veracity.plugins.module_utils._core.identity import hints
from ansible_collections.dnv.veracity.plugins.module_utils._core.services import resolution as service_reading
from tests.unit.support.advice import Code, Site, last_line, says_what_to_do
from tests.unit.support.opening import APPLICATION, Opener
from tests.unit.support.servers import RawServer, answer, answering, closed_port

_CODE = Code()
_SITES = _CODE.sites()
# The last line is that of the last item, whose error is among the sites.
_ITEMS = frozenset({"BulkError"})
# Texts that the walk cannot follow. Why each of them says what to do:
_ELSEWHERE = {
    ("action/veracity_description.py", "mistake"): "the text of an error that has been raised",
    ("module_utils/_core/identity/cache.py", "TokenError"): "the hint of an error that was kept",
    ("module_utils/_core/identity/grant.py", "TokenError"): "hints by code: test_g8_the_hints_of_the_token_endpoint",
    ("module_utils/_core/data_fabric/resolution.py", "mistake"): "contradictions: test_g8_contradictions",
    ("module_utils/_core/content/results.py", "StateError"): "what an error said that was raised for a file",
    ("module_utils/_diagnosis.py", "DiagnosisError"): "the advice of a check: tests/unit/core/diagnosis/test_causes.py",
    ("module_utils/_core/content/described.py", "mistake"): "an empty source: an error of overlap.py, which is a site",
    (
        "module_utils/_core/validation/mistakes.py",
        "InputError",
    ): "the only one of the mistakes, which are among the sites",
    ("module_utils/_core/services/resolution.py", "mistake"): "test_g8_the_hints_of_the_tenant",
}


@pytest.mark.parametrize("site", _SITES, ids=lambda site: f"{site.place}-{site.kind}")
def test_g8_the_last_line_says_what_to_do(site: Site) -> None:
    if site.kind in _ITEMS:
        return
    silent = sorted(line for line in site.last_lines if not says_what_to_do(line))
    if (site.place.rpartition(":")[0], site.kind) in _ELSEWHERE:
        silent = [line for line in silent if "X" not in line]
    assert site.last_lines and not silent, f"{site.place} {site.kind}: {silent}"


def test_g8_the_walk_finds_the_errors() -> None:
    kinds = {site.kind for site in _SITES}
    assert len(_SITES) > 300
    assert _CODE.errors - kinds <= {"AmbiguousError", "BulkError", "RemovedError"}
    assert {"AnsibleError", "filter_error"} <= kinds


@pytest.mark.parametrize(
    "line",
    [
        "The host api.veracity.com is not known (name resolution failed).",
        "The API refused the request.",
        "title must not be empty.",
        "jwks is not JSON.",
        "It takes up to 15 minutes until a new container is visible.",
        "It may appear within 15 minutes; the next run will look for it before creating anything.",
        "",
    ],
)
def test_g8_a_line_that_says_nothing_to_do_is_told(line: str) -> None:
    assert not says_what_to_do(line)


@pytest.mark.parametrize(
    "line",
    [
        "Check proxy (or HTTPS_PROXY), and its user name and password.",
        "The secret has expired: create a new one in the Developer portal.",
        "If a proxy stands in between, name its file in ca_path.",
        "timeout: must be more than 0 and at most 3600 seconds.",
        "title: is empty. Set a title.",
    ],
)
def test_g8_a_line_that_says_what_to_do_is_told(line: str) -> None:
    assert says_what_to_do(line)


@pytest.mark.parametrize("code", [*hints._BY_CODE, "AADSTS1", *hints._BY_ERROR, "invalid_client"])
def test_g8_the_hints_of_the_token_endpoint(code: str) -> None:
    for parameter in ("scope", "resource"):
        circumstances = hints.Circumstances("the option client_secret", parameter, "x", "https://x/y", "d", "p")
        codes = [code] if code.startswith("AAD") else []
        assert says_what_to_do(hints.hint(None if codes else code, codes, circumstances))


def test_g8_the_hints_of_the_tenant() -> None:
    for text in service_reading._HINTS.values():
        assert says_what_to_do(f"the tenant has none.{text}")


def test_g8_contradictions() -> None:
    one = ContentEntry.of("one", "c", {"src": "/a/x", "dest": "same"}, ("x",))
    two = ContentEntry.of("two", "c", {"src": "/b/x", "dest": "same"}, ("x",))
    gone = ContentEntry.of("three", "c", {"src": "/d/", "dest": "same", "delete_extraneous": True}, ("y",))
    found = [*contradictions([one, two]), *contradictions([one, gone])]
    assert len(found) == 2
    assert all(map(says_what_to_do, found))


def last_words(opener: Opener, path: str = APPLICATION, method: str = "get", **options: t.Any) -> str:
    """Return the last line of the error of a call."""
    with pytest.raises(VeracityError) as caught:
        getattr(opener(token_cache=False, retries=0, **options).client, method)(path)
    return last_line(str(caught.value))


def test_g8_host_not_known(opener: Opener) -> None:
    assert "name resolution" in last_words(opener, api_url="https://nowhere.invalid")


def test_g8_connection_refused(opener: Opener) -> None:
    assert last_words(opener, api_url=f"http://127.0.0.1:{closed_port()}").startswith("Check the network")


def test_g8_proxy_refused(opener: Opener) -> None:
    proxy = f"http://127.0.0.1:{closed_port()}"
    last = last_words(opener, api_url="https://api.invalid", proxy=proxy, access_token="opaque", token_url=None)
    assert last.startswith("Check proxy")


@pytest.mark.parametrize(
    "status", [300, 302, 400, 401, 403, 404, 405, 409, 410, 412, 413, 422, 429, 500, 502, 503, 504]
)
@pytest.mark.parametrize("body", [b"", b'{"message": "No."}', b"<html>"])
@pytest.mark.parametrize("method", ["get", "delete", "post"])
def test_g8_every_status_of_an_api(opener: Opener, status: int, body: bytes, method: str) -> None:
    with RawServer(answering(answer(body, f"{status} X", "Location: /elsewhere\r\n"))) as server:
        last = last_words(opener, method=method, api_url=server.url)
    assert says_what_to_do(last), last
    assert not last.startswith(("The server says", "("))


def test_g8_a_refused_request_says_where_to_look(opener: Opener) -> None:
    with RawServer(answering(answer(b'{"message": "Icon is unknown."}', "400 Bad Request"))) as server:
        assert last_words(opener, api_url=server.url) == "Correct the options of the task: as the server says."
    with RawServer(answering(answer(b"", "400 Bad Request"))) as server:
        assert "does not say which" in last_words(opener, api_url=server.url)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"nonsense\r\n\r\n",
        answer(b"<html>"),
        answer(b"{}", headers="Content-Encoding: gzip\r\n"),
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_g8_odd_answers_of_an_api(opener: Opener, data: bytes, method: str) -> None:
    with RawServer(answering(data)) as server, pytest.raises(VeracityError) as caught:
        getattr(opener(token_cache=False, retries=0, api_url=server.url).client, method)(APPLICATION).json()
    assert says_what_to_do(last_line(str(caught.value))), str(caught.value)


@pytest.mark.parametrize("status", [200, 302, 400, 401, 404, 429, 500])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b"{}",
        b'{"error": "invalid_client"}',
        b'{"error": "odd", "error_description": "AADSTS1"}',
        b'{"access_token": "a b"}',
        b'{"access_token": "a", "token_type": "mac"}',
    ],
)
def test_g8_every_answer_of_the_token_endpoint(opener: Opener, status: int, body: bytes) -> None:
    with RawServer(answering(answer(body, f"{status} X"))) as server, pytest.raises(VeracityError) as caught:
        opener(token_cache=False, retries=0, token_url=f"{server.url}/tenant/oauth2/v2.0/token").obtain()
    assert says_what_to_do(last_line(str(caught.value))), str(caught.value)


def test_g8_an_answer_that_is_too_long(opener: Opener) -> None:
    with RawServer(answering(answer(b" " * 2_000_000))) as server, pytest.raises(VeracityError) as caught:
        opener(token_cache=False, token_url=f"{server.url}/tenant/oauth2/v2.0/token").obtain()
    assert says_what_to_do(last_line(str(caught.value)))


def test_g8_the_variables_of_missing_credentials(opener: Opener) -> None:
    with pytest.raises(VeracityError, match="the environment variables VERACITY_CLIENT_ID and VERACITY_CLIENT_SECRET"):
        opener(client_id=None, client_secret=None).obtain()
    with pytest.raises(VeracityError, match="the option, or the environment variable VERACITY_CLIENT_SECRET;"):
        opener(client_secret=None).obtain()


@pytest.mark.parametrize(("seconds", "said"), [("0", "trying again at once"), ("2", "trying again in 2 s")])
def test_g8_a_wait_of_no_time_is_called_at_once(opener: Opener, seconds: str, said: str) -> None:
    with RawServer(answering(answer(b"", "429 X", f"Retry-After: {seconds}\r\n"))) as server:
        session = opener(token_cache=False, retries=1, api_url=server.url)
        with pytest.raises(VeracityError):
            session.client.get(APPLICATION)
    assert session.notices[-1].endswith(f"HTTP 429; {said}")
