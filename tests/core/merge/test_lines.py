"""YAML merged by lines: what fits as lines and is wrong all the same."""

from __future__ import annotations

import pytest

from generator.core.merge.lines import lines_went_wrong

BASE = "a: &x {b: 1}\nc:\n  d: 1\n"


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "made", "wrong"),
    [
        (BASE, f"{BASE}e: *x\n", "c:\n  d: 1\n", "c:\n  d: 1\ne: *x\n", "by lines, this would be no YAML any more"),
        ("- a: 1\n", "- a: 1\n  b: 1\n", "- b: 1\n  a: 1\n", "- b: 1\n  a: 1\n  b: 1\n", "by lines, a key would stand twice"),
        (
            "a: 1\nb: {}\n", "a: 1\nb:\n  c: 1\n", "a: 2\nb: {}\n", "a: 2\nb:\nc: 1\n",
            "by lines, this would say something else than the two do",
        ),
        ("a: 1\nb: 1\n", "a: 5\nb: 1\n", "a: 1\nb: 1\na: 7\n", "a: 5\nb: 1\na: 7\n", "by lines, this would say something else than the two do"),
        # Right, or nothing that could be judged: a template, prose, a key that stood twice before.
        ("- a\n- b\n", "- a\n- b\n- c\n", "- z\n- a\n- b\n", "- z\n- a\n- b\n- c\n", ""),
        ("{{ if x }}\n", "{{ if y }}\n", "{{ if x }}\n{{ end }}\n", "{{ if y }}\n{{ end }}\n", ""),
        ("Some words\n", "Some more words\n", "Some words\n\nand others\n", "Some more words\n\nand others\n", ""),
        ("a: 1\na: 2\nb: 1\n", "a: 1\na: 3\nb: 1\n", "a: 1\na: 2\nb: 2\n", "a: 1\na: 3\nb: 2\n", ""),
        ("a: 1\n", "a: 1\n---\nb: 1\n", "a: 2\n", "a: 2\n---\nb: 1\n", ""),
    ],
)  # fmt: skip
def test_what_lines_came_to_is_looked_at(base: str, ours: str, theirs: str, made: str, wrong: str) -> None:
    assert lines_went_wrong([one.encode() for one in (base, ours, theirs)], made.encode()) == wrong
