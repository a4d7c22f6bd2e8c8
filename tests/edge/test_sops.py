"""Decrypting by the sops on PATH: a stand-in here, which says what it is called with."""

from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath

import pytest

from generator.edge import sops
from generator.edge.sops import decrypted
from generator.errors import BlueprintError, MissingProgram

FILE = PurePosixPath("-e; $(touch x)\n.yaml")


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    program = tmp_path / "sops"
    monkeypatch.setenv("PATH", str(tmp_path))
    return program


def write(program: Path, text: str) -> None:
    program.write_text(f"#!{sys.executable}\nimport sys, time\n{text}\n")
    program.chmod(0o755)


def test_the_content_goes_in_and_comes_out(stand_in: Path) -> None:
    write(stand_in, "print(sys.argv[1:]); print(open(sys.argv[-1]).read().replace('ENC', 'plain'), end='')")
    assert decrypted(FILE, b"a: ENC\n").decode() == (
        "['--decrypt', '--input-type', 'yaml', '--output-type', 'yaml', '/dev/stdin']\na: plain\n"
    )


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (128, "none of the keys that open it can be had here"),
        (51, "its MAC does not fit: something else than SOPS has changed the file"),
        (1, "exit status 1"),
    ],
)
def test_a_refusal_is_told_without_what_was_read_or_said(stand_in: Path, status: int, reason: str) -> None:
    write(stand_in, f"print('hunter2'); print('line 1: `hunter2`', file=sys.stderr); sys.exit({status})")
    with pytest.raises(BlueprintError) as caught:
        decrypted(PurePosixPath("a b.yaml"), b"")
    assert caught.value.lines() == [
        f"a b.yaml: sops cannot decrypt this: {reason}",
        "  It says more where values may be seen: sops decrypt 'a b.yaml'",
    ]


def test_it_may_not_take_for_ever(stand_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(stand_in, "time.sleep(60)")
    monkeypatch.setattr(sops, "_SECONDS", 0.2)
    with pytest.raises(BlueprintError, match=r"sops did not end within 0\.2 seconds"):
        decrypted(FILE, b"")


def test_what_is_no_program_is_told(stand_in: Path) -> None:
    stand_in.write_text("#!/no/such/interpreter\n")
    stand_in.chmod(0o755)
    with pytest.raises(BlueprintError, match="sops cannot be started: No such file"):
        decrypted(FILE, b"")


def test_without_sops_it_is_said_where_to_get_it(stand_in: Path) -> None:
    assert not stand_in.exists()
    with pytest.raises(MissingProgram) as caught:
        decrypted(PurePosixPath("a.yaml"), b"")
    assert caught.value.lines() == [
        "a.yaml: sops is needed to decrypt this, and it is not on PATH",
        "  Install it (https://getsops.io), or leave --decrypt out.",
    ]
