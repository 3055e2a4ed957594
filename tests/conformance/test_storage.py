# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Contents of containers in the real Azurite, through claimed keys, with clients of other people."""

from __future__ import annotations

import contextlib
import functools
import os
import signal
import time
import typing as t
from collections.abc import Callable

import pytest
import requests
from azure.core.exceptions import AzureError, HttpResponseError
from azure.storage.blob import BlobServiceClient, ContainerClient, ContentSettings

from tests.conformance.calls import CONSUMER, DATA, PROVISIONING, TIMEOUT, Caller, Form, fetch_token, session
from tests.simulator import sas
from tests.simulator.azurite import VARIABLE, find_azurite
from tests.simulator.fixture import Simulator
from tests.simulator.registrations import DEFAULT_CLIENT_ID

pytestmark = pytest.mark.skipif(
    find_azurite() is None, reason=f"there is no azurite-blob: neither {VARIABLE} nor PATH leads to it"
)

NAME = "noon/2026 05-17 Ærø.csv"
CONTENT = bytes(range(256)) * 64
ALL = ["read", "write", "delete", "list"]


@pytest.fixture(scope="module")
def process() -> t.Iterator[Simulator]:
    """Start a simulator with Azurite once."""
    with Simulator(azurite=find_azurite()) as simulator:
        yield simulator


@pytest.fixture
def simulator(process: Simulator) -> Simulator:
    """Return that simulator in its start state; containers appear and disappear without delay."""
    process.reset()
    process.settings(visibility_delay=0, deletion_delay=0)
    return process


@pytest.fixture
def container(caller: Caller) -> str:
    """Return a container with one blob."""
    container = caller.create()
    with _opened(caller.key(container, rights=["write"])) as client:
        client.upload_blob(NAME, CONTENT, content_settings=ContentSettings(content_type="text/csv"))
    return container


def _opened(token: dict[str, t.Any]) -> ContainerClient:
    return ContainerClient.from_container_url(token["fullKey"], retry_total=0)


def _service(simulator: Simulator) -> BlobServiceClient:
    return BlobServiceClient(str(simulator.storage), credential={"account_name": sas.ACCOUNT, "account_key": sas.KEY})


def _stored(simulator: Simulator) -> list[str]:
    with _service(simulator) as service:
        return [str(found.name) for found in service.list_containers()]


def _refused(call: Callable[[], t.Any], code: str, status: int = 403) -> None:
    with pytest.raises(HttpResponseError) as caught:
        call()
    found = getattr(caught.value, "error_code", "")
    # Codes that the library knows are members of an enumeration.
    assert (caught.value.status_code, getattr(found, "value", found)) == (status, code)


def _reads(token: dict[str, t.Any]) -> bool:
    """Return whether a key opens the blob, asked without any library of Azure."""
    with session() as client:
        response = client.get(f"{token['sasuRi']}/{NAME}?{token['sasKey']}", timeout=TIMEOUT)
    assert response.status_code in (200, 403, 404), response.text
    return response.status_code == 200


