# Copyright (c) 2026, dnv.veracity contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run plays with known secrets, and look for these in everything that is printed, logged and written.

What a play itself prints of a registered variable is the user's doing, and no play here does that.
"""

from __future__ import annotations

import base64
import contextlib
import html
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import typing as t
from pathlib import Path
from urllib.parse import quote, quote_plus

from processes import ProcessWatch
from scan import Scanner, contents, prove
from simulator import Simulator

PLAYS = Path(__file__).resolve().parents[1] / "plays"
ODD = "+/%\"\\'<>&é {{ odd }}"
# What goes into a header has to be visible ASCII.
ODD_HEADER = "+/%\"\\'<>&{{odd}}"
SECRETS = {
    "client_secret": f"Canary1Client{ODD}Client1Canary",
    "wrong_secret": f"Canary2Wrong{ODD}Wrong2Canary",
    "echoed_secret": f"Canary3Echoed{ODD}Echoed3Canary",
    "option_secret": f"Canary4Option{ODD}Option4Canary",
    "task_secret": f"Canary5Task{ODD}Task5Canary",
    "wrong_key": f"Canary6Key{ODD_HEADER}Key6Canary",
    "wrong_token": f"Canary7Token{ODD_HEADER}Token7Canary",
    "proxy_password": "Canary8Proxy+/%\"'<>&{{odd}}Proxy8Canary",
    # As Azure Storage makes them: base64.
    "sas_signature": "Canary9Signature+abc/def+ghi/Signature9Canary=",
    "automation_token": f"CanaryAAutomation{ODD_HEADER}AutomationACanary",
    "parameter_secret": f"CanaryBParameter{ODD}ParameterBCanary",
    "output_secret": f"CanaryCOutput{ODD}OutputCCanary",
    "callback_code": f"CanaryDCallback{ODD}CallbackDCanary",
    # No secret, but nothing that may reach a terminal either.
    "control_characters": "\x1b]0;CanaryE\x07\x9b2JECanary",
}
PROJECT = "5d1c6a0e-8f0b-4a5e-9c6f-0d8b0d5f7a1"
TIMEOUT = 240
SECONDS_TO_CLEAR = 10


def main() -> None:
    """Prove the scanner, run the plays, and end with status 1 when something has leaked or a play went another way."""
    told = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    folder = Path(told["folder"])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    prove(folder / "proof")
    failures = []
    for play, token_format, debugging in (
        ("passing", "jwt", False),
        ("failing", "opaque", False),
        ("failing", "jwt", True),
    ):
        name = "-".join([play, token_format, *(["debugging"] if debugging else [])])
        failures += [f"{name}: {failure}" for failure in _check(told, folder / name, play, token_format, debugging)]
    print("\n".join(failures) or "Nothing has leaked.")
    sys.exit(1 if failures else 0)


def _check(told: dict[str, str], folder: Path, play: str, token_format: str, debugging: bool) -> list[str]:
    """Run a play and return what is wrong with it: another exit status, or leaks."""
    simulator = Simulator(told["simulator"])
    _prepare(simulator, told, token_format)
    home, written = folder / "home", folder / "written"
    home.mkdir(parents=True)
    written.mkdir()
    # Its path has to be short: ansible-core makes a socket below it.
    temporary = Path(tempfile.mkdtemp())
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, temporary)
        watch = stack.enter_context(ProcessWatch("HOME", str(home)))
        done = subprocess.run(
            [
                *("ansible-playbook", PLAYS / f"{play}.yml", "-vvvv", "--diff"),
                *(
                    "--inventory",
                    f"{told['connection']}.example,",
                    "--extra-vars",
                    json.dumps(_variables(told, debugging)),
                ),
            ],
            env={**_environment(told, home, written, temporary), "ANSIBLE_DEBUG": str(debugging)},
            cwd=written,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
        )
        _wait_until_cleared(home / "remote")
        left = [*contents(home), *contents(written), *contents(temporary)]
    tokens = {f"token {number}": token for number, token in enumerate(simulator.tokens()) if token.isascii()}
    signatures = {f"signature {number}": value for number, value in enumerate(simulator.signatures())}
    secrets = {**SECRETS, "subscription_key": told["subscription_key"], **tokens, **signatures}
    scanner = Scanner(secrets)
    places = [
        ("standard output", done.stdout),
        ("standard error", done.stderr),
        ("a command line", b"\n".join(watch.command_lines)),
        *left,
    ]
    failures = [
        f"{leak.secret} ({leak.form}) in {leak.place}, after: {_masked(leak.context, secrets)}"
        for leak in scanner.scan_all(places)
    ]
    if done.returncode != 0 or not tokens or (play == "passing" and not signatures):
        ending = (done.stdout[-2000:] + done.stderr[-2000:]).decode("utf-8", "replace")
        counted = f"{len(tokens)} tokens, {len(signatures)} signatures"
        failures.append(f"status {done.returncode}, {counted}: {_masked(ending, secrets)}")
    return failures


def _wait_until_cleared(folder: Path) -> None:
    """Wait until the watcher of an asynchronous task has removed the module, which it does some seconds later."""
    end = time.monotonic() + SECONDS_TO_CLEAR
    while any(folder.glob("*")) and time.monotonic() < end:
        time.sleep(0.1)


def _prepare(simulator: Simulator, told: dict[str, str], token_format: str) -> None:
    """Set the simulator up: the application with its odd secret, containers, keys, and answers that echo a secret."""
    simulator.call("POST", "/reset")
    simulator.call("POST", "/settings", {"token_format": token_format})
    simulator.call("POST", "/applications", {"client_id": told["client_id"], "client_secret": SECRETS["client_secret"]})
    simulator.call("POST", "/containers", [{"short_name": "shipdata", "region": "northeurope"}])
    _prepare_texts(simulator)
    _prepare_keys(simulator, told["client_id"])
    _prepare_file_storage(simulator)
    _prepare_projects(simulator)
    echoed = SECRETS["echoed_secret"]
    spellings = [
        echoed,
        quote(echoed, safe=""),
        quote_plus(echoed),
        json.dumps(echoed),
        base64.b64encode(echoed.encode()).decode(),
        base64.b64encode(f"id:{echoed}".encode()).decode(),
        base64.urlsafe_b64encode(f"i:{echoed}".encode()).decode(),
        quote(echoed, safe="!*'()"),
        quote(quote(echoed, safe=""), safe=""),
        html.escape(echoed),
        html.escape(echoed).replace("&#x27;", "&#39;"),
        "".join(f"&#{ord(letter)};" for letter in echoed),
        "".join(f"\\u{ord(letter):04X}" for letter in echoed),
        echoed.encode().hex(),
        echoed.encode().hex().upper(),
        echoed.swapcase(),
    ]
    # The text is cut after some hundred characters: each spelling has to come first once.
    for number, spelling in enumerate(spellings):
        simulator.call(
            "POST",
            "/faults",
            {
                "path": f"/echo{number}/oauth2/token$",
                "times": 0,
                "status": 400,
                "json": {"error": "invalid_request", "error_description": f"Cannot use {spelling}."},
            },
        )


def _prepare_texts(simulator: Simulator) -> None:
    """Add a token that says a secret and moves the cursor, and an API that quotes what it was sent."""
    said = {"appid": SECRETS["echoed_secret"], "aud": f"{SECRETS['control_characters']}/{PROJECT}9", "exp": 4102444800}
    parts = [
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in ({"alg": "RS256"}, said)
    ]
    token = {"access_token": ".".join([*parts, "c2ln"]), "token_type": "Bearer", "expires_in": 3600}
    simulator.call("POST", "/faults", {"path": "/said/oauth2/token$", "times": 0, "status": 200, "json": token})
    callback = f"https://hooks.example.com/h?code={quote(SECRETS['callback_code'], safe='')}"
    answer = {"status": 400, "json": {"message": f"{SECRETS['callback_code']} of {callback} cannot be called."}}
    simulator.call("POST", "/faults", {"path": "/SubscribeToCustomEvents$", "method": "POST", "times": 0, **answer})


def _prepare_keys(simulator: Simulator, client_id: str) -> None:
    """Add containers whose keys have a known signature: one whose key can be claimed, and some where that fails."""
    signature = SECRETS["sas_signature"]
    token = f"sv=2019-12-12&sr=c&sp=rl&se=2099-01-01T00%3A00%3A00Z&sig={quote(signature, safe='')}"
    url = f"https://store.example/ship?{token}"
    answers = {
        "withkey": {"json": {"sasKey": token, "sasuRi": "https://store.example/ship", "fullKey": url}},
        "brokenkey": {"json": {"sasKey": [token], "fullKey": f"https://store.example/{signature}"}},
        "cutkey": {"body": f'{{"sasKey": "{token}", "fullKey": "{url}'},
        "endedkey": {"json": {"fullKey": url, "sasKeyExpiryTimeUTC": "2020-01-01T00:00:00Z"}},
        "refusedkey": {"status": 403, "body": f"<Error><Message>{url.replace('&', '&amp;')}</Message></Error>"},
        "failedkey": {"status": 500, "json": {"Message": f"Cannot sign {url}"}},
    }
    ids = simulator.call("POST", "/containers", [{"short_name": name} for name in answers])
    rights = {"user_id": client_id, "rights": ["read", "list"], "hours": 1, "auto_refreshed": True}
    simulator.call("POST", "/accesses", [{"container_id": container, **rights} for container in ids])
    for container, answer in zip(ids, answers.values(), strict=True):
        path = f"/resources/{container}/accesses/[^/]+/key$"
        simulator.call("POST", "/faults", {"path": path, "times": 0, "status": 200, **answer})


def _prepare_file_storage(simulator: Simulator) -> None:
    """Add workspaces whose keys have the same signature: one whose key can be had, and some where that fails."""
    signature = SECRETS["sas_signature"]
    token = f"sv=2023-11-03&si=rl-policy&sr=d&sdd=1&se=2099-01-01T00%3A00%3A00Z&sig={quote(signature, safe='')}"
    address = "https://store.dfs.core.windows.net/fleet/root"
    answers = {
        "withkey": {"json": {"sasToken": token, "resourceUri": address}},
        "brokenkey": {"json": {"sasToken": [token], "resourceUri": f"{address}?{token}"}},
        "barekey": {"body": f"<{address}?{token}>"},
        "cutkey": {"body": f'"{address}?{token}'},
        "endedkey": {"json": f"{address}?{token.replace('2099', '2020')}"},
        "foreignkey": {"json": f"ftp://store.example/fleet?{token}"},
        "refusedkey": {"status": 403, "json": {"title": "Forbidden", "detail": f"{address}?{token}"}},
        "failedkey": {"status": 500, "json": {"detail": f"Cannot sign {address}?{token}"}},
    }
    ids = simulator.call("POST", "/workspaces", [{"name": name} for name in answers])
    for workspace, answer in zip(ids, answers.values(), strict=True):
        path = f"/workspaces/{workspace}/storages/sas$"
        simulator.call("POST", "/faults", {"path": path, "times": 0, "status": 200, **answer})


def _prepare_projects(simulator: Simulator) -> None:
    """Add projects: one in which templates are submitted, and some where that fails and the answer tells secrets."""
    token, parameter, output = (SECRETS[name] for name in ("automation_token", "parameter_secret", "output_secret"))
    simulator.call("POST", "/projects", [{"project_id": f"{PROJECT}1", "automation_token": token}])
    values = [{"name": "clientSecret", "value": output}, {"name": "thing", "value": {"apiKeys": [output]}}]
    reply = base64.b64encode(json.dumps({"errors": None, "values": values}).encode()).decode()
    answers = {
        "2": {"status": 400, "json": {"errors": [{"message": f"Cannot use {parameter} with {token}"}], "values": None}},
        "3": {
            "status": 200,
            "json": {"errors": [{"message": f"{output} of {parameter} with {token}"}], "values": values},
        },
        "4": {"status": 200, "json": reply[:-7]},
        "5": {
            "status": 200,
            "body": f'{{"errors": null, "values": [{{"name": "clientSecret", "value": {json.dumps(output)}',
        },
        "6": {"status": 200, "json": {"errors": None, "values": values}},
    }
    for number, answer in answers.items():
        path = f"/projects/{PROJECT}{number}/resourceGroups/files$"
        simulator.call("POST", "/faults", {"path": path, "times": 0, **answer})


def _variables(told: dict[str, str], debugging: bool) -> dict[str, t.Any]:
    """Return the variables of the plays: nothing secret, as they stand on the command line."""
    return {
        "ansible_connection": told["connection"],
        "ansible_python_interpreter": sys.executable,
        "client_id": told["client_id"],
        "token_url": told["token_url"],
        "simulator": told["simulator"],
        "debugging": debugging,
    }


def _environment(told: dict[str, str], home: Path, written: Path, temporary: Path) -> dict[str, str]:
    """Return the environment variables of the plays, secrets among them."""
    kept = {name: value for name, value in os.environ.items() if name != "ANSIBLE_KEEP_REMOTE_FILES"}
    return {
        **kept,
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "ANSIBLE_HOME": str(home / ".ansible"),
        "ANSIBLE_REMOTE_TEMP": str(home / "remote"),
        "ANSIBLE_ASYNC_DIR": str(home / "async"),
        "ANSIBLE_LOG_PATH": str(written / "ansible.log"),
        "ANSIBLE_CACHE_PLUGIN": "jsonfile",
        "ANSIBLE_CACHE_PLUGIN_CONNECTION": str(written / "facts"),
        "ANSIBLE_CALLBACK_PLUGINS": str(PLAYS / "callback_plugins"),
        "ANSIBLE_CALLBACKS_ENABLED": "junit,everything",
        "ANSIBLE_NOCOLOR": "True",
        "JUNIT_OUTPUT_DIR": str(written / "junit"),
        "EVERYTHING_PATH": str(written / "results.json"),
        "VERACITY_CLIENT_SECRET": SECRETS["client_secret"],
        "VERACITY_SUBSCRIPTION_KEY": told["subscription_key"],
        **{f"CANARY_{name.upper()}": value for name, value in SECRETS.items()},
        "CANARY_PROXY": f"http://user:{quote(SECRETS['proxy_password'], safe='')}@127.0.0.1:9",
    }


def _masked(text: str, secrets: dict[str, str]) -> str:
    """Return a text for the report, without the raw secrets."""
    for name, value in secrets.items():
        text = text.replace(value, f"<{name}>")
    return text


main()
