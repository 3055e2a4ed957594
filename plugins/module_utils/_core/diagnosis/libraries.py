# Copyright (c) 2026, dnv.veracity contributors
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The check of Python and its libraries. Private: for use inside dnv.veracity only."""

from __future__ import annotations

import importlib
import importlib.metadata
import re
import ssl
import sys
import typing as t

from .check import Finding, failed, ok, warning

if t.TYPE_CHECKING:
    from .situation import Situation

_INTERPRETER = (
    "Install it for that Python, or set ansible_python_interpreter to the Python that has it (on the controller: "
    "ansible_python_interpreter: '{{ ansible_playbook_python }}')."
)

_NEWER = "Set ansible_python_interpreter to a newer Python of this host."
# That of the README, for hosts that run modules.
_OLDEST_PYTHON = (3, 10)


class Library(t.NamedTuple):
    """A library: its distribution, what is imported, the oldest release, and what it is for."""

    distribution: str
    package: str
    oldest: str
    purpose: str
    required: bool = False


# The oldest releases are those of meta/ee-requirements.txt. A test compares them.
LIBRARIES = (
    Library("requests", "requests", "2.32.4", "every module", required=True),
    Library("PyJWT", "jwt", "2.15.0", "reading the claims of tokens"),
    Library("cryptography", "cryptography", "", "sharing tokens between tasks"),
    Library("azure-storage-blob", "azure.storage.blob", "12.28", "the content of containers and of File storage"),
    Library("azure-storage-file-datalake", "azure.storage.filedatalake", "12.23", "the folders of File storage"),
    Library("jmespath", "jmespath", "1.0", "templates of the Resource Manager"),
)


def check(situation: Situation) -> Finding:
    """Say which versions there are, and what is missing."""
    python = ".".join(map(str, sys.version_info[:3]))
    versions = {"Python": python, **situation.versions}
    problems: list[tuple[Library, str]] = []
    for library in LIBRARIES:
        version, problem = _state(library)
        if version:
            versions[library.distribution] = version
        if problem:
            problems.append((library, problem))
    versions["OpenSSL"] = ssl.OPENSSL_VERSION.removeprefix("OpenSSL ").split(" ")[0]
    evidence = ", ".join(f"{name} {version}" for name, version in versions.items())
    if sys.version_info[:2] < _OLDEST_PYTHON:
        oldest = ".".join(map(str, _OLDEST_PYTHON))
        return failed(f"Python {python} is older than {oldest} ({sys.executable}). Found: {evidence}", _NEWER)
    if not problems:
        return ok(evidence)
    told = " ".join(
        f"{library.distribution} {problem} for {sys.executable} (needed for {library.purpose})."
        for library, problem in sorted(problems, key=lambda entry: not entry[0].required)
    )
    if any(library.required and problem != _old(library) for library, problem in problems):
        return failed(f"{told} Found: {evidence}", _INTERPRETER)
    return warning(f"{told} Found: {evidence}", _INTERPRETER)


def require_requests() -> bool:
    """Return whether the library that every module needs is there."""
    return _state(LIBRARIES[0])[0] is not None


def _state(library: Library) -> tuple[str | None, str | None]:
    """Return the version of a library, and what is wrong with it."""
    try:
        importlib.import_module(library.package)
    except ImportError as error:
        absent = isinstance(error, ModuleNotFoundError) and (error.name or "") in library.package
        return None, "is missing" if absent else "cannot be imported"
    try:
        version = importlib.metadata.version(library.distribution)
    except importlib.metadata.PackageNotFoundError:
        return "(unknown version)", None
    return version, _old(library) if library.oldest and _release(version) < _release(library.oldest) else None


def _old(library: Library) -> str:
    """Return how a library is too old."""
    return f"is older than {library.oldest}"


def _release(version: str) -> tuple[int, ...]:
    """Return the numbers of a version."""
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])
