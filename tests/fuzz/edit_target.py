"""Fuzz target of the edit engine: `python -m tests.fuzz.edit_target [SECONDS] [SEED]`.

With atheris installed (`pip install atheris`) the search is guided by coverage; without it, it is random.
The seed of a failure is printed: `check_random_edit(random.Random(SEED))` repeats it.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.core.edit.cases import check_random_edit


class Bytes:
    """The choices that a fuzzer's bytes stand for; zeros when they run out."""

    def __init__(self, data: bytes) -> None:
        self.data = iter(data)

    def randint(self, low: int, high: int) -> int:
        return low + next(self.data, 0) % (high - low + 1)

    def choice(self, options: Any) -> Any:
        return options[self.randint(0, len(options) - 1)]

    def random(self) -> float:
        return self.randint(0, 255) / 256


def one_input(data: bytes) -> None:
    check_random_edit(Bytes(data))


def repeated(check: Callable[[Any], object], seconds: float, seed: int) -> int:
    """Check random choices until the time is up: how many times."""
    end, count = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        try:
            check(random.Random(seed + count))
        except Exception:
            print(f"seed {seed + count} fails")
            raise
        count += 1
    return count


def start(check: Callable[[Any], object], what: str) -> None:
    """What the command line asks for: SECONDS and SEED, or what atheris takes."""
    try:
        import atheris
    except ImportError:
        arguments = [*sys.argv[1:], "60", "0"][:2] if len(sys.argv) < 3 else sys.argv[1:3]
        print(repeated(check, float(arguments[0]), int(arguments[1])), f"{what}, all right")
    else:

        def one(data: bytes) -> None:
            check(Bytes(data))

        atheris.instrument_all()
        atheris.Setup(sys.argv, one)
        atheris.Fuzz()


def main(seconds: float, seed: int) -> int:
    return repeated(check_random_edit, seconds, seed)


if __name__ == "__main__":
    start(check_random_edit, "edits")
