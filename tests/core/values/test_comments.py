"""A comment above, beside or within an entry says why it is there."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.helm.source import Source
from generator.core.paths import parse_path
from generator.core.values.comments import is_explained, unexplained


def source(text: str) -> Source:
    return Source(PurePosixPath("values.yaml"), text.encode())


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("a: 1 # why\nb: 2\n", "a"),
        ("# why\na: 1\nb: 2\n", "a"),
        ("a:\n  # why\n  b: 1\n  c: 2\n", "a"),
        ("a:\n  # why\n  b: 1\n  c: 2\n", "a.b"),
        ("a:\n- x\n# why\n- y\nb: 1\n", "a"),
        ("a:\n  b: 1\n  # why\nc: 2\n", "a"),
        ("a: {b: 1} # why\n", "a.b"),
        ("a: {\n  b: 1, # why\n  c: 2}\n", "a"),
        ("a: | # why\n  text\nb: 1\n", "a"),
    ],
)
def test_explained(text: str, path: str) -> None:
    assert is_explained(source(text), parse_path(path))


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("# of the file\n\na: 1\n", "a"),
        ("a: 1\nb: 2 # why\n", "a"),
        ("a: 1\n# why\nb: 2\n", "a"),
        ('a: "x # y"\n', "a"),
        ("a: |\n  # text\n  # more\nb: 1\n", "a"),
        ("a:\n  b: 1\n  # why\n  c: 2\n", "a.b"),
        ("x: &x {b: 1} # why\na: *x\n", "a.b"),
    ],
)
def test_not_explained(text: str, path: str) -> None:
    assert not is_explained(source(text), parse_path(path))


TEXT = """\
conn:
  # why: see ticket 5
  image:
    repository: x
    tag: "1"
  port: 1
# what customers see
web:
  tag: "1"
  size: 2
db:
  tag: "1"
"""


@pytest.mark.parametrize(
    ("paths", "free"),
    [
        # A map that would go with all its keys has its comment, and they stay, too.
        ("conn.image.repository conn.image.tag", ""),
        ("conn.image.tag", "conn.image.tag"),
        ("conn.image.tag conn.port", "conn.image.tag conn.port"),
        ("conn.image.repository conn.image.tag conn.port", ""),
        ("web.tag", "web.tag"),
        ("web.tag web.size", ""),
        ("db.tag web.tag web.size", "db.tag"),
    ],
)
def test_what_can_go_together(paths: str, free: str) -> None:
    found = unexplained(source(TEXT), map(parse_path, paths.split()))
    assert found == frozenset(map(parse_path, free.split()))


@pytest.mark.parametrize(("text", "is_there"), [("a: 1 # why\n", True), ("a: '# text'\n", False)])
def test_file_as_a_whole_is_explained_by_any_comment(text: str, *, is_there: bool) -> None:
    assert is_explained(source(text), ()) is is_there
