"""The text that three versions become: the bytes of ours, and what they changed in its places."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.edit.edits import Edit, edited
from generator.core.helm.chart_file import VALUES_FILE
from generator.core.merge.merge import CannotMerge, MergedText, merged_values
from generator.core.merge.three_way import MergeConflict
from generator.core.paths import Item
from generator.core.yaml.data import values_of_text

BASE = """\
# The shop.
# One line more.

# who calls whom
global:
  domain: example.com   # where
  connections: {web: [orders], orders: [db]}

# ── front ───────────
web: # the front
  image: {repository: a/web, tag: 1.0.0}
  replicas: 2
  resources: {}
  #  limits: {cpu: 1}
  env:
    - name: A
      value: x
    # the second
    - name: B
      value: |
        two
        lines
  args: [--port, "80"]

# ── back ────────────
orders:
  image: {repository: a/orders, tag: 1.0.0}
  presets: [app]

db: {size: 1Gi} # data
"""


def changed(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


# What ours changed, what theirs changed, and both together: replaced texts.
CASES: dict[str, tuple[list[tuple[str, str]], list[tuple[str, str]], list[tuple[str, str]]]] = {
    "one line of two flow maps": (
        [("a/web, tag: 1.0.0", "mine/web, tag: 1.0.0")],
        [("a/web, tag: 1.0.0", "a/web, tag: 2.0.0"), ("{size: 1Gi}", "{size: 1Gi, class: fast}")],
        [("a/web, tag: 1.0.0", "mine/web, tag: 2.0.0"), ("{size: 1Gi}", "{size: 1Gi, class: fast}")],
    ),
    "a comment of ours and a value of theirs": (
        [("  replicas: 2\n", "  # peak: ask before\n  replicas: 2 # two\n")],
        [("  replicas: 2\n", "  replicas: 3\n")],
        [("  replicas: 2\n", "  # peak: ask before\n  replicas: 3 # two\n")],
    ),
    "a comment of theirs and a value of ours": (
        [("  replicas: 2\n", "  replicas: 4\n"), ("A\n      value: x", "A\n      value: z")],
        [("  replicas: 2\n", "  # how many\n  replicas: 2 # or more\n"), ("# the second", "# another one")],
        [("  replicas: 2\n", "  # how many\n  replicas: 4 # or more\n"), ("A\n      value: x", "A\n      value: z"),
         ("# the second", "# another one")],
    ),
    "new keys in the middle": (
        [("  replicas: 2\n", "  replicas: 2\n  mine: 1 # own\n")],
        [("  env:\n", "  # new in 2\n  probes: {live: true}\n  env:\n")],
        [("  replicas: 2\n", "  replicas: 2\n  mine: 1 # own\n"),
         ("  env:\n", "  # new in 2\n  probes: {live: true}\n  env:\n")],
    ),
    "a section of theirs under its heading": (
        [("db: {size: 1Gi} # data\n", "db: {size: 5Gi} # data\n")],
        [("# ── back", "# ── middle ──────────\ncart:\n  image: {repository: a/cart, tag: 2.0.0}\n\n# ── back")],
        [("db: {size: 1Gi} # data\n", "db: {size: 5Gi} # data\n"),
         ("# ── back", "# ── middle ──────────\ncart:\n  image: {repository: a/cart, tag: 2.0.0}\n\n# ── back")],
    ),
    "what is empty is filled by both": (
        [("resources: {}", "resources: {requests: {cpu: 1}}")],
        [("resources: {}", "resources: {limits: {memory: 1Gi}}")],
        [("resources: {}", "resources: {requests: {cpu: 1}, limits: {memory: 1Gi}}")],
    ),
    "items by name": (
        [("      value: x\n", "      value: mine\n"), ("  args:", "    - name: C\n      value: c\n  args:")],
        [("        two\n", "        three\n"), ("    - name: A\n", "    - name: Z\n      value: z\n    - name: A\n")],
        [("      value: x\n", "      value: mine\n"), ("  args:", "    - name: C\n      value: c\n  args:"),
         ("        two\n", "        three\n"), ("    - name: A\n", "    - name: Z\n      value: z\n    - name: A\n")],
    ),
    "sets of names": (
        [("[app]", "[app, mine]"), ("web: [orders]", "web: [orders, search]")],
        [("[app]", "[base, app]"), ("web: [orders]", "web: [orders, cart]")],
        [("[app]", "[base, app, mine]"), ("web: [orders]", "web: [orders, cart, search]")],
    ),
    "a list that only they changed, with our quotes": (
        [("tag: 1.0.0}\n  presets", "tag: '1.0.0'}\n  presets"), ("[--port, \"80\"]", "['--port', '80']")],
        [("[--port, \"80\"]", "[--port, \"8080\"]")],
        [("tag: 1.0.0}\n  presets", "tag: '1.0.0'}\n  presets"), ("[--port, \"80\"]", "[--port, \"8080\"]")],
    ),
    "removed by ours, untouched by theirs": (
        [("  resources: {}\n  #  limits: {cpu: 1}\n", "")],
        [("  replicas: 2\n", "  replicas: 3\n")],
        [("  resources: {}\n  #  limits: {cpu: 1}\n", ""), ("  replicas: 2\n", "  replicas: 3\n")],
    ),
    "removed by theirs, our comment stays": (
        [("  replicas: 2\n", "  # ask Ann\n  replicas: 2\n")],
        [("  replicas: 2\n", ""), ("1Gi", "2Gi")],
        [("  replicas: 2\n", "  # ask Ann\n"), ("1Gi", "2Gi")],
    ),
    "the head of the file": (
        [("1Gi", "3Gi")],
        [("# One line more.\n", "# Version 2.\n"), ("# who calls", "# who may call")],
        [("1Gi", "3Gi"), ("# One line more.\n", "# Version 2.\n"), ("# who calls", "# who may call")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_both_changes_are_in_the_text_and_nothing_else(case: str) -> None:
    ours, theirs, both = CASES[case]
    merged = merged_values(BASE, changed(BASE, *ours), changed(BASE, *theirs))
    assert merged == MergedText(changed(BASE, *both), ())


def test_what_they_add_is_indented_as_ours_is() -> None:
    ours = "a:\n    b: 1\n    c: 1\nlist:\n    - name: x\n      v: 1\n"
    base = "a:\n  b: 1\n  c: 1\nlist:\n- name: x\n  v: 1\n"
    theirs = "a:\n  b: 1\n  d:\n    # deep\n    e: |\n      text\n\n      more\n  c: 2\nlist:\n- name: x\n  v: 1\n  w: 2\n- name: z\n"
    assert merged_values(base, ours, theirs).text == (
        "a:\n    b: 1\n    d:\n      # deep\n      e: |\n        text\n\n        more\n    c: 2\n"
        "list:\n    - name: x\n      v: 1\n      w: 2\n    - name: z\n"
    )


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        ("a: 1\nb: 1\n", "a: 2\nb: 1\n", "a: 1\nb: 2", "a: 2\nb: 2"),
        ("a: 1\nb: 1", "a: 2\nb: 1", "a: 1\nb: 2", "a: 2\nb: 2"),
        ("a: 1\nb: 1\n", "a: 2\r\nb: 1\r\n", "a: 1\nb: 2\n", "a: 2\r\nb: 2\r\n"),
        ("a: 1\nb: 1\n", "\ufeffa: 2\nb: 1\n", "a: 1\nb: 2\n", "\ufeffa: 2\nb: 2\n"),
        ("---\na: 1\nb: 1\n...\n", "---\na: 2\nb: 1\n...\n", "---\na: 1\nb: 2\n...\n", "---\na: 2\nb: 2\n...\n"),
        ("a: 1\n", "# mine\na: 1\n", "a: 2\n", "# mine\na: 2\n"),
        ("a: &x {b: 1}\nc: *x\nd: 1\n", "a: &x {b: 1}\nc: *x\nd: 2\n", "a: &x {b: 2}\nc: *x\nd: 1\n",
         "a: &x {b: 2}\nc: *x\nd: 2\n"),
        ("a:\nb: 1\n", "a: 1\nb: 1\n", "a:\nb:\n  c: 1\n", "a: 1\nb:\n  c: 1\n"),
        ("a:\nb: 1\n", "a: # why\nb: 2\n", "a: 5\nb: 1\n", "a: 5 # why\nb: 2\n"),
        ("a:\n  - x # one\n  - y\nb: 1\n", "a:\n  - x # mine\n  - y\nb: 1\n", "a:\n  - x # one\n  - y\n  - z\nb: 2\n",
         "a:\n  - x # mine\n  - y\n  - z\nb: 2\n"),
        ("a:\n  - name: x\n    v: 1\n", "a:\n  - # mine\n    name: x\n    v: 2\n", "a:\n  - name: x\n    w: 1\n    v: 1\n",
         "a:\n  - # mine\n    name: x\n    w: 1\n    v: 2\n"),
    ],
)  # fmt: skip
def test_line_breaks_marks_anchors_and_empty_values_stay_ours(
    base: str, ours: str, theirs: str, merged: str
) -> None:
    assert merged_values(base, ours, theirs) == MergedText(merged, ())


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        # both change the comment above, behind, below
        ("# a\n# b\nk: 1\nz: 1\n", "# a\n# mine\nk: 1\nz: 1\n", "# new\n# a\n# c\nk: 1\nz: 2\n",
         "# new\n# a\n# c\n# mine\nk: 1\nz: 2\n"),
        ("k: 1 # a\nz: 1\n", "k: 2 # mine\nz: 1\n", "k: 1 # b\nz: 2\n", "k: 2 # mine\nz: 2\n"),
        ("k: {} # a\n  # x\n  # y\nz: 1\n", "k: {m: 1} # a\n  # x\n  # mine\nz: 1\n", "k: {} # b\n  # w\n  # x\nz: 2\n",
         "k: {m: 1} # b\n  # w\n  # x\n  # mine\nz: 2\n"),
        # a comment that both wrote stands once
        ("k: 1\nz: 1\n", "# same\n# mine\nk: 1\nz: 1\n", "# same\nk: 1\nz: 2\n", "# same\n# mine\nk: 1\nz: 2\n"),
        # what follows the last entry
        ("a:\n  b: 1\n  # c: 1\nz: 1\n", "a:\n  b: 2\n  # c: 1\nz: 1\n# mine\n", "a:\n  b: 1\n  # c: 2\nz: 1\n# theirs\n",
         "a:\n  b: 2\n  # c: 2\nz: 1\n# theirs\n# mine\n"),
        # an entry of several lines becomes one of another kind
        ("a: 1\nb: 1\n", "a: 1 # mine\nb: 2\n", "a:\n  # deep\n  c: 1\nb: 1\n", "# mine\na:\n  # deep\n  c: 1\nb: 2\n"),
        ("a:\n  c: 1\nb: 1\n", "a:\n  c: 1\nb: 2\n", "a: |\n  text\nb: 1\n", "a: |\n  text\nb: 2\n"),
        ("a:\n  c: 1\nb: 1\n", "a:\n  # mine\n  c: 1\nb: 2\n", "b: 1\n", "# mine\nb: 2\n"),
        ("a: 1\nb: 1\n", "a: 1\nb: 2 # mine\n", "b: 1\n", "b: 2 # mine\n"),
        ("a: 1\nb: 1\n", "# up\na: 1 # it's\nb: 2\n", "b: 1\n", "# up\n# it's\nb: 2\n"),
        # items that nothing names, which they alone changed
        ("a:\n  - {x: {b: 1}}\n", "a:\n  - { x: { b: 1 } }\n", "a:\n  - {x: {b: 1}}\n  - {x: {b: 2}} # why\n",
         "a:\n  - { x: { b: 1 } }\n  - {x: {b: 2}} # why\n"),
        ("a:\n  - b: 1\n  - b: 1\n  - b: 2\n", "a:\n  # mine\n  - b: 1\n  - b: 1 # second\n  - b: 2\n", "a:\n  - b: 1\n  - b: 3\n  # last\n  - b: 2\n",
         "a:\n  # mine\n  - b: 1\n  - b: 3\n  # second\n  # last\n  - b: 2\n"),
        ("a:\n- [1]\n- [2]\n", "a:\n  - [ 1 ]\n  - [ 2 ]\n", "a:\n- [2]\n- [1]\n- [3] # new\n", "a:\n  - [ 2 ]\n  - [ 1 ]\n  - [3] # new\n"),
        # braces on one side, block on the other
        ("a: {b: 1, c: 1}\n", "a:\n  b: 2 # mine\n  c: 1\n", "a: {b: 1, c: 3}\n", "a:\n  b: 2 # mine\n  c: 3\n"),
        ("a:\n  b: 1\n  c: 1\n", "a: {b: 2, c: 1}\n", "a:\n  b: 1\n  c: 3\n", "a: {b: 2, c: 3}\n"),
        ("a: [{name: x, v: 1}]\nb: 1\n", "a: [{name: x, v: 2}]\nb: 1\n", "a: [{name: x, v: 1}, {name: w}]\nb: 2\n",
         "a: [{name: x, v: 2}, {name: w}]\nb: 2\n"),
        ("a: [{name: x, v: 1, w: 1}]\nb: 1\n", "a: [{name: x, v: 2, w: 1}]\nb: 1\n", "a: [{name: x, v: 1, w: 2}]\nb: 2\n",
         "a: [{name: x, v: 2, w: 2}]\nb: 2\n"),
        ("a: {b: 1, c: 1}\nd: 1\n", "a: {b: 1, c: 2}\nd: 1\n", "a: {c: 1}\nd: 1\n", "a: {c: 2}\nd: 1\n"),
        # the head of a map: theirs where ours is as it was
        ("a: # x\n  b: 1\n  c: 1\n", "a: # x\n  b: 2\n  c: 1\n", "a: # y\n  b: 1\n  c: 2\n", "a: # y\n  b: 2\n  c: 2\n"),
        ("a: # x\n  b: 1\n  c: 1\n", "a: # mine\n  b: 2\n  c: 1\n", "a: # y\n  b: 1\n  c: 2\n", "a: # mine\n  b: 2\n  c: 2\n"),
        ("a:\nz: 1\n", "a:\n  b: 1\nz: 1\n", "a:\n  c: 1\nz: 1\n", "a:\n  b: 1\n  c: 1\nz: 1\n"),
        # a new first key of an item
        ("a:\n  - name: x\n", "a:\n  - v: 1\n    name: x\n", "a:\n  # all\n  - # first\n    w: 1\n    name: x\n",
         "a:\n  # all\n  - v: 1\n    w: 1\n    name: x\n"),
        ("a: x\nb:\n", "a: x\nb: 1\n", "a:\nb:\n", "a:\nb: 1\n"),
        ("a:\n  b: |+\n    x\n\nc: 1\n", "a:\n  b: |+\n    x\n\nc: 2\n", "a:\n  b: |+\n    v\n\n  d: 1\nc: 1\n",
         "a:\n  b: |+\n    v\n\n  d: 1\n\nc: 2\n"),
        ("# a\nk: 1\n", "# b\n\n# a\nk: 2\n", "# c\n\n# a\n# d\nk: 1\n", "# c\n# b\n\n# a\n# d\nk: 2\n"),
        ("a: {b: 1}\nc: 1\n", "a: {b: 1, d: 1}\nc: 1\n", "a: {b: 1}\nc: {}\n", "a: {b: 1, d: 1}\nc: {}\n"),
        ("a:\n  b: 1\n  c: 1\n", "a:\n  b: 2\n  c: 1\n", "a:\n  - b\n", "?"),
        ("a: [1]\n", "a:\n  b: 2\n", "a:\n  c: 2\n", "?"),
        ("a:\n  - 1\n", "a:\n  b: 2\n", "a:\n  c: 2\n", "?"),
    ],
)  # fmt: skip
def test_comments_and_kinds(base: str, ours: str, theirs: str, merged: str) -> None:
    found = merged_values(base, ours, theirs)
    assert found == (
        MergedText(merged, ()) if merged != "?" else MergedText(ours, (MergeConflict(("a",), "changed"),))
    )


MINE = changed(
    BASE, ("tag: 1.0.0}\n  replicas: 2", "tag: 1.0.1}\n  replicas: 5 # peak"), ("value: x", "value: ours")
)
NEW = changed(BASE, ("tag: 1.0.0}\n  replicas: 2", "tag: 2.0.0}\n  replicas: 3"), ("value: x", "value: theirs"),
              ("Gi} # data", "Gi, class: fast} # data"))  # fmt: skip
DISPUTED = (
    MergeConflict(("web", "image", "tag"), "changed"),
    MergeConflict(("web", "replicas"), "changed"),
    MergeConflict(("web", "env", Item(("name", "A")), "value"), "changed"),
)


def test_at_conflicts_ours_stands_or_theirs() -> None:
    both = ("Gi} # data", "Gi, class: fast} # data")
    assert merged_values(BASE, MINE, NEW) == MergedText(changed(MINE, both), DISPUTED)
    merged = merged_values(BASE, MINE, NEW, at_conflicts="theirs")
    assert merged == MergedText(changed(NEW, ("replicas: 3", "replicas: 3 # peak")), DISPUTED)


def test_at_conflicts_markers_stand_around_the_entry() -> None:
    mine = changed(MINE, ("\ndb: {size: 1Gi} # data\n", ""))
    merged = merged_values(BASE, mine, NEW, at_conflicts="markers")
    assert merged.conflicts == (*DISPUTED, MergeConflict(("db",), "removed by ours"))

    def both(ours: str, theirs: str) -> str:
        return f"<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n"

    image = "  image: {repository: a/web, tag: %s}\n"
    expected = changed(
        mine,
        (image % "1.0.1", both(image % "1.0.1", image % "2.0.0")),
        ("  replicas: 5 # peak\n", both("  replicas: 5 # peak\n", "  replicas: 3\n")),
        ("      value: ours\n", both("      value: ours\n", "      value: theirs\n")),
    )
    assert merged.text == expected + both("", "db: {size: 1Gi, class: fast} # data\n")


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        # Beside a dash there is no room for a marker: the whole item is shown.
        ("a:\n  - name: x\n    v: 1\n  - v: 1\n    name: z\n", "a:\n  - name: x\n    v: 1\n  - v: 2\n    name: z\n",
         "a:\n  - name: x\n    v: 1\n  - v: 3\n    name: z\n",
         "a:\n  - name: x\n    v: 1\n<<<<<<< ours\n  - v: 2\n    name: z\n=======\n  - v: 3\n    name: z\n>>>>>>> theirs\n"),
        ("a: 1\nb: 1\n", "a: 1\n", "a: 1\nb: 2\n", "a: 1\n<<<<<<< ours\n=======\nb: 2\n>>>>>>> theirs\n"),
        ("b: 1\na: 1\n", "a: 1\n", "b: 2\na: 1\n", "<<<<<<< ours\n=======\nb: 2\n>>>>>>> theirs\na: 1\n"),
        ("b: 1\na: 1\n", "b: 2\na: 1\n", "a: 1\n", "<<<<<<< ours\nb: 2\n=======\n>>>>>>> theirs\na: 1\n"),
        ("a:\n  - name: x\n  - name: z\n    v: 1\n", "a:\n  - name: x\n", "a:\n  - name: x\n  - name: z\n    v: 2\n",
         "a:\n  - name: x\n<<<<<<< ours\n=======\n  - name: z\n    v: 2\n>>>>>>> theirs\n"),
        ("a: [1]\n", "a:\n  - 2\n", "a: [3]\n", "<<<<<<< ours\na:\n  - 2\n=======\na: [3]\n>>>>>>> theirs\n"),
    ],
)  # fmt: skip
def test_markers_hold_whole_lines(base: str, ours: str, theirs: str, merged: str) -> None:
    assert merged_values(base, ours, theirs, at_conflicts="markers").text == merged


def test_sides_that_nobody_changed_are_taken_as_they_are() -> None:
    assert merged_values("x: 1\n", "x: 2\r\n", "x: 1\n") == MergedText("x: 2\r\n", ())
    assert merged_values("- 1\n", "- 1\n", "{{ x }}\n") == MergedText("{{ x }}\n", ())
    assert merged_values("a: 1\n", "a: 3\n", "a: 3\n") == MergedText("a: 3\n", ())


@pytest.mark.parametrize(
    ("theirs", "reason"),
    [
        ("- 1\n", "this is no map of values in block style"),
        ("{a: 1}\n", "this is no map of values in block style"),
        ("", "this is no map of values in block style"),
        ("a: 1\na: 2\n", "a stands twice"),
        ("a: {{ x }}\n", "the file is a template ({{ }} outside a string), not YAML"),
        ("a: [\n", "not valid YAML: did not find expected node content"),
    ],
)
def test_what_is_no_map_of_values_is_refused(theirs: str, reason: str) -> None:
    with pytest.raises(CannotMerge) as refused:
        merged_values("a: 1\n", "a: 2\n", theirs)
    assert refused.value.what == reason


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        ("", "a: 1\n", "b: 2\n", "a: 1\nb: 2\n"),
        ("{}\n", "a: {b: 1}\n", "a: {c: 2}\n", "a: {b: 1, c: 2}\n"),
        (
            "# of dev\n",
            "# of dev\na: 1\n",
            "# of dev\n\n# theirs\nb: 2 # two\n",
            "# of dev\na: 1\n\n# theirs\nb: 2 # two\n",
        ),
        ("# of dev\n{}\n", "# of ours\n\na: 1\n", "# of dev\nb: 2\n", "# of ours\n\na: 1\nb: 2\n"),
        ("---\nnull\n", "---\na: 1\n", "b: 2\n", "---\na: 1\nb: 2\n"),
    ],
)
def test_file_that_nobody_had_filled_takes_what_both_wrote(
    base: str, ours: str, theirs: str, merged: str
) -> None:
    assert merged_values(base, ours, theirs) == MergedText(merged, ())


def test_comment_behind_a_tab_outlives_the_value_that_it_stood_beside() -> None:
    base = "a: 1\nb: 1\n"
    merged = merged_values(base, base.replace("a: 1", "a: 1\t# why"), "a:\n  x: 1\nb: 1\n")
    assert merged == MergedText("# why\na:\n  x: 1\nb: 1\n", ())


def test_what_no_edit_can_say_is_refused() -> None:
    """Ours refers to what theirs removes: each way to write it is the user's to choose."""
    with pytest.raises(CannotMerge, match="no text was found"):
        merged_values("a: &x {b: 1}\nd: 1\n", "a: &x {b: 1}\nc: *x\nd: 1\n", "d: 2\n")


