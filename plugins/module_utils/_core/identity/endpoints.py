# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Which token endpoint is asked, and for what. Private: for use inside dnv.veracity only.

Pure: everything here is decided, and refused, before any network call. Source of ids and URLs: the Veracity
documentation of client credentials tokens and of the single APIs.
"""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlsplit, urlunsplit

from ..api_fields import guid, is_guid
from ..errors import InputError
from ..given import PLACEHOLDERS
from ..settings import ENVIRONMENTS, Environment, Settings, check_filled_in, check_url

ENDPOINTS = ("b2c", "entra_v2", "entra_v1")
ENTRA_HOST = "login.microsoftonline.com"
DEFAULT_POLICY = "B2C_1A_SignInWithADFSIdp"

_DEFAULT_SCOPE = "/.default"
_POLICY = re.compile(r"[A-Za-z0-9_-]{1,100}")
_V1_PATH = re.compile(r"/oauth2/token/?$", re.IGNORECASE)
_V2_PATH = re.compile(r"/oauth2/v2\.0/token/?$", re.IGNORECASE)
_POLICY_IN_PATH = re.compile(r"^/(?:(te|tfp)/|(?!(?:te|tfp)/))[^/]+/([^/]+)/oauth2/", re.IGNORECASE)
_POLICY_NAME = re.compile(r"b2c_1", re.IGNORECASE)
_B2C_HOSTS = (".b2clogin.com", *(environment.login_host for environment in ENVIRONMENTS.values()))
_NOT_FOR_THIS_GRANT = {
    "openid": "an ID token, which cannot be used to call APIs",
    "offline_access": "a refresh token, which this grant never returns; the collection requests a new token instead",
    "profile": "an ID token, which cannot be used to call APIs",
    "email": "an ID token, which cannot be used to call APIs",
}


@dataclass(frozen=True)
class Api:
    """How tokens for one API are asked for: default endpoint, ids of its v1 and v2 registration in production.

    ``platform`` says that the v2 registration is the platform API, whose id is known for every environment.
    """

    endpoint: str
    v1_id: str
    v2_id: str
    platform_v1: bool = False
    platform_v2: bool = False


APIS: t.Mapping[str, Api] = {
    "services": Api(
        "b2c", "dfc0f96d-1c85-4334-a600-703a89a32a4c", "83054ebf-1d7b-43f5-82ad-b2bde84d7b75", platform_v2=True
    ),
    "data_fabric": Api("entra_v1", "dfba9693-546d-4300-bcd7-d8d525bdff38", "37c59c8d-cd9d-4cd5-b05a-e67f1650ee14"),
    "data_workbench": Api(
        "entra_v1",
        "83054ebf-1d7b-43f5-82ad-b2bde84d7b75",
        "83054ebf-1d7b-43f5-82ad-b2bde84d7b75",
        platform_v1=True,
        platform_v2=True,
    ),
    "iot": Api("entra_v1", "29a8760a-d13a-41ce-998e-0a00c3d948d5", "29a8760a-d13a-41ce-998e-0a00c3d948d5"),
}


@dataclass(frozen=True)
class TokenTarget:
    """One kind of token: where it is asked for, and for which API. ``parameter`` is ``scope`` or ``resource``."""

    url: str
    endpoint: str
    parameter: str
    value: str
    warnings: tuple[str, ...] = ()

    @property
    def audience(self) -> str:
        """The API that the token is for: the resource, without the scope's ending."""
        return self.value.removesuffix(_DEFAULT_SCOPE)

    @property
    def identity(self) -> str:
        """One text that is the same for the same kind of token: policy names and hosts have no case."""
        return f"{self.url.lower()}\n{self.parameter}\n{self.value}"


