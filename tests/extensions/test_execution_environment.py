# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The definition of an execution environment in the guide to AWX, and what ansible-builder makes of it."""

from __future__ import annotations

import subprocess
import sys
import typing as t
from pathlib import Path

import yaml

from tests.documentation.pages import ROOT, read_page
from tests.documentation.reader import kind_of

BUILDER = Path(sys.executable).with_name("ansible-builder")
OLDEST_PYTHON = (3, 11)
# The Python that is ``python3`` in an image.
PYTHON_OF = {"quay.io/centos/centos:stream10": (3, 12)}
# What ansible-builder says when there is nothing to say.
EXPECTED = ("Ansible Builder is generating your execution environment", "File context/", "Complete!")


def definition() -> dict[str, t.Any]:
    """Return the definition that the guide shows."""
    (block,) = [
        block
        for block in read_page("docs/docsite/rst/awx.rst").blocks
        if block.language == "yaml" and kind_of(block) == "execution environment"
    ]
    return t.cast("dict[str, t.Any]", yaml.safe_load(block.text))


def build(variables: dict[str, str], folder: Path, *arguments: str | Path) -> str:
    """Run ansible-builder and return all that it printed."""
    result = subprocess.run(
        [BUILDER, *arguments],
        cwd=folder,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout
    return result.stdout


def test_the_guide_names_a_base_image_with_a_python_that_is_new_enough() -> None:
    assert PYTHON_OF[definition()["images"]["base_image"]["name"]] >= OLDEST_PYTHON
    assert definition()["dependencies"]["python_interpreter"] == {"package_system": "python3"}


def test_create_gives_no_warning_and_installs_core_and_runner(variables: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "execution-environment.yml").write_text(yaml.safe_dump(definition()), encoding="utf-8")
    said = build(variables, tmp_path, "create", "-v", "3", "--output-filename", "Containerfile")
    # A warning has no mark of its own.
    assert [line for line in said.splitlines() if not line.startswith(EXPECTED)] == [], said
    container = (tmp_path / "context" / "Containerfile").read_text(encoding="utf-8")
    assert f'EE_BASE_IMAGE="{definition()["images"]["base_image"]["name"]}"' in container
    assert 'PYPKG="python3"' in container
    assert "ansible-core>=2.16" in container
    assert "ansible-runner" in container
    requirements = yaml.safe_load((tmp_path / "context" / "_build" / "requirements.yml").read_text(encoding="utf-8"))
    assert requirements == {"collections": [{"name": "dnv.veracity"}]}


def test_introspect_finds_every_requirement(variables: dict[str, str], collections: Path, tmp_path: Path) -> None:
    said = build(variables, tmp_path, "introspect", collections)
    found = yaml.safe_load(said)
    lines = (ROOT / "meta" / "ee-requirements.txt").read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines if line and not line.startswith("#")]
    assert found["python"] == [f"{line}  # from collection dnv.veracity" for line in wanted]
    assert not found["system"]
