# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""File storage as Microsoft's own library for the Data Lake sees it, on both sides of the account."""

from __future__ import annotations

import hashlib
import time
import typing as t
from urllib.parse import quote

import pytest
from azure.core import MatchConditions
from azure.core.exceptions import HttpResponseError
from azure.storage.blob import BlobBlock, BlobClient, BlobServiceClient, ContainerClient, ContentSettings
from azure.storage.filedatalake import ContentSettings as FileSettings
from azure.storage.filedatalake import DataLakeDirectoryClient, DataLakeServiceClient

from tests.conformance.calls import TIMEOUT, Caller, session
from tests.conformance.workbench_calls import FLEET_V1, WORKSPACE, directory_key, moment, workbench_caller
from tests.conformance.workbench_storage import filesystem_of, listed, opened, parts, refused
from tests.simulator.azurite import VARIABLE, find_azurite
from tests.simulator.fixture import Simulator

pytestmark = pytest.mark.skipif(
    find_azurite() is None, reason=f"there is no azurite-blob: neither {VARIABLE} nor PATH leads to it"
)

CONTENT = bytes(range(256)) * 64
HOSTILE = [
    "a b.csv",
    "50%25 off.csv",
    "%2e%2e",
    "c#d?e&f=g.csv",
    "1+1=2.csv",
    "A\u030angstro\u0308m.csv",
    "\u00c6r\u00f8.csv",
    "x" * 255,
]


@pytest.fixture
def simulator(azurite_process: Simulator) -> Simulator:
    """Return the simulator with Azurite in its start state, with one folder."""
    azurite_process.reset()
    azurite_process.seed_folders(WORKSPACE, "ships/mt example")
    return azurite_process


@pytest.fixture
def caller(simulator: Simulator) -> Caller:
    """Return a caller of Data Workbench."""
    return workbench_caller(simulator)


@pytest.fixture
def folder(caller: Caller) -> t.Iterator[DataLakeDirectoryClient]:
    """Return the folder, with a key to write."""
    with opened(directory_key(caller, "ships/mt example")) as client:
        yield client


def test_directories(folder: DataLakeDirectoryClient) -> None:
    """They are made with those above, found, described, and made once only on request."""
    deep = folder.get_sub_directory_client("2026/november")
    assert not deep.exists()
    deep.create_directory()
    assert deep.exists()
    assert folder.get_sub_directory_client("2026").exists()
    deep.set_metadata({"ship": "example"})
    assert deep.get_directory_properties().metadata == {"hdi_isfolder": "true", "ship": "example"}
    deep.create_directory()
    refused(lambda: deep.create_directory(match_condition=MatchConditions.IfMissing), "PathAlreadyExists", 409)
    folder.get_file_client("report.csv").upload_data(b"x", overwrite=True)
    refused(folder.get_sub_directory_client("report.csv").create_directory, "ResourceTypeMismatch", 409)
    below_a_file = folder.get_sub_directory_client("report.csv/deep")
    refused(below_a_file.create_directory, "ParentPathIsNotADirectory", 409)


@pytest.mark.parametrize("page", [None, 3])
def test_deletion_of_directories(
    simulator: Simulator, caller: Caller, folder: DataLakeDirectoryClient, page: int | None
) -> None:
    """With all that is below, in as many pages as it takes; the neighbor with a longer name stays."""
    simulator.settings(data_lake_page=page)
    for number in range(8):
        folder.get_file_client(f"2026/{number % 2}/{number}.csv").upload_data(b"x", overwrite=True)
    folder.get_file_client("2026-old/kept.csv").upload_data(b"x", overwrite=True)
    folder.get_sub_directory_client("2026").delete_directory()
    assert not folder.get_sub_directory_client("2026").exists()
    assert listed(directory_key(caller, "ships/mt example"), recursive=True) == ["2026-old/", "2026-old/kept.csv"]
    refused(folder.get_sub_directory_client("2026").delete_directory, "PathNotFound", 404)


