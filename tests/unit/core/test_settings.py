# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The shared options as values: what is accepted, corrected, and refused before anything is sent."""

from __future__ import annotations

import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError
from ansible_collections.dnv.veracity.plugins.module_utils._core.settings import (
    check_url,
    from_options,
    is_loopback,
)

ID = "3a758d22-dcf2-4dff-a8d5-9a5537d8f4a0"
SECRETS = ["client_secret", "access_token", "subscription_key"]


def refusal(**options: t.Any) -> str:
    """Return the text with which options are refused."""
    with pytest.raises(InputError) as caught:
        from_options(options)
    return str(caught.value)


def test_defaults() -> None:
    found = from_options({})
    assert found.environment.name == "production"
    assert found.connection.timeout == 30
    assert found.connection.retries == 3
    assert found.connection.validate_certs
    assert found.token_cache
    assert found.api_url is None
    assert not found.warnings


@pytest.mark.parametrize(
    ("name", "domain", "host"),
    [
        ("production", "dnvglb2cprod.onmicrosoft.com", "api.veracity.com"),
        ("staging", "dnvglb2cstag.onmicrosoft.com", "api-stag.veracity.com"),
        ("test", "dnvglb2ctest.onmicrosoft.com", "api-test.veracity.com"),
    ],
)
def test_environments(name: str, domain: str, host: str) -> None:
    found = from_options({"veracity_environment": name}).environment
    assert (found.domain, found.api_host) == (domain, host)


@pytest.mark.parametrize("option", SECRETS)
@pytest.mark.parametrize(
    "value",
    [
        "",
        " ",
        "\n",
        "\t \r\n",
        "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER",
        "$REDACTED$",
        "********",
        " ******** \n",
    ],
)
def test_masked_or_empty_secret_is_refused(option: str, value: str) -> None:
    text = refusal(**{option: value})
    assert text.startswith(f"{option}: is empty or a masked placeholder")


def test_refusal_of_a_secret_names_where_it_came_from() -> None:
    with pytest.raises(InputError, match=r"client_secret \(from VERACITY_CLIENT_SECRET"):
        from_options({"client_secret": ""}, origins={"client_secret": "VERACITY_CLIENT_SECRET (from the environment)"})


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\n\n"])
@pytest.mark.parametrize("option", SECRETS)
def test_line_end_after_a_secret_is_removed_with_a_warning(option: str, ending: str) -> None:
    found = from_options({option: f"the-secret{ending}"})
    assert getattr(found.credentials, option) == "the-secret"
    assert found.warnings == (f"{option}: a trailing line end was removed.",)


@pytest.mark.parametrize(
    "secret", ["a+b/c%d&e=f", "\"'\\", " spaces inside and around ", "é", "a\nb", "{{ x }}", "$HOME"]
)
def test_secret_is_kept_byte_by_byte(secret: str) -> None:
    found = from_options({"client_secret": secret})
    assert found.credentials.client_secret == secret
    assert not found.warnings


@pytest.mark.parametrize("option", ["access_token", "subscription_key"])
@pytest.mark.parametrize("value", ["a b", "a\r\nX-Evil: 1", "é", "a\0b", "a\tb"])
def test_what_goes_into_a_header_has_no_room_for_another(option: str, value: str) -> None:
    text = refusal(**{option: value})
    assert "not allowed in a header" in text
    assert value not in text


@pytest.mark.parametrize("value", [ID, ID.upper(), f"{{{ID}}}", f" {ID}\n"])
def test_client_id_is_brought_to_its_usual_form(value: str) -> None:
    assert from_options({"client_id": value}).credentials.client_id == ID


@pytest.mark.parametrize("value", ["", " ", "$REDACTED$", "not-an-id", ID[:-1], ID + "0", "a b", "{" + ID])
def test_client_id_that_is_none_is_refused(value: str) -> None:
    assert refusal(client_id=value).startswith("client_id: ")


def test_client_id_of_another_identity_server() -> None:
    # Without hyphens it is a name like any other there.
    for name in ("fleet-robot", ID.replace("-", "")):
        found = from_options({"client_id": name, "token_url": "https://login.example.com/oauth/token"})
        assert found.credentials.client_id == name


@pytest.mark.parametrize(
    "url",
    [
        "https://api.veracity.com",
        "https://api.veracity.com:8443/base/",
        " https://api.veracity.com ",
        "http://localhost:8080",
        "http://LOCALHOST",
        "http://127.0.0.1:1",
        "http://127.8.8.8",
        "http://[::1]:8080/x",
        "https://[2001:db8::1]/x",
    ],
)
def test_good_url(url: str) -> None:
    assert check_url(url, "api_url") == url.strip()


