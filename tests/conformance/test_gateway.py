# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What stands before the APIs."""

from __future__ import annotations

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.conformance.calls import CLASSIC, CURRENT, DATA, DOMAIN, PROVISIONING, Caller, Form, fetch_token
from tests.simulator.fixture import Simulator
from tests.simulator.registrations import DEFAULT_SUBSCRIPTION_KEY

OTHER_CLIENT = "34065879-a5b2-42a5-8990-79b9663a9ba0"
SERVICES = f"{DOMAIN}/83054ebf-1d7b-43f5-82ad-b2bde84d7b75"


def test_a_missing_key_is_told_from_a_wrong_one(simulator: Simulator) -> None:
    """The gateway looks at the key before it looks at the token."""
    for key, word in (("", "missing"), ("0" * 32, "invalid")):
        response = Caller(simulator, "no token", key).call("GET", f"{DATA}/resources")
        assert response.status_code == 401
        assert set(response.json()) == {"statusCode", "message"}
        assert response.json()["statusCode"] == 401
        assert response.json()["message"].startswith(f"Access denied due to {word} subscription key.")
        assert "Bearer" not in response.headers["WWW-Authenticate"]


def test_a_key_of_another_product_is_an_invalid_one(simulator: Simulator, caller: Caller) -> None:
    """One key per product: the gateway does not say what a key is good for."""
    simulator.settings(subscription_key_apis=["services", "data_workbench"])
    response = caller.call("GET", f"{DATA}/resources")
    assert response.status_code == 401
    assert response.json()["message"].startswith("Access denied due to invalid subscription key.")
    simulator.settings(subscription_key_apis=["data_fabric"])
    assert caller.call("GET", f"{DATA}/resources").status_code == 200
    assert caller.call("GET", "/veracity/dw/gateway/api/v2/me/tenants").status_code == 401
    assert "subscription key" in caller.call("GET", "/veracity/services/v3/this/services").json()["message"]


def test_the_key_may_be_in_the_query(simulator: Simulator, caller: Caller) -> None:
    """Both places of the documents are looked at."""
    del caller.headers["Ocp-Apim-Subscription-Key"]
    assert caller.call("GET", f"{DATA}/resources", params={"subscription-key": "0"}).status_code == 401
    key = {"subscription-key": DEFAULT_SUBSCRIPTION_KEY}
    assert caller.call("GET", f"{DATA}/resources", params=key).status_code == 200
    simulator.settings(require_subscription_key=False)
    assert caller.call("GET", f"{DATA}/resources").status_code == 200


@pytest.mark.parametrize(
    "form",
    [
        Form("entra_v1"),
        Form("entra_v1", {"resource": CURRENT}),
        Form("entra_v2"),
        Form("entra_v2", {"scope": f"{CLASSIC}/.default"}),
        Form("b2c"),
    ],
)
def test_tokens_that_are_taken(simulator: Simulator, form: Form) -> None:
    """Every token for Data Fabric is taken, whichever endpoint it is from."""
    assert Caller(simulator, fetch_token(simulator, form)).call("GET", f"{DATA}/resources").status_code == 200


def _assert_refused(caller: Caller) -> None:
    response = caller.call("GET", f"{DATA}/resources")
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    assert "statusCode" not in response.json()


def test_a_token_for_another_api_is_refused(simulator: Simulator) -> None:
    """The audience has to be Data Fabric."""
    _assert_refused(Caller(simulator, fetch_token(simulator, Form("b2c", {"scope": f"{SERVICES}/.default"}))))
    _assert_refused(Caller(simulator, fetch_token(simulator, Form("entra_v1", {"resource": SERVICES}))))


def test_a_token_of_another_version_is_refused_where_it_matters(simulator: Simulator) -> None:
    """The registration of an API decides the version, and an API can insist on it."""
    classic, current = (fetch_token(simulator, Form("entra_v1", {"resource": uri})) for uri in (CLASSIC, CURRENT))
    simulator.settings(accepted_token_version="2.0")
    _assert_refused(Caller(simulator, classic))
    assert Caller(simulator, current).call("GET", f"{DATA}/resources").status_code == 200


def test_a_token_of_another_environment_is_refused(simulator: Simulator) -> None:
    """The API belongs to one environment."""
    simulator.application(client_id=OTHER_CLIENT, client_secret="another", tenants=["production"])
    token = fetch_token(simulator, Form("entra_v1", {"client_id": OTHER_CLIENT, "client_secret": "another"}))
    simulator.settings(environment="staging")
    _assert_refused(Caller(simulator, token))


def test_forged_and_broken_tokens_are_refused(simulator: Simulator) -> None:
    """A foreign key, no signature, a changed claim, no token at all."""
    token = fetch_token(simulator, Form("b2c"))
    claims = jwt.decode(token, options={"verify_signature": False})
    key_id = jwt.get_unverified_header(token)["kid"]
    foreign = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    _assert_refused(Caller(simulator, jwt.encode(claims, foreign, algorithm="RS256", headers={"kid": key_id})))
    _assert_refused(Caller(simulator, jwt.encode(claims, "", algorithm="none")))
    _assert_refused(Caller(simulator, token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB")))
    _assert_refused(Caller(simulator, "opaque"))
    without = Caller(simulator, token)
    without.headers["Authorization"] = token
    _assert_refused(without)
    del without.headers["Authorization"]
    _assert_refused(without)


def test_expiry_allows_a_minute(simulator: Simulator, caller: Caller) -> None:
    """A token is taken until 60 s after its expiry, by the server's clock."""
    simulator.advance(3599 + 55)
    assert caller.call("GET", f"{DATA}/resources").status_code == 200
    simulator.advance(10)
    _assert_refused(caller)


def test_an_application_without_a_role_is_forbidden(simulator: Simulator) -> None:
    """Identity knows it, Data Fabric does not: 403, not 401."""
    for role in (None, "none"):
        simulator.application(client_id=OTHER_CLIENT, client_secret="another", role=role)
        form = Form("entra_v1", {"client_id": OTHER_CLIENT, "client_secret": "another"})
        caller = Caller(simulator, fetch_token(simulator, form))
        assert caller.call("GET", f"{DATA}/resources").status_code == 403
        assert caller.call("GET", f"{PROVISIONING}/regions").status_code == 403


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/veracity/datafabric/data/api/1/nothing"),
        ("GET", "/veracity/datafabric/data/api/2/resources"),
        ("GET", "/veracity/datafabric/data/resources"),
        ("GET", f"{DATA}/resources/"),
        ("PUT", f"{DATA}/resources"),
        ("GET", f"{PROVISIONING}/container"),
        ("GET", "/veracity/services/v2/my/profile"),
    ],
)
def test_what_is_not_there(caller: Caller, method: str, path: str) -> None:
    """The gateway answers 404 to every operation that it does not have."""
    response = caller.call(method, path)
    assert (response.status_code, response.json()) == (404, {"statusCode": 404, "message": "Resource not found"})


def test_the_base_is_compared_without_case(caller: Caller) -> None:
    """The documents spell it both ways."""
    assert caller.call("GET", "/Veracity/DataFabric/Data/api/1/resources").status_code == 200
