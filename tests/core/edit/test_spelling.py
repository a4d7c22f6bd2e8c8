"""What has moved is spelled as it was, where that means the same in its new place."""

from __future__ import annotations

import pytest

from generator.core.edit.spelling import spelled_as
from generator.core.paths import parse_path
from generator.core.yaml.document import read


@pytest.mark.parametrize(
    ("text", "origin", "path", "after"),
    [
        ("a: x\n", "a: 'x'\n", "a", "a: 'x'\n"),
        ("a:\n  - x\n  - z\nb: 1\n", "a: [x,  z]\n", "a", "a: [x,  z]\nb: 1\n"),
        ("a:\n  b: x\n", "a: {b: 'x'}\n", "a.b", "a:\n  b: 'x'\n"),
        ("m:\n  a:\n    - x\n", "a: 1\nm:\n    a:\n    - 'x'\n", "m.a", "m:\n  a:\n  - 'x'\n"),
        ("m:\n    a: |\n      x\n", "m:\n  a: >-\n    x\n", "m.a", "m:\n    a: |\n      x\n"),
        ('m:\n    a: "x z"\n', "m:\n  a: >-\n    x\n    z\n", "m.a", "m:\n    a: >-\n      x\n      z\n"),
        ("\ufeffa: x\n", "a: 'x'\n", "a", "\ufeffa: 'x'\n"),
    ],
)
def test_spelling_goes_along(text: str, origin: str, path: str, after: str) -> None:
    assert spelled_as(text, [parse_path(path)], read(origin)) == after


@pytest.mark.parametrize(
    ("text", "origin", "path"),
    [
        ("a: x\n", "b: &b x\na: *b\n", "a"),  # what it stands for is in the other file
        ("a: x\n", "a: !!str x\n", "a"),
        ("a: {b: 'x'}\n", "a:\n  b: x\n", "a.b"),  # plain text may mean something else in braces
        ("a: {b: [1]}\n", "a:\n  b:\n  - 1\n", "a.b"),
        ("a:\n  - 1\n", "a:\r\n- 1\r\n", "a"),
        ("a: x\n", "a: z\n", "a"),  # says something else
        ("a: x\n", "b: 'x'\n", "a"),
        ("a: x\n", "a:\n", "a"),
    ],
)
def test_spelling_that_cannot_go_along_stays(text: str, origin: str, path: str) -> None:
    assert spelled_as(text, [parse_path(path)], read(origin)) == text


def test_one_that_cannot_does_not_hinder_the_others() -> None:
    origin = read("a: 'z'\nb: 'x'\n")
    assert spelled_as("a: x\nb: x\n", [("a",), ("b",)], origin) == "a: x\nb: 'x'\n"
