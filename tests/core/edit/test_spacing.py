"""New blocks are set off as the file's blocks are, and what goes leaves no blank lines behind."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.edit.edits import Edit
from generator.core.yaml.data import data_of
from generator.core.yaml.document import read
from tests.small_platform import DEV, DR, PROD, STAGING, VALUES

FILE = PurePosixPath("values.yaml")
EXAMPLE = "a: 1\n\nb:\n  x: 1\n# c:\n#   x: 2\n"

SETS = [
    # (before, after), where c is set to 3
    ("a: 1\n\nb: 2\n", "a: 1\n\nb: 2\n\nc: 3\n"),
    ("a: 1\r\n\r\nb: 2\r\n", "a: 1\r\n\r\nb: 2\r\n\r\nc: 3\r\n"),
    ("\ufeffa: 1\n\nb: 2\n", "\ufeffa: 1\n\nb: 2\n\nc: 3\n"),
    ("a: 1\n\n# why\nb: 2", "a: 1\n\n# why\nb: 2\n\nc: 3"),
    ("a: 1\n\nb: 2\n\n", "a: 1\n\nb: 2\n\nc: 3\n\n"),
    ("a: 1\n\nb: 2\n---\nd: 1\n", "a: 1\n\nb: 2\n\nc: 3\n---\nd: 1\n"),
    # below a comment, whatever the others do
    ("a: 1\nb: 2\n# d: 3\n", "a: 1\nb: 2\n# d: 3\n\nc: 3\n"),
    (EXAMPLE, EXAMPLE + "\nc: 3\n"),
    ("# only a comment\n", "# only a comment\n\nc: 3\n"),
    # where blocks are not set off, a new one is not
    ("a: 1\nb: 2\n", "a: 1\nb: 2\nc: 3\n"),
    ("a: 1\nb: 2\n\nd: 3\n", "a: 1\nb: 2\n\nd: 3\nc: 3\n"),
    ("a: 1\n", "a: 1\nc: 3\n"),
    ("{a: 1}\n", "{a: 1, c: 3}\n"),
    ("", "c: 3\n"),
    # no blank line within a text
    ("a: 1\n\nb: |+\n  x\n", "a: 1\n\nb: |+\n  x\nc: 3\n"),
]


@pytest.mark.parametrize(("before", "after"), SETS)
def test_new_block_is_set_off_as_the_others_are(before: str, after: str) -> None:
    assert Edit(FILE, "set", ("c",), 3).of(before) == after


@pytest.mark.parametrize(("before", "_"), SETS)
def test_what_was_added_goes_without_a_trace(before: str, _: str) -> None:
    if not data_of(read(before.removeprefix("\ufeff"))):
        return  # an empty map stays where a file had nothing
    for comment in (False, True):
        after = Edit(FILE, "set", ("c", "x"), 3).of(before)
        assert Edit(FILE, "delete", ("c", "x"), comment=comment).of(after) == before


@pytest.mark.parametrize("text", [VALUES, DEV, STAGING, PROD, DR, EXAMPLE])
def test_new_block_takes_no_comment_for_its_own(text: str) -> None:
    after = Edit(FILE, "set", ("new", "x"), 1).of(text)
    assert Edit(FILE, "delete", ("new",), comment=True).of(after) == text


@pytest.mark.parametrize(
    ("before", "path", "after"),
    [
        ("a: 1\n\nb: 2\n\nc: 3\n", "b", "a: 1\n\nc: 3\n"),
        ("a: 1\n\n\nb: 2\n\nc: 3\n", "b", "a: 1\n\n\nc: 3\n"),
        ("a: 1\n\nb: 2\n\n\nc: 3\n", "b", "a: 1\n\n\nc: 3\n"),
        ("a: 1\n\nb: 2\nc: 3\n", "b", "a: 1\n\nc: 3\n"),
        ("a: 1\n\nb: 2\n", "b", "a: 1\n"),
        ("a: 1\n\nb: 2", "b", "a: 1"),
        ("a: 1\r\n\r\nb: 2\r\n", "b", "a: 1\r\n"),
        ("a: 1\n\nb: 2\n\n", "b", "a: 1\n\n"),
        ("a: 1\n\nb: 2\n", "a", "b: 2\n"),
        ("# head\n\na: 1\n\nb: 2\n", "a", "# head\n\nb: 2\n"),
        ("g:\n  a: 1\n\n  b: 2\n\n  c: 3\n", "g.b", "g:\n  a: 1\n\n  c: 3\n"),
        ("g:\n  a: 1\n\n  b: 2\n\nc: 3\n", "g.b", "g:\n  a: 1\n\nc: 3\n"),
        ("a: 1\n\n# why\nb: 2\n\nc: 3\n", "b", "a: 1\n\n# why\n\nc: 3\n"),
        ("a: |+\n  x\n\nb: 2\n\nc: 3\n", "b", "a: |+\n  x\n\nc: 3\n"),
        ("a: {x: 1, y: 2}\n\n\nb: 2\n", "a.x", "a: {y: 2}\n\n\nb: 2\n"),
    ],
)
def test_what_goes_leaves_no_blank_lines_behind(before: str, path: str, after: str) -> None:
    assert Edit(FILE, "delete", tuple(path.split("."))).of(before) == after