@pytest.mark.parametrize("size", [1, len(CONTENT)])
def test_files(folder: DataLakeDirectoryClient, size: int) -> None:
    """Uploaded in one call, replaced on request only, downloaded, described, deleted."""
    file = folder.get_file_client("2026/noon.csv")
    settings = FileSettings(content_type="text/csv")
    file.upload_data(b"first", overwrite=False)
    assert file.download_file().readall() == b"first"
    file.upload_data(CONTENT[:size], overwrite=True, content_settings=settings, metadata={"ship": "example"})
    assert file.download_file().readall() == CONTENT[:size]
    properties = file.get_file_properties()
    assert (properties.size, properties.content_settings.content_type) == (size, "text/csv")
    assert properties.metadata == {"ship": "example"}
    refused(lambda: file.upload_data(b"x", overwrite=False), "ConditionNotMet", 412)
    file.upload_data(b"changed", overwrite=True)
    assert file.download_file().readall() == b"changed"
    assert folder.get_sub_directory_client("2026").exists()
    file.delete_file()
    assert not file.exists()
    refused(file.delete_file, "PathNotFound", 404)


def test_empty_files(folder: DataLakeDirectoryClient) -> None:
    """They are created; uploading nothing does nothing in this library."""
    folder.get_file_client("a.csv").upload_data(b"", overwrite=True)
    assert not folder.get_file_client("a.csv").exists()
    file = folder.get_file_client("a.csv")
    file.create_file()
    assert file.download_file().readall() == b""
    assert file.get_file_properties().size == 0


def test_files_in_pieces(folder: DataLakeDirectoryClient) -> None:
    """Appended and flushed, more than once; what is not flushed is not there, and a gap is none."""
    file = folder.get_file_client("noon.csv")
    created = file.create_file(content_settings=FileSettings(content_type="text/csv"))
    assert created["etag"] == file.get_file_properties().etag
    file.append_data(CONTENT, 0, len(CONTENT))
    assert file.get_file_properties().size == 0
    file.append_data(b"tail", len(CONTENT), 4)
    file.flush_data(len(CONTENT) + 4)
    assert file.download_file().readall() == CONTENT + b"tail"
    file.append_data(b"more", len(CONTENT) + 4, 4)
    file.flush_data(len(CONTENT) + 8)
    assert file.download_file().readall() == CONTENT + b"tailmore"
    assert file.get_file_properties().content_settings.content_type == "text/csv"
    file.append_data(b"gap", len(CONTENT) + 100, 3)
    refused(lambda: file.flush_data(len(CONTENT) + 103), "InvalidFlushPosition", 400)
    assert file.download_file().readall() == CONTENT + b"tailmore"
    file.create_file()
    refused(lambda: file.flush_data(3), "InvalidFlushPosition", 400)
    assert file.download_file().readall() == b""
    blob = folder.get_file_client("put in one piece.csv")
    with blob_of(folder.url, blob.path_name.rpartition("/")[2]) as client:
        client.upload_blob(b"one")
    blob.append_data(b"two", 3, 3)
    blob.flush_data(6)
    assert blob.download_file().readall() == b"onetwo"


def test_pieces_that_are_flushed_as_they_come(folder: DataLakeDirectoryClient) -> None:
    """One request appends and flushes; what was appended after the position of a flush is gone."""
    file = folder.get_file_client("noon.csv")
    file.create_file()
    file.append_data(b"one", 0, 3, flush=True)
    assert file.download_file().readall() == b"one"
    file.append_data(b"two", 3, 3)
    file.append_data(b"three", 6, 5)
    flushed = file.flush_data(6, close=True)
    assert flushed["etag"] == file.get_file_properties().etag
    assert file.download_file().readall() == b"onetwo"
    refused(lambda: file.flush_data(11), "InvalidFlushPosition", 400)
    refused(lambda: file.append_data(b"x", 7, 1, flush=True), "InvalidFlushPosition", 400)
    refused(lambda: folder.get_file_client("none.csv").flush_data(0), "PathNotFound", 404)
    refused(lambda: folder.get_file_client("../noon.csv").append_data(b"x", 0, 1), "AuthenticationFailed", 403)


