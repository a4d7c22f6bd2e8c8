"""Cases of null-value."""

from __future__ import annotations

from tests.core.lint.cases import fails

CASES = [
    fails(
        {"values_dev": "web:\n  replicaCount:\n  env: {A: ~}\nx-a: null\n"},
        "values-dev.yaml:2:3: null is meant to remove a value | Switch it off with `enabled: false`, or state it.",
        "values-dev.yaml:3:9: this key has no value | Remove it, or give it one. (--fix)",
        "values-dev.yaml:4:1: this key has no value | Remove it, or give it one.",
    ),
    # A service itself is Helm's to take away, an item of a list is none; what another file states is meant to go.
    fails(
        {
            "values_dev": "web:\nx-list: [null, 1]\ndb: {env: {A: null}}\n",
            "values_prod": "db: {env: {A: null, B: null}}\n",
            "values_staging": "db: {env: {B: x}}\n",
        },
        "values-dev.yaml:1:1: null is meant to remove a value | Switch it off with `enabled: false`, or state it.",
        "values-dev.yaml:3:12: this key has no value | Remove it, or give it one. (--fix)",
        "values-prod.yaml:1:12: this key has no value | Remove it, or give it one. (--fix)",
        "values-prod.yaml:1:21: null is meant to remove a value | Switch it off with `enabled: false`, or state it.",
    ),
]
