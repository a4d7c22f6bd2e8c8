"""The diff that people see before anything is written."""

from __future__ import annotations

import difflib
from pathlib import PurePosixPath

from hypothesis import given
from hypothesis import strategies as st

from generator.core.changes import Change, applied, as_text, changes_between, unified
from generator.core.styled import Line, Part

VALUES = PurePosixPath("values.yaml")


def diff(before: str | None, after: str | None) -> str:
    encoded = [text.encode() if text is not None else None for text in (before, after)]
    return unified([Change(VALUES, *encoded)])


def test_one_changed_line_with_its_context() -> None:
    assert diff("a: 1\nb: 2\nc: 3\nd: 4\ne: 5\nf: 6\n", "a: 1\nb: 2\nc: 3\nd: 4\ne: 6\nf: 6\n") == (
        "--- a/values.yaml\n"
        "+++ b/values.yaml\n"
        "@@ -2,5 +2,5 @@\n"
        " b: 2\n c: 3\n d: 4\n"
        "-e: 5\n"
        "+e: 6\n"
        " f: 6\n"
    )  # fmt: skip


def test_missing_line_break_at_the_end_is_told() -> None:
    assert diff("a: 1", "a: 1\n") == (
        "--- a/values.yaml\n"
        "+++ b/values.yaml\n"
        "@@ -1 +1 @@\n"
        "-a: 1\n"
        "\\ No newline at end of file\n"
        "+a: 1\n"
    )  # fmt: skip


def test_new_file() -> None:
    assert diff(None, "a: 1\n") == "--- /dev/null\n+++ b/values.yaml\n@@ -0,0 +1 @@\n+a: 1\n"


def test_removed_file() -> None:
    assert diff("a: 1\n", None) == "--- a/values.yaml\n+++ /dev/null\n@@ -1 +0,0 @@\n-a: 1\n"


def test_a_folder_stands_before_names_but_not_before_what_is_no_file() -> None:
    shown = unified([Change(VALUES, None, b"a: 1\n")], folder="deploy/my shop/")
    assert shown == "--- /dev/null\n+++ b/deploy/my shop/values.yaml\t\n@@ -0,0 +1 @@\n+a: 1\n"


def test_nothing_changed() -> None:
    assert diff("a: 1\n", "a: 1\n") == ""


def test_line_breaks_of_windows_are_part_of_their_lines() -> None:
    assert diff("a: 1\r\nb: 1\r\n", "a: 1\r\nb: 2\r\n").endswith(" a: 1\r\n-b: 1\r\n+b: 2\r\n")


lines = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "d\n"]), max_size=40).map("".join)


@given(lines, lines)
def test_diff_leads_from_the_one_to_the_other(before: str, after: str) -> None:
    shown = diff(before, after).splitlines(keepends=True)
    if before == after:
        assert shown == []
        return
    assert patched(before.splitlines(keepends=True), shown[2:]) == after.splitlines(keepends=True)
    # As short as Python's own, give or take what a search for the equal ends costs.
    own = list(difflib.unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True)))
    assert len(shown) <= len(own) + 16


def patched(old: list[str], hunks: list[str]) -> list[str]:
    """A patch program for tests: checks context and removed lines, and where hunks say they are."""
    result: list[str] = []
    position = 0
    for line in hunks:
        if line.startswith("@@"):
            start, _, count = line.split()[1][1:].partition(",")
            wanted = int(start) - (count != "0")
            result += old[position:wanted]
            position = wanted
        elif line[0] in " -":
            assert old[position] == line[1:]
            position += 1
        if line[0] in " +":
            result.append(line[1:])
    return result + old[position:]


def test_changes_between_trees_and_back() -> None:
    a, b, c = (PurePosixPath(name) for name in "abc")
    before = {a: b"1", b: b"1"}
    changes = changes_between(before, {a: b"2", b: None, c: b"3"})
    assert changes == (Change(a, b"1", b"2"), Change(b, b"1", None), Change(c, None, b"3"))
    assert applied(before, changes) == {a: b"2", c: b"3"}
    assert changes_between(before, {a: b"1"}) == ()


def test_diff_has_the_colours_of_a_diff() -> None:
    assert as_text([Change(VALUES, b"a: 1\nb: 2\n", b"a: 1\nb: 3\n")]) == [
        Line((Part("--- a/values.yaml", "bold"),), is_exact=True),
        Line((Part("+++ b/values.yaml", "bold"),), is_exact=True),
        Line((Part("@@ -1,2 +1,2 @@", "cyan"),), is_exact=True),
        Line((Part(" a: 1"),), is_exact=True),
        Line((Part("-b: 2", "red"),), is_exact=True),
        Line((Part("+b: 3", "green"),), is_exact=True),
    ]
    assert as_text([]) == []


def test_name_of_a_file_brings_no_line_of_its_own_and_no_letter_but_a_line_feed_ends_one() -> None:
    change = Change(PurePosixPath("a\n::error::x"), b"a: 1\x0c\r2\xc2\x85\n", b"a: 2\n")
    assert [one.text for one in as_text([change])] == [
        "--- a/a\\n::error::x",
        "+++ b/a\\n::error::x",
        "@@ -1 +1 @@",
        "-a: 1\x0c\r2\x85",
        "+a: 2",
    ]