def test_pieces_with_checksums(caller: Caller, folder: DataLakeDirectoryClient) -> None:
    """What is appended is held against its MD5, as the library sends it on request."""
    file = folder.get_file_client("noon.csv")
    file.create_file()
    file.append_data(CONTENT, 0, len(CONTENT), validate_content=True, flush=True)
    assert file.download_file(validate_content=True).readall() == CONTENT
    account, filesystem, directory, key = parts(directory_key(caller, "ships/mt example"))
    address = f"{account}/{filesystem}/{quote(directory)}/noon.csv?action=append&position={len(CONTENT)}&{key}"
    wrong = {"Content-MD5": "AAAAAAAAAAAAAAAAAAAAAA=="}
    with session() as client:
        response = client.patch(address, data=b"damaged", headers=wrong, timeout=TIMEOUT)
    assert (response.status_code, response.headers["x-ms-error-code"]) == (400, "Md5Mismatch")
    refused(lambda: file.flush_data(len(CONTENT) + 7), "InvalidFlushPosition", 400)


def test_what_can_be_done_with_an_existing_file(folder: DataLakeDirectoryClient) -> None:
    """Parts of it are read, its properties set, it is replaced only as it was seen, and leased."""
    file = folder.create_file("noon.csv", metadata={"ship": "example"})
    file.append_data(CONTENT, 0, len(CONTENT), flush=True)
    assert file.get_file_properties().metadata == {"ship": "example"}
    assert file.download_file(offset=10, length=5).readall() == CONTENT[10:15]
    assert b"".join(file.download_file().chunks()) == CONTENT
    file.set_http_headers(FileSettings(content_type="text/csv", cache_control="no-cache"))
    file.set_metadata({"voyage": "7"})
    properties = file.get_file_properties()
    assert (properties.name, properties.size) == (file.path_name, len(CONTENT))
    assert (properties.content_settings.content_type, properties.content_settings.cache_control) == (
        "text/csv",
        "no-cache",
    )
    assert properties.metadata == {"voyage": "7"}
    assert properties.last_modified is not None
    old: dict[str, t.Any] = {"etag": properties.etag, "match_condition": MatchConditions.IfNotModified}
    file.upload_data(b"replaced", overwrite=True, **old)
    for call in (
        lambda: file.upload_data(b"again", overwrite=True, **old),
        lambda: file.download_file(**old),
        lambda: file.delete_file(**old),
    ):
        refused(call, "ConditionNotMet", 412)
    lease = file.acquire_lease()
    refused(lambda: file.upload_data(b"locked out", overwrite=True), "LeaseIdMissing", 412)
    refused(file.delete_file, "LeaseIdMissing", 412)
    assert file.download_file().readall() == b"replaced"
    lease.release()
    file.delete_file()
    refused(file.get_file_properties, "BlobNotFound", 404)
    refused(file.download_file, "BlobNotFound", 404)


def test_directories_of_directories(folder: DataLakeDirectoryClient) -> None:
    """Made, described, emptied and removed by way of the one above; a file above is in the way."""
    inner = folder.create_sub_directory("2026", metadata={"ship": "example"})
    properties = inner.get_directory_properties()
    assert properties.name == inner.path_name
    assert properties.metadata == {"hdi_isfolder": "true", "ship": "example"}
    assert (properties.etag, properties.last_modified) != (None, None)
    inner.create_file("noon.csv")
    refused(lambda: inner.get_file_client("noon.csv/x.csv").create_file(), "ParentPathIsNotADirectory", 409)
    refused(lambda: folder.get_file_client("2026").create_file(), "PathAlreadyExists", 409)
    refused(lambda: folder.get_file_client("2026").append_data(b"x", 0, 1), "ResourceTypeMismatch", 409)
    refused(lambda: folder.get_file_client("2026").delete_file(), "DirectoryNotEmpty", 409)
    folder.delete_sub_directory("2026")
    assert not inner.exists()
    assert not inner.get_file_client("noon.csv").exists()


