"""A block goes below an entry, as its neighbours stand, and every old line is still there."""

from __future__ import annotations

import pytest

from generator.core.edit.blocks import insert_block
from generator.core.edit.guard import EditRefused
from generator.core.paths import KeyPath
from generator.core.yaml.data import values_of_text
from generator.errors import BlueprintError
from tests.small_platform import VALUES

BLOCK = "new: # what it does\n  # why\n  tag: v1\n"


CASES: dict[str, tuple[str, KeyPath, str, str]] = {
    "between blocks that are set off": (
        "a: 1\n\nb:\n  c: 1\n\nd: 1\n",
        ("b",),
        BLOCK,
        "a: 1\n\nb:\n  c: 1\n\nnew: # what it does\n  # why\n  tag: v1\n\nd: 1\n",
    ),
    "between blocks that are not": (
        "a: 1\nb:\n  c: 1\nd: 1\n",
        ("b",),
        BLOCK,
        "a: 1\nb:\n  c: 1\nnew: # what it does\n  # why\n  tag: v1\nd: 1\n",
    ),
    "above the heading of the next section": (
        "a: 1\n\n# ── data ──\nb: 1\n",
        ("a",),
        "new: 1\n",
        "a: 1\n\nnew: 1\n\n# ── data ──\nb: 1\n",
    ),
    "below comments that belong to the entry": (
        "a:\n  b: 1\n  # c: 2 would do, too\n# a note on a\n\nd: 1\n",
        ("a",),
        "new: 1\n",
        "a:\n  b: 1\n  # c: 2 would do, too\n# a note on a\n\nnew: 1\n\nd: 1\n",
    ),
    "above comments of the next one": (
        "a:\n  b: 1\n# a note on d\nd: 1\n",
        ("a",),
        "new: 1\n",
        "a:\n  b: 1\nnew: 1\n# a note on d\nd: 1\n",
    ),
    "above a heading that a blank line follows": (
        "a: 1\nb: 1\n# ── data ──\n\nc: 1\n",
        ("b",),
        "new: 1\n",
        "a: 1\nb: 1\nnew: 1\n# ── data ──\n\nc: 1\n",
    ),
    "at the end of a file": ("a: 1\n\nb: 1\n", ("b",), "new: 1\n", "a: 1\n\nb: 1\n\nnew: 1\n"),
    "below a comment at the end of a file": (
        "a: 1\nb: 1\n# the end\n",
        ("b",),
        "new: 1\n",
        "a: 1\nb: 1\n# the end\nnew: 1\n",
    ),
    "below the only block": ("a: 1\n", ("a",), "new: 1\n", "a: 1\n\nnew: 1\n"),
    "at the end of a file without a line break": ("a: 1\nb: 1", ("b",), "new: 1\n", "a: 1\nb: 1\nnew: 1\n"),
    "of several keys, with a heading": (
        "a: 1\n\nb: 1\n",
        ("a",),
        "# ── new ──\nnew: 1\n\nother: 2\n",
        "a: 1\n\n# ── new ──\nnew: 1\n\nother: 2\n\nb: 1\n",
    ),
    "within a map": (
        "g:\n  calls: # who calls whom\n    a: [b]\n    c: [d]\n  z: 1\n",
        ("g", "calls", "a"),
        "new: [a] # why\n",
        "g:\n  calls: # who calls whom\n    a: [b]\n    new: [a] # why\n    c: [d]\n  z: 1\n",
    ),
    "at the end of a map within": (
        "g:\n  calls:\n    a: [b]\n  z: 1\n",
        ("g", "calls", "a"),
        "new: [a]\n",
        "g:\n  calls:\n    a: [b]\n    new: [a]\n  z: 1\n",
    ),
    "an item of a list": (
        "of:\n  # business\n  - {name: a}\n  - {name: b}\n  # data\n  - {name: c}\n",
        ("of", 1),
        "- {name: new} # why\n",
        "of:\n  # business\n  - {name: a}\n  - {name: b}\n  - {name: new} # why\n  # data\n  - {name: c}\n",
    ),
    "an item of several lines in a list at the left edge": (
        "of:\n- name: a\n  tag: 1\n\n- name: b\n  tag: 1\n",
        ("of", 0),
        "- name: new\n  tag: 2\n",
        "of:\n- name: a\n  tag: 1\n\n- name: new\n  tag: 2\n\n- name: b\n  tag: 1\n",
    ),
    "below items that comments stand above": (
        "of:\n  - a\n\n  # why b\n  - b\n",
        ("of", 1),
        "- new\n",
        "of:\n  - a\n\n  # why b\n  - b\n\n  - new\n",
    ),
    "below a text of several lines": (
        "a: |\n  one\n  two\nb: 1\n",
        ("a",),
        "new: 1\n",
        "a: |\n  one\n  two\nnew: 1\nb: 1\n",
    ),
    "below a text that keeps its line breaks": (
        "a: |+\n  one\n\nb: 1\n",
        ("a",),
        "new: 1\n",
        "a: |+\n  one\n\nnew: 1\n\nb: 1\n",
    ),
    "with the line breaks of the file": (
        "a: 1\r\n\r\nb: 1\r\n",
        ("a",),
        "new: 1\n\nother: 2\n",
        "a: 1\r\n\r\nnew: 1\r\n\r\nother: 2\r\n\r\nb: 1\r\n",
    ),
    "with the line breaks of the file, whatever its own are": (
        "a: 1\r\nb: 1\r\n",
        ("a",),
        "new:\r\n  - 1\r\n",
        "a: 1\r\nnew:\r\n  - 1\r\nb: 1\r\n",
    ),
    "of a file of carriage returns": ("a: 1\rb: 1\r", ("a",), "new: 1\n", "a: 1\rnew: 1\rb: 1\r"),
    "behind a byte order mark": ("\ufeffa: 1\nb: 1\n", ("a",), "new: 1\n", "\ufeffa: 1\nnew: 1\nb: 1\n"),
    "before the next document": (
        "a: 1\nb: 1\n---\nz: 1\n",
        ("b",),
        "new: 1\n",
        "a: 1\nb: 1\nnew: 1\n---\nz: 1\n",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_puts_a_block(case: str) -> None:
    text, after, block, expected = CASES[case]
    assert insert_block(text, block, after) == expected


REFUSED: dict[str, tuple[str, KeyPath, str, str, str]] = {
    "a key that is there": ("a: 1\nb: 1\n", ("a",), "b: 2\n", "values.yaml:1", "b is there already"),
    "a key that is there, further in": (
        "g:\n  a: 1\n  b: 1\n",
        ("g", "a"),
        "b: 2\n",
        "values.yaml:2",
        "g.b is there already",
    ),
    "below nothing": (
        "a: 1\n",
        ("b",),
        "new: 1\n",
        "values.yaml",
        "there is no b that something could stand below",
    ),
    "in braces": (
        "g: {a: 1}\n",
        ("g", "a"),
        "new: 1\n",
        "values.yaml:1",
        "nothing can be put below g.a as it is written",
    ),
    "below an item that begins in its list's line": (
        "a:\n  - - 1\n    - 2\n",
        ("a", 0, 0),
        "- 3\n",
        "values.yaml:2",
        "nothing can be put below a[0][0] as it is written",
    ),
    "items below keys": (
        "a: 1\n",
        ("a",),
        "- 1\n",
        "values.yaml:1",
        "keys go below keys, items below items: a is neither",
    ),
    "in a map that others share": (
        "a: &a\n  b: 1\nc: *a\n",
        ("a", "b"),
        "new: 1\n",
        "values.yaml:2",
        "nothing can be put below a.b as it is written",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_refuses(case: str) -> None:
    text, after, block, where, what = REFUSED[case]
    with pytest.raises(EditRefused) as caught:
        insert_block(text, block, after, file="values.yaml")
    assert (caught.value.where, caught.value.what) == (where, what)


def test_a_block_that_is_no_yaml_is_refused() -> None:
    with pytest.raises(BlueprintError, match="not valid YAML"):
        insert_block("a: 1\n", "new: [\n", ("a",))


@pytest.mark.parametrize("key", values_of_text(VALUES))
def test_every_old_line_is_still_there(key: str) -> None:
    after = insert_block(VALUES, BLOCK, (key,))
    rest = iter(after.splitlines())
    assert all(line in rest for line in VALUES.splitlines())
    assert values_of_text(after) == {**values_of_text(VALUES), "new": {"tag": "v1"}}
