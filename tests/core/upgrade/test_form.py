"""What a formatter does is no change; whatever says something else is one."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.upgrade.form import says_the_same


@pytest.mark.parametrize(
    ("file", "one", "other"),
    [
        ("values.yaml", "a: 'x' # why\nb: {c: 1}\n", 'a: "x"   # why\n\nb:\n    c: 1\n'),
        ("values.yaml", "a: 1\n", "a: 1\r\n"),
        ("values.yaml", "\ufeffa: 1\n", "a: 1\n\n"),
        ("values.yaml", "a: {{ x }}\n", "a: {{ x }}   \n"),
        ("two.yaml", "---\na: [1]\n---\nb: 2\n", "---\na:\n  - 1\n---\nb: 2 \n"),
        ("a.json", '{"a": [1, 2]}', '{\n  "a": [1,2]\n}\n'),
        ("a.json", "{no\n", "{no \n"),
        (
            "page.md",
            "* a\n* *b*\n\n| x | y |\n|---|---|\n",
            "- a\n- _b_\n\n|  x  |  y  |\n| ----- | :--- |\n",
        ),
        ("run.sh", "echo\n", "echo  \n\n"),
        ("logo.png", "\udcff", "\udcff"),
    ],
)
def test_form_is_no_change(file: str, one: str, other: str) -> None:
    sides = [text.encode("utf-8", "surrogateescape") for text in (one, other)]
    assert says_the_same(PurePosixPath(file), sides[0], sides[1])


@pytest.mark.parametrize(
    ("file", "one", "other"),
    [
        ("values.yaml", "a: 1\n", 'a: "1"\n'),
        ("values.yaml", "a: 1 # why\n", "a: 1\n"),
        ("values.yaml", "a: 1\n", "a: 1 # why\n"),
        ("values.yaml", "a: {{ x }}\n", "a: {{ y }}\n"),
        ("two.yaml", "---\na: 1\n---\nb: 2\n", "---\na: 1\n"),
        ("a.json", "[1]", "[2]"),
        ("page.md", "one two\n", "two one\n"),
        ("run.sh", "echo a\n", "echo  a\n"),
        ("logo.png", "\udcff", "\udcfe"),
    ],
)
def test_whatever_says_something_else_is_a_change(file: str, one: str, other: str) -> None:
    sides = [text.encode("utf-8", "surrogateescape") for text in (one, other)]
    assert not says_the_same(PurePosixPath(file), sides[0], sides[1])