# ── properties ──────────────────────────────────────────────────────────────────────────────────

_KEYS = st.sampled_from([("web", "replicas"), ("web", "image", "tag"), ("web", "env", 0, "value"), ("orders", "presets"),
                         ("db", "size"), ("global", "domain"), ("web", "new", "key"), ("extra",), ("web", "args")])  # fmt: skip
_VALUES = st.one_of(
    st.integers(0, 99), st.text("ab: #'\"{\n", max_size=6), st.lists(st.sampled_from("xyz"), max_size=2)
)


def _with(edits: dict[tuple[str | int, ...], object]) -> str:
    return edited(BASE, [Edit(VALUES_FILE, "set", path, value) for path, value in edits.items()], [])


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(_KEYS, _VALUES, max_size=4), st.dictionaries(_KEYS, _VALUES, max_size=4))
def test_edits_of_different_keys_are_all_there(
    ours: dict[tuple[str | int, ...], object], theirs: dict[tuple[str | int, ...], object]
) -> None:
    theirs = {path: value for path, value in theirs.items() if path not in ours}
    merged = merged_values(BASE, _with(ours), _with(theirs))
    assert merged.conflicts == ()
    assert values_of_text(merged.text) == values_of_text(_with({**ours, **theirs}))
    mine = _with(ours).split("\n")
    assert [
        line for line in mine if line not in merged.text.split("\n") and line not in BASE.split("\n")
    ] == [] or theirs


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(_KEYS, _VALUES, max_size=4))
def test_a_side_that_changed_nothing_changes_nothing(edits: dict[tuple[str | int, ...], object]) -> None:
    text = _with(edits)
    assert merged_values(BASE, text, BASE) == MergedText(text, ())
    assert merged_values(BASE, BASE, text) == MergedText(text, ())
    assert merged_values(BASE, text, text) == MergedText(text, ())
