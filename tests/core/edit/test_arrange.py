"""Paths of several edits mean the file as it was, in whichever order they are named."""

from __future__ import annotations

from itertools import permutations
from pathlib import PurePosixPath
from typing import Any

import pytest

from generator.core.edit.arrange import path_after
from generator.core.edit.edits import Edit, changes_of
from generator.core.paths import format_path, parse_path

FILE = PurePosixPath("values.yaml")
LISTS = """\
app:
  args: [a, b, c, d]
  hosts:
    - name: one # first
      port: 1
    # the second
    - name: two
      port: 2
    - name: three
  extra: {}
"""


def after(text: str, edits: list[Edit]) -> str:
    (change,) = changes_of({FILE: text.encode()}, edits)
    assert change.after is not None
    return change.after.decode()


def deletes(*paths: str, **more: Any) -> list[Edit]:
    return [Edit(FILE, "delete", parse_path(path), **{"prune": False, **more}) for path in paths]


def sets(*pairs: tuple[str, Any]) -> list[Edit]:
    return [Edit(FILE, "set", parse_path(path), value) for path, value in pairs]


DELETES = [
    (("app.args[0]", "app.args[1]"), LISTS.replace("[a, b, c, d]", "[c, d]")),
    (("app.args[0]", "app.args[3]"), LISTS.replace("[a, b, c, d]", "[b, c]")),
    (("app.args[1]", "app.args[1]"), LISTS.replace("[a, b, c, d]", "[a, c, d]")),
    (("app.args[0]", "app.args"), LISTS.replace("  args: [a, b, c, d]\n", "")),
    (("app.hosts[1].port", "app.hosts[0]", "app.hosts[1].name"),
     LISTS.replace("    - name: one # first\n      port: 1\n", "").replace("- name: two\n      port: 2\n", "- {}\n")),
    (("app.hosts[0]", "app.hosts[1].port"),
     LISTS.replace("    - name: one # first\n      port: 1\n", "").replace("      port: 2\n", "")),
    (("app.hosts[2].name", "app.hosts[2]", "app.hosts[0].port"),
     LISTS.replace("    - name: three\n", "").replace("      port: 1\n", "")),
]  # fmt: skip


@pytest.mark.parametrize(("paths", "expected"), DELETES)
def test_what_is_deleted_is_what_stood_there(paths: tuple[str, ...], expected: str) -> None:
    for order in permutations(paths):
        assert after(LISTS, deletes(*order)) == expected


def test_what_they_empty_together_goes_where_asked() -> None:
    text = "a:\n  list:\n    - x: 1\n    - y: 2\nb: 1\n"
    for order in permutations(("a.list[0].x", "a.list[1]")):
        assert after(text, deletes(*order, prune=True)) == "b: 1\n"


SETS = [
    ((("app.args[0]", "x"), ("app.args[3]", "w")), LISTS.replace("[a, b, c, d]", "[x, b, c, w]")),
    ((("app.args[4]", "e"), ("app.args[5]", "f")), LISTS.replace("d]", "d, e, f]")),
    ((("app.extra", {"x": 1}), ("app.extra.z", 2)), LISTS.replace("extra: {}", "extra:\n    x: 1\n    z: 2")),
    ((("app.args", ["x"]), ("app.args[0]", "w")), LISTS.replace("[a, b, c, d]", "[w]")),
    ((("app.hosts[2].port", 3), ("app.hosts[3].name", "four")),
     LISTS.replace("- name: three\n", "- name: three\n      port: 3\n    - name: four\n")),
]  # fmt: skip


@pytest.mark.parametrize(("pairs", "expected"), SETS)
def test_what_is_set_is_what_was_asked_for(pairs: tuple[tuple[str, Any], ...], expected: str) -> None:
    for order in permutations(pairs):
        assert after(LISTS, sets(*order)) == expected


def test_of_two_values_for_one_path_the_last_counts() -> None:
    assert after("a: 1\n", sets(("a", 2), ("a", 3))) == "a: 3\n"


def test_a_set_beside_deletes_means_the_list_as_it_was() -> None:
    for order in permutations(
        [*deletes("app.args[0]"), *sets(("app.args[1]", "x")), *deletes("app.args[2]")]
    ):
        assert after(LISTS, list(order)) == LISTS.replace("[a, b, c, d]", "[x, d]")


def test_what_is_set_in_something_deleted_is_done_as_given() -> None:
    assert after("a: {b: 1}\nc: 1\n", [*deletes("a"), *sets(("a.d", 2))]) == "c: 1\na:\n  d: 2\n"


@pytest.mark.parametrize(
    ("path", "gone", "expected"),
    [
        ("a[3].b", ["a[0]", "a[1]", "a[1]", "a[4]", "b[0]"], "a[1].b"),
        ("a[1].b[2]", ["a[0]", "a[1].b[0]", "a[0].b[1]"], "a[0].b[1]"),
        ("a.b", ["a[0]", "a.c"], "a.b"),
    ],
)
def test_where_an_item_stands_when_others_are_gone(path: str, gone: list[str], expected: str) -> None:
    assert format_path(path_after(parse_path(path), [parse_path(one) for one in gone])) == expected