def test_nothing_is_moved_and_no_access_control_read_or_set(folder: DataLakeDirectoryClient) -> None:
    """These need rights that the policies of File storage do not give, and nothing changes."""
    file = folder.create_file("noon.csv")
    inner = folder.create_sub_directory("2026")
    filesystem = folder.file_system_name
    for call in (
        lambda: file.rename_file(f"{filesystem}/{folder.path_name}/moved.csv"),
        lambda: inner.rename_directory(f"{filesystem}/{folder.path_name}/moved"),
        file.get_access_control,
        inner.get_access_control,
        lambda: file.set_access_control(permissions="rwxrwxrwx"),
        lambda: inner.set_access_control_recursive("user::rwx"),
        lambda: folder.get_sub_directory_client("new").get_access_control(),
    ):
        refused(call, "AuthorizationPermissionMismatch", 403)
    assert file.exists() and inner.exists()
    assert not folder.get_file_client("moved.csv").exists()
    assert not folder.get_sub_directory_client("moved").exists()


def test_an_account_is_not_opened_by_the_key_of_a_directory(caller: Caller) -> None:
    """Neither file systems are listed or made, nor is the one of the key described or removed."""
    account, filesystem, _directory, key = parts(directory_key(caller, "ships/mt example"))
    with DataLakeServiceClient(account, credential=key, retry_total=0) as service:
        client = service.get_file_system_client(filesystem)
        for call in (
            lambda: list(service.list_file_systems()),
            lambda: service.create_file_system("other"),
            client.get_file_system_properties,
            client.delete_file_system,
        ):
            with pytest.raises(HttpResponseError) as caught:
                call()
            assert caught.value.status_code == 403


def test_big_files(folder: DataLakeDirectoryClient) -> None:
    """In chunks that are sent at the same time."""
    big = folder.get_file_client("big.bin")
    big.upload_data(CONTENT * 1000, overwrite=True, chunk_size=1024 * 1024, max_concurrency=3)
    assert hashlib.sha256(big.download_file().readall()).digest() == hashlib.sha256(CONTENT * 1000).digest()


@pytest.mark.parametrize("page", [None, 1, 4])
def test_listing(simulator: Simulator, caller: Caller, folder: DataLakeDirectoryClient, page: int | None) -> None:
    """Of one level or all, in pages, with sizes; nothing of the neighbors."""
    simulator.settings(data_lake_page=page)
    folder.get_sub_directory_client("empty").create_directory()
    for name in ("a.csv", "2026/b.csv", "2026/deep/c.csv"):
        folder.get_file_client(name).upload_data(name.encode(), overwrite=True)
    everywhere = directory_key(caller)
    with opened(everywhere) as root:
        root.get_file_client("ships/mt example 2/other.csv").upload_data(b"x", overwrite=True)
    address = directory_key(caller, "ships/mt example")
    assert listed(address, recursive=False) == ["2026/", "a.csv", "empty/"]
    assert listed(address, recursive=True) == [
        "2026/",
        "2026/b.csv",
        "2026/deep/",
        "2026/deep/c.csv",
        "a.csv",
        "empty/",
    ]
    assert listed(address, "/empty") == []
    refused(lambda: listed(address, "/nothing"), "PathNotFound", 404)
    with filesystem_of(address) as filesystem:
        found = {path.name: path.content_length for path in filesystem.get_paths(parts(address)[2], max_results=2)}
    assert found[f"{parts(address)[2]}/2026/b.csv"] == len("2026/b.csv")


@pytest.mark.parametrize("name", HOSTILE)
def test_names(caller: Caller, folder: DataLakeDirectoryClient, name: str) -> None:
    """A name is kept as it is, of files and of directories, on both sides."""
    file = folder.get_sub_directory_client(name).get_file_client(name)
    folder.get_sub_directory_client(name).create_directory()
    file.upload_data(CONTENT, overwrite=True)
    assert file.download_file().readall() == CONTENT
    address = directory_key(caller, "ships/mt example")
    assert listed(address, recursive=True) == [f"{name}/", f"{name}/{name}"]
    assert listed(address, f"/{name}") == [name]
    with container_of(address) as container:
        prefix = f"{parts(address)[2]}/"
        blobs = [str(blob.name) for blob in container.list_blobs(name_starts_with=prefix)]
        assert blobs == [f"{prefix}{name}", f"{prefix}{name}/{name}"]
        assert container.download_blob(blobs[1]).readall() == CONTENT
    inside = directory_key(caller, f"ships/mt example/{name}")
    with opened(inside) as client:
        assert client.get_file_client(name).download_file().readall() == CONTENT
    folder.get_sub_directory_client(name).delete_directory()
    assert listed(address) == []


