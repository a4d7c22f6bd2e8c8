"""How much work a piece of code does, told by how often it calls something: the same on every machine."""

from __future__ import annotations

import sys
from collections.abc import Callable


def calls(act: Callable[[], object]) -> int:
    """The calls of functions, Python's own included, that `act` makes."""
    count = 0

    def counted(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        act()
    finally:
        sys.setprofile(before)
    return count


def growth(act: Callable[[int], Callable[[], object]], small: int, large: int) -> float:
    """How many times as many calls `large` makes as `small`: of each, what `act` prepares is run."""
    return calls(act(large)) / calls(act(small))
