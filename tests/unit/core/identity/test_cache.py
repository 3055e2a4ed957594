# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is in the cache, when it counts, and what happens when somebody has been at it."""

from __future__ import annotations

import base64
import json
import os
import time
import typing as t
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ansible_collections.dnv.veracity.plugins.module_utils._core.errors import (
    ConnectionFailedError,
    StorageError,
    TokenError,
    VeracityError,
)
from ansible_collections.dnv.veracity.plugins.module_utils._core.identity.cache import LOCK_WAIT, TokenCache
from ansible_collections.dnv.veracity.plugins.module_utils._core.identity.stored import recall
from ansible_collections.dnv.veracity.plugins.module_utils._core.identity.token import Token
from ansible_collections.dnv.veracity.plugins.module_utils._core.private_files.directory import SafeDirectory
from ansible_collections.dnv.veracity.plugins.module_utils._core.private_files.seal import Seal, _derive
from tests.simulator.fixture import Simulator
from tests.unit.support.clocks import SleeplessClock
from tests.unit.support.leaks import leaks
from tests.unit.support.opening import CLIENT_ID, CLIENT_SECRET, TOKEN, Opener

NOBODY = 65534
HOUR = 3600.0


def count(simulator: Simulator) -> int:
    """Return how many token requests the server has seen."""
    return t.cast("int", simulator.counters()["token_requests"])


def entry(home: Path) -> Path:
    """Return the one token file."""
    (path,) = home.rglob("*.token")
    return path


class Source:
    """Gives tokens, or raises; counts how often it was asked."""

    def __init__(self, clock: SleeplessClock, lifetime: int = 3600) -> None:
        self._clock = clock
        self._lifetime = lifetime
        self.error: VeracityError | None = None
        self.asked = 0

    def __call__(self) -> Token:
        self.asked += 1
        if self.error is not None:
            raise self.error
        return Token(f"token-{self.asked}", "Bearer", self._lifetime, self._clock.time())


@pytest.fixture
def source(clock: SleeplessClock) -> Source:
    """Return where tokens come from."""
    return Source(clock)


@pytest.fixture
def cache(tmp_path: Path) -> TokenCache:
    """Return an empty cache."""
    return TokenCache(SafeDirectory(str(tmp_path / "cache")), "the-secret", "an identity")


# When an entry counts


@pytest.mark.parametrize(
    ("passed", "value", "asked"),
    [(0, "token-1", 1), (3299, "token-1", 1), (3301, "token-2", 2), (3569, "token-2", 2), (3571, "token-2", 2)],
    ids=["new", "just fresh", "soft window", "end of the soft window", "hard window"],
)
def test_age(cache: TokenCache, source: Source, clock: SleeplessClock, passed: float, value: str, asked: int) -> None:
    cache.get(source, clock=clock)
    clock.ahead = passed
    assert cache.get(source, clock=clock).value == value
    assert source.asked == asked


@pytest.mark.parametrize(("passed", "value"), [(4700, "token-1"), (4900, "token-2"), (90_000, "token-2")])
def test_suspended_machine_goes_by_the_wall_clock(
    cache: TokenCache, clock: SleeplessClock, passed: float, value: str
) -> None:
    source = Source(clock, lifetime=5100)
    cache.get(source, clock=clock)
    clock.ahead = passed
    assert cache.get(source, clock=clock).value == value


@pytest.mark.parametrize(("back", "value"), [(30, "token-1"), (61, "token-2"), (7200, "token-2")])
def test_clock_that_was_set_back(
    cache: TokenCache, source: Source, clock: SleeplessClock, back: float, value: str
) -> None:
    cache.get(source, clock=clock)
    clock.ahead = -back
    assert cache.get(source, clock=clock).value == value


@pytest.mark.parametrize(
    ("minimum", "lifetime", "asked"),
    [(0, 3600, 1), (1000, 3600, 1), (3000, 3600, 2), (3000, 5000, 1), (86400, 3600, 2), (86400, 300, 1)],
)
def test_minimum(cache: TokenCache, clock: SleeplessClock, minimum: float, lifetime: int, asked: int) -> None:
    source = Source(clock, lifetime)
    cache.get(source, clock=clock)
    clock.ahead = 1900 if lifetime == 3600 else 1
    cache.get(source, clock=clock, minimum=minimum)
    assert source.asked == asked


