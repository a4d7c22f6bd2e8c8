"""Files that the real SOPS encrypts: what commands show of them, refuse, and leave so that SOPS takes it.

The command of a refusal is run as it stands, where the user stands.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.commands.conftest import Result, Run
from tests.commands.values.conftest import Here

pytestmark = pytest.mark.long

PARTS = "x-db:\n    token: {token}\n    host: {name}.example.com\n    args: [{name}]\n"
ONLY_TOKENS = {"encrypted_regex": "^(password|token)$", "mac_only_encrypted": True}


class Sealed(NamedTuple):
    """A platform that its user is in a folder of, whose staging and prod are encrypted."""

    here: Here
    sops: Path

    def file(self, environment: str) -> Path:
        return self.here.folder / f"values-{environment}.yaml"

    def plain(self, environment: str) -> str:
        """What SOPS says of a file: it holds its MAC against what is there."""
        return self.run("decrypt", str(self.file(environment)))

    def run(self, *words: str) -> str:
        done = subprocess.run([self.sops, *words], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def rules(
    request: pytest.FixtureRequest, age_keygen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, object]:
    """How files are encrypted, for a key that is there: all that they say, unless a test says otherwise."""
    key = tmp_path / "age.txt"
    made = subprocess.run([age_keygen, "-o", key], capture_output=True, text=True, check=True)
    monkeypatch.setenv("SOPS_AGE_KEY_FILE", str(key))
    return {**getattr(request, "param", {}), "age": made.stderr.split()[-1]}


@pytest.fixture
def sealed(here: Here, sops: Path, rules: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> Sealed:
    monkeypatch.setenv("PATH", f"{sops.parent}{os.pathsep}{os.environ['PATH']}")
    (here.folder / ".sops.yaml").write_text(json.dumps({"creation_rules": [rules]}))
    platform = Sealed(here, sops)
    for name, token in (("staging", "hunter-of-staging"), ("prod", "hunter-of-prod")):
        file = platform.file(name)
        file.write_text(file.read_text() + PARTS.format(name=name, token=token))
        platform.run("encrypt", "--in-place", str(file))
        assert "hunter" not in file.read_text()
    (here.folder / "notes").mkdir()
    monkeypatch.chdir(here.folder / "notes")
    return platform


def told_command(error: str) -> list[str]:
    """The words of the command that a refusal tells."""
    (told,) = (line for line in error.splitlines() if " sops " in line)
    return shlex.split(told.partition("made by: sops ")[2])


@pytest.mark.parametrize("rules", [ONLY_TOKENS], indirect=True)
def test_what_is_encrypted_is_read_where_decrypt_asks_for_it_and_never_shown_unasked(
    invoke: Run, sealed: Sealed
) -> None:
    calls = {
        "get x-db --env prod": "token: (encrypted)\nhost: prod.example.com\nargs:\n  - prod\n",
        "get x-db.token --env prod --decrypt": "<secret 1>\n",
        "get x-db.token --env prod --decrypt --show-secrets": "hunter-of-prod\n",
        "diff staging prod --only x-db.token --decrypt": "x-db\n  token  <secret 1> → <secret 2>\n\n1 difference.\n",
    }
    before = sealed.file("prod").read_bytes()
    assert {call: invoke("values", *call.split()).out for call in calls} == calls
    for call in (
        "explain x-db.token --env prod",
        "matrix x-db.*",
        "diff staging prod",
        "lint",
        "tidy --dry-run",
    ):
        for more in ("", " --show-secrets"):
            shown = invoke("values", *f"{call}{more}".split())
            assert "hunter" not in shown.out + shown.err, call
            assert "ENC[" not in shown.out + shown.err, call
    assert sealed.file("prod").read_bytes() == before


@pytest.mark.parametrize("rules", [ONLY_TOKENS], indirect=True)
def test_plain_values_are_set_and_promoted_so_that_the_mac_still_fits(invoke: Run, sealed: Sealed) -> None:
    before = sealed.file("prod").read_text()
    done = invoke("values", "set", "x-db.host=db.example.com", "x-db.port=5432", "--env", "prod", "--yes")
    assert done.status == 0, done.err
    assert sealed.file("prod").read_text() == before.replace(
        "    host: prod.example.com\n    args:\n        - prod\n",
        "    host: db.example.com\n    args:\n        - prod\n    port: 5432\n",
    )
    assert "host: db.example.com" in sealed.plain("prod")
    wanted = ("--only", "x-db.args", "--only", "x-db.token")
    carried = invoke("values", "promote", "staging", "prod", *wanted, "--yes")
    assert (carried.status, carried.err.splitlines()[:2]) == (
        0,
        ["Sets: x-db.args", "Stays: x-db.token: it is encrypted, and is never carried"],
    )
    assert sealed.plain("prod").partition("x-db:\n")[2] == (
        "    token: hunter-of-prod\n    host: db.example.com\n    args:\n        - staging\n    port: 5432\n"
    )


@pytest.mark.parametrize("rules", [{}, ONLY_TOKENS], indirect=True)
def test_the_command_of_a_refusal_does_what_was_asked_for(invoke: Run, sealed: Sealed) -> None:
    before = sealed.file("prod").read_bytes()
    refused = invoke("values", "set", "x-db.token=not-in-a-shell's-history", "--env", "prod", "--yes")
    assert refused.status == 2
    assert sealed.file("prod").read_bytes() == before
    assert "history" not in refused.err
    words = told_command(refused.err)
    assert words == ["set", "../values-prod.yaml", '["x-db"]["token"]', '"<value>"']
    sealed.run(*words[:-1], '"new"')
    assert "token: new" in sealed.plain("prod")
    removed = invoke("values", "unset", "x-db.token", "--env", "prod", "--yes")
    assert removed.status == 2
    sealed.run(*told_command(removed.err))
    assert "token" not in sealed.plain("prod")


def test_where_all_is_encrypted_every_edit_is_its_command(invoke: Run, sealed: Sealed) -> None:
    asked = {
        "x-db.args[0]=it's": ['["x-db"]["args"][0]', "it's"],
        "x-db.port=5432": ['["x-db"]["port"]', "5432"],
    }
    for word, (at, value) in asked.items():
        refused = invoke("values", "set", word, "--env", "prod", "--yes")
        words = told_command(refused.err)
        assert words == ["set", "../values-prod.yaml", at, '"<value>"']
        sealed.run(*words[:-1], f'"{value}"')
        assert value in sealed.plain("prod")


def test_of_what_cannot_be_decrypted_nothing_is_told(
    invoke: Run, sealed: Sealed, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = sealed.file("prod")
    intact = file.read_text()
    host = next(line for line in intact.splitlines(keepends=True) if "host:" in line)
    broken = {
        intact.replace(host, ""): "its MAC does not fit: something else than SOPS has changed the file",
        intact.replace("x-db:", "x-other:"): (
            "the values in it cannot be decrypted: they were changed, or moved to another key"
        ),
    }

    def refused(reason: str) -> tuple[Result, Result]:
        where = "../values-prod.yaml"
        told = (
            f"Error: {where}: sops cannot decrypt this: {reason}\n"
            f"  It says more where values may be seen: sops decrypt {where}\n"
        )
        called = invoke("values", "get", "x-db", "--env", "prod", "--decrypt", "--show-secrets")
        return called, Result(2, "", told)

    for text, reason in broken.items():
        file.write_text(text)
        shown, told = refused(reason)
        assert shown == told
        # Who reads another environment needs not this one's key.
        other = invoke("values", "get", "x-db.host", "--env", "staging", "--decrypt", "--show-secrets")
        assert (other.status, other.out) == (0, "staging.example.com\n"), other.err
    file.write_text(intact)
    monkeypatch.delenv("SOPS_AGE_KEY_FILE")
    shown, told = refused("none of the keys that open it can be had here")
    assert shown == told
