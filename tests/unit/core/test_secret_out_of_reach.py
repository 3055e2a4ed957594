# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What works on Veracity cannot come by the client secret: neither from its client nor from its task."""

from __future__ import annotations

import functools
import types
import typing as t

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.identity.provider import TokenProvider
from ansible_collections.dnv.veracity.plugins.module_utils._core.redaction.outlet import Outlet
from ansible_collections.dnv.veracity.plugins.module_utils._core.redaction.scrubber import Scrubber
from ansible_collections.dnv.veracity.plugins.module_utils._execution import open_task
from ansible_collections.dnv.veracity.plugins.modules import veracity_container_key
from tests.unit.support.opening import CLIENT_SECRET, Opener

# Those asks for tokens with it, and these mask it.
KEEPERS = (TokenProvider, Outlet, Scrubber)
# Not part of an object.
SHARED = (type, types.ModuleType, types.BuiltinFunctionType)


def parts(thing: t.Any) -> t.Iterator[tuple[str, t.Any]]:
    """Yield what a thing holds, private attributes and what functions are bound to included."""
    if isinstance(thing, dict):
        yield from ((f"[{key!r}]", value) for key, value in thing.items())
        yield from ((f" key {key!r}", key) for key in thing)
    elif isinstance(thing, list | tuple | set | frozenset):
        yield from ((f"[{number}]", value) for number, value in enumerate(thing))
    elif isinstance(thing, functools.partial):
        yield from (("()", each) for each in (thing.func, thing.args, thing.keywords))
    elif isinstance(thing, types.MethodType):
        yield "()", thing.__self__
    elif isinstance(thing, types.FunctionType):
        yield from (("()", cell.cell_contents) for cell in thing.__closure__ or ())
    elif hasattr(thing, "__dict__"):
        yield from ((f".{name}", value) for name, value in vars(thing).items())


def found(secret: str, place: str, thing: t.Any, seen: dict[int, t.Any]) -> t.Iterator[str]:
    """Yield where a secret can be reached from a thing."""
    if isinstance(thing, str | bytes):
        if secret in (thing if isinstance(thing, str) else thing.decode(errors="replace")):
            yield place
    elif id(thing) not in seen and not isinstance(thing, (*KEEPERS, *SHARED)):
        # Kept, so that no other object gets its id meanwhile.
        seen[id(thing)] = thing
        for name, part in parts(thing):
            yield from found(secret, place + name, part, seen)


@pytest.mark.parametrize("of_task", [False, True], ids=["client", "task"])
def test_client_secret_cannot_be_reached(opener: Opener, of_task: bool) -> None:
    session = opener(variables={"VERACITY_CLIENT_SECRET": CLIENT_SECRET, "HTTPS_PROXY": "http://proxy.example.com"})
    client = session.client
    assert client.get("/veracity/datafabric/data/api/1/application").status == 200
    task = open_task(veracity_container_key.DEFINITION, {}, session, check_mode=False)
    assert task.keys is not None
    thing, name = (task, "task") if of_task else (client, "client")
    assert list(found(CLIENT_SECRET, name, thing, {})) == []


def test_the_search_finds_it_in_a_session(opener: Opener) -> None:
    session = opener()
    assert ".settings.credentials.client_secret" in "\n".join(found(CLIENT_SECRET, "", session, {}))
    assert list(found(CLIENT_SECRET, "learn", session.learn, {})) != []
    assert list(found(CLIENT_SECRET, "function", lambda: session.settings, {})) != []


def test_the_subscription_key_is_shown_in_no_representation(opener: Opener) -> None:
    client = opener().client
    key = client._settings.subscription_key
    assert key is not None
    assert key not in repr(client._settings)