def test_failed_renewal_gives_the_old_token_and_a_warning_and_a_pause(
    cache: TokenCache, source: Source, clock: SleeplessClock
) -> None:
    cache.get(source, clock=clock)
    clock.ahead = 3400
    source.error = ConnectionFailedError("No connection to somewhere.")
    token = cache.get(source, clock=clock)
    assert token.value == "token-1"
    assert token.cached
    assert "could not be renewed and is used for another 200 s. No connection" in token.warnings[0]
    assert cache.get(source, clock=clock).value == "token-1"
    assert source.asked == 2
    clock.ahead += 31
    assert cache.get(source, clock=clock).value == "token-1"
    assert source.asked == 3
    source.error = None
    clock.ahead += 31
    assert cache.get(source, clock=clock).value == "token-4"


def test_failed_renewal_of_a_token_that_is_over_fails(cache: TokenCache, source: Source, clock: SleeplessClock) -> None:
    cache.get(source, clock=clock)
    clock.ahead = 3590
    source.error = ConnectionFailedError("No connection to somewhere.")
    with pytest.raises(ConnectionFailedError):
        cache.get(source, clock=clock)


def test_pause_after_a_failed_renewal_is_not_for_those_without_a_token(
    cache: TokenCache, source: Source, clock: SleeplessClock
) -> None:
    cache.get(source, clock=clock)
    clock.ahead = 3560
    source.error = ConnectionFailedError("No connection to somewhere.")
    cache.get(source, clock=clock)
    source.error = None
    clock.ahead += 15
    assert cache.get(source, clock=clock).value == "token-3"


def test_identity_provider_that_is_down_with_a_token_in_the_soft_window(
    simulator: Simulator, opener: Opener, clock: SleeplessClock
) -> None:
    old = opener().obtain().value
    clock.ahead = 3400
    simulator.fault(path=TOKEN, times=0, status=503)
    session = opener()
    assert session.obtain().value == old
    assert any("could not be renewed" in warning for warning in session.warnings)


def test_refused_token_is_replaced_but_only_that_one(cache: TokenCache, source: Source, clock: SleeplessClock) -> None:
    cache.get(source, clock=clock)
    assert cache.get(source, clock=clock, rejected="another").value == "token-1"
    assert cache.get(source, clock=clock, rejected="token-1").value == "token-2"
    assert cache.get(source, clock=clock, rejected="token-1").value == "token-2"
    assert source.asked == 2


def test_remembered_refusal_reads_like_the_first(cache: TokenCache, source: Source, clock: SleeplessClock) -> None:
    source.error = TokenError("Refused.", hint="Look.", remember=15)
    with pytest.raises(TokenError) as first:
        cache.get(source, clock=clock)
    with pytest.raises(TokenError) as second:
        cache.get(source, clock=clock)
    assert source.asked == 1
    assert second.value.summary == first.value.summary
    assert second.value.hint == "Look. (Refused a moment ago; no new request for 15 s.)"


def test_token_that_must_not_be_kept_is_not_kept(cache: TokenCache, clock: SleeplessClock, tmp_path: Path) -> None:
    source = Source(clock, lifetime=0)
    cache.get(source, clock=clock)
    cache.get(source, clock=clock)
    assert source.asked == 2
    assert not list(tmp_path.rglob("*.token"))


def test_rotated_secret_is_a_miss(simulator: Simulator, opener: Opener) -> None:
    old = opener().obtain()
    simulator.application(client_id=CLIENT_ID, client_secret="a-new-secret-0002~")
    new = opener(client_secret="a-new-secret-0002~").obtain()
    assert not new.cached
    assert new.value != old.value
    assert count(simulator) == 2


def test_case_of_policy_and_host_makes_no_other_entry(simulator: Simulator, opener: Opener) -> None:
    url = simulator.token_url("b2c")
    opener(token_url=url, api="services").obtain()
    assert opener(token_url=url.replace("B2C_1A_SignIn", "b2c_1a_signin"), api="services").obtain().cached
    assert count(simulator) == 1


def test_cache_that_is_switched_off_leaves_no_file(opener: Opener, home: Path) -> None:
    session = opener(token_cache=False)
    assert session.obtain().value
    assert session.client.get("/veracity/datafabric/data/api/1/application").status == 200
    assert not list(home.rglob("*"))


def test_given_token_leaves_no_file(opener: Opener, home: Path) -> None:
    assert opener(access_token="given", client_id=None, client_secret=None).obtain().value == "given"
    assert not list(home.rglob("*"))


