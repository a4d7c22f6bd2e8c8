"""What an edit must lead to: nothing that is there gives way to a value that goes further down."""

from __future__ import annotations

from typing import Any

import pytest

from generator.core.edit.intent import Unproven, Wanted, with_value
from generator.core.yaml.document import read


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("a: true\n", ("a", "b")),
        ("a: x\n", ("a", "b", "c")),
        ("a: |\n  x\n", ("a", 0)),
        ("a: ''\n", ("a", "b")),
        ("a: [1]\n", ("a", "b")),
        ("a: {}\n", ("a", 0)),
        ("a: &x {}\nb: *x\n", ("b", "c")),
        ("a: [1]\n", ("a", 2)),
        ("a: 1\n", ("b", 1)),
    ],
)
def test_a_place_that_is_taken_makes_no_room(text: str, path: Any) -> None:
    with pytest.raises(Unproven):
        with_value(read(text).root, path, Wanted(1))


@pytest.mark.parametrize("text", ["a:\n", "a: ~\n", "a: null\n", "a: !!null ''\n", "b: 1\n", ""])
def test_null_and_nothing_make_room(text: str) -> None:
    for path in (("a", "b"), ("a", 0)):
        with_value(read(text).root, path, Wanted(1))
