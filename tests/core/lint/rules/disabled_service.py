"""Cases of disabled-service."""

from __future__ import annotations

from tests.core.lint.cases import fails

CASES = [
    fails(
        {"values_dev": "web: {enabled: false, replicaCount: 3}\norders: {enabled: false}\n"},
        "values-dev.yaml:1:1: web is switched off in dev: its values here do nothing | Remove them, or switch it on.",
    ),
]