# Who waits for whom


def test_refresh_in_the_soft_window_does_not_wait_for_the_lock(
    tmp_path: Path, source: Source, clock: SleeplessClock
) -> None:
    directory = SafeDirectory(str(tmp_path / "cache"))
    cache = TokenCache(directory, "the-secret", "an identity")
    cache.get(source, clock=clock)
    clock.ahead = 3400
    others = SafeDirectory(str(tmp_path / "cache"))
    with others.lock(Seal("the-secret").name("an identity", "lock"), wait=0, clock=clock) as held:
        assert held
        # Somebody else is asking: this one goes on with what there is, at once.
        token = cache.get(source, clock=clock)
    assert token.value == "token-1"
    assert token.cached
    assert not token.warnings
    assert not clock.slept
    assert source.asked == 1
    assert cache.get(source, clock=clock).value == "token-2"


def test_without_a_usable_token_the_lock_is_waited_for(tmp_path: Path, source: Source, clock: SleeplessClock) -> None:
    cache = TokenCache(SafeDirectory(str(tmp_path / "cache")), "the-secret", "an identity")
    cache.get(source, clock=clock)
    clock.ahead = 3580
    others = SafeDirectory(str(tmp_path / "cache"))
    with others.lock(Seal("the-secret").name("an identity", "lock"), wait=0, clock=clock):
        cache.get(source, clock=clock)
    assert sum(clock.slept) >= LOCK_WAIT - 1


# What a thief finds


def test_each_entry_has_a_nonce_of_its_own() -> None:
    # AES-GCM under one key gives both texts away when a nonce comes twice.
    seals = [Seal("the-secret"), Seal("the-secret")]
    sealed = [seal.close("name", {"value": "the same"}) for seal in seals for _time in range(50)]
    assert len({entry[:12] for entry in sealed}) == 100
    assert len({entry[12:] for entry in sealed}) == 100
    assert {json.dumps(seals[0].open("name", entry)) for entry in sealed} == {'{"value": "the same"}'}


def test_each_write_of_an_entry_has_a_nonce_of_its_own(
    cache: TokenCache, clock: SleeplessClock, tmp_path: Path
) -> None:
    nonces = set()
    for number in range(5):
        cache.get(lambda: Token("the same", "Bearer", 3600, 1e9), clock=clock, rejected=f"x{number}")
        nonces.add(entry(tmp_path).read_bytes()[:12])
        entry(tmp_path).unlink()
    assert len(nonces) == 5


def test_stolen_cache_gives_nothing_away(opener: Opener, home: Path, tmp_path: Path) -> None:
    token = opener().obtain().value
    opener(api="services", token_url=None, access_token=None)
    for path in home.rglob("*"):
        if not path.is_file():
            continue
        found = path.read_bytes()
        for text in (found.decode("latin-1"), base64.b64encode(found).decode(), path.name):
            for secret in (token, CLIENT_SECRET, CLIENT_ID, *token.split(".")):
                assert not leaks(text, secret)


def test_stolen_cache_is_of_no_use_without_the_secret(
    opener: Opener, home: Path, tmp_path: Path, clock: SleeplessClock, source: Source
) -> None:
    opener().obtain()
    name = entry(home).name
    stolen = SafeDirectory(str(tmp_path / "stolen"))
    stolen.write(name, entry(home).read_bytes())
    assert Seal("another secret").open(name, stolen.read(name)) == {}
    assert Seal(CLIENT_SECRET).open(name, stolen.read(name))["token_type"] == "Bearer"


def test_entry_under_the_name_of_another_is_a_miss(simulator: Simulator, opener: Opener, home: Path) -> None:
    services = {"api": "services", "token_url": simulator.token_url("entra_v2")}
    opener().obtain()
    first = entry(home)
    opener(**services).obtain()
    (second,) = set(home.rglob("*.token")) - {first}
    second.write_bytes(first.read_bytes())
    assert not opener(**services).obtain().cached


def test_keys_are_those_of_the_standard() -> None:
    derived = HKDF(SHA256(), 64, None, b"dnv.veracity token cache v1").derive(b"the-secret")
    assert b"".join(_derive(b"the-secret")) == derived


# Somebody has been at it


