"""The proof refuses every text that is not the old one with exactly the edit."""

from __future__ import annotations

import pytest

from generator.core.edit.proof import Unproven, prove
from generator.core.edit.request import Request, intended, leeway, room
from generator.core.yaml.document import read

BEFORE = "# head\na: 1  # one\n\nb:\n  # of c\n  c: 'x'\n  d: [1, 2]\n"


SET = Request("set", ("b", "c"), "z")


def proven(after: str, before: str = BEFORE, request: Request = SET) -> None:
    document = read(before)
    prove(
        document, read(after), intended(document, request), leeway(document, request), room(document, request)
    )


def test_the_edit_itself_is_proven() -> None:
    proven(BEFORE.replace("'x'", "z"))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("'x'", "w", "other values"),
        ("'x'", "z\n  e: 1", "other values"),
        ("'x'\n  d: [1, 2]", "z\n  d: [1, 2.0]", "other values"),
        ("'x'\n  d: [1, 2]", "z\n  d: [1, '2']", "other values"),
        ("'x'\n  d: [1, 2]", "z\n  d: [1, 2, 3]", "other values"),
        ("'x'\n  d: [1, 2]", "z\n  d: &x [1, 2]", "other values"),
        ("'x'\n  d: [1, 2]", "z\n  d: [1,2]", "a line elsewhere"),
        ("'x'\n  d: [1, 2]", "z\n  d: [1, 2]\n\n", "nothing calls for"),
        ("  # of c\n  c: 'x'", "  c: z", "a line elsewhere"),
        ("  c: 'x'", "  c: z # new", "a comment would appear"),
        ("\n\nb:", "\nb:", "lines"),
        ("b:\n  # of c\n  c: 'x'\n  d: [1, 2]\n", "b:\n  # of c\n  d: [1, 2]\n  c: z\n", "other values"),
    ],
)
def test_anything_more_is_not(old: str, new: str, reason: str) -> None:
    after = BEFORE.replace(old, new)
    if old == "\n\nb:":
        after = after.replace("'x'", "z")
        reason = "a line elsewhere"
    with pytest.raises(Unproven, match=reason):
        proven(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "a: 1\nt: |\n  x",
            "a: 2\nt: |\n  x\n",
        ),  # the same characters, but now the text ends with a line break
        ("a: 1\nt: |\n  x\n", "a: 2\nt: |\n  x"),
        ("t: |\n  x\na: 1\n   \n", "t: |\n  x\n   \na: 2\n"),  # the spaces were below a, now they are text
        ("a: 1\nt: [x]\n", "a: 2\nt: [y]\n"),
        ("a: 1\nt: &x 1\n", "a: 2\nt: &y 1\n"),
        ("a: 1\nt:\n  u: 1\n", "a: 2\nt:\n   u: 2\n"),
    ],
)
def test_other_top_level_keys_have_to_mean_what_they_meant(before: str, after: str) -> None:
    with pytest.raises(Unproven, match="other values"):
        proven(after, before, Request("set", ("a",), 2))


def test_a_comment_behind_the_value_has_to_stay() -> None:
    with pytest.raises(Unproven, match="the comment '# one' would be lost"):
        proven(BEFORE.replace("a: 1  # one", "a: 2"), request=Request("set", ("a",), 2))


def test_other_documents_have_to_stay() -> None:
    with pytest.raises(Unproven, match="another document"):
        proven("a: 2\n---\nb: 2\n", "a: 1\n---\nb: 1\n", Request("set", ("a",), 2))


def test_line_ends_have_to_stay() -> None:
    with pytest.raises(Unproven, match="a line elsewhere"):
        proven("a: 2\r\nb: 1\n", "a: 1\r\nb: 1\r\n", Request("set", ("a",), 2))
