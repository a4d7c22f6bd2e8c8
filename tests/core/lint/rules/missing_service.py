"""Cases of missing-service."""

from __future__ import annotations

from tests.core.lint.cases import fails, passes
from tests.small_platform import CHART, PLATFORM

CASES = [
    fails(
        {"values_dev": "wbe:\n  replicaCount: 1\nsearch: {}\nx-anchors: {}\n"},
        'values-dev.yaml:1:1: there is no service wbe in Chart.yaml | Did you mean "web"?',
        "values-dev.yaml:3:1: there is no service search in Chart.yaml | Remove it, or add the service to Chart.yaml.",
    ),
    # platform.yaml remembers what became of it.
    fails(
        {
            "platform": PLATFORM + "moved: [{from: store, to: db}]\nremoved: [{service: wbe}]\n",
            "values_dev": "store: {replicaCount: 1}\nwbe: {replicaCount: 1}\n",
        },
        "values-dev.yaml:1:1: there is no service store in Chart.yaml"
        " | It is called db now: refresh moves what is late.",
        "values-dev.yaml:2:1: there is no service wbe in Chart.yaml"
        " | It was removed (platform.yaml): remove what is left of it.",
    ),
    # Entries that lead nowhere; db was renamed, and removed then.
    fails(
        {
            "platform": PLATFORM
            + "moved:\n  - {from: store, to: dbb}\n  - {from: old, to: nobody}\n  - {from: a, to: b}\n"
            + "removed: [{service: b}]\n",
        },
        'platform.yaml:9:1: store has moved to dbb, which is no service | Did you mean "db"?',
        "platform.yaml:10:1: old has moved to nobody, which is no service"
        " | Remove the entry, or add the service to Chart.yaml.",
    ),
    # The schema is older than Chart.yaml, and still has the service.
    fails(
        {
            "Chart.yaml": CHART.replace(
                "  - {name: statefulset, alias: db, condition: db.enabled, version: 1.0.0}\n", ""
            ),
            "values_dev": "db: {replicaCount: 1}\n",
        },
        "values.yaml:21:1: there is no service db in Chart.yaml | Remove it, or add the service to Chart.yaml.",
        "values-dev.yaml:1:1: there is no service db in Chart.yaml | Remove it, or add the service to Chart.yaml.",
    ),
    # Umbrellas of others may have values of their own by any name.
    passes({"values.schema.json": '{"additionalProperties": true}', "values_dev": "search: {}\n"}),
    # What the schema has as a map of anything was a foreign chart.
    fails(
        {
            "values.schema.json": '{"properties": {"redis": {"type": "object"}, "mine": {"type": "string"}}}',
            "values_dev": "mine: x\nredis: {a: b}\n",
        },
        "values-dev.yaml:2:1: there is no service redis in Chart.yaml | Remove it, or add the service to Chart.yaml.",
    ),
    # Without a schema only what is spelt like a service, is a map, and stands in an environment alone.
    fails(
        {"values.schema.json": "true", "values_dev": "wbe: {a: 1}\nsearch: {a: 1}\nwob: 5\n"},
        'values-dev.yaml:1:1: there is no service wbe in Chart.yaml | Did you mean "web"?',
    ),
    passes({"values.schema.json": "true", "values": "wbe: {a: 1}\n", "values_dev": "wbe: {a: 2}\n"}),
]
