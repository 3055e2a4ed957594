# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys of containers: which grant they come from, how long they are kept, and what check mode leaves alone."""

from __future__ import annotations

import re
import typing as t
from urllib.parse import parse_qs

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.access.revocations import revocations
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.keys import obtain as keys
from ansible_collections.dnv.veracity.plugins.module_utils._core.data_fabric.keys.obtain import Obtained
from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    ApiError,
    InputError,
    ResponseError,
    StateError,
)
from tests.simulator.registrations import DEFAULT_CLIENT_ID
from tests.unit.support.key_support import CLAIM, grant, key
from tests.unit.support.station import Station

OTHER = "6b0c9d5e-3f17-4a82-b6e4-91d2c7f0a8e3"
UNKNOWN = "00000000-1111-4222-8333-444455556666"


@pytest.fixture
def shipdata(station: Station) -> str:
    """Return the id of a container of the application."""
    (container,) = station.simulator.seed({"short_name": "shipdata"})
    return str(container)


def revoke_here(station: Station, *ids: str) -> None:
    """Remember grants as revoked by this computer."""
    session = station.session()
    revocations(station.task(session), session.client).remember(dict.fromkeys(ids, True))


def calls(station: Station) -> tuple[int, int]:
    """Return how often the API was read and written to."""
    counted = station.simulator.counters()
    return int(counted["reads"]), int(counted["writes"])


# One key, and what is told about it


