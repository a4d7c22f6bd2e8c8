"""How much is tried: `make quick` tries a tenth of the random examples, and leaves statistics to `make test`."""

from __future__ import annotations

import os

IS_QUICK = os.environ.get("TESTS") == "quick"


def examples(count: int) -> int:
    """How many examples a property is tried with."""
    return max(count // 10, 5) if IS_QUICK else count
