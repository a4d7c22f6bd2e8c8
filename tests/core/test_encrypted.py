"""What is encrypted is known by its shape, is never shown, and is compared with nothing."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import pytest

from generator.core.data import MISSING
from generator.core.encrypted import (
    Sealing,
    cannot_be_compared,
    holds_encrypted,
    is_bookkeeping,
    is_encrypted,
    lines_without_sealed,
    secret_reference,
    text_without_ciphers,
    why_sealed,
    why_unreadable,
    without_bookkeeping,
    without_ciphers,
)

ONE = "ENC[AES256_GCM,data:b25l,iv:aXY=,tag:dGFn,type:str]"
TWO = "ENC[AES256_GCM,data:dHdv,iv:aXY=,tag:dGFn,type:int]"
VAULT = "$ANSIBLE_VAULT;1.1;AES256\n6233\n"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (ONE, "(encrypted)"),
        (VAULT, "(encrypted)"),
        ({"a": {"b": ONE, "c": 1}}, {"a": {"b": "(encrypted)", "c": 1}}),
        ([1, [TWO]], [1, ["(encrypted)"]]),
    ],
)
def test_ciphers_are_never_shown(value: Any, shown: Any) -> None:
    assert holds_encrypted(value)
    assert without_ciphers(value) == shown


@pytest.mark.parametrize("value", ["ENC", "ENC[", "", 1, None, MISSING, {"a": "ENC[PKCS7,x]"}, ["x", {}]])
def test_what_is_not_encrypted_is_itself(value: Any) -> None:
    assert not holds_encrypted(value)
    assert not is_encrypted(value)
    assert without_ciphers(value) is value


def test_ciphers_leave_sentences() -> None:
    assert text_without_ciphers(f"a: {ONE} is no number, {TWO[:30]}") == (
        "a: (encrypted) is no number, (encrypted)"
    )
    assert text_without_ciphers("nothing") == "nothing"


@pytest.mark.parametrize(
    ("values", "unknown"),
    [
        ((ONE, TWO), True),
        ((ONE, "plain"), True),
        ((ONE, 5), True),
        (([ONE, 1], [TWO, 1]), True),
        (({"a": ONE}, {"a": TWO}), True),
        ((ONE, ONE, TWO), True),
        # the same text is the same, and what is there is not what is missing
        ((ONE, ONE), False),
        ((ONE, MISSING), False),
        ((ONE, ""), False),
        ((ONE, None), False),
        ((ONE, {"a": 1}), False),
        (([ONE, 1], [TWO, 2]), False),
        (([ONE], [TWO, 2]), False),
        (({"a": ONE}, {"b": TWO}), False),
        ((ONE, TWO, MISSING), False),
        ((ONE, 1, 2), False),
        ((1, 2), False),
        ((1, 1), False),
    ],
)
def test_whether_ciphers_differ_is_known_only_where_it_can_be(values: tuple[Any, ...], unknown: bool) -> None:
    assert cannot_be_compared(values) is unknown


@pytest.mark.parametrize(
    ("said", "is_it"),
    [
        ({"mac": "x", "version": "3.9"}, True),
        ({"mac": "x", "lastmodified": "2026"}, True),
        ({"enabled": True, "version": "3.9"}, False),
        ({"mac": "x"}, False),
        ("sops", False),
    ],
)
def test_bookkeeping_is_told_from_a_chart_of_that_name(said: Any, is_it: bool) -> None:
    assert is_bookkeeping(said) is is_it
    data = {"a": 1, "sops": said}
    assert without_bookkeeping(data) == ({"a": 1} if is_it else data)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        (
            "values.yaml",
            b"\0GITCRYPT\0\x01",
            "it is encrypted by git-crypt, and locked here: `git-crypt unlock`",
        ),
        ("values.yaml", VAULT.encode(), "it is encrypted by ansible-vault"),
        ("values.yaml.gotmpl", b"a: {{ .b }}", "it is a template: helmfile renders it"),
        ("values.yaml", b"a: 1", ""),
    ],
)
def test_why_a_file_is_not_read(name: str, content: bytes, reason: str) -> None:
    assert why_unreadable(PurePosixPath(name), content) == reason


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\0GITCRYPT\0\x01", "encrypted by git-crypt"),
        (f"a: !vault |\n  {VAULT}".encode(), "encrypted by ansible-vault"),
        (f"a: {ONE}\nsops: {{mac: x}}\n".encode(), "encrypted by SOPS"),
        (b"a: 1\n", ""),
        (b"sops: {mac: x}\n", ""),
    ],
)
def test_by_what_a_file_is_encrypted(content: bytes, why: str) -> None:
    assert why_sealed(content) == why


@pytest.mark.parametrize(
    ("text", "file"),
    [
        ("secrets://prod.yaml", "prod.yaml"),
        ("secrets://../a b/prod.yaml", "../a b/prod.yaml"),
        ("secrets+age-import:///etc/key.txt?envs/prod.yaml", "envs/prod.yaml"),
        ("secrets+gpg-import-kubernetes://ns/name#key?prod.yaml", "prod.yaml"),
        ("secrets+literal://prod.yaml", "prod.yaml"),
        ("prod.yaml", None),
        ("https://example.com/secrets://x", None),
        ("secrets://", None),
    ],
)
def test_files_that_helm_secrets_decrypts(text: str, file: str | None) -> None:
    assert secret_reference(text) == file


def sealing(**said: str) -> Sealing:
    return Sealing(True, **{name: said.get(name, "") for name in Sealing._fields[1:]})


@pytest.mark.parametrize(
    ("said", "path", "plain"),
    [
        ({"unencrypted_suffix": "_unencrypted"}, ("a", "b"), False),
        ({"unencrypted_suffix": "_unencrypted"}, ("a_unencrypted", 0, "b"), True),
        ({"encrypted_suffix": "_secret"}, ("a", "b"), True),
        ({"encrypted_suffix": "_secret"}, ("a_secret", "b"), False),
        ({"encrypted_regex": "^(data|password)$"}, ("a", "host"), True),
        ({"encrypted_regex": "^(data|password)$"}, ("a", "password"), False),
        ({"unencrypted_regex": "^(host|port)$"}, ("a", "port"), True),
        ({"unencrypted_regex": "^(host|port)$"}, ("a", "password"), False),
        # What could take for ever, and what is no pattern, tells nothing.
        ({"encrypted_regex": "^(a+)+$"}, ("a", "host"), False),
        ({"unencrypted_regex": "(host"}, ("a", "host"), False),
        ({}, ("a",), False),
    ],
)
def test_which_keys_sops_surely_leaves_plain(
    said: dict[str, str], path: tuple[str | int, ...], plain: bool
) -> None:
    assert sealing(**said).leaves_plain(path) is plain


def test_lines_are_shown_without_ciphers_and_bookkeeping() -> None:
    text = f"a: {ONE}\nsops:\n    mac: {TWO}\n\n    version: 3.9.0\nb: 1\n"
    lines = text.splitlines(keepends=True)
    assert "".join(lines_without_sealed(text.encode(), lines, [(0, len(lines))])) == (
        "a: (encrypted)\nsops:\n    (kept by SOPS)\n\n    (kept by SOPS)\nb: 1\n"
    )
    plain = ["a: 1\n"]
    assert lines_without_sealed(b"a: 1\n", plain, [(0, 1)]) is plain
