# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which endpoint is asked for what, and what is refused before anything is sent."""

from __future__ import annotations

import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import InputError
from ansible_collections.dnv.veracity.plugins.module_utils._core.identity.endpoints import (
    TokenTarget,
    for_term,
    resolve,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.settings import Settings, from_options

PROD = "https://dnvglb2cprod.onmicrosoft.com"
STAG = "https://dnvglb2cstag.onmicrosoft.com"
TEST = "https://dnvglb2ctest.onmicrosoft.com"
ENTRA = "https://login.microsoftonline.com"
V1 = f"{ENTRA}/dnvglb2cprod.onmicrosoft.com/oauth2/token"
V2 = f"{ENTRA}/dnvglb2cprod.onmicrosoft.com/oauth2/v2.0/token"
B2C = "https://login.veracity.com/dnvglb2cprod.onmicrosoft.com/B2C_1A_SignInWithADFSIdp/oauth2/v2.0/token"
B2CLOGIN = "https://dnvglb2cprod.b2clogin.com/dnvglb2cprod.onmicrosoft.com"
PLATFORM = "83054ebf-1d7b-43f5-82ad-b2bde84d7b75"
OWN = "14442a14-0313-4c93-8873-1a4faf8cdcf5"


def settings(**options: t.Any) -> Settings:
    """Return settings with these options."""
    return from_options(options)


def target(**options: t.Any) -> TokenTarget:
    """Return what these options ask for."""
    return resolve(settings(**options))


CHOICES: dict[str, tuple[dict[str, t.Any], str, str, str, str]] = {
    # options: url, endpoint, parameter, value
    "services": ({"api": "services"}, B2C, "b2c", "scope", f"{PROD}/{PLATFORM}/.default"),
    "services, v2": (
        {"api": "services", "endpoint": "entra_v2"},
        V2,
        "entra_v2",
        "scope",
        f"{PROD}/{PLATFORM}/.default",
    ),
    "services, v1": (
        {"api": "services", "endpoint": "entra_v1"},
        V1,
        "entra_v1",
        "resource",
        f"{PROD}/dfc0f96d-1c85-4334-a600-703a89a32a4c",
    ),
    "data_fabric": (
        {"api": "data_fabric"},
        V1,
        "entra_v1",
        "resource",
        f"{PROD}/dfba9693-546d-4300-bcd7-d8d525bdff38",
    ),
    "data_fabric, b2c": (
        {"api": "data_fabric", "endpoint": "b2c"},
        B2C,
        "b2c",
        "scope",
        f"{PROD}/37c59c8d-cd9d-4cd5-b05a-e67f1650ee14/.default",
    ),
    "data_workbench": ({"api": "data_workbench"}, V1, "entra_v1", "resource", f"{PROD}/{PLATFORM}"),
    "iot": ({"api": "iot"}, V1, "entra_v1", "resource", f"{PROD}/29a8760a-d13a-41ce-998e-0a00c3d948d5"),
    "iot, v2": (
        {"api": "iot", "endpoint": "entra_v2"},
        V2,
        "entra_v2",
        "scope",
        f"{PROD}/29a8760a-d13a-41ce-998e-0a00c3d948d5/.default",
    ),
    "services in staging": (
        {"api": "services", "veracity_environment": "staging"},
        "https://loginstag.veracity.com/dnvglb2cstag.onmicrosoft.com/B2C_1A_SignInWithADFSIdp/oauth2/v2.0/token",
        "b2c",
        "scope",
        f"{STAG}/28b7ec7b-db04-40bb-a042-b7ac5a8b36be/.default",
    ),
    "services in test": (
        {"api": "services", "veracity_environment": "test"},
        "https://logintest.veracity.com/dnvglb2ctest.onmicrosoft.com/B2C_1A_SignInWithADFSIdp/oauth2/v2.0/token",
        "b2c",
        "scope",
        f"{TEST}/a4a8e726-c1cc-407c-83a0-4ce37f1ce130/.default",
    ),
    "data_workbench in test": (
        {"api": "data_workbench", "veracity_environment": "test"},
        f"{ENTRA}/dnvglb2ctest.onmicrosoft.com/oauth2/token",
        "entra_v1",
        "resource",
        f"{TEST}/a4a8e726-c1cc-407c-83a0-4ce37f1ce130",
    ),
    "policy": (
        {"api": "services", "policy": "B2C_1A_Identity"},
        B2C.replace("B2C_1A_SignInWithADFSIdp", "B2C_1A_Identity"),
        "b2c",
        "scope",
        f"{PROD}/{PLATFORM}/.default",
    ),
    "scope": ({"scope": f"{PROD}/{OWN}/.default"}, B2C, "b2c", "scope", f"{PROD}/{OWN}/.default"),
    "bare id as scope": ({"scope": OWN}, B2C, "b2c", "scope", f"{OWN}/.default"),
    "id in braces and capitals as scope": ({"scope": f" {{{OWN.upper()}}} "}, B2C, "b2c", "scope", f"{OWN}/.default"),
    "App ID URI as scope": ({"scope": f"{PROD}/{OWN}"}, B2C, "b2c", "scope", f"{PROD}/{OWN}/.default"),
    "App ID URI with a slash as scope": ({"scope": f"{PROD}/{OWN}/"}, B2C, "b2c", "scope", f"{PROD}/{OWN}/.default"),
    "api: scheme": ({"scope": f"api://{OWN}/.default"}, B2C, "b2c", "scope", f"api://{OWN}/.default"),
    "resource": ({"resource": f"{PROD}/{OWN}"}, V1, "entra_v1", "resource", f"{PROD}/{OWN}"),
    "scope wins over api": (
        {"api": "data_fabric", "endpoint": "entra_v2", "scope": OWN},
        V2,
        "entra_v2",
        "scope",
        f"{OWN}/.default",
    ),
    "v1 URL": (
        {"api": "services", "token_url": V1},
        V1,
        "entra_v1",
        "resource",
        f"{PROD}/dfc0f96d-1c85-4334-a600-703a89a32a4c",
    ),
    "v2 URL": ({"api": "services", "token_url": V2}, V2, "entra_v2", "scope", f"{PROD}/{PLATFORM}/.default"),
    "B2C URL": ({"api": "services", "token_url": B2C}, B2C, "b2c", "scope", f"{PROD}/{PLATFORM}/.default"),
    "B2C URL of another spelling": (
        {"api": "services", "token_url": B2C.replace("With", "WIth")},
        B2C.replace("With", "WIth"),
        "b2c",
        "scope",
        f"{PROD}/{PLATFORM}/.default",
    ),
    "policy in the query": (
        {"scope": OWN, "token_url": f"{V2}?p=B2C_1A_Identity"},
        f"{V2}?p=B2C_1A_Identity",
        "b2c",
        "scope",
        f"{OWN}/.default",
    ),
    "tfp URL": (
        {
            "scope": OWN,
            "token_url": "https://login.veracity.com/tfp/x.onmicrosoft.com/b2c_1a_identity/oauth2/v2.0/token",
        },
        "https://login.veracity.com/tfp/x.onmicrosoft.com/b2c_1a_identity/oauth2/v2.0/token",
        "b2c",
        "scope",
        f"{OWN}/.default",
    ),
    "A5: te URL": (
        {"api": "services", "endpoint": "b2c", "token_url": B2C.replace("veracity.com/", "veracity.com/te/")},
        B2C.replace("veracity.com/", "veracity.com/te/"),
        "b2c",
        "scope",
        f"{PROD}/{PLATFORM}/.default",
    ),
    "A5: TFP URL of a policy of any name": (
        {"scope": OWN, "endpoint": "b2c", "token_url": "https://login.example/TFP/x/Sign_In/oauth2/v2.0/token"},
        "https://login.example/TFP/x/Sign_In/oauth2/v2.0/token",
        "b2c",
        "scope",
        f"{OWN}/.default",
    ),
    "A5: te URL with the policy in the query": (
        {
            "scope": OWN,
            "policy": "B2C_1A_Identity",
            "token_url": "https://login.veracity.com/te/x.onmicrosoft.com/oauth2/v2.0/token?p=b2c_1a_identity",
        },
        "https://login.veracity.com/te/x.onmicrosoft.com/oauth2/v2.0/token?p=b2c_1a_identity",
        "b2c",
        "scope",
        f"{OWN}/.default",
    ),
    "A5: b2clogin.com": (
        {"scope": OWN, "endpoint": "b2c", "token_url": f"{B2CLOGIN}/b2c_1a_signinwithadfsidp/oauth2/v2.0/token"},
        f"{B2CLOGIN}/b2c_1a_signinwithadfsidp/oauth2/v2.0/token",
        "b2c",
        "scope",
        f"{OWN}/.default",
    ),
    "A5: b2clogin.com with a policy of any name": (
        {"scope": OWN, "endpoint": "b2c", "policy": "sign_in", "token_url": f"{B2CLOGIN}/Sign_In/oauth2/v2.0/token"},
        f"{B2CLOGIN}/Sign_In/oauth2/v2.0/token",
        "b2c",
        "scope",
        f"{OWN}/.default",
    ),
    "A5: b2clogin.com with the policy in the query": (
        {"scope": OWN, "endpoint": "b2c", "token_url": f"{B2CLOGIN}/oauth2/v2.0/token?p=b2c_1a_identity"},
        f"{B2CLOGIN}/oauth2/v2.0/token?p=b2c_1a_identity",
        "b2c",
        "scope",
        f"{OWN}/.default",
    ),
    "A5: host of B2C without a policy": (
        {"scope": OWN, "endpoint": "b2c", "token_url": "https://loginstag.veracity.com/x/oauth2/v2.0/token"},
        "https://loginstag.veracity.com/x/oauth2/v2.0/token",
        "b2c",
        "scope",
        f"{OWN}/.default",
    ),
    "E6: App ID URI with a name as scope": ({"scope": f"{PROD}/myapp"}, B2C, "b2c", "scope", f"{PROD}/myapp/.default"),
    "E6: App ID URI with a name and a slash": (
        {"scope": f"{PROD}/myapp/"},
        B2C,
        "b2c",
        "scope",
        f"{PROD}/myapp/.default",
    ),
    "E6: api: scheme with a name": ({"scope": "api://myapp"}, B2C, "b2c", "scope", "api://myapp/.default"),
    "E6: ending in other spellings": (
        {"scope": f"{PROD}/myapp/.Default/"},
        B2C,
        "b2c",
        "scope",
        f"{PROD}/myapp/.default",
    ),
    "E6: at a v2 URL": (
        {"scope": f"{PROD}/myapp", "token_url": V2},
        V2,
        "entra_v2",
        "scope",
        f"{PROD}/myapp/.default",
    ),
    "E6: bare id as resource": ({"resource": OWN}, V1, "entra_v1", "resource", OWN),
    "E6: bare id as resource at a v1 URL": (
        {"resource": OWN, "token_url": V1},
        V1,
        "entra_v1",
        "resource",
        OWN,
    ),
    "E6: scope URI of another identity server": (
        {"scope": "https://fleet.example.com/auth/read", "token_url": "https://login.example.com/oauth/token"},
        "https://login.example.com/oauth/token",
        "entra_v2",
        "scope",
        "https://fleet.example.com/auth/read",
    ),
    "URL of another identity server": (
        {"scope": "fleet.read", "token_url": "https://login.example.com/oauth/token"},
        "https://login.example.com/oauth/token",
        "entra_v2",
        "scope",
        "fleet.read",
    ),
    "URL of another identity server with a resource": (
        {"resource": "https://fleet.example.com", "token_url": "https://login.example.com/oauth/token"},
        "https://login.example.com/oauth/token",
        "entra_v1",
        "resource",
        "https://fleet.example.com",
    ),
    "URL of another identity server of a named kind": (
        {"resource": "https://fleet.example.com", "endpoint": "entra_v1", "token_url": "https://login.example.com/t"},
        "https://login.example.com/t",
        "entra_v1",
        "resource",
        "https://fleet.example.com",
    ),
    "endpoint that agrees with the URL": (
        {"scope": OWN, "endpoint": "b2c", "policy": "b2c_1a_signinwithadfsidp", "token_url": B2C},
        B2C,
        "b2c",
        "scope",
        f"{OWN}/.default",
    ),
}


@pytest.mark.parametrize("name", CHOICES)
def test_choice(name: str) -> None:
    options, url, endpoint, parameter, value = CHOICES[name]
    found = target(**options)
    assert (found.url, found.endpoint, found.parameter, found.value) == (url, endpoint, parameter, value)
    assert not found.warnings


@pytest.mark.parametrize("url", [V2, B2C, V1])
@pytest.mark.parametrize("ending", ["/.default", "/.default/", "/.DEFAULT"])
def test_url_as_the_documentation_prints_it_is_corrected_with_a_warning(url: str, ending: str) -> None:
    found = target(api="services", token_url=url + ending)
    assert found.url == url
    assert found.warnings == ("token_url: /.default at its end was removed. It belongs at the end of scope.",)


REFUSED: dict[str, tuple[dict[str, t.Any], str]] = {
    "nothing asked for": ({}, "api, scope, resource: one of them"),
    "unknown api": ({"api": "vessels"}, "api: 'vessels' is not known"),
    "unknown endpoint": ({"scope": OWN, "endpoint": "v3"}, "endpoint: 'v3' is not known"),
    "scope and resource": ({"scope": OWN, "resource": OWN}, "mutually exclusive"),
    "openid": ({"scope": "openid"}, "ID token"),
    "openid beside another": ({"scope": f"{OWN}/.default openid"}, "ID token"),
    "offline_access": ({"scope": f"offline_access {OWN}/.default"}, "refresh token"),
    "OpenID in capitals": ({"scope": "OpenId"}, "ID token"),
    "two scopes": ({"scope": f"{PROD}/{OWN}/.default {PROD}/{PLATFORM}/.default"}, "for each API"),
    "two scopes with a comma": ({"scope": f"{OWN},{PLATFORM}"}, "for each API"),
    "two scopes on two lines": ({"scope": f"{OWN}\n{PLATFORM}"}, "for each API"),
    "two resources": ({"resource": f"{PROD}/{OWN} {PROD}/{PLATFORM}"}, "several resources"),
    "user_impersonation": ({"scope": f"{PROD}/{OWN}/user_impersonation"}, f"Write {PROD}/{OWN}/.default"),
    "user_impersonation as resource": ({"resource": f"{PROD}/{OWN}/user_impersonation"}, f"Write {PROD}/{OWN}."),
    "default in a resource": ({"resource": f"{PROD}/{OWN}/.default"}, f"Write {PROD}/{OWN}."),
    "scope on v1": ({"scope": OWN, "endpoint": "entra_v1"}, "takes resource instead"),
    "scope on a v1 URL": ({"scope": OWN, "token_url": V1}, "takes resource instead"),
    "resource on v2": ({"resource": f"{PROD}/{OWN}", "endpoint": "entra_v2"}, "takes scope instead"),
    "resource on b2c": ({"resource": f"{PROD}/{OWN}", "endpoint": "b2c"}, "takes scope instead"),
    "resource on a v2 URL": ({"resource": f"{PROD}/{OWN}", "token_url": V2}, "takes scope instead"),
    "empty scope": ({"scope": " "}, "scope: is empty"),
    "empty resource": ({"resource": ""}, "resource: is empty"),
    "masked scope": ({"scope": "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"}, "scope: is empty"),
    "endpoint against the URL": ({"scope": OWN, "endpoint": "b2c", "token_url": V2}, "endpoint is b2c, but"),
    "endpoint against a v1 URL": ({"api": "iot", "endpoint": "entra_v2", "token_url": V1}, "that of entra_v1"),
    "policy against the URL": ({"scope": OWN, "policy": "B2C_1A_Other", "token_url": B2C}, "different policies"),
    "policy with a slash": ({"api": "services", "policy": "../x"}, "policy: this is not the name"),
    "empty policy": ({"api": "services", "policy": " "}, "policy: this is not the name"),
    "http": ({"api": "iot", "token_url": "http://login.microsoftonline.com/x/oauth2/token"}, "token_url: http://"),
    "user in the URL": ({"api": "iot", "token_url": "https://a:b@login.example/oauth2/token"}, "user name"),
    "fragment in the URL": ({"api": "iot", "token_url": f"{V1}#x"}, "fragment"),
    "no URL": ({"api": "iot", "token_url": "login.microsoftonline.com/x/oauth2/token"}, "not a URL"),
    "letters outside ASCII in the URL": (
        {"api": "iot", "token_url": "https://lögin.example/oauth2/token"},
        "not a URL",
    ),
    "space in the URL": ({"api": "iot", "token_url": "https://login.example/a b/oauth2/token"}, "not a URL"),
    "line end in the URL": ({"api": "iot", "token_url": "https://login.example/\r\nHost: x/oauth2/token"}, "not a URL"),
    "empty URL": ({"api": "iot", "token_url": ""}, "not a URL"),
    "A5: te URL against the endpoint": (
        {"api": "services", "endpoint": "entra_v2", "token_url": B2C.replace("veracity.com/", "veracity.com/te/")},
        "that of b2c",
    ),
    "A5: b2clogin.com against the endpoint": (
        {"api": "services", "endpoint": "entra_v2", "token_url": f"{B2CLOGIN}/oauth2/v2.0/token"},
        "that of b2c",
    ),
    "A5: policy against the te URL": (
        {"scope": OWN, "policy": "B2C_1A_Other", "token_url": B2C.replace("veracity.com/", "veracity.com/te/")},
        "different policies",
    ),
    "E6: scope as the documentation prints it": (
        {"scope": f"{PROD}/<your app scope>/.default"},
        "scope: <your app scope> is a placeholder from the documentation",
    ),
    "E6: placeholder alone": ({"scope": "<Application ID>"}, "scope: <Application ID> is a placeholder"),
    "E6: braces": ({"scope": f"{PROD}/{{appId}}/.default"}, "scope: {appId} is a placeholder"),
    "E6: placeholder in a resource": ({"resource": f"{PROD}/<app id>"}, "resource: <app id> is a placeholder"),
    "E6: placeholder in a URL": (
        {"api": "iot", "token_url": "https://login.microsoftonline.com/{tenant}/oauth2/token"},
        "token_url: {tenant} is a placeholder",
    ),
    "E6: placeholder with a space in a URL": (
        {"api": "iot", "token_url": "https://login.microsoftonline.com/<your tenant>/oauth2/token"},
        "token_url: <your tenant> is a placeholder",
    ),
    "E6: placeholder as policy": ({"api": "services", "policy": "<policy>"}, "policy: <policy> is a placeholder"),
    "E6: placeholder in the address of the API": (
        {"api": "iot", "api_url": "https://{host}/x"},
        "api_url: {host} is a placeholder",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refusal_says_what_to_write(name: str) -> None:
    options, text = REFUSED[name]
    with pytest.raises(InputError) as caught:
        target(**options)
    assert text in str(caught.value)
    assert caught.value.exchange is None


@pytest.mark.parametrize(
    ("options", "term", "expected"),
    [
        ({}, "iot", {"api": "iot"}),
        ({}, " services ", {"api": "services"}),
        ({}, f"{PROD}/{OWN}/.default", {"scope": f"{PROD}/{OWN}/.default"}),
        ({}, f"{PROD}/{OWN}", {"resource": f"{PROD}/{OWN}"}),
        ({}, OWN, {"scope": OWN}),
        ({}, "openid offline_access", {"scope": "openid offline_access"}),
        ({"endpoint": "entra_v1"}, f"{PROD}/{OWN}", {"resource": f"{PROD}/{OWN}"}),
        ({"endpoint": "entra_v1"}, OWN, {"resource": OWN}),
        ({"endpoint": "b2c"}, f"{PROD}/{OWN}", {"scope": f"{PROD}/{OWN}"}),
        ({"token_url": V1}, OWN, {"resource": OWN}),
        ({"token_url": V2}, f"{PROD}/{OWN}", {"scope": f"{PROD}/{OWN}"}),
        ({"scope": "of the options"}, "iot", {"api": "iot"}),
        ({"resource": "of the options"}, OWN, {"scope": OWN}),
    ],
)
def test_term_of_a_lookup(options: dict[str, t.Any], term: str, expected: dict[str, str]) -> None:
    found = for_term(settings(**options), term)
    given_values = {"api": found.api, "scope": found.scope, "resource": found.resource}
    assert {name: value for name, value in given_values.items() if value is not None} == expected


def test_audience_is_what_was_asked_for_without_the_ending() -> None:
    assert target(scope=OWN).audience == OWN
    assert target(api="iot").audience.endswith("/29a8760a-d13a-41ce-998e-0a00c3d948d5")


def test_identity_has_no_case_in_hosts_and_policies() -> None:
    one = target(api="services", policy="B2C_1A_Identity")
    other = target(api="services", policy="b2c_1a_IDENTITY")
    assert one.identity == other.identity
    assert one.identity != target(api="services").identity


@given(st.text(max_size=60))
def test_any_scope_is_one_word_or_refused(text: str) -> None:
    try:
        found = target(scope=text)
    except InputError:
        return
    assert len(found.value.split()) == 1
    assert "," not in found.value


@given(st.text(max_size=60))
def test_any_url_is_safe_or_refused(text: str) -> None:
    try:
        found = target(api="iot", token_url=text)
    except InputError:
        return
    assert found.url.startswith(("https://", "http://"))