def resolve(settings: Settings) -> TokenTarget:
    """Return the token that the settings ask for. Raises InputError for what cannot work, saying what to write."""
    if settings.scope is not None and settings.resource is not None:
        raise InputError(
            "scope, resource: mutually exclusive. Use scope for the v2 endpoints (b2c, entra_v2), and resource for "
            "entra_v1."
        )
    if settings.api is not None and settings.api not in APIS:
        raise InputError(f"api: {settings.api!r} is not known. Use one of {', '.join(APIS)}, or scope or resource.")
    if settings.api is None and settings.scope is None and settings.resource is None:
        raise InputError(
            f"api, scope, resource: one of them is required. Set api to one of {', '.join(APIS)}, "
            "or scope to https://<directory>/<application id>/.default."
        )
    warnings: list[str] = []
    endpoint = _endpoint(settings)
    url = settings.token_url
    if url is not None:
        url, endpoint = _given_url(settings, url, warnings)
    else:
        url = _url(settings.environment, endpoint, _policy(settings.policy))
    parameter = "resource" if endpoint == "entra_v1" else "scope"
    value = _value(settings, endpoint, parameter)
    return TokenTarget(url, endpoint, parameter, value, tuple(warnings))


def for_term(settings: Settings, term: str) -> Settings:
    """Return the settings for one term of a lookup: the name of an API, a scope, or a resource URI."""
    text = str(term).strip()
    given: dict[str, str | None] = {"api": None, "scope": None, "resource": None}
    version_1 = _V1_PATH.search(urlsplit(settings.token_url).path) if settings.token_url else None
    if text in APIS:
        given["api"] = text
    elif text.lower().endswith(_DEFAULT_SCOPE) or any(character.isspace() for character in text):
        given["scope"] = text
    elif settings.endpoint == "entra_v1" or version_1:
        given["resource"] = text
    elif settings.endpoint or settings.token_url or is_guid(text) or "://" not in text:
        given["scope"] = text
    else:
        given["resource"] = text
    return Settings(**{**vars(settings), **given})


def _endpoint(settings: Settings) -> str:
    """Return the endpoint that is asked for, or the one that goes with what is asked for."""
    if settings.endpoint is not None:
        if settings.endpoint not in ENDPOINTS:
            raise InputError(f"endpoint: {settings.endpoint!r} is not known. Use one of {', '.join(ENDPOINTS)}.")
        return settings.endpoint
    if settings.resource is not None:
        return "entra_v1"
    if settings.scope is not None:
        return "b2c"
    return APIS[settings.api].endpoint if settings.api else "b2c"


def _url(environment: Environment, endpoint: str, policy: str) -> str:
    """Return the token URL of an endpoint."""
    if endpoint == "entra_v1":
        return f"https://{ENTRA_HOST}/{environment.domain}/oauth2/token"
    if endpoint == "entra_v2":
        return f"https://{ENTRA_HOST}/{environment.domain}/oauth2/v2.0/token"
    return f"https://{environment.login_host}/{environment.domain}/{policy}/oauth2/v2.0/token"


def _policy(policy: str | None) -> str:
    """Return the name of the B2C policy to use."""
    text = DEFAULT_POLICY if policy is None else policy.strip()
    check_filled_in(text, "policy")
    if not _POLICY.fullmatch(text):
        raise InputError(
            f"policy: this is not the name of a B2C policy. Omit it, or set a name such as {DEFAULT_POLICY}."
        )
    return text


def _given_url(settings: Settings, url: str, warnings: list[str]) -> tuple[str, str]:
    """Return a token URL that was given, corrected where the documentation misleads, and the endpoint that it is."""
    parts = urlsplit(check_url(url, "token_url"))
    path = parts.path
    if path.lower().rstrip("/").endswith(_DEFAULT_SCOPE):
        path = path.rstrip("/")[: -len(_DEFAULT_SCOPE)]
        warnings.append("token_url: /.default at its end was removed. It belongs at the end of scope.")
    parts = parts._replace(path=path)
    is_b2c, policy = _b2c(parts)
    endpoint = "entra_v1" if _V1_PATH.search(path) else "b2c" if is_b2c else "entra_v2"
    asked = settings.endpoint
    known = _V1_PATH.search(path) or _V2_PATH.search(path)
    if asked is not None and asked != endpoint and known:
        raise InputError(
            f"endpoint, token_url: endpoint is {asked}, but token_url is that of {endpoint}. Omit one of them."
        )
    if asked is not None and not known:
        endpoint = asked
    if settings.policy is not None and policy and settings.policy.strip().lower() != policy.lower():
        raise InputError("policy, token_url: they name different policies. Omit policy.")
    if not known and asked is None and settings.resource is not None:
        endpoint = "entra_v1"
    return urlunsplit(parts), endpoint


