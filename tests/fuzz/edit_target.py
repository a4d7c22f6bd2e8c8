"""Fuzz target of the edit engine: `python -m tests.fuzz.edit_target [SECONDS] [SEED]`.

With atheris installed (`pip install atheris`) the search is guided by coverage; without it, it is random.
The seed of a failure is printed: `check_random_edit(random.Random(SEED))` repeats it.
"""

from __future__ import annotations

import random
import sys
import time
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


def main(seconds: float, seed: int) -> int:
    end, count = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        try:
            check_random_edit(random.Random(seed + count))
        except Exception:
            print(f"seed {seed + count} fails")
            raise
        count += 1
    return count


if __name__ == "__main__":
    try:
        import atheris
    except ImportError:
        arguments = [*sys.argv[1:], "60", "0"][:2] if len(sys.argv) < 3 else sys.argv[1:3]
        print(main(float(arguments[0]), int(arguments[1])), "edits, all right")
    else:
        atheris.instrument_all()
        atheris.Setup(sys.argv, one_input)
        atheris.Fuzz()
