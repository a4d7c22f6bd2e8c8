"""Splices are carried out at once, and none touches what another replaces."""

from __future__ import annotations

import pytest

from generator.core.edit.splice import PendingSplices, Splice, Unplanned, apply

TEXT = "0123456789"


@pytest.mark.parametrize(
    ("splices", "text"),
    [
        ([], TEXT),
        ([Splice(8, 9, "x"), Splice(2, 4, "")], "014567x9"),
        ([Splice(3, 3, "a"), Splice(3, 3, "b")], "012ab3456789"),
        ([Splice(3, 5, "b"), Splice(3, 3, "a")], "012ab56789"),
        ([Splice(10, 10, "!")], "0123456789!"),
    ],
)
def test_all_are_carried_out_and_those_at_one_place_in_their_order(splices: list[Splice], text: str) -> None:
    assert apply(TEXT, splices) == text


def test_splices_that_overlap_cannot_be_carried_out() -> None:
    with pytest.raises(Unplanned):
        apply(TEXT, [Splice(2, 5, ""), Splice(4, 6, "")])


@pytest.mark.parametrize(
    ("one", "is_taken"),
    [
        (Splice(0, 3, ""), True),
        (Splice(3, 3, "x"), True),
        (Splice(4, 4, "x"), False),
        (Splice(2, 4, "x"), False),
        (Splice(5, 7, "x"), False),
        (Splice(6, 8, "x"), True),
    ],
)
def test_what_overlaps_is_not_taken(one: Splice, *, is_taken: bool) -> None:
    pending = PendingSplices(TEXT)
    assert pending.takes([Splice(3, 6, "abc")])
    assert pending.takes([one]) is is_taken
    assert pending.applied() == apply(TEXT, [Splice(3, 6, "abc"), *([one] if is_taken else [])])


def test_of_several_all_are_taken_or_none() -> None:
    pending = PendingSplices(TEXT)
    assert pending.takes([Splice(3, 6, "abc")])
    assert not pending.takes([Splice(0, 1, "x"), Splice(5, 7, "y")])
    assert pending.applied() == "012abc6789"


def test_nothing_is_replaced_where_something_is_inserted() -> None:
    pending = PendingSplices(TEXT)
    assert pending.takes([Splice(5, 5, "x")])
    assert not pending.takes([Splice(4, 6, "")])
    assert pending.takes([Splice(5, 5, "y")])
    assert pending.takes([Splice(3, 5, "")])
    assert pending.applied() == "012xy56789"


def test_how_the_text_ends_is_decided_once() -> None:
    pending = PendingSplices(TEXT)
    assert pending.takes([Splice(10, 10, "x")])
    assert not pending.takes([Splice(10, 10, "y")])
    assert not pending.takes([Splice(9, 10, "y")])


@pytest.mark.parametrize(
    ("splices", "are_taken"),
    [
        ([Splice(3, 3, "b\n"), Splice(3, 3, "c\n"), Splice(3, 3, "d")], [True, True, False]),
        ([Splice(3, 3, "b"), Splice(3, 3, "c\n")], [True, False]),
        ([Splice(2, 3, "b\n"), Splice(3, 3, "c\n")], [True, False]),
        ([Splice(3, 3, "b\n"), Splice(2, 3, "c\n")], [True, False]),
    ],
)
def test_several_add_lines_at_the_end(splices: list[Splice], are_taken: list[bool]) -> None:
    pending = PendingSplices("aa\n")
    assert [pending.takes([one]) for one in splices] == are_taken