def container_of(address: str) -> ContainerClient:
    """Return a client of the blob side."""
    account, filesystem, _directory, key = parts(address)
    return BlobServiceClient(account, credential=key, retry_total=0).get_container_client(filesystem)


def blob_of(address: str, name: str, **options: t.Any) -> BlobClient:
    """Return a client of a blob in a folder."""
    account, filesystem, directory, key = parts(address)
    return BlobClient(account, filesystem, f"{directory}/{name}", credential=key, retry_total=0, **options)


def test_the_blob_side(caller: Caller, folder: DataLakeDirectoryClient) -> None:
    """Blocks, checksums, conditions and listings are those of the blob service; folders are shown as it shows them."""
    address = directory_key(caller, "ships/mt example")
    with blob_of(address, "2026/noon.csv", max_single_put_size=1024, max_block_size=1024) as blob:
        md5 = bytearray(hashlib.md5(CONTENT, usedforsecurity=False).digest())
        settings = ContentSettings(content_type="text/csv", content_md5=md5)
        blob.upload_blob(CONTENT, content_settings=settings)
        properties = blob.get_blob_properties()
        assert properties.content_settings.content_md5 == md5
        assert blob.download_blob(offset=100, length=50).readall() == CONTENT[100:150]
        refused(lambda: blob.upload_blob(b"x", overwrite=False), "BlobAlreadyExists", 409)
        old = properties.etag
        blob.upload_blob(b"new", overwrite=True, etag=old, match_condition=MatchConditions.IfNotModified)
        changed: dict[str, t.Any] = {"etag": old, "match_condition": MatchConditions.IfNotModified}
        refused(lambda: blob.upload_blob(b"newer", overwrite=True, **changed), "ConditionNotMet", 412)
        blob.stage_block("QUFB", b"staged")
        assert blob.download_blob().readall() == b"new"
        blob.commit_block_list([BlobBlock("QUFB")])
        assert blob.download_blob().readall() == b"staged"
    assert folder.get_file_client("2026/noon.csv").download_file().readall() == b"staged"
    assert folder.get_sub_directory_client("2026").exists()
    with container_of(address) as container:
        prefix = f"{parts(address)[2]}/"
        blobs = {
            str(blob.name)[len(prefix) :]: blob.metadata.get("hdi_isfolder")
            for blob in container.list_blobs(name_starts_with=prefix, include=["metadata"])
        }
    assert blobs == {"2026": "true", "2026/noon.csv": None}
    with blob_of(address, "2026") as directory:
        refused(lambda: directory.upload_blob(b"x", overwrite=True), "ResourceTypeMismatch", 409)
        refused(directory.delete_blob, "DirectoryIsNotEmpty", 409)
    with blob_of(address, "2026/noon.csv/below") as below:
        refused(lambda: below.upload_blob(b"x"), "ParentPathIsNotADirectory", 409)


def test_wrong_checksums(caller: Caller) -> None:
    """What was damaged on its way is not stored."""
    account, filesystem, directory, key = parts(directory_key(caller, "ships/mt example"))
    headers = {"x-ms-blob-type": "BlockBlob", "Content-MD5": "AAAAAAAAAAAAAAAAAAAAAA=="}
    address = f"{account}/{filesystem}/{quote(directory)}/noon.csv?{key}"
    with session() as client:
        response = client.put(address, data=b"x", headers=headers, timeout=TIMEOUT)
        assert response.status_code == 400
        assert client.get(address, timeout=TIMEOUT).status_code == 404


