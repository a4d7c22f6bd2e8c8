"""What is left to read of what strangers wrote: everything is counted, and the last straw named."""

from __future__ import annotations

import pytest

from generator.core.budget import LARGEST_FILE, Budget, Exceeded

MEGABYTE = 1 << 20


def test_bytes_are_counted_up_to_the_last_one() -> None:
    budget = Budget(total=3 * MEGABYTE)
    budget.read(2 * MEGABYTE, "a.yaml")
    assert budget.left == MEGABYTE
    budget.read(MEGABYTE, "b.yaml")
    assert budget.left == 0
    with pytest.raises(Exceeded) as caught:
        budget.read(1, "c.yaml")
    assert str(caught.value) == "c.yaml: there is more than 3 MB to read"


def test_no_file_is_larger_than_the_largest() -> None:
    budget = Budget()
    assert budget.left == LARGEST_FILE
    budget.read(LARGEST_FILE, "fine.yaml")
    with pytest.raises(Exceeded) as caught:
        budget.read(LARGEST_FILE + 1, "large.yaml")
    assert str(caught.value) == "large.yaml: this is larger than 32 MB"


def test_entries_are_counted() -> None:
    budget = Budget(entries=1500)
    for number in range(1500):
        budget.entry(number)
    with pytest.raises(Exceeded) as caught:
        budget.entry("charts")
    assert str(caught.value) == "charts: there are more than 1,500 files here"


def test_levels_are_counted() -> None:
    budget = Budget(depth=2)
    budget.entry("a/b/c", 2)
    with pytest.raises(Exceeded) as caught:
        budget.entry("a/b/c/d", 3)
    assert str(caught.value) == "a/b/c/d: this is more than 2 levels deep"


def test_time_is_counted_where_there_is_a_clock() -> None:
    now = 100.0
    budget = Budget(seconds=1.5, clock=lambda: now)
    now = 101.5
    budget.entry("a")
    assert budget.time_left == 0.0
    now = 101.6
    with pytest.raises(Exceeded) as caught:
        budget.entry("b")
    assert str(caught.value) == "b: reading this takes more than 1.5 seconds"


def test_without_a_clock_time_stands_still() -> None:
    budget = Budget(seconds=2.0)
    budget.entry("a")
    assert budget.time_left == 2.0