def _b2c(url: SplitResult) -> tuple[bool, str | None]:
    """Return whether a token URL is that of a B2C policy, and the policy: after the directory or te or tfp, or as p."""
    in_query = next(iter(parse_qs(url.query).get("p", [])), None)
    found = _POLICY_IN_PATH.match(url.path)
    is_b2c_host = (url.hostname or "").lower().endswith(_B2C_HOSTS)
    if found and (found[1] or is_b2c_host or _POLICY_NAME.match(found[2])):
        return True, found[2]
    return is_b2c_host or in_query is not None, in_query


def _value(settings: Settings, endpoint: str, parameter: str) -> str:
    """Return the scope or resource to ask for."""
    if settings.scope is not None:
        if parameter == "resource":
            raise InputError(
                "scope: the v1 endpoint (entra_v1) takes resource instead. Set resource to the same App ID URI "
                "without /.default, or set endpoint to b2c or entra_v2."
            )
        ours = settings.token_url is None or _V2_PATH.search(urlsplit(settings.token_url).path)
        return check_scope(settings.scope, complete=ours is not None)
    if settings.resource is not None:
        if parameter == "scope":
            raise InputError(
                f"resource: the v2 endpoint ({endpoint}) takes scope instead. Set scope to the same App ID URI with "
                f"/.default at its end, or set endpoint to entra_v1."
            )
        return check_resource(settings.resource)
    api = APIS[settings.api or "services"]
    platform = settings.environment.platform_api_id
    if parameter == "resource":
        return f"https://{settings.environment.domain}/{platform if api.platform_v1 else api.v1_id}"
    return f"https://{settings.environment.domain}/{platform if api.platform_v2 else api.v2_id}{_DEFAULT_SCOPE}"


def check_scope(scope: str, *, complete: bool = True) -> str:
    """Return the scope to send: ``/.default`` is added to an id, and with ``complete`` to any App ID URI.

    Without it only to one that ends in an id: what another identity server calls a scope may be a URI as it is. Raises
    InputError.
    """
    words = _text(scope, "scope").split()
    for word in words:
        if word.lower() in _NOT_FOR_THIS_GRANT:
            raise InputError(
                f"scope: {word} asks for {_NOT_FOR_THIS_GRANT[word.lower()]}. It does not apply to client credentials. "
                "Set only the scope of the API: https://<directory>/<application id>/.default."
            )
    if len(words) > 1 or "," in scope:
        raise InputError(
            "scope: several resources in one request are refused by the identity provider. Use one task, or one term "
            "of the lookup, for each API."
        )
    word = words[0]
    if word.lower().rstrip("/").endswith("/user_impersonation"):
        raise InputError(
            "scope: user_impersonation is for tokens of a signed-in user. Write "
            f"{word.rstrip('/')[: -len('/user_impersonation')]}/.default."
        )
    if word.lower().rstrip("/").endswith(_DEFAULT_SCOPE):
        return word.rstrip("/")[: -len(_DEFAULT_SCOPE)] + _DEFAULT_SCOPE
    if is_guid(word):
        return guid(word, "scope") + _DEFAULT_SCOPE
    if "://" in word and (complete or is_guid(word.rstrip("/").rpartition("/")[2])):
        return word.rstrip("/") + _DEFAULT_SCOPE
    return word


def check_resource(resource: str) -> str:
    """Return the resource to send to a v1 endpoint. Raises InputError."""
    words = _text(resource, "resource").split()
    if len(words) > 1 or "," in resource:
        raise InputError("resource: several resources in one request are refused by the identity provider. Set one.")
    word = words[0]
    for ending in (_DEFAULT_SCOPE, "/user_impersonation"):
        if word.lower().endswith(ending):
            raise InputError(f"resource: {ending} belongs to a scope. Write {word[: -len(ending)]}.")
    return guid(word, "resource") if is_guid(word) else word


def _text(value: str, option: str) -> str:
    """Return an option that must not be empty or a masked placeholder."""
    text = str(value).strip()
    check_filled_in(text, option)
    if not text or text in PLACEHOLDERS:
        raise InputError(
            f"{option}: is empty. Write https://<directory>/<application id>, followed by /.default in a scope."
        )
    return text
