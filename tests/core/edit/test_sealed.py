"""Edits of encrypted files: those that keep them valid are made, of the others the command is told."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import pytest

from generator.core.changes import Change
from generator.core.data import MISSING
from generator.core.edit.edits import Edit, changes_of
from generator.core.edit.sealed import command_of, refuse_sealed
from generator.core.paths import parse_path
from generator.errors import BlueprintError

FILE = PurePosixPath("values-prod.yaml")
CIPHER = "ENC[AES256_GCM,data:b25l,iv:aXY=,tag:dGFn,type:str]"


def sealed(*rules: str) -> str:
    said = "".join(f"    {rule}\n" for rule in rules)
    return (
        f"db:\n    password: {CIPHER}\n    host: db.example.com\n    empty: ''\n"
        f"sops:\n    mac: {CIPHER}\n{said}    version: 3.9.0\n"
    )


REGEX = "encrypted_regex: ^(password|token)$"
MAC = "mac_only_encrypted: true"


def after(text: str, path: str, value: Any = MISSING) -> str:
    op = "delete" if value is MISSING else "set"
    edit = Edit(FILE, op, parse_path(path), None if value is MISSING else value)  # type: ignore[arg-type]
    (change,) = changes_of({FILE: text.encode()}, [edit])
    assert change.after is not None
    refuse_sealed([change])
    return change.after.decode()


@pytest.mark.parametrize(
    ("rules", "path", "value", "old", "new"),
    [
        ((REGEX, MAC), "db.host", "a.example.com", "host: db.example.com", "host: a.example.com"),
        ((REGEX, MAC), "db.port", 5432, "    empty: ''\n", "    empty: ''\n    port: 5432\n"),
        ((REGEX, MAC), "db.host", MISSING, "    host: db.example.com\n", ""),
        # A pattern that is not asked: what stands there tells.
        (("encrypted_regex: ^p.*d$", MAC), "db.host", "a", "host: db.example.com", "host: a"),
    ],
)
def test_plain_values_are_edited_where_the_mac_is_of_the_others(
    rules: tuple[str, ...], path: str, value: Any, old: str, new: str
) -> None:
    assert after(sealed(*rules), path, value) == sealed(*rules).replace(old, new)


@pytest.mark.parametrize(
    ("rules", "path", "value", "why", "command"),
    [
        ((REGEX, MAC), "db.password", "x", "needs its key: the value is encrypted", """sops set values-prod.yaml '["db"]["password"]' '"<value>"'"""),
        ((REGEX, MAC), "db.password", MISSING, "needs its key: the value is encrypted", """sops unset values-prod.yaml '["db"]["password"]'"""),
        ((REGEX, MAC), "db", MISSING, "needs its key: the value is encrypted", """sops unset values-prod.yaml '["db"]'"""),
        ((REGEX, MAC), "db.token", "x", "would put plain text where SOPS wants none", """sops set values-prod.yaml '["db"]["token"]' '"<value>"'"""),
        ((REGEX,), "db.host", "it's", "would make its MAC wrong", """sops set values-prod.yaml '["db"]["host"]' '"it'"'"'s"'"""),
        ((REGEX,), "db.l", [1], "would make its MAC wrong", """sops set values-prod.yaml '["db"]["l"]' '[1]'"""),
        # What stands there does not tell: an empty text is none that SOPS encrypts.
        (("encrypted_regex: ^(p.*d|empty)$", MAC), "db.empty", "x", "would make its MAC wrong", """sops set values-prod.yaml '["db"]["empty"]' '"<value>"'"""),
        ((), "x[0]", "y", "would put plain text where SOPS wants none", """sops set values-prod.yaml '["x"][0]' '"<value>"'"""),
    ],
)  # fmt: skip
def test_other_edits_are_refused_with_the_command_that_makes_them(
    rules: tuple[str, ...], path: str, value: Any, why: str, command: str
) -> None:
    with pytest.raises(BlueprintError) as caught:
        after(sealed(*rules), path, value)
    assert caught.value.lines() == [
        f"values-prod.yaml: {path}: this file is encrypted by SOPS, and an edit from outside {why}",
        f"  It is made by: {command}",
    ]


def test_a_refused_edit_leaves_the_others_to_be_made() -> None:
    edits = [Edit(FILE, "set", ("db", "password"), "x"), Edit(FILE, "set", ("db", "host"), "y")]
    refused: list[Edit] = []
    with pytest.raises(BlueprintError):
        changes_of({FILE: sealed(REGEX, MAC).encode()}, edits, refused)
    assert refused == edits[:1]


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.yaml", b"\0GITCRYPT\0\1\2", "it is encrypted by git-crypt, and locked here: `git-crypt unlock`"),
        ("a.yaml", b"$ANSIBLE_VAULT;1.1;AES256\n62\n", "it is encrypted by ansible-vault"),
        ("a.yaml.gotmpl", b"a: {{ .b }}\n", "it is a template: helmfile renders it"),
    ],
)
def test_files_that_cannot_be_read_are_not_edited(name: str, content: bytes, what: str) -> None:
    file = PurePosixPath(name)
    with pytest.raises(BlueprintError) as caught:
        changes_of({file: content}, [Edit(file, "set", ("a",), 1)])
    assert caught.value.lines() == [f"{name}: this file is not edited: {what}"]


def test_ciphers_are_never_copied() -> None:
    with pytest.raises(BlueprintError, match="db.password is encrypted, and is never copied"):
        changes_of({FILE: b"a: 1\n"}, [Edit(FILE, "set", ("db", "password"), CIPHER)])
    copy = Change(PurePosixPath("values-qa.yaml"), None, sealed(REGEX).encode())
    with pytest.raises(BlueprintError, match="db.password is encrypted, and is never copied"):
        refuse_sealed([copy])


def test_what_has_ciphers_without_a_seal_keeps_them() -> None:
    text = f"a: {CIPHER}\nb: 1\n".encode()
    (change,) = changes_of({FILE: text}, [Edit(FILE, "set", ("b",), 2)])
    refuse_sealed([change])
    assert change.after == text.replace(b"b: 1", b"b: 2")


def test_an_encrypted_file_may_move_and_go() -> None:
    content = sealed(REGEX).encode()
    gone = Change(FILE, content, None)
    moved = Change(PurePosixPath("values-production.yaml"), None, content)
    refuse_sealed([gone])
    refuse_sealed([moved, gone])
    assert changes_of({FILE: content}, []) == ()


def test_changes_by_another_way_are_refused_as_well() -> None:
    before = sealed(REGEX).encode()
    with pytest.raises(BlueprintError, match=r"db\.host: this file is encrypted by SOPS"):
        refuse_sealed([Change(FILE, before, before.replace(b"db.example", b"other"))])
    # Comments are none of SOPS's values; a chart's template is not looked at.
    refuse_sealed([Change(FILE, before, b"# of prod\n" + before)])
    refuse_sealed([Change(PurePosixPath("a.txt"), before, b"")])
    refuse_sealed([Change(PurePosixPath("a.yaml"), b"ENC[\nsops mac [", b"ENC[")])


def test_the_command_survives_shells() -> None:
    command = command_of(("k'", 0), {"a": [1]}, is_secret=False)
    at = """'["k'"'"'"][0]' '{"a": [1]}'"""
    refused = BlueprintError("x", hint=command)
    for where, file in (("../a b/$(x).yaml", "'../a b/$(x).yaml'"), ("-v.yaml", "./-v.yaml")):
        refused.where = where  # it follows the user, and the command with it
        assert refused.lines()[1] == f"  sops set {file} {at}"