@pytest.mark.parametrize(
    "url",
    [
        "http://api.veracity.com",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://0.0.0.0",
        "http://2130706433",
        "http://localhost@api.veracity.com",
        "http://[::ffff:8.8.8.8]",
        "https://user:password@api.veracity.com",
        "https://@api.veracity.com",
        "https://api.veracity.com/#x",
        "https://",
        "https:///path",
        "https://host:port",
        "https://host:99999",
        "https://host:0",
        "https://[::1",
        "ftp://api.veracity.com",
        "file:///etc/passwd",
        "//api.veracity.com",
        "api.veracity.com",
        "https://bücher.example",
        "https://api.veracity.com/a b",
        "https://api.veracity.com/\r\nx",
        "https://api.vera\tcity.com",
        "",
    ],
)
def test_bad_url(url: str) -> None:
    with pytest.raises(InputError) as caught:
        check_url(url, "api_url")
    assert str(caught.value).startswith("api_url: ")
    assert "user:password" not in str(caught.value)


@given(st.text(max_size=80))
def test_any_text_is_a_url_or_refused(text: str) -> None:
    try:
        assert check_url(text, "api_url").isascii()
    except InputError:
        return


@pytest.mark.parametrize(("host", "is_one"), [("localhost", True), ("127.1.2.3", True), ("::1", True), ("", False)])
def test_loopback(host: str, is_one: bool) -> None:
    assert is_loopback(host) is is_one


def test_slash_at_the_end_of_the_api_host_is_dropped() -> None:
    assert from_options({"api_url": "https://api.example.com//"}).api_url == "https://api.example.com"


@pytest.mark.parametrize("query", ["https://api.example.com/?a=b", "https://api.example.com?"])
def test_api_url_with_a_query_is_refused(query: str) -> None:
    assert refusal(api_url=query).startswith("api_url: ")


@pytest.mark.parametrize("proxy", ["proxy:8080", "socks5://proxy:1080", "http://", "http://user:pass-word@", "//x"])
def test_proxy_that_is_no_url_is_refused_without_showing_it(proxy: str) -> None:
    text = refusal(proxy=proxy)
    assert text.startswith("proxy: ")
    assert "pass-word" not in text


@pytest.mark.parametrize("proxy", ["http://[::1", "http://proxy:port"])
def test_proxy_that_cannot_be_parsed_is_refused(proxy: str) -> None:
    assert refusal(proxy=proxy).startswith("proxy: ")


@pytest.mark.parametrize("value", [0, -1, 3601, float("nan"), float("inf")])
def test_timeout_out_of_bounds(value: float) -> None:
    assert refusal(timeout=value).startswith("timeout: ")


@pytest.mark.parametrize("value", [-1, 21])
def test_retries_out_of_bounds(value: int) -> None:
    assert refusal(retries=value).startswith("retries: ")


def test_no_retries() -> None:
    assert from_options({"retries": 0}).connection.retries == 0


def test_unknown_environment_is_refused() -> None:
    assert refusal(veracity_environment="prod").startswith("veracity_environment: ")


def test_unchecked_certificates_are_refused_where_only_a_token_is_wanted() -> None:
    assert refusal(validate_certs=False).startswith("validate_certs: ")
    assert not from_options({"validate_certs": False}, api="data_fabric").connection.validate_certs


@pytest.mark.parametrize("value", ["<your client id>", "{client_id}", "{{ client_id }}"])
@pytest.mark.parametrize("url", [None, "https://login.example.com/oauth/token"])
def test_e6_placeholder_as_client_id_is_named(value: str, url: str | None) -> None:
    assert "is a placeholder from the documentation" in refusal(client_id=value, token_url=url)


@pytest.mark.parametrize("option", ["token_cache_dir", "ca_path"])
@pytest.mark.parametrize("path", ["/tmp/a\0b", "\0", "/tmp/\ud800"])
def test_h_path_that_can_be_none_is_refused(option: str, path: str) -> None:
    said = f"{option}: this is not a path: it contains a character that is not allowed. Remove it."
    assert refusal(**{option: path}) == said


def test_h_odd_path_that_can_be_one_is_taken() -> None:
    path = "/tmp/caf\udce9/a\nb\u200b"
    assert from_options({"token_cache_dir": path}).token_cache_dir == path


def test_secrets_are_in_no_representation() -> None:
    options = {"client_secret": "secret-one", "access_token": "secret-two", "subscription_key": "secret-three"}
    found = from_options(
        {**options, "proxy": "http://user:secret-four@proxy:1"}, variables={"VERACITY_CLIENT_SECRET": "secret-five"}
    )
    assert "secret-" not in repr(found)
    assert "secret-" not in str(found)
    assert set(found.credentials.secrets()) == set(options.values())