def _waits(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_container_is_really_there(simulator: Simulator, caller: Caller) -> None:
    """Under its reference and at its address, from the order to the deletion; seeded ones too."""
    ordered = caller.create()
    (seeded,) = simulator.seed({"short_name": "seeded"})
    resources = caller.call("GET", f"{DATA}/resources").json()
    assert [resource["id"] for resource in resources] == [ordered, seeded]
    for resource in resources:
        assert resource["url"] == f"{simulator.storage}/{resource['reference']}"
    assert sorted(_stored(simulator)) == sorted(resource["reference"] for resource in resources)
    simulator.reset()
    assert _stored(simulator) == []


def test_what_never_appears_is_not_there(simulator: Simulator, caller: Caller) -> None:
    """An order that comes to nothing stores nothing."""
    simulator.settings(provisioning_fails=True)
    caller.create()
    assert _stored(simulator) == []


def test_a_key_to_read_and_list(caller: Caller, container: str) -> None:
    """It lists and reads, and cannot write or delete."""
    token = caller.key(container, rights=["read", "list"])
    with _opened(token) as client:
        assert [blob.name for blob in client.list_blobs()] == [NAME]
        assert client.download_blob(NAME).readall() == CONTENT
        for name in (NAME, "other"):
            upload = functools.partial(client.upload_blob, name, b"x", overwrite=True)
            _refused(upload, "AuthorizationPermissionMismatch")
        _refused(lambda: client.delete_blob(NAME), "AuthorizationPermissionMismatch")
        _refused(client.delete_container, "AuthorizationPermissionMismatch")
    with session() as plain:
        url = f"{token['sasuRi']}/{NAME}?{token['sasKey']}"
        assert plain.get(url, timeout=TIMEOUT).content == CONTENT
        written = plain.put(url, data=b"x", headers={"x-ms-blob-type": "BlockBlob"}, timeout=TIMEOUT)
        assert written.status_code == 403
        listed = plain.get(f"{token['fullKey']}&restype=container&comp=list", timeout=TIMEOUT)
        assert listed.status_code == 200
        assert NAME in listed.content.decode("utf-8")


def test_a_key_to_write(caller: Caller, container: str) -> None:
    """It makes and replaces blobs, in one piece and in blocks, and cannot read, list or delete."""
    writing, reading = caller.key(container, rights=["write"]), caller.key(container)
    with ContainerClient.from_container_url(
        writing["fullKey"], retry_total=0, max_single_put_size=1024, max_block_size=1024
    ) as client:
        client.upload_blob(NAME, CONTENT[::-1], overwrite=True)
        client.upload_blob("small", b"x")
        _refused(lambda: client.download_blob(NAME).readall(), "AuthorizationPermissionMismatch")
        _refused(lambda: list(client.list_blobs()), "AuthorizationPermissionMismatch")
        _refused(lambda: client.delete_blob(NAME), "AuthorizationPermissionMismatch")
    with _opened(reading) as client:
        assert client.download_blob(NAME).readall() == CONTENT[::-1]
        assert client.download_blob("small").readall() == b"x"


def test_a_key_to_list(caller: Caller, container: str) -> None:
    """Names, and nothing that is in them."""
    with _opened(caller.key(container, rights=["list"])) as client:
        assert [blob.name for blob in client.list_blobs()] == [NAME]
        _refused(lambda: client.download_blob(NAME).readall(), "AuthorizationPermissionMismatch")


def test_a_key_for_everything(caller: Caller, container: str) -> None:
    """It deletes, too; the container itself stays out of reach."""
    with _opened(caller.key(container, rights=ALL)) as client:
        client.upload_blob("other", b"x")
        client.delete_blob(NAME)
        assert [blob.name for blob in client.list_blobs()] == ["other"]


def test_an_expired_key(simulator: Simulator, caller: Caller, container: str) -> None:
    """It works, then it does not, and a renewed one does."""
    access = caller.share(container, renewable=True)
    simulator.settings(key_lifetime=2)
    token = caller.claim(container, access).json()
    assert _reads(token)
    _waits(lambda: not _reads(token))
    with _opened(token) as client:
        _refused(lambda: client.download_blob(NAME).readall(), "AuthorizationFailure")
    simulator.settings(key_lifetime=None)
    assert _reads(caller.claim(container, access).json())


def test_a_key_for_later(simulator: Simulator, caller: Caller, container: str) -> None:
    """Azurite lives by the real clock: for it, a key of a simulated tomorrow has not begun."""
    access = caller.share(container)
    simulator.settings(token_lifetime=1_000_000)
    patient = Caller(simulator, fetch_token(simulator, Form("entra_v1")))
    simulator.advance(86_400)
    assert not _reads(patient.claim(container, access).json())


@pytest.mark.parametrize(
    ("addresses", "allowed"),
    [
        ({"startIp": "127.0.0.1"}, True),
        ({"startIp": "127.0.0.0", "endIp": "127.0.0.255"}, True),
        ({"startIp": "10.0.0.1"}, False),
        ({"startIp": "10.0.0.0", "endIp": "10.255.255.255"}, False),
        ({"startIp": "127.0.0.2", "endIp": "127.255.255.255"}, False),
    ],
)
def test_addresses(caller: Caller, container: str, addresses: dict[str, str], allowed: bool) -> None:
    """A key is good for callers from its addresses only."""
    token = caller.key(container, ipRange=addresses)
    assert _reads(token) is allowed
    with _opened(token) as client:
        if allowed:
            assert client.download_blob(NAME).readall() == CONTENT
        else:
            _refused(lambda: client.download_blob(NAME).readall(), "AuthorizationSourceIPMismatch")
            _refused(lambda: list(client.list_blobs()), "AuthorizationSourceIPMismatch")


def test_a_changed_key(caller: Caller, container: str) -> None:
    """Whoever adds rights, time or addresses to a key has none."""
    token = caller.key(container, ipRange={"startIp": "127.0.0.1"})
    assert _reads(token)
    for old, new in (("sp=rl", "sp=rwl"), ("se=20", "se=21"), ("&sip=127.0.0.1", ""), ("st=20", "st=19")):
        changed = token["sasKey"].replace(old, new)
        assert changed != token["sasKey"]
        assert not _reads({**token, "sasKey": changed})


def test_a_key_outlives_its_revocation(caller: Caller, container: str) -> None:
    """What was claimed before stays good for its time."""
    access = caller.share(container, renewable=True)
    token = caller.claim(container, access).json()
    assert caller.revoke(container, access).status_code == 200
    assert _reads(token)


def test_keys_die_with_their_container(simulator: Simulator, caller: Caller, container: str) -> None:
    """When the deletion has happened, not when it is accepted; nobody has to call the APIs for it."""
    simulator.settings(deletion_delay=900)
    token = caller.key(container)
    assert caller.call("DELETE", f"{PROVISIONING}/container/{container}").status_code == 202
    assert _reads(token)
    simulator.advance(901)
    assert not _reads(token)
    assert _stored(simulator) == []
    simulator.settings(deletion_delay=0.5)
    second = caller.create()
    token = caller.key(second, rights=["list"])
    caller.call("DELETE", f"{PROVISIONING}/container/{second}")
    _waits(lambda: _stored(simulator) == [])
    with _opened(token) as client:
        _refused(lambda: list(client.list_blobs()), "ContainerNotFound", 404)


def test_a_copy_has_the_same_bytes(simulator: Simulator, caller: Caller, container: str) -> None:
    """And what belongs to them; afterwards both containers go their own way."""
    with _opened(caller.key(container, rights=["write"])) as client:
        client.upload_blob("empty", b"")
        for number in range(20):
            client.upload_blob(f"many/{number}", str(number).encode("ascii") * 1000, metadata={"number": str(number)})
    order = {
        "sourceResourceId": container,
        "copyResourceShortName": "mtcopy",
        "copyResourceMayContainPersonalData": False,
    }
    query = {"accessId": caller.share(container)}
    copy = caller.call("POST", f"{PROVISIONING}/container/copycontainer", order, params=query).json()
    with _opened(caller.key(copy, rights=ALL)) as copied, _opened(caller.key(container, rights=ALL)) as source:
        names = [str(blob.name) for blob in source.list_blobs()]
        assert len(names) == 22
        assert [str(blob.name) for blob in copied.list_blobs()] == names
        for name in names:
            assert copied.download_blob(name).readall() == source.download_blob(name).readall()
        properties = copied.get_blob_client(NAME).get_blob_properties()
        assert properties.content_settings.content_type == "text/csv"
        assert copied.get_blob_client("many/7").get_blob_properties().metadata == {"number": "7"}
        copied.delete_blob(NAME)
        assert source.download_blob(NAME).readall() == CONTENT


def test_another_ones_container(simulator: Simulator, caller: Caller, container: str) -> None:
    """A key opens the one container that it was claimed for."""
    (other,) = simulator.seed({"short_name": "other"})
    token, theirs = caller.key(container), caller.key(other)
    assert _reads(token)
    assert not _reads({**token, "sasKey": theirs["sasKey"]})


def test_a_name_that_azure_does_not_take(simulator: Simulator, caller: Caller) -> None:
    """With its GUID, a short name of more than 27 characters is too long: such a container has no contents."""
    container = caller.create(containerShortName="a" * 32)
    assert caller.ids() == [container]
    assert _stored(simulator) == []
    with _opened(caller.key(container)) as client, pytest.raises(AzureError):
        list(client.list_blobs())
    assert caller.call("DELETE", f"{PROVISIONING}/container/{container}").status_code == 202
    assert caller.ids() == []


def test_many_seeds(simulator: Simulator) -> None:
    """All of them are there."""
    simulator.seed(*({"short_name": f"ship{number:03}"} for number in range(200)))
    assert len(_stored(simulator)) == 200


def test_seeded_accesses_open_containers(simulator: Simulator, caller: Caller, container: str) -> None:
    """Rights of a seed are rights of its key."""
    granted = {"container_id": container, "user_id": DEFAULT_CLIENT_ID, "hours": 1}
    read, write, _other = simulator.seed_accesses(
        {**granted, "rights": ["read"]},
        {**granted, "rights": ["write"]},
        {**granted, "rights": ["read"], "user_id": CONSUMER},
    )
    assert _reads(caller.claim(container, read).json())
    assert not _reads(caller.claim(container, write).json())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_azurite_ends_with_the_simulator(number: int) -> None:
    """However that ends; nothing answers any more at the address of its account."""
    with Simulator(azurite=find_azurite()) as simulator:
        address = str(simulator.storage)
        with session() as client:
            assert client.get(address, timeout=TIMEOUT).status_code in (400, 403)
        os.kill(simulator.pid, number)

        def gone() -> bool:
            with session() as client, contextlib.suppress(requests.ConnectionError):
                client.get(address, timeout=TIMEOUT)
                return False
            return True

        _waits(gone)
