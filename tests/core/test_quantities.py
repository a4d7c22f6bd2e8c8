"""What is more and what is less."""

from __future__ import annotations

import pytest

from generator.core.quantities import quantity


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (3, 3), (2.5, 2.5), ("3", 3), ("500m", 0.5), ("1.5", 1.5), ("1Ki", 1024), ("1Gi", 2**30), ("1G", 1e9), ("1e3", 1000),
        ("25%", 0.25), ("-1", -1), ("1h30m", 5400), ("90s", 90), ("250ms", 0.25), ("15m0s", 900),
        (True, None), (None, None), ("", None), ("fast", None), ("1.2.3", None), ([1], None), ("1 Gi", None),
    ],
)  # fmt: skip
def test_quantity(value: object, number: float | None) -> None:
    assert quantity(value) == number