@pytest.mark.parametrize(
    "content",
    [b"", b"x", b"\0" * 12, b"garbage" * 99, os.urandom(500), b"{}", b"\xff" * (1024 * 1024 + 1)],
    ids=["empty", "one byte", "a nonce alone", "text", "random", "JSON", "too large"],
)
def test_damaged_entry_is_a_miss_and_replaced(simulator: Simulator, opener: Opener, home: Path, content: bytes) -> None:
    opener().obtain()
    entry(home).write_bytes(content)
    assert not opener().obtain().cached
    assert opener().obtain().cached
    assert count(simulator) == 2


@pytest.mark.parametrize("cut", [1, 100, 400])
def test_truncated_entry_is_a_miss(simulator: Simulator, opener: Opener, home: Path, cut: int) -> None:
    opener().obtain()
    path = entry(home)
    path.write_bytes(path.read_bytes()[:-cut])
    assert not opener().obtain().cached


@pytest.mark.parametrize(
    "fields",
    [{}, {"value": "x"}, {"value": "x", "token_type": "B", "expires_in": "soon", "obtained_at": []}],
    ids=["nothing", "a part", "other types"],
)
def test_entry_of_another_shape_is_a_miss(
    tmp_path: Path, source: Source, clock: SleeplessClock, fields: dict[str, t.Any]
) -> None:
    directory = SafeDirectory(str(tmp_path / "cache"))
    seal = Seal("the-secret")
    for kind in ("token", "refusal"):
        directory.write(seal.name("id", kind), seal.close(seal.name("id", kind), fields))
    assert TokenCache(directory, "the-secret", "id").get(source, clock=clock).value == "token-1"


@pytest.mark.parametrize("mode", [0o644, 0o666, 0o640, 0o601])
def test_entry_that_others_may_touch_is_not_trusted(
    simulator: Simulator, opener: Opener, home: Path, mode: int
) -> None:
    opener().obtain()
    entry(home).chmod(mode)
    assert not opener().obtain().cached
    assert entry(home).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("kind", ["symbolic", "hard"])
def test_link_in_place_of_an_entry_is_neither_read_nor_written_through(
    simulator: Simulator, opener: Opener, home: Path, tmp_path: Path, kind: str
) -> None:
    opener().obtain()
    path = entry(home)
    target = tmp_path / "target"
    target.write_bytes(path.read_bytes())
    target.chmod(0o600)
    before = target.read_bytes()
    path.unlink()
    if kind == "symbolic":
        path.symlink_to(target)
    else:
        path.hardlink_to(target)
    assert not opener().obtain().cached
    assert target.read_bytes() == before
    assert not path.is_symlink()
    assert path.stat().st_nlink == 1


@pytest.mark.parametrize("suffix", ["token", "lock", "refusal"])
def test_named_pipe_does_not_make_us_wait(simulator: Simulator, opener: Opener, home: Path, suffix: str) -> None:
    opener().obtain()
    path = entry(home)
    for each in list(home.rglob("v1-*")):
        each.unlink()
    os.mkfifo(path.with_suffix(f".{suffix}"), 0o600)
    assert opener().obtain().value


@pytest.mark.parametrize("what", ["directory", "link"])
def test_lock_that_cannot_be_taken_is_gone_without(simulator: Simulator, opener: Opener, home: Path, what: str) -> None:
    opener().obtain()
    (lock,) = home.rglob("*.lock")
    lock.unlink()
    entry(home).unlink()
    if what == "directory":
        lock.mkdir()
    else:
        lock.symlink_to(home / "elsewhere")
    assert opener().obtain().value
    assert not (home / "elsewhere").exists()
    assert opener().obtain().cached


def test_g5_after_a_wait_without_a_lock_the_cache_is_looked_at_again(tmp_path: Path) -> None:
    directory = SafeDirectory(str(tmp_path / "cache"))
    (tmp_path / "cache" / Seal("the-secret").name("an identity", "lock")).mkdir()

    class OthersAreFaster(SleeplessClock):
        """While this one waits, another process stores what it was given."""

        def sleep(self, seconds: float) -> None:
            super().sleep(seconds)
            others_clock = SleeplessClock()
            other = TokenCache(directory, "the-secret", "an identity")
            assert other.get(others, clock=others_clock).value == "token-1"

    others = Source(SleeplessClock())
    clock = OthersAreFaster()
    source = Source(clock)
    assert TokenCache(directory, "the-secret", "an identity").get(source, clock=clock).cached
    assert source.asked == 0
    assert others.asked == 1
    assert len(clock.slept) == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_entry_of_another_user_is_not_trusted(simulator: Simulator, opener: Opener, home: Path) -> None:
    opener().obtain()
    os.chown(entry(home), NOBODY, NOBODY)
    assert not opener().obtain().cached
    assert entry(home).stat().st_uid == os.geteuid()


