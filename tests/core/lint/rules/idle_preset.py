"""Cases of idle-preset."""

from __future__ import annotations

from tests.core.lint.cases import fails, passes
from tests.small_platform import CHART, VALUES

NAMED = VALUES.replace("    deployment: {replicaCount: 2}\n", "    worker: {replicaCount: 2}\n")
# Schemas that somebody wrote may take any name; so does a platform without one.
OPEN = '{"properties": {"global": {"type": "object"}}}'

CASES = [
    fails(
        {
            "values_prod": "global:\n  presets:\n    deploymnt: {replicaCount: 3}\n    All: {replicaCount: 3}\n"
        },
        'values-prod.yaml:3:5: global.presets.deploymnt reaches no service | Did you mean "deployment"?',
        'values-prod.yaml:4:5: global.presets.All reaches no service | Did you mean "all"?',
    ),
    fails(
        {
            "values.schema.json": OPEN,
            "values_dr": "global: {overrides: {statefulst: {replicaCount: 1}, worker: {replicaCount: 1}}}\n",
        },
        'values-dr.yaml:1:22: global.overrides.statefulst reaches no service | Did you mean "statefulset"?',
        "values-dr.yaml:1:53: global.overrides.worker reaches no service | Overrides are for all services or for a type: all, deployment, statefulset.",
    ),
    fails(
        {"values": NAMED},
        "values.yaml:8:5: global.presets.worker reaches no service | Name it in the presets of a service, or remove it.",
    ),
    # One service takes it, in one environment; another by what all services take.
    passes({"values": NAMED, "values_dev": "web: {presets: [worker]}\n"}),
    passes({"values": NAMED.replace("  presets:\n", "  presets:\n    all: {presets: [worker]}\n")}),
    # It is the service that misspells: unknown-preset says so.
    passes({"values": NAMED, "values_dev": "web: {presets: [wroker]}\n"}),
    # The last service of a type has gone, its chart has not.
    passes(
        {
            "Chart.yaml": CHART.replace(
                "  - {name: statefulset, alias: db, condition: db.enabled, version: 1.0.0}\n", ""
            ),
            "values_dev": "global: {overrides: {statefulset: {replicaCount: 1}}}\n",
        }
    ),
    # An empty one is room for later, and a switch is no override.
    passes(
        {
            "values_dev": "global: {presets: {later: {}}, overrides: {enabled: false}}\n",
            "values.schema.json": OPEN,
        }
    ),
    # What the schema refuses is told as an unknown key, once.
    passes({"values_dev": "global: {presets: {app: 7}}\n"}),
    # Somebody else's umbrella chart may mean anything by the word.
    passes(
        {
            "charts/deployment/Chart.yaml": "{name: deployment, version: 1.0.0}",
            "charts/statefulset/Chart.yaml": "{name: statefulset, version: 1.0.0}",
            "values_dev": "global: {presets: {app: {a: b}}}\n",
        }
    ),
    # Nobody can tell which preset of none was meant.
    passes({"values": "web: {presets: [wroker]}\n"}),
]
