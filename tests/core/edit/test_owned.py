"""Which comments go with a key: those that explain it where asked for, those that document it always."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.edit.edits import Edit
from generator.core.paths import parse_path


def without(text: str, path: str, *, comment: bool = False, prune: bool = False) -> str:
    return Edit(PurePosixPath("v"), "delete", parse_path(path), prune=prune, comment=comment).of(text)


WITH_COMMENT = [
    # deeper than its key, above the next one: it explains that one
    ("a:\n  x: 1\n    # about z\n  z: 2\n", "a.x", "a:\n    # about z\n  z: 2\n"),
    ("a:\n  x: 1\n    # about z\n  z: 2\n", "a.z", "a:\n  x: 1\n"),
    ("  # about a\na:\n  x: 1\n  # about b\nb: 2\n", "a", "  # about b\nb: 2\n"),
    ("  # about a\na:\n  x: 1\n  # about b\nb: 2\n", "b", "  # about a\na:\n  x: 1\n"),
    ("a: {}\n  # -- about b\nb: 2\n", "a", "  # -- about b\nb: 2\n"),
    ("a: {}\n  # -- about b\nb: 2\n", "b", "a: {}\n"),
    ("a:\n    # of x\n  x: 1\n  z: 2\n", "a.x", "a:\n  z: 2\n"),
    ("a: {}\n\n  # about b\nb: 2\n", "b", "a: {}\n"),
    # deeper than a key that holds nothing: an example of what it may hold
    ("# of a\na: {}\n  # x: 1\nb: 2\n", "a", "b: 2\n"),
    ("a: {}\n  # x: 1\nb: 2\n", "b", "a: {}\n  # x: 1\n"),
    ("a:\n  # x: 1\nb: 2\n", "a", "b: 2\n"),
    ("a: []\n  # - x\n\nb: 2\n", "a", "b: 2\n"),
    ("a: 1\n  # or 2\n\nb: 2\n", "a", "b: 2\n"),
    ("a:\n  x: 1\n  # z: 2\nb: 2\n", "a", "b: 2\n"),
    ("a:\n  x: 1\n  # z: 2\nb: 2\n", "b", "a:\n  x: 1\n  # z: 2\n"),
]


@pytest.mark.parametrize(("text", "path", "after"), WITH_COMMENT)
@pytest.mark.parametrize("eol", ["\n", "\r\n"])
def test_comments_that_explain_a_key_go_with_it(text: str, path: str, after: str, eol: str) -> None:
    assert without(text.replace("\n", eol), path, comment=True) == after.replace("\n", eol)


DOCUMENTED = [
    ("# -- of a\na: 1\n# -- of b\nb: 2\n", "a", "# -- of b\nb: 2\n"),
    ("# a note\n# -- of a\n# over two lines\n# @default -- none\na: 1\nb: 2\n", "a", "# a note\nb: 2\n"),
    ("# a -- of a, as it was done before\na: 1\n# b -- of b\nb: 2\n", "a", "# b -- of b\nb: 2\n"),
    ("# @schema\n# type: integer\n# @schema\n# -- of a\na: 1\nb: 2\n", "a", "b: 2\n"),
    ("# @schema minimum:1\na: 1\nb: 2\n", "a", "b: 2\n"),
    ("m:\n  # -- of a\n  a: 1\n  # -- of b\n  b: 2\n", "m.a", "m:\n  # -- of b\n  b: 2\n"),
    ("m:\n  # -- of a\n  a: 1\nb: 2\n", "m.a", "m: {}\nb: 2\n"),
    ("m:\n    # -- of a\n  a: 1\n    # -- of b\n  b: 2\n", "m.a", "m:\n    # -- of b\n  b: 2\n"),
    # readme-generator-for-helm: a line names its key
    ("## @section All\n## @param a A\n## @param b B\n##\na: 1\nb: 2\n", "a", "## @section All\n## @param b B\n##\nb: 2\n"),
    ("## @section All\n## @param a A\n## @param b B\na: 1\nb: 2\n", "b", "## @section All\n## @param a A\n## @param b B\na: 1\n"),
    ("## All\n## ref: https://x\n## @param m.a [default: 1] A\n## @param m.b B\n##\nm:\n  a: 1\n  b: 2\nc: 3\n", "m", "c: 3\n"),
    ("## @section All\n## @param a A\n##\na: 1\nb: 2\n", "a", "## @section All\nb: 2\n"),
    ("## @param ab A\na: 1\nb: 2\n", "a", "## @param ab A\nb: 2\n"),
    # above the map that holds it
    ("## @param m.a A\n## @param m.b B\n##\nm:\n  a: 1\n  b: 2\n", "m.a", "## @param m.b B\n##\nm:\n  b: 2\n"),
    ("## Of m\n## @param m.b.c C\n## @param m.bc C\nm:\n  a: 1\n  b:\n    c: 1\n", "m.b", "## Of m\n## @param m.bc C\nm:\n  a: 1\n"),
    ("## @param m.a A\n## @param m.b B\nm: {a: 1, b: 2}\n", "m.a", "## @param m.b B\nm: {b: 2}\n"),
    ("## @param m.a A\nm:\n  a: 1\nn: 1\n", "m.a", "m: {}\nn: 1\n"),
    ("## @skip m.o.a\n## @extra m.o.b B\nm:\n  o:\n    # -- of a\n    a: 1\n    b: 2\n", "m.o.a", "## @extra m.o.b B\nm:\n  o:\n    b: 2\n"),
    ("## @param m.l[0].a A\n## @param m.l[1].a A\nm:\n  l:\n    - a: 1\n    - a: 2\n", "m.l[1]", "## @param m.l[0].a A\nm:\n  l:\n    - a: 1\n"),
    ("## @param m.a A\n\nm:\n  a: 1\n  b: 2\n", "m.a", "## @param m.a A\n\nm:\n  b: 2\n"),
    ("# m.a -- of a\n# m.b -- of b\nm:\n  a: 1\n  b: 2\n", "m.a", "# m.a -- of a\n# m.b -- of b\nm:\n  b: 2\n"),
    # what explains it stays, unless it is asked for
    ("# why\na: 1\nb: 2\n", "a", "# why\nb: 2\n"),
    ("# ---\n# ----- all -----\na: 1\nb: 2\n", "a", "# ---\n# ----- all -----\nb: 2\n"),
    ("l:\n  # -- of it\n  - a\n  - b\n", "l[0]", "l:\n  # -- of it\n  - b\n"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "path", "after"), DOCUMENTED)
@pytest.mark.parametrize("eol", ["\n", "\r\n"])
def test_comments_that_document_a_key_go_with_it(text: str, path: str, after: str, eol: str) -> None:
    assert without(text.replace("\n", eol), path) == after.replace("\n", eol)


def test_with_its_comments_go_the_lines_above_the_map_that_holds_it() -> None:
    text = "## @param m.a A\n## @param m.b B\nm:\n  b: 2\n  # why\n  a: 1\n"
    assert without(text, "m.a", comment=True) == "## @param m.b B\nm:\n  b: 2\n"


def test_documentation_of_a_map_that_is_left_empty_goes_with_it() -> None:
    assert without("# -- of m\nm:\n  # -- of a\n  a: 1\nb: 2\n", "m.a", prune=True) == "b: 2\n"


def test_an_example_above_the_documentation_of_the_next_key_is_not_its_own() -> None:
    text = "a: {}\n  # x: 1\n# -- of b\nb: 2\n"
    assert without(text, "b") == "a: {}\n  # x: 1\n"
    assert without(text, "a", comment=True) == "# -- of b\nb: 2\n"
