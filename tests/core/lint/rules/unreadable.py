"""Cases of unreadable."""

from __future__ import annotations

from tests.core.lint.cases import fails

CASES = [
    fails(
        {"values_dev": "a: b\n  c: [\n"},
        "values-dev.yaml:2:1: not valid YAML: mapping values are not allowed in this context | Correct the file, then try again.",
    ),
]
