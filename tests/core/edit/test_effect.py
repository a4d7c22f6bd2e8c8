"""Where something is shared, an edit is proven by what Helm reads: in one place only, and not hidden."""

from __future__ import annotations

from typing import Any

import pytest

from generator.core.edit.effect import is_read, prove_effect
from generator.core.edit.intent import Unproven
from generator.core.edit.request import Request
from generator.core.yaml.document import read

BASE = "base: &b {x: 1, l: [1]}\n"


@pytest.mark.parametrize(
    ("before", "after", "edit"),
    [
        ("q: *b\n", "q: *b\nc: 1\n", Request("set", ("c",), 1)),
        ("q: {<<: *b}\n", "q: {<<: *b, x: 2}\n", Request("set", ("q", "x"), 2)),
        ("q: [*b]\n", "q: [1, *b]\n", Request("insert", ("q", 0), 1)),
        ("q: [*b]\n", "q: [*b, 1]\n", Request("append", ("q",), 1)),
        ("q: *b\n", "q: *b\nc: [1]\n", Request("append", ("c",), 1)),
        ("q: {r: *b}\n", "q: {s: *b}\n", Request("rename", ("q", "r"), "s")),
        ("q: {r: *b}\n", "r: *b\n", Request("move", ("q", "r"), ("r",), prune=True)),
        ("q: [1, *b]\n", "q: [*b, 1]\n", Request("move", ("q", 0), ("q", 1))),
        ("q: {r: *b, s: 1}\n", "q: {r: *b}\n", Request("delete", ("q", "s"))),
    ],
)
def test_what_the_edit_says_is_proven(before: str, after: str, edit: Request) -> None:
    prove_effect(read(BASE + before), read(BASE + after), edit)


HIDDEN = r"a merge \(<<\) would hide the value"
SHOWN = "Helm would read more than the edit says"


@pytest.mark.parametrize(
    ("before", "after", "edit", "reason"),
    [
        ("q: *b\nc: 1\n", "q: {c: 1}\n", Request("move", ("c",), ("q", "c")), SHOWN),
        ("q: {x: 3, <<: *b}\n", "q: {x: 4, <<: *b}\n", Request("set", ("q", "x"), 4), HIDDEN),
        ("q: {x: {y: 3}, <<: *b}\n", "q: {x: {y: 4}, <<: *b}\n", Request("set", ("q", "x", "y"), 4), HIDDEN),
        ("q: {x: [3], <<: *b}\n", "q: {x: [4], <<: *b}\n", Request("set", ("q", "x", 0), 4), HIDDEN),
        ("q: {x: [3], <<: *b}\n", "q: {x: [3, 4], <<: *b}\n", Request("append", ("q", "x"), 4), HIDDEN),
        ("q: {x: {y: 3}, <<: *b}\n", "q: {x: {}, <<: *b}\n", Request("delete", ("q", "x", "y")), HIDDEN),
        ("q: {<<: *b, x: 3}\n", "q: {<<: *b}\n", Request("delete", ("q", "x")), SHOWN),
        ("q: {<<: *b, x: 3}\n", "q: {<<: *b, y: 3}\n", Request("rename", ("q", "x"), "y"), SHOWN),
        ("q: {<<: *b}\n", "q: {}\n", Request("delete", ("q", "<<")), HIDDEN),
    ],
)
def test_what_helm_reads_otherwise_is_not(before: str, after: str, edit: Request, reason: str) -> None:
    with pytest.raises(Unproven, match=reason):
        prove_effect(read(BASE + before), read(BASE + after), edit)


def test_a_change_of_what_is_shared_is_seen_in_the_second_place() -> None:
    before, after = read(BASE + "q: *b\n"), read(BASE.replace("x: 1", "x: 2") + "q: *b\n")
    with pytest.raises(Unproven):
        prove_effect(before, after, Request("set", ("base", "x"), 2))


def test_only_what_helm_reads_is_there() -> None:
    request: Any = Request("set", ("q", "x"), 3)
    assert is_read(read("q: {x: 3}\n"), request)
    assert is_read(read(BASE + "q: {<<: *b, x: 3}\n"), request)
    assert not is_read(read(BASE + "q: {x: 3, <<: *b}\n"), request)