def test_future_version_is_left_alone(opener: Opener, home: Path) -> None:
    opener().obtain()
    future = entry(home).with_name("v2-" + "0" * 40 + ".token")
    future.write_bytes(b"of a newer release")
    os.utime(future, (0, 0))
    opener(api="iot").obtain()
    assert future.read_bytes() == b"of a newer release"


def test_files_that_are_not_ours_are_left_alone(opener: Opener, tmp_path: Path) -> None:
    directory = tmp_path / "private"
    directory.mkdir(mode=0o700)
    others = [directory / name for name in ("id_ed25519", "vault.token", "notes.tmp", ".hidden.tmp", "v1-notes.txt")]
    for path in others:
        path.write_text("precious")
        os.utime(path, (0, 0))
    opener(token_cache_dir=str(directory)).obtain()
    assert all(path.exists() for path in others)


def test_leftovers_are_swept(simulator: Simulator, opener: Opener, home: Path, clock: SleeplessClock) -> None:
    session = opener()
    session.obtain()
    directory = entry(home).parent
    name = entry(home).name
    now = time.time()
    ages = {
        f".{name}.0123456789abcdef.tmp": 2 * HOUR,
        f".{name}.fedcba9876543210.tmp": 0.5 * HOUR,
        "v1-" + "1" * 40 + ".token": 49 * HOUR,
        "v1-" + "2" * 40 + ".refusal": 49 * HOUR,
        "v1-" + "3" * 40 + ".token": 40 * HOUR,
        "v1-" + "4" * 40 + ".lock": 490 * HOUR,
    }
    for each, age in ages.items():
        (directory / each).touch()
        os.utime(directory / each, (now - age, now - age))
    opener(api="services", token_url=simulator.token_url("entra_v2")).obtain()
    left = {path.name for path in directory.iterdir()}
    assert [each in left for each in ages] == [False, True, False, False, True, True]


# The short way of a lookup


def test_short_way_gives_the_same_token(opener: Opener, home: Path) -> None:
    session = opener()
    token = session.obtain().value
    session.tokens.remember("these options")
    directories = ["/no/such/directory", str(home / "dnv.veracity")]
    now = time.time()
    assert recall(directories, CLIENT_SECRET, "these options", 0, now) == token
    assert recall(directories, CLIENT_SECRET, "these options", 1000, now) == token


@pytest.mark.parametrize(
    ("secret", "asked", "minimum", "later"),
    [
        ("another", "these options", 0, 0),
        (CLIENT_SECRET, "other options", 0, 0),
        (CLIENT_SECRET, "these options", 3000, 1900),
        (CLIENT_SECRET, "these options", 0, 3400),
        (CLIENT_SECRET, "these options", 0, 9000),
        (CLIENT_SECRET, "these options", 0, -100),
    ],
    ids=["another secret", "other options", "not long enough", "soft window", "over", "clock set back"],
)
def test_short_way_leads_nowhere(
    opener: Opener, home: Path, secret: str, asked: str, minimum: float, later: float
) -> None:
    session = opener()
    session.obtain()
    session.tokens.remember("these options")
    assert recall([str(home / "dnv.veracity")], secret, asked, minimum, time.time() + later) is None


@pytest.mark.parametrize("path", ["/tmp/a\0b", "/tmp/\ud800"])
def test_h_short_way_to_what_is_no_path(path: str) -> None:
    assert recall([path], CLIENT_SECRET, "these options", 0, time.time()) is None
    with pytest.raises(StorageError, match="cannot be used"):
        SafeDirectory(path)


def test_short_way_of_a_damaged_cache(opener: Opener, home: Path) -> None:
    session = opener()
    session.obtain()
    session.tokens.remember("these options")
    entry(home).write_bytes(b"garbage garbage garbage")
    assert recall([str(home / "dnv.veracity")], CLIENT_SECRET, "these options", 0, time.time()) is None


def test_nothing_is_noted_for_a_token_that_was_given(opener: Opener, home: Path) -> None:
    session = opener(access_token="given")
    session.obtain()
    session.tokens.remember("these options")
    assert not list(home.rglob("*.options"))
