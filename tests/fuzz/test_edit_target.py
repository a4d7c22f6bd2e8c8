from __future__ import annotations

import random

import pytest

from tests.fuzz.edit_target import main, one_input


@pytest.mark.parametrize("size", [0, 1, 20, 200, 2000])
def test_any_bytes_are_an_edit(size: int) -> None:
    rng = random.Random(size)
    for _ in range(40):
        one_input(rng.randbytes(size))


def test_a_short_run_finds_nothing() -> None:
    assert main(0.5, 10_000) > 0
