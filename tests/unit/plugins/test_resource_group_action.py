# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the action of veracity_resource_group shows of its options at -vvv: no value under the name of a secret."""

from __future__ import annotations

import json
import typing as t
from pathlib import Path

import pytest

from ansible_collections.dnv.veracity.plugins.module_utils._core.redaction.scrubber import MASK
from tests.unit.support.actions import run_action
from tests.unit.support.resource_manager import PROJECT, TOKEN

# Short, so that nothing but its name says that it is a secret.
SHORT = "pw7"
LONG = "Canary+/parameter\"'<>&~0001"
TEMPLATE = {
    "resourceGroup": {"name": "secrets"},
    "resources": [
        {
            "name": "Secret service",
            "sku": "standard",
            "resourceType": "veracity.service",
            "sections": {
                "properties": {
                    "serviceUrl": "https://fleet.example.com",
                    "description": "$concat('with ', parameter('dbPassword'))",
                }
            },
        }
    ],
}


def checked(folder: Path, **options: t.Any) -> dict[str, t.Any]:
    """Return the options that a task in check mode shows."""
    args = {"project_id": PROJECT, "automation_token": TOKEN, "token_cache_dir": str(folder), **options}
    result = run_action("veracity_resource_group", {"template": TEMPLATE, **args}, check_mode=True)
    assert "failed" not in result, result
    assert "_ansible_no_log" not in result
    found: dict[str, t.Any] = result["invocation"]["module_args"]
    return found


@pytest.mark.parametrize("secret", [SHORT, LONG])
@pytest.mark.parametrize("form", ["by name", "list", "text"])
def test_parameter_with_the_name_of_a_secret_is_not_shown(tmp_path: Path, secret: str, form: str) -> None:
    given = {
        "by name": {"dbPassword": secret},
        "list": [{"name": "dbPassword", "value": secret}],
        "text": json.dumps({"dbPassword": secret}),
    }[form]
    (tmp_path / "kept").mkdir(mode=0o700)
    shown = checked(tmp_path / "kept", parameters=given)
    assert secret not in json.dumps(shown, ensure_ascii=False)
    assert json.dumps(secret)[1:-1] not in json.dumps(shown)
    assert MASK in json.dumps(shown["parameters"])
