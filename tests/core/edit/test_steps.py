"""A list that is set as a whole: items that stay keep their lines and comments wherever they go."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.edit.edit import edit
from generator.core.yaml.data import values_of_text

ENV = """\
env:
  # how much is told
  - name: LEVEL
    value: info
  - name: HOST # where the database is
    value: 'a'
  # the last
  - name: PORT
    value: "80"
    # value: "443"
next: 1
"""
LEVEL, HOST, PORT = values_of_text(ENV)["env"]
NEW = {"name": "NEW", "value": "x"}

CASES: list[tuple[str, Any, str]] = [
    ("one goes, another changes", [{**HOST, "value": "b"}, PORT],
     ("env:\n  - name: HOST # where the database is\n    value: 'b'\n"
     '  # the last\n  - name: PORT\n    value: "80"\n    # value: "443"\nnext: 1\n')),
    ("the last goes, with what stands below it", [LEVEL, HOST],
     ("env:\n  # how much is told\n  - name: LEVEL\n    value: info\n"
     "  - name: HOST # where the database is\n    value: 'a'\nnext: 1\n")),
    ("the first goes last", [HOST, PORT, LEVEL],
     ("env:\n  - name: HOST # where the database is\n    value: 'a'\n"
     '  # the last\n  - name: PORT\n    value: "80"\n    # value: "443"\n'
     "  # how much is told\n  - name: LEVEL\n    value: info\nnext: 1\n")),
    ("new ones at both ends and between", [NEW, LEVEL, {"name": "B"}, {"name": "C"}, HOST, PORT, {"name": "D"}],
     ("env:\n  - name: NEW\n    value: x\n  # how much is told\n  - name: LEVEL\n    value: info\n  - name: B\n  - name: C\n"
     "  - name: HOST # where the database is\n    value: 'a'\n"
     '  # the last\n  - name: PORT\n    value: "80"\n    # value: "443"\n  - name: D\nnext: 1\n')),
    ("all at once", [PORT, NEW, {**LEVEL, "value": "debug"}],
     ('env:\n  # the last\n  - name: PORT\n    value: "80"\n    # value: "443"\n  - name: NEW\n    value: x\n'
     "  # how much is told\n  - name: LEVEL\n    value: debug\nnext: 1\n")),
    ("nothing stays", [NEW], "env:\n  - name: NEW\n    value: x\nnext: 1\n"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "after"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
@pytest.mark.parametrize("eol", ["\n", "\r\n"])
@pytest.mark.parametrize("few", [30, 0])
def test_items_are_matched_by_name(
    value: Any, after: str, eol: str, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether items are moved one by one or, where they are many, all at once."""
    monkeypatch.setattr("generator.core.edit.move.FEW", few)
    assert edit(ENV.replace("\n", eol), "set", "env", value) == after.replace("\n", eol)


LISTS = [
    # by what Kubernetes calls them
    ("l:\n- {host: a, p: 1} # 1\n- {host: b, p: 2} # 2\n", [{"host": "b", "p": 2}], "l:\n- {host: b, p: 2} # 2\n"),
    ("l:\n- containerPort: 1 # 1\n- containerPort: 2 # 2\n", [{"containerPort": 2}, {"containerPort": 1}],
     "l:\n- containerPort: 2 # 2\n- containerPort: 1 # 1\n"),
    # a name that changes, where all else stays, is a change
    ("l:\n- host: a # why\n  p: {x: 1}\n", [{"host": "b", "p": {"x": 1}}], "l:\n- host: b # why\n  p: {x: 1}\n"),
    # words by being equal, then by their place
    ("l:\n# 1\n- a\n# 2\n- b\n# 3\n- c\n", ["c", "a"], "l:\n# 3\n- c\n# 1\n- a\n"),
    ("l:\n- a # 1\n- b # 2\n- c # 3\n", ["a", "x", "c", "d"], "l:\n- a # 1\n- x # 2\n- c # 3\n- d\n"),
    ("l: [a, b, c] # c\n", ["c", "d", "a"], "l: [c, d, a] # c\n"),
    ("l: [{name: a}] # c\n", [{"name": "b"}], "l: [{name: b}] # c\n"),
    # where a comment has no place to go to, an item takes over the lines of another one
    ("l:\n- - a\n  # of b\n  - b\n", [["b", "a"]], "l:\n- - b\n  # of b\n  - a\n"),
    # lists within items
    ("l:\n- name: a\n  args:\n  - x # x\n  - w # w\n- name: b # b\n", [{"name": "b"}, {"name": "a", "args": ["w", "v"]}],
     "l:\n- name: b # b\n- name: a\n  args:\n  - w # w\n  - v\n"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "after"), LISTS)
def test_items_keep_their_comments(text: str, value: Any, after: str) -> None:
    assert edit(text, "set", "l", value) == after


ITEM = st.sampled_from("abcdefgh")


@settings(max_examples=150, deadline=None)
@given(st.lists(ITEM, unique=True, min_size=1), st.lists(ITEM, unique=True, min_size=1), st.data())
def test_every_comment_stays_with_its_item_or_goes_with_it(
    old: list[str], new: list[str], data: st.DataObject
) -> None:
    text = "x: 1\nl:\n" + "".join(f"  # of {one}\n  - name: {one} # beside {one}\n    n: 1\n" for one in old)
    text += "# of z\nz: 1\n"
    value = [{"name": one, "n": data.draw(st.integers(1, 2))} for one in new]
    after = edit(text, "set", "l", value)
    assert values_of_text(after) == {"x": 1, "l": value, "z": 1}
    stay = [one for one in new if one in old]
    comments = re.findall(r"# (?:of|beside) (\w)\n", after)
    assert comments == [*(one for name in stay for one in (name, name)), "z"]
    for name in stay:
        assert f"  # of {name}\n  - name: {name} # beside {name}\n" in after
