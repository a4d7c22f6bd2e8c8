"""Cases of disabled-service."""

from __future__ import annotations

from tests.core.lint.cases import fails, passes

CASES = [
    fails(
        {"values_dev": "web: {enabled: false, replicaCount: 3}\norders: {enabled: false}\n"},
        "values-dev.yaml:1:1: web is switched off in dev: its values here do nothing | Remove them, or switch it on.",
    ),
    # One of the environments that read the file has it on; or the file says no more than that it is off.
    passes(
        {
            "values": "web: {enabled: false, replicaCount: 3}\n",
            "values_dev": "web: {enabled: true}\n",
            "values_staging": "",
        }
    ),
    passes({"values_dev": "web: {enabled: false}\n"}),
    passes({"values_dev": "web: {}\n"}),
    fails(
        {"values": "web: {enabled: false, replicaCount: 3}\n", "values_dev": "", "values_staging": ""},
        "values.yaml:1:1: web is switched off in dev, staging, prod, dr: its values here do nothing | Remove them, or switch it on.",
    ),
    # The first of the services says nothing here, or is on.
    fails(
        {"values_dev": "orders: {replicaCount: 1}\ndb: {enabled: false, replicaCount: 3}\n"},
        "values-dev.yaml:2:1: db is switched off in dev: its values here do nothing | Remove them, or switch it on.",
    ),
]
