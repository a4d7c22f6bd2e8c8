"""--decrypt: what SOPS hides is compared, and shown as a mark; nothing of it is written."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.commands.values.conftest import Here

CIPHER = "ENC[AES256_GCM,data:b25l,iv:aXY=,tag:dGFn,type:str]"
OTHER = CIPHER.replace("b25l", "dHdv")
SOPS = f"""#!{sys.executable}
import sys
text = open(sys.argv[-1]).read().partition("sops:")[0]
print(text.replace({CIPHER!r}, "hunter2").replace({OTHER!r}, "hunter3"))
"""


@pytest.fixture
def sealed(here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Here:
    program = tmp_path / "bin" / "sops"
    program.parent.mkdir()
    program.write_text(SOPS)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    for name, cipher in (("staging", CIPHER), ("prod", OTHER)):
        file = here.folder / f"values-{name}.yaml"
        kept = f"sops:\n    mac: {CIPHER}\n    version: 3.9.0\n"
        file.write_text(f"{file.read_text()}x-db:\n  token: {cipher}\n  same: {CIPHER}\n{kept}")
    return here


@pytest.mark.usefixtures("sealed")
def test_what_sops_hides_is_compared_and_not_shown(invoke: Run) -> None:
    shown = {
        " ".join(call): invoke("values", *call).out
        for call in (
            ("diff", "staging", "prod", "--only", "x-db.**"),
            ("diff", "staging", "prod", "--only", "x-db.**", "--decrypt"),
            ("get", "x-db", "--env", "prod", "--decrypt"),
            ("get", "x-db.token", "--env", "prod", "--decrypt", "--show-secrets"),
        )
    }
    assert shown == {
        "diff staging prod --only x-db.**": "x-db\n"
        "  token  (encrypted) → (encrypted)   (whether they differ cannot be known)\n\n"
        "0 differences, 1 encrypted, of which nothing can be known.\n",
        "diff staging prod --only x-db.** --decrypt": "x-db\n  token  <secret 1> → <secret 2>\n\n1 difference.\n",
        "get x-db --env prod --decrypt": "token: <secret 1>\nsame: <secret 2>\n",
        "get x-db.token --env prod --decrypt --show-secrets": "hunter3\n",
    }


def test_nothing_of_it_is_written(invoke: Run, sealed: Here) -> None:
    before = {path: path.read_bytes() for path in sealed.folder.rglob("*") if path.is_file()}
    assert invoke("values", "matrix", "--decrypt", "--output", "html").status == 0
    assert {path: path.read_bytes() for path in sealed.folder.rglob("*") if path.is_file()} == before
