"""Cases of null-value."""

from __future__ import annotations

from tests.core.lint.cases import fails

CASES = [
    fails(
        {"values_dev": "web:\n  replicaCount:\n  env: {A: ~}\nx-a: null\n"},
        "values-dev.yaml:2:3: null is meant to remove a value | Switch it off with `enabled: false`, or state it.",
        "values-dev.yaml:3:9: this key has no value | Remove it, or give it one.",
        "values-dev.yaml:4:1: this key has no value | Remove it, or give it one.",
    ),
]
