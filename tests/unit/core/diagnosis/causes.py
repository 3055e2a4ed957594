# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What goes wrong between a playbook and Veracity, each as one change of healthy surroundings.

Sources: the Veracity documentation of client credentials, Data Fabric, Data Workbench and the Services APIs,
Microsoft's lists of error codes and the behavior of API Management, and reports of users.
"""

from __future__ import annotations

import collections
import contextlib
import errno
import fcntl
import importlib.metadata
import os
import re
import sys
import typing as t
import unittest.mock
from collections.abc import Callable
from dataclasses import dataclass

from tests.simulator.registrations import DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET
from tests.unit.core.diagnosis.surroundings import DIRECTORY, TOKEN_PATH, Surroundings
from tests.unit.support.company import API, LOGIN, PASSWORD, STORAGE
from tests.unit.support.office import SERVICE, TENANT
from tests.unit.support.servers import closed_port

_STAGING = "dnvglb2cstag.onmicrosoft.com"
_WELL_KNOWN = r"/\.well-known/openid-configuration"
_PORTAL = "<!DOCTYPE html><html><title>Guest network</title><body>Accept the terms of use</body></html>"
_STRANGER = "5b8f0a4e-0d0e-4b1a-9a57-1f7b9d9f0c11"
_INVALID_KEY = {
    "statusCode": 401,
    "message": "Access denied due to invalid subscription key. Make sure to provide a valid key for an active "
    "subscription.",
}


# Not judged, and no matter, as long as a token is given.
_OF_TOKEN_REQUESTS = (
    "directory client_id_missing secret_variable_empty host_unknown no_proxy_hides_host secret_id_instead_of_value "
    "secret_of_another_application secret_expired application_unknown application_disabled token_requests_throttled "
    "identity_provider_down"
)

FAILED, WARNING = "failed", "warning"


@dataclass(frozen=True)
class Cause:
    """One cause.

    ``check`` is the one that has to find it, with ``result``. ``says`` are parts of the first line, which together tell
    it apart from all others, and ``fix`` parts of what to do. ``of``: two causes of the same thing cannot be there at
    once. ``hides``: checks, or causes, that cannot be judged while it is there. ``through_proxy``: only seen behind a
    proxy.
    """

    name: str
    check: str
    result: str
    inject: Callable[[Surroundings], None]
    says: tuple[str | re.Pattern[str], ...]
    fix: tuple[str, ...]
    of: frozenset[str]
    hides: frozenset[str]
    through_proxy: bool = False

    def __str__(self) -> str:
        return self.name


CAUSES: list[Cause] = []
Inject = Callable[[Surroundings], None]


def cause(
    check: str,
    *says: str | re.Pattern[str],
    fix: str,
    of: str = "",
    hides: str = "",
    result: str = FAILED,
    through_proxy: bool = False,
) -> Callable[[Inject], Inject]:
    """Add a function to the causes under its own name."""

    def add(inject: Inject) -> Inject:
        CAUSES.append(
            Cause(
                inject.__name__,
                check,
                result,
                inject,
                says,
                (fix,),
                frozenset(of.split()),
                frozenset(hides.split()),
                through_proxy,
            )
        )
        return inject

    return add


# Options: which came from where


@cause(
    "options", re.compile(r"client_id( and client_secret)? (is|are) not set"), fix="VERACITY_CLIENT_ID", of="client_id"
)
def client_id_missing(around: Surroundings) -> None:
    around.unset("client_id")


@cause(
    "options",
    "VERACITY_CLIENT_SECRET is set but empty",
    fix="VERACITY_CLIENT_SECRET",
    of="client_secret",
)
def secret_variable_empty(around: Surroundings) -> None:
    around.set(client_secret="")


@cause("options", "subscription_key: is empty", fix="subscription_key", of="key")
def key_option_given_empty(around: Surroundings) -> None:
    around.options["subscription_key"] = ""


@cause(
    "options", "token_url", "comes from the facts of vessel", fix="Set the option from another variable", of="token_url"
)
def url_from_facts(around: Surroundings) -> None:
    url = around.variables["VERACITY_TOKEN_URL"]
    around.options["token_url"] = url
    around.facts["veracity_token_url"] = url


@cause("options", "endpoint, token_url: endpoint is b2c", fix="Omit one of them", of="endpoint")
def endpoint_contradicts_url(around: Surroundings) -> None:
    around.set(endpoint="b2c")


@cause("options", "ca_path: there is no file", fix="Correct", of="ca_path")
def ca_file_missing(around: Surroundings) -> None:
    around.set(ca_path=str(around.folder / "company.pem"))


# Copied: placeholders, characters that nobody sees


@cause("values", "client_id (from VERACITY_CLIENT_ID) is a placeholder", fix="client_id", of="client_id")
def client_id_placeholder(around: Surroundings) -> None:
    around.set(client_id="<client ID>")


@cause(
    "values",
    "client_id",
    "U+200B (ZERO WIDTH SPACE)",
    fix="Copy the value into VERACITY_CLIENT_ID again",
    of="client_id",
)
def client_id_with_zero_width_space(around: Surroundings) -> None:
    around.set(client_id=f"{DEFAULT_CLIENT_ID}\u200b")


@cause("values", "subscription_key", "line end", fix="Copy the value into VERACITY_SUBSCRIPTION_KEY again", of="key")
def key_with_line_end(around: Surroundings) -> None:
    key = around.variables["VERACITY_SUBSCRIPTION_KEY"]
    around.set(subscription_key=f"{key[:16]}\n{key[16:]}")


@cause("values", "client_secret", "that Ansible shows in place of a secret", fix="task", of="client_secret")
def secret_masked(around: Surroundings) -> None:
    around.options["client_secret"] = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"


@cause("values", "token_url (from VERACITY_TOKEN_URL) is a placeholder", fix="token_url", of="token_url")
def url_placeholder(around: Surroundings) -> None:
    around.set(token_url=f"{around.login}/{{tenant}}/oauth2/token")


# Libraries, Python


@cause("libraries", "requests is missing", fix="Install", of="requests")
def requests_missing(around: Surroundings) -> None:
    around.stack.enter_context(without("requests"))


@cause("libraries", "requests", "older than 2.32.4", fix="Install", result=WARNING, of="requests")
def requests_too_old(around: Surroundings) -> None:
    around.stack.enter_context(of_version("requests", "2.19.0"))


@cause("libraries", "PyJWT is missing", fix="Install", result=WARNING)
def pyjwt_missing(around: Surroundings) -> None:
    around.stack.enter_context(without("jwt"))


@cause("libraries", "cryptography is missing", fix="Install", result=WARNING)
def cryptography_missing(around: Surroundings) -> None:
    around.stack.enter_context(without("cryptography"))


@cause("libraries", "azure-storage-blob is missing", fix="Install", result=WARNING)
def azure_library_missing(around: Surroundings) -> None:
    around.stack.enter_context(without("azure.storage.blob"))


@cause("libraries", "Python 3.8.10 is older than 3.10", fix="ansible_python_interpreter")
def python_too_old(around: Surroundings) -> None:
    version = collections.namedtuple("version", "major minor micro releaselevel serial")(3, 8, 10, "final", 0)
    around.stack.enter_context(unittest.mock.patch.object(sys, "version_info", version))


# The clock


@cause("clock", "Clock: WRONG", "12 min behind", fix="NTP", of="clock")
def clock_behind(around: Surroundings) -> None:
    around.clock.ahead -= 720


@cause("clock", "Clock: WRONG", "12 min ahead", fix="NTP", of="clock")
def clock_ahead(around: Surroundings) -> None:
    around.clock.ahead += 720


# The way there: names, proxies, certificates


@cause(
    "connection",
    re.compile(r"name login\.invalid is not known|cannot connect to login\.invalid"),
    fix="Check the spelling",
    of="token_url way",
)
def host_unknown(around: Surroundings) -> None:
    around.set(token_url=f"https://login.invalid{TOKEN_PATH}")


@cause(
    "connection",
    "no connection to the proxy",
    "HTTPS_PROXY",
    fix="Check HTTPS_PROXY",
    through_proxy=True,
    of="way",
    hides="clock",
)
def proxy_unreachable(around: Surroundings) -> None:
    around.variables["HTTPS_PROXY"] = f"http://127.0.0.1:{closed_port()}"


@cause(
    "connection",
    "the proxy",
    "wants a user name",
    "407",
    fix="Set user name and password in HTTPS_PROXY",
    through_proxy=True,
    hides="clock",
)
def proxy_wants_login(around: Surroundings) -> None:
    around.company.login = "fleet:right"
    around.secrets.append(PASSWORD)


@cause(
    "connection",
    f"the name {LOGIN} is not known",
    "NO_PROXY covers the host",
    fix="NO_PROXY",
    through_proxy=True,
    of="way",
)
def no_proxy_hides_host(around: Surroundings) -> None:
    around.variables["NO_PROXY"] = f"localhost,{LOGIN}"


@cause(
    "connection",
    "unable to get local issuer",
    fix="ca_path",
    through_proxy=True,
    of="ca_path certificate",
)
def inspecting_proxy(around: Surroundings) -> None:
    around.unset("ca_path")


@cause("connection", "certificate has expired", fix="clock", through_proxy=True, of="certificate")
def certificate_expired(around: Surroundings) -> None:
    around.company.presents = "expired"


@cause("connection", "certificate is not valid for", fix="Check the host", through_proxy=True, of="certificate")
def certificate_of_another_host(around: Surroundings) -> None:
    around.company.presents = "of another host"


@cause("connection", f"does not allow {API}", "403", fix="Ask its administrators", through_proxy=True, of="blocked")
def proxy_blocks_api(around: Surroundings) -> None:
    around.company.blocked = frozenset({API})


@cause(
    "directory",
    "what answers is not ",
    "captive portal",
    fix="browser",
    of="answers metadata",
    hides="token_of_another_api",
)
def captive_portal(around: Surroundings) -> None:
    page = {"status": 200, "headers": {"Content-Type": "text/html"}, "body": _PORTAL, "times": 0}
    around.simulator.fault(path="^/(?!_)", **page)


@cause("directory", "redirects to ", fix="browser", of="answers metadata", hides="token_of_another_api")
def redirect_to_login_page(around: Surroundings) -> None:
    headers = {"Location": "https://portal.example/login", "Content-Type": "text/html"}
    around.simulator.fault(path="^/(?!_)", status=302, headers=headers, times=0)


# The directory


@cause("directory", "metadata cannot be read", "503", fix="Run again", result=WARNING, of="metadata")
def metadata_unreachable(around: Surroundings) -> None:
    around.simulator.fault(path=_WELL_KNOWN, status=503, body="Service Unavailable", times=0)


@cause("directory", "issuer", _STRANGER, fix="token_url", of="metadata")
def metadata_of_another_issuer(around: Surroundings) -> None:
    document = {
        "issuer": f"https://login.veracity.com/{_STRANGER}/v2.0/",
        "token_endpoint": f"https://login.veracity.com/{_STRANGER}/oauth2/v2.0/token",
        "jwks_uri": f"https://login.veracity.com/{_STRANGER}/discovery/v2.0/keys",
    }
    around.simulator.fault(path=_WELL_KNOWN, status=200, json=document, times=0)


# The token


@cause(
    "token",
    "client_secret",
    "has the form of an id",
    "the client secret is not valid",
    fix="the value and not the id",
    of="client_secret",
)
def secret_id_instead_of_value(around: Surroundings) -> None:
    around.set(client_secret="0c0ffee0-1111-4222-8333-444455556666")
    around.secrets.append("0c0ffee0-1111-4222-8333-444455556666")


@cause(
    "token",
    "Token: FAILED: the client secret is not valid",
    "AADSTS7000215",
    fix="VERACITY_CLIENT_SECRET",
    of="client_secret",
)
def secret_of_another_application(around: Surroundings) -> None:
    around.set(client_secret="Xy8~another-applications-secret-0001")
    around.secrets.append("Xy8~another-applications-secret-0001")


@cause("token", "the client secret has expired", fix="Create a new one", of="application")
def secret_expired(around: Surroundings) -> None:
    around.simulator.application(client_id=DEFAULT_CLIENT_ID, client_secret=DEFAULT_CLIENT_SECRET, secret_expired=True)


@cause(
    "token",
    "does not know the application 34065879-a5b2-42a5-8990-79b9663a9ba0",
    fix="Check client_id",
    of="client_id application",
)
def application_unknown(around: Surroundings) -> None:
    around.set(client_id="34065879-a5b2-42a5-8990-79b9663a9ba0")


@cause("token", "the application is disabled", fix="enable it", of="application")
def application_disabled(around: Surroundings) -> None:
    around.simulator.application(client_id=DEFAULT_CLIENT_ID, client_secret=DEFAULT_CLIENT_SECRET, enabled=False)


@cause(
    "token", "does not know the application", _STAGING, fix="veracity_environment", of="token_url application staging"
)
def directory_of_staging(around: Surroundings) -> None:
    around.set(token_url=f"{around.login}/{_STAGING}/oauth2/token", environment="staging")


@cause(
    "directory",
    "there is no directory or policy at this address",
    "dnvglb2cproduction",
    fix="token_url",
    of="token_url metadata",
)
def directory_misspelt(around: Surroundings) -> None:
    around.set(token_url=f"{around.login}/dnvglb2cproduction.onmicrosoft.com/oauth2/token")


@cause(
    "directory",
    "there is no directory or policy at this address",
    "B2C_1A_SignInWithADFS/",
    fix="token_url",
    of="token_url metadata endpoint",
)
def policy_misspelt(around: Surroundings) -> None:
    around.set(token_url=f"{around.login}/{DIRECTORY}/B2C_1A_SignInWithADFS/oauth2/v2.0/token")


@cause("token", "too many requests", fix="token_cache", of="token_answer")
def token_requests_throttled(around: Surroundings) -> None:
    around.simulator.fault(
        path="/oauth2/.*token$", status=429, headers={"Retry-After": "60"}, body="Too Many Requests", times=0
    )


@cause("token", "the identity provider has a problem", "503", fix="Run again in a minute", of="token_answer")
def identity_provider_down(around: Surroundings) -> None:
    around.simulator.fault(path="/oauth2/.*token$", status=503, body="Service Unavailable", times=0)


@cause(
    "token",
    "expired 60 min ago",
    fix="access_token",
    of="access_token staging",
    hides=_OF_TOKEN_REQUESTS,
)
def token_expired(around: Surroundings) -> None:
    # Issued two hours ago, by everybody's clock.
    around.options["access_token"] = _token(around, "83054ebf-1d7b-43f5-82ad-b2bde84d7b75")
    around.simulator.advance(7200)
    around.clock.ahead += 7200


@cause(
    "token",
    "FOR ANOTHER API",
    "14442a14-0313-4c93-8873-1a4faf8cdcf5",
    fix="Obtain a token for this API",
    of="access_token staging",
    hides=_OF_TOKEN_REQUESTS,
)
def token_of_another_api(around: Surroundings) -> None:
    around.options["access_token"] = _token(around, "14442a14-0313-4c93-8873-1a4faf8cdcf5")


@cause("services", "does not accept the token", "version 1.0", fix="endpoint", of="access_token")
def token_of_version_1(around: Surroundings) -> None:
    around.simulator.settings(accepted_token_version="2.0", token_version="1.0")


# The subscription key


@cause("subscription_key", "NOT SET", fix="VERACITY_SUBSCRIPTION_KEY", of="key")
def key_missing(around: Surroundings) -> None:
    around.unset("subscription_key")


@cause("subscription_key", re.compile(r"NOT ACCEPTED.*made a moment ago\.$"), fix="Developer portal", of="key")
def key_wrong(around: Surroundings) -> None:
    around.set(subscription_key="00112233445566778899aabbccddeeff")
    around.secrets.append("00112233445566778899aabbccddeeff")


@cause(
    "subscription_key",
    "NOT ACCEPTED at Data Fabric",
    "another product",
    fix="Developer portal",
    result=WARNING,
    of="key data_fabric",
)
def key_of_another_product(around: Surroundings) -> None:
    around.simulator.settings(subscription_key_apis=["services", "data_workbench"])


@cause("subscription_key", "at the second try", "made a moment ago", fix="Run again", result=WARNING, of="key apis")
def key_just_made(around: Surroundings) -> None:
    around.simulator.fault(path="^/veracity/", status=401, json=_INVALID_KEY, times=1)


# The APIs, and what the application may do there


@cause(
    "data_fabric",
    "not registered in Data Fabric",
    fix="register the application",
    result=WARNING,
    of="application data_fabric",
)
def not_in_data_fabric(around: Surroundings) -> None:
    around.simulator.application(client_id=DEFAULT_CLIENT_ID, client_secret=DEFAULT_CLIENT_SECRET, role=None)


@cause("data_fabric", "role consumer", fix="manager", result=WARNING, of="application data_fabric")
def data_fabric_consumer(around: Surroundings) -> None:
    around.simulator.application(client_id=DEFAULT_CLIENT_ID, client_secret=DEFAULT_CLIENT_SECRET, role="consumer")


@cause("data_workbench", "Data Workbench: 1 workspace: Fleet (reader)", fix="administrator", result=WARNING, of="role")
def data_workbench_reader(around: Surroundings) -> None:
    around.simulator.settings(workbench_role="reader")


@cause("data_workbench", "only single data sets", fix="whole workspace", result=WARNING, of="role")
def data_workbench_for_data_sets(around: Surroundings) -> None:
    around.simulator.settings(workbench_role="datasets")


@cause("data_workbench", "does not see the workspace Theirs", fix="belongs to it")
def not_a_member_of_the_workspace(around: Surroundings) -> None:
    around.simulator.seed_tenants({"tenant_id": _STRANGER, "name": "Strangers", "client_ids": []})
    around.simulator.seed_workspaces({"name": "Theirs", "tenant_id": _STRANGER, "members": []})
    around.workspace = "Theirs"


@cause("data_workbench", "no workspace", fix="service account", result=WARNING, of="tenant")
def not_in_the_tenant(around: Surroundings) -> None:
    around.simulator.seed_tenants({"tenant_id": TENANT, "name": "Example Shipping", "client_ids": []})


@cause("services", "no service", fix="linked to no service", result=WARNING, of="service")
def service_not_there(around: Surroundings) -> None:
    around.simulator.seed_services(
        {"service_id": SERVICE, "name": "Fleet portal", "access_levels": ["reader"], "client_ids": []}
    )


@cause("services", "may not read services", "MYDNV_ADM_READ", fix="owner of the service", result=WARNING, of="service")
def right_of_services_missing(around: Surroundings) -> None:
    around.simulator.client_roles(DEFAULT_CLIENT_ID, "MYDNV_ADM_WIDG")


@cause("data_workbench", "no access to File storage", fix="File storage", result=WARNING)
def workspace_without_file_storage(around: Surroundings) -> None:
    around.simulator.settings(file_storage=False)


@cause(
    "services",
    "The API has a problem",
    "503",
    fix="Run again later",
    of="apis",
    hides="subscription_key token_of_another_api",
)
def gateway_down(around: Surroundings) -> None:
    around.simulator.fault(path="^/(veracity|apiv4)/", status=503, body="Service Unavailable", times=0)


@cause("subscription_key", "quota", fix="quota is renewed", of="apis", hides="token_of_another_api")
def quota_used_up(around: Surroundings) -> None:
    body = {"statusCode": 403, "message": "Out of call volume quota. Quota will be replenished in 02:12:41."}
    around.simulator.fault(path="^/(veracity|apiv4)/", status=403, json=body, times=0)


@cause(
    "data_fabric",
    "Data Fabric is not at this address",
    "410",
    fix="closed its own Data Fabric",
    result=WARNING,
    of="data_fabric",
)
def data_fabric_closed(around: Surroundings) -> None:
    around.simulator.fault(path="^/veracity/datafabric/", status=410, body="Gone", times=0)


# Files between runs


@cause("local_files", "open to other users (mode 0777", fix="token_cache_dir", result=WARNING, of="cache")
def cache_open_to_everyone(around: Surroundings) -> None:
    _cache(around).chmod(0o777)


@cause("local_files", "belongs to another user", fix="token_cache_dir", result=WARNING, of="cache")
def cache_of_another_user(around: Surroundings) -> None:
    if os.geteuid() == 0:
        os.chown(_cache(around), 12345, 12345)
    else:
        around.set(token_cache_dir="/etc")


@cause("local_files", "/proc/dnv.veracity cannot be used", fix="token_cache_dir", result=WARNING, of="cache")
def cache_cannot_be_made(around: Surroundings) -> None:
    around.set(token_cache_dir="/proc/dnv.veracity")


@cause("local_files", "symbolic link", fix="token_cache_dir", result=WARNING, of="cache")
def cache_is_a_link(around: Surroundings) -> None:
    (around.folder / "elsewhere").mkdir(mode=0o700, exist_ok=True)
    (around.folder / "linked").symlink_to("elsewhere")
    around.set(token_cache_dir=str(around.folder / "linked"))


@cause("local_files", "no locks", fix="local disk", result=WARNING, of="cache")
def cache_without_locks(around: Surroundings) -> None:
    failure = OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))
    around.stack.enter_context(unittest.mock.patch.object(fcntl, "flock", side_effect=failure))


@cause("local_files", "no space left", fix="token_cache_dir", result=WARNING, of="cache")
def cache_full(around: Surroundings) -> None:
    failure = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    around.stack.enter_context(unittest.mock.patch.object(os, "fsync", side_effect=failure))


# The storage


@cause("storage", f"does not allow {STORAGE}", fix="Ask its administrators", through_proxy=True, of="blocked")
def storage_blocked(around: Surroundings) -> None:
    around.company.blocked = frozenset({STORAGE})


def _cache(around: Surroundings) -> t.Any:
    """Return the directory of the cache, made."""
    path = around.folder / "cache"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def _token(around: Surroundings, api: str) -> str:
    """Return a genuine token for an API, which is a secret from now on."""
    import json
    import urllib.parse
    import urllib.request

    form = {
        "grant_type": "client_credentials",
        "client_id": DEFAULT_CLIENT_ID,
        "client_secret": DEFAULT_CLIENT_SECRET,
        "resource": f"https://{DIRECTORY}/{api}",
    }
    with urllib.request.urlopen(
        around.simulator.token_url(), urllib.parse.urlencode(form).encode(), timeout=10
    ) as answer:
        token = t.cast("str", json.load(answer)["access_token"])
    around.secrets.append(token)
    return token


@contextlib.contextmanager
def without(module: str) -> t.Iterator[None]:
    """Let a library be missing: it cannot be imported, and is not installed."""
    hidden = {name: None for name in sys.modules if name == module or name.startswith(f"{module}.")}
    found = importlib.metadata.Distribution.from_name

    def from_name(name: str) -> importlib.metadata.Distribution:
        if name.lower().replace("-", ".") == {"jwt": "pyjwt"}.get(module, module):
            raise importlib.metadata.PackageNotFoundError(name)
        return found(name)

    with (
        unittest.mock.patch.dict(sys.modules, {module: None, **hidden}),
        unittest.mock.patch.object(importlib.metadata.Distribution, "from_name", from_name),
    ):
        yield


@contextlib.contextmanager
def of_version(module: str, version: str) -> t.Iterator[None]:
    """Let a library be of another version."""
    found = importlib.metadata.Distribution.from_name

    class Old(importlib.metadata.PathDistribution):
        version = property(lambda _self: version)  # type: ignore[assignment]

    def from_name(name: str) -> importlib.metadata.Distribution:
        there = found(name)
        if name.lower() == module:
            there.__class__ = Old
        return there

    with (
        unittest.mock.patch.object(__import__(module), "__version__", version),
        unittest.mock.patch.object(importlib.metadata.Distribution, "from_name", from_name),
    ):
        yield