def test_a_key_is_for_its_directory(caller: Caller, folder: DataLakeDirectoryClient) -> None:
    """Neither for what is beside it, nor for what is above it; also not when its depth is changed."""
    folder.get_file_client("2026/noon.csv").upload_data(CONTENT, overwrite=True)
    folder.get_file_client("2027/noon.csv").upload_data(CONTENT, overwrite=True)
    account, filesystem, directory, key = parts(directory_key(caller, "ships/mt example/2026"))
    assert f"sdd={len(directory.split('/'))}" in key

    def reads(path: str, token: str) -> bool:
        with session() as client:
            response = client.get(f"{account}/{filesystem}/{quote(path)}?{token}", timeout=TIMEOUT)
        assert response.status_code in (200, 403)
        return response.status_code == 200

    beside = f"{directory[:-1]}7/noon.csv"
    assert reads(f"{directory}/noon.csv", key)
    assert not reads(beside, key)
    for old, new in (
        (f"sdd={len(directory.split('/'))}", "sdd=1"),
        ("si=", "si=x"),
        ("se=20", "se=21"),
        ("st=20", "st=19"),
    ):
        changed = key.replace(old, new)
        assert changed != key
        assert not reads(beside, changed)
        assert not reads(f"{directory}/noon.csv", changed)
    above = DataLakeServiceClient(account, credential=key, retry_total=0).get_file_system_client(filesystem)
    refused(lambda: list(above.get_paths(directory.rpartition("/")[0])), "AuthenticationFailed", 403)
    refused(lambda: list(above.get_paths()), "AuthenticationFailed", 403)


def test_rights(caller: Caller, folder: DataLakeDirectoryClient) -> None:
    """A key to read lists and reads, and nothing else, on both sides."""
    folder.get_file_client("noon.csv").upload_data(CONTENT, overwrite=True)
    address = directory_key(caller, "ships/mt example", "Read")
    assert listed(address) == ["noon.csv"]
    with opened(address) as reader, blob_of(address, "noon.csv") as blob:
        file = reader.get_file_client("noon.csv")
        assert file.download_file().readall() == CONTENT
        assert blob.download_blob().readall() == CONTENT
        for call in (
            lambda: file.upload_data(b"x", overwrite=True),
            file.delete_file,
            lambda: file.append_data(b"x", 0, 1),
            reader.get_sub_directory_client("new").create_directory,
            reader.delete_directory,
            lambda: blob.upload_blob(b"x", overwrite=True),
            blob.delete_blob,
            lambda: blob.set_blob_metadata({"a": "b"}),
        ):
            refused(call, "AuthorizationPermissionMismatch", 403)


def test_expiry_and_revocation(simulator: Simulator, caller: Caller, folder: DataLakeDirectoryClient) -> None:
    """A key ends at its time, or with all keys of its policy; the next one is good again."""
    folder.get_file_client("noon.csv").upload_data(CONTENT, overwrite=True)

    def reads(address: str) -> bool:
        with opened(address) as client:
            try:
                return client.get_file_client("noon.csv").download_file().readall() == CONTENT
            except HttpResponseError as error:
                assert (error.status_code, getattr(error, "error_code", "")) == (403, "AuthenticationFailed")
                return False

    read, write = (directory_key(caller, "ships/mt example", access) for access in ("Read", "Write"))
    later = directory_key(caller, "ships/mt example", startsOn=moment(0.5))
    assert (reads(read), reads(write), reads(later)) == (True, True, False)
    policies = {policy["permissions"]: policy["policyName"] for policy in _policies(caller)}
    _revoke(caller, {"policyToRevoke": policies["rl"]})
    assert (reads(read), reads(write)) == (False, True)
    read = directory_key(caller, "ships/mt example", "Read")
    assert reads(read)
    _revoke(caller, {})
    assert (reads(read), reads(write)) == (False, False)
    simulator.settings(workbench_key_lifetime=2)
    short = directory_key(caller, "ships/mt example")
    assert reads(short)
    deadline = time.monotonic() + 10
    while reads(short):
        assert time.monotonic() < deadline
        time.sleep(0.2)


def _policies(caller: Caller) -> list[dict[str, str]]:
    return t.cast("list[dict[str, str]]", caller.call("GET", f"{FLEET_V1}/storages/policies").json())


def _revoke(caller: Caller, query: dict[str, str]) -> None:
    response = caller.call("DELETE", f"{FLEET_V1}/storages/sas/revoke", params=query)
    assert response.status_code == 204, response.text
