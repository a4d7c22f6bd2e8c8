"""Secrets out of the lines of files and out of sentences."""

from __future__ import annotations

import pytest

from generator.core.values.masking import Veil


def masked(text: str) -> str:
    lines = text.splitlines(keepends=True)
    return "".join(Veil().lines(text.encode(), lines, [(0, len(lines))]))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a: 1\npassword: hunter2 # ours\n", "a: 1\npassword: <secret 1> # ours\n"),
        ("\ufeffpassword: hunter2\n", "\ufeffpassword: <secret 1>\n"),
        ("password: 'hunter2'\r\nuser: me\r\n", "password: '<secret 1>'\r\nuser: me\r\n"),
        ("{password: hunter2, b: {pwd: 'x y'}, c: [--password, z3]}", "{password: <secret 1>, b: {pwd: '<secret 2>'}, c: [--password, <secret 3>]}"),
        ("a: {password: hunter2}\nb: {password: hunter2}\n", "a: {password: <secret 1>}\nb: {password: <secret 1>}\n"),
        ("a: 1\n---\npassword: hunter2\n---\npwd: hunter3\n", "a: 1\n---\npassword: <secret 1>\n---\npwd: <secret 2>\n"),
        ("a: [\npassword: hunter2\n", "<not shown: this is no YAML>\n" * 2),
        ("password:\n", "password:\n"),
        ("", ""),
    ],
)  # fmt: skip
def test_secrets_of_a_file_are_masked_in_their_place(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_only_what_is_shown_is_masked() -> None:
    lines = ["password: hunter2\n", "a: 1\n", "pwd: hunter3\n"]
    assert Veil().lines("".join(lines).encode(), lines, [(2, 3)]) == [*lines[:2], "pwd: <secret 1>\n"]


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ('it is "hunter2", not x', 'it is "<secret 1>", not x'),
        ("it is hunter2.", "it is <secret 1>."),
        ("db.hunter2.x and hunter22 are keys", "db.hunter2.x and hunter22 are keys"),
        ('it is "hunt…', 'it is "<secret 1>…'),
        ("nothing", "nothing"),
    ],
)
def test_sentence_has_no_known_secret_whole_or_cut(sentence: str, shown: str) -> None:
    veil = Veil()
    veil.data("hunter2", ("password",))
    assert veil.text(sentence) == shown
    assert Veil(shows=True).text(sentence) == sentence