def test_result(station: Station, shipdata: str) -> None:
    access = grant(station, shipdata)
    result = key(station)
    assert result["changed"] is False
    assert result["claimed"] is True
    assert result["cached"] is False
    assert result["container_id"] == shipdata
    assert result["access_id"] == access
    assert result["rights"] == ["read", "list"]
    assert result["renewable"] is True
    assert result["sas_url"] == f"{result['container_url']}?{result['sas_token']}"
    assert "/shipdata" in result["container_url"]
    assert parse_qs(result["sas_token"])["sp"] == ["rl"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", result["expires_at"])
    assert 3590 <= result["expires_in"] <= 3600
    assert calls(station) == (2, 1)
    for secret in (result["sas_url"], result["sas_token"], parse_qs(result["sas_token"])["sig"][0]):
        assert secret in station.learned


def test_kept_key_is_returned_without_any_call(station: Station, shipdata: str) -> None:
    access = grant(station, shipdata)
    claimed = key(station)
    for container, access_id in (("shipdata", None), (shipdata, None), (shipdata.upper(), access)):
        key(station, container, access_id=access_id)
        station.learned.clear()
        with station.watched():
            found = key(station, container, access_id=access_id)
            assert calls(station) == (0, 0)
        assert found["cached"] is True
        assert found["claimed"] is False
        assert found["sas_url"] in station.learned
        for name in set(found) - {"claimed", "cached", "expires_in"}:
            assert found[name] == claimed[name]
    assert station.calls(CLAIM) == 0


def test_key_of_someone_elses_container(station: Station) -> None:
    (container,) = station.simulator.seed({"short_name": "theirs", "access_level": "consumer"})
    grant(station, container)
    assert key(station, container)["sas_url"]
    with pytest.raises(StateError, match="owns no container with the short name theirs"):
        key(station, "theirs")


def test_ids_in_upper_case(station: Station, shipdata: str) -> None:
    access = grant(station, shipdata)
    station.simulator.settings(guid_case="upper")
    assert key(station)["access_id"] == access
    assert key(station, shipdata.upper(), access_id=access.upper())["access_id"] == access


# Which grant


def test_least_that_suffices(station: Station, shipdata: str) -> None:
    grant(station, shipdata, "read write delete list")
    write = grant(station, shipdata, "write")
    read = grant(station, shipdata)
    everything = grant(station, shipdata, "read write list")
    assert key(station)["access_id"] == read
    assert key(station, rights=["write"])["access_id"] == write
    assert key(station, rights=["list", "write"])["access_id"] == everything
    assert key(station, rights=["delete"])["rights"] == ["read", "write", "delete", "list"]


def test_g6_wider_key_is_an_error_unless_it_will_do(station: Station, shipdata: str) -> None:
    everything = grant(station, shipdata, "read write list", hours=8)
    for check_mode in (False, True):
        if not check_mode:
            with pytest.raises(StateError) as caught:
                key(station)
            assert f"only the rights read+list: access {everything} gives read+write+list for 8h" in str(caught.value)
            assert str(caught.value).endswith("or allow_wider: true to use the wider key.")
        else:
            assert key(station, check_mode=True)["access_id"] is None
    assert station.calls(CLAIM) == 0
    assert key(station, allow_wider=True)["access_id"] == everything
    # That it is kept now makes no difference to who wants just these rights.
    with pytest.raises(StateError, match="only the rights"):
        key(station)
    assert key(station, access_id=everything)["access_id"] == everything
    assert key(station, rights=["read", "write", "list"])["access_id"] == everything
    assert station.calls(CLAIM) == 1


def test_g6_longer_key_is_a_wider_one(station: Station, shipdata: str) -> None:
    day = grant(station, shipdata, hours=8)
    with pytest.raises(StateError, match=r"with only the rights read\+list for at most 1h: access .* for 8h"):
        key(station, duration="1h")
    assert key(station)["access_id"] == day
    with pytest.raises(StateError, match="for at most 1h"):
        key(station, duration="1h")
    for params in ({"duration": "8h"}, {"duration": "1 month"}, {"duration": "1h", "allow_wider": True}):
        assert key(station, **params)["access_id"] == day
    hour = grant(station, shipdata)
    assert key(station, duration="1h")["access_id"] == hour
    assert key(station, duration="8h", force=True)["access_id"] == day


def test_grant_by_its_id(station: Station, shipdata: str) -> None:
    grant(station, shipdata)
    other = grant(station, shipdata, "read write list")
    assert key(station, access_id=other)["access_id"] == other


@pytest.mark.parametrize("how", ["of another", "too little", "unknown", "revoked", "ended"])
def test_grant_that_gives_no_such_key(station: Station, shipdata: str, how: str) -> None:
    grant(station, shipdata)
    access = {
        "of another": lambda: grant(station, shipdata, user_id=OTHER),
        "too little": lambda: grant(station, shipdata, "write"),
        "unknown": lambda: UNKNOWN,
        "revoked": lambda: grant(station, shipdata),
        "ended": lambda: grant(station, shipdata, auto_refreshed=False, claimed=True, expires_in=-5),
    }[how]()
    if how == "revoked":
        station.simulator.revoke(access)
    with pytest.raises(StateError, match=f"Grant {access} gives this application no key for container shipdata"):
        key(station, access_id=access)


def test_grants_of_others_are_not_used(station: Station, shipdata: str) -> None:
    grant(station, shipdata, user_id=OTHER)
    with pytest.raises(StateError, match="Owning a container does not give a key") as caught:
        key(station)
    assert "ensure_access: true" in str(caught.value)
    assert "veracity_container_access" in str(caught.value)
    assert station.writes == 0


def test_container_that_is_not_there(station: Station) -> None:
    with pytest.raises(StateError, match="owns no container with the short name shipdata"):
        key(station)
    with pytest.raises(StateError, match=f"There is no container with the id {UNKNOWN}"):
        key(station, UNKNOWN)


@pytest.mark.parametrize(
    ("params", "named"),
    [
        ({"container": "Ship Data"}, "container"),
        ({"rights": []}, "rights"),
        ({"rights": ["own"]}, "rights"),
        ({"min_validity": -1}, "min_validity"),
        ({"access_id": "grant"}, "access_id"),
        ({"access_id": UNKNOWN, "ensure_access": True}, "access_id"),
        ({"duration": "a while", "ensure_access": True}, "duration"),
        ({"duration": "7 months", "ensure_access": True}, "duration"),
    ],
)
def test_wrong_options_are_named_before_any_call(station: Station, params: dict[str, t.Any], named: str) -> None:
    with pytest.raises(InputError, match=named):
        key(station, **{"container": "shipdata", **params})
    assert station.simulator.requests() == []


# How long a key is kept


def test_kept_while_valid_longer_than_asked_for(station: Station, shipdata: str) -> None:
    grant(station, shipdata, hours=8)
    first = key(station)
    station.clock.offset = 7 * 3600 + 3000
    assert key(station)["sas_url"] == first["sas_url"]
    assert key(station, min_validity=590)["sas_url"] == first["sas_url"]
    station.simulator.advance(station.clock.offset)
    second = key(station, min_validity=610)
    assert second["claimed"] is True
    assert second["sas_url"] != first["sas_url"]
    assert key(station, min_validity=0)["sas_url"] == second["sas_url"]


def test_half_of_the_life_of_a_key_is_enough(station: Station, shipdata: str) -> None:
    grant(station, shipdata)
    station.simulator.settings(key_lifetime=200)
    first = key(station, min_validity=3000)
    assert 190 <= first["expires_in"] <= 200
    station.clock.offset = 90
    assert key(station, min_validity=3000)["sas_url"] == first["sas_url"]
    station.clock.offset = 110
    assert key(station, min_validity=0)["cached"] is True
    assert key(station, min_validity=3000)["claimed"] is True


def test_key_that_has_ended_is_claimed_anew(station: Station, shipdata: str) -> None:
    grant(station, shipdata)
    station.simulator.settings(key_lifetime=60)
    first = key(station)
    station.clock.offset = 61
    station.simulator.advance(61)
    second = key(station)
    assert second["claimed"] is True
    assert second["sas_url"] != first["sas_url"]


def test_clock_that_was_set_back(station: Station, shipdata: str) -> None:
    grant(station, shipdata)
    station.clock.offset = 4000
    station.simulator.advance(4000)
    key(station)
    station.clock.offset = 0
    assert key(station)["claimed"] is True


def test_key_that_ended_before_it_was_claimed(station: Station, shipdata: str) -> None:
    grant(station, shipdata)
    station.clock.offset = 7200
    with pytest.raises(StateError, match=r"(?s)The claimed key expired at .*Check the clock") as caught:
        key(station)
    assert "sig" not in str(caught.value)


def test_force_claims_although_a_good_key_is_kept(station: Station, shipdata: str) -> None:
    grant(station, shipdata)
    first = key(station)
    station.simulator.advance(5)
    second = key(station, force=True)
    assert second["claimed"] is True
    assert second["sas_url"] != first["sas_url"]
    assert key(station)["sas_url"] == second["sas_url"]


def test_another_secret_has_keys_of_its_own(station: Station, shipdata: str) -> None:
    grant(station, shipdata)
    key(station)
    station.simulator.application(client_id=DEFAULT_CLIENT_ID, client_secret="rotated-secret-of-the-fleet-0007~")
    station.options = {"client_secret": "rotated-secret-of-the-fleet-0007~"}
    assert key(station)["claimed"] is True
    assert key(station)["cached"] is True


def test_without_a_cache_each_task_claims(station: Station, shipdata: str) -> None:
    grant(station, shipdata)
    station.options = {"token_cache": False}
    assert key(station)["claimed"] is True
    assert key(station)["claimed"] is True
    assert station.calls(CLAIM) == 2
    assert list(station.directory.glob("*.key")) == []


def test_with_a_token_that_was_given_nothing_is_kept(station: Station, shipdata: str) -> None:
    grant(station, shipdata)
    station.options = {"access_token": station.session().obtain().value}
    assert key(station)["claimed"] is True
    assert key(station)["claimed"] is True
    assert list(station.directory.glob("*.key")) == []


def test_nothing_on_disk_can_be_read(station: Station, shipdata: str) -> None:
    access = grant(station, shipdata)
    found = key(station)
    (signature,) = parse_qs(found["sas_token"])["sig"]
    hidden = (signature[:12], found["sas_token"][:20], "https://", "sig=", shipdata, access)
    files = [file for file in station.directory.iterdir() if file.suffix in {".key", ".options"}]
    assert len(files) == 2
    for file in files:
        content = file.name.encode() + file.read_bytes()
        assert not [text for text in hidden if text.encode() in content]
        assert file.stat().st_mode & 0o777 == 0o600


# Revocation


def test_revoked_grants_are_passed_over(station: Station, shipdata: str) -> None:
    used = grant(station, shipdata, "read write list")
    revoked = [grant(station, shipdata) for _number in range(3)]
    station.simulator.revoke(*revoked)
    found = key(station, allow_wider=True)
    assert found["access_id"] == used
    assert station.calls(CLAIM) == 4


def test_only_revoked_grants(station: Station, shipdata: str) -> None:
    station.simulator.revoke(*(grant(station, shipdata) for _number in range(30)))
    with pytest.raises(StateError, match="has no access to container shipdata"):
        key(station)
    assert station.calls(CLAIM) == 20


def test_kept_key_of_a_revoked_grant_ends_with_it(station: Station, shipdata: str) -> None:
    access = grant(station, shipdata)
    key(station)
    station.simulator.revoke(access)
    # It opens the container until it ends, and nothing tells that there is no other.
    assert key(station)["cached"] is True
    with pytest.raises(StateError, match="has no access"):
        key(station, force=True)
    # That drops it.
    with pytest.raises(StateError, match="has no access"):
        key(station)


def test_kept_key_of_a_grant_that_this_machine_revoked(station: Station, shipdata: str) -> None:
    access = grant(station, shipdata)
    key(station)
    revoke_here(station, access)
    with pytest.raises(StateError, match="has no access"):
        key(station)
    other = grant(station, shipdata)
    assert key(station)["access_id"] == other


def test_container_that_vanishes_before_the_claim(station: Station, shipdata: str) -> None:
    grant(station, shipdata)
    station.simulator.fault(path="/key$", method="PUT", status=404)
    station.simulator.fault(path=f"/resources/{shipdata}$", method="GET", status=404)
    with pytest.raises(StateError, match="owns no container with the short name shipdata"):
        key(station)


# The answer to a claim


@pytest.mark.parametrize("answer", [[], {}, {"fullKey": "https://store/ship"}, {"sasKey": "sig=abc"}, "sig=abc"])
def test_answer_that_is_no_key(station: Station, shipdata: str, answer: object) -> None:
    grant(station, shipdata)
    station.simulator.fault(path="/key$", method="PUT", status=200, json=answer)
    with pytest.raises(ResponseError, match="key is not valid") as caught:
        key(station)
    assert "sig" not in str(caught.value)


def test_key_whose_end_stands_in_it_only(station: Station, shipdata: str) -> None:
    grant(station, shipdata)
    url = "https://store/ship?sp=rl&sig=abc%2Fdef&se=2099-01-01T00%3A00%3A00Z"
    station.simulator.fault(path="/key$", method="PUT", status=200, json={"fullKey": url})
    found = key(station)
    assert (found["sas_url"], found["expires_at"]) == (url, "2099-01-01T00:00:00Z")
    assert key(station)["cached"] is True
    assert "abc/def" in station.learned


def test_key_that_does_not_say_when_it_ends_is_not_used_again(station: Station, shipdata: str) -> None:
    grant(station, shipdata)
    station.simulator.fault(path="/key$", method="PUT", status=200, json={"fullKey": "https://store/ship?sig=abc"})
    found = key(station)
    assert (found["expires_at"], found["expires_in"]) == (None, None)
    assert key(station)["claimed"] is True


def test_lost_answer_of_a_claim(station: Station, shipdata: str) -> None:
    grant(station, shipdata)
    station.options = {"retries": 1}
    station.simulator.fault(path="/key$", method="PUT", drop="after")
    assert key(station)["claimed"] is True


def test_failed_claim(station: Station, shipdata: str) -> None:
    grant(station, shipdata)
    station.simulator.fault(path="/key$", method="PUT", status=500, body="sig=abc")
    with pytest.raises(ApiError) as caught:
        key(station)
    assert "sig=abc" not in str(caught.value)


# Check mode


def test_check_mode_returns_a_kept_key(station: Station, shipdata: str) -> None:
    grant(station, shipdata)
    kept = key(station)
    with station.watched():
        for force in (False, True):
            assert key(station, check_mode=True, force=force)["sas_url"] == kept["sas_url"]
        assert calls(station) == (0, 0)


def test_check_mode_claims_nothing(station: Station, shipdata: str) -> None:
    access = grant(station, shipdata)
    result = key(station, check_mode=True)
    assert result["container_url"].startswith("http")
    assert result == {
        "changed": False,
        "sas_url": None,
        "sas_token": None,
        "container_url": result["container_url"],
        "container_id": shipdata,
        "access_id": access,
        "rights": ["read", "list"],
        "expires_at": None,
        "expires_in": None,
        "renewable": True,
        "access_granted": False,
        "claimed": False,
        "cached": False,
    }
    assert station.writes == 0
    assert not station.warnings
    assert [row["keyCreated"] for row in station.simulator.accesses()] == [False]


def test_check_mode_with_a_key_that_has_ended(station: Station, shipdata: str) -> None:
    grant(station, shipdata)
    key(station)
    station.clock.offset = 4000
    with station.watched():
        assert key(station, check_mode=True)["sas_url"] is None
        assert station.writes == 0


def test_check_mode_takes_a_container_as_created_before(station: Station) -> None:
    result = key(station, check_mode=True)
    assert (result["container_id"], result["container_url"], result["sas_url"]) == (None, None, None)
    assert result["changed"] is False
    assert station.warnings == [
        "Container shipdata does not exist yet. Check mode assumes that an earlier task creates it."
    ]
    assert key(station, check_mode=True, ensure_access=True)["changed"] is True
    with pytest.raises(StateError, match="There is no container with the id"):
        key(station, UNKNOWN, check_mode=True)


def test_check_mode_takes_a_grant_as_made_before(station: Station, shipdata: str) -> None:
    result = key(station, check_mode=True)
    assert (result["changed"], result["container_id"], result["sas_url"]) == (False, shipdata, None)
    assert len(station.warnings) == 1
    assert "Check mode assumes that an earlier task creates one" in station.warnings[0]
    with pytest.raises(StateError, match="gives this application no key"):
        key(station, check_mode=True, access_id=UNKNOWN)


def test_check_mode_makes_no_grant(station: Station, shipdata: str) -> None:
    assert key(station, check_mode=True, ensure_access=True)["changed"] is True
    assert station.writes == 0
    assert not station.warnings
    key(station, ensure_access=True)
    assert key(station, check_mode=True, ensure_access=True)["changed"] is False


# Renewal half-way through a long work


def renewed(station: Station, old: Obtained, **params: t.Any) -> Obtained:
    """Return the key that follows another one."""
    session = station.session()
    return keys.renew(station.task(session), session.client, keys.KeyRequest.of(params, "shipdata"), old)


def obtained(station: Station, **params: t.Any) -> Obtained:
    """Return a key as other parts of the collection obtain it."""
    session = station.session()
    return keys.obtain(station.task(session), session.client, keys.KeyRequest.of(params, "shipdata"))


def test_renewed_key_is_another_one_and_is_kept(station: Station, shipdata: str) -> None:
    access = grant(station, shipdata)
    old = obtained(station)
    station.simulator.advance(30)
    new = renewed(station, old)
    assert new.access_id == access
    assert new.claimed
    assert new.claimed_key.url != old.claimed_key.url
    assert key(station)["sas_url"] == new.claimed_key.url


def test_what_another_process_renewed_is_taken(station: Station, shipdata: str) -> None:
    grant(station, shipdata)
    old = obtained(station)
    station.simulator.advance(30)
    new = key(station, force=True)
    assert renewed(station, old).claimed_key.url == new["sas_url"]
    assert station.calls(CLAIM) == 2


def test_revoked_grant_is_followed_by_another(station: Station, shipdata: str) -> None:
    first = grant(station, shipdata)
    old = obtained(station)
    station.simulator.revoke(first)
    with pytest.raises(StateError, match="has no access"):
        renewed(station, old)
    other = grant(station, shipdata, "read write list")
    assert renewed(station, old, allow_wider=True).access_id == other


def test_grant_that_ends_with_its_key_is_followed_by_another(station: Station, shipdata: str) -> None:
    grant(station, shipdata, auto_refreshed=False)
    old = obtained(station)
    new = renewed(station, old, ensure_access=True)
    assert new.access_id != old.access_id
    assert new.access_granted
    assert new.renewable
