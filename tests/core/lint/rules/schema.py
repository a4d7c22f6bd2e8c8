"""Cases of schema."""

from __future__ import annotations

from tests.core.lint.cases import fails

CASES = [
    fails(
        {"values_dev": "web:\n  replicaCount: many\n"},
        'values-dev.yaml:2:3: web.replicaCount: a whole number is expected, not "many" | Expected is: a whole number, at least 0.',
    ),
    fails(
        {"values_dev": "web:\n  image: {pullPolicy: always}\n"},
        'values-dev.yaml:2:11: web.image.pullPolicy: "always" is not allowed | Did you mean "Always"?',
    ),
]
