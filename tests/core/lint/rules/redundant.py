"""Cases of redundant."""

from __future__ import annotations

from tests.core.lint.cases import fails, passes
from tests.small_platform import PROD

CASES = [
    fails(
        {
            "values_dev": "web:\n  image: {tag: 1.4.2}\n  replicaCount: 2\n  autoscaling: {maxReplicas: 10}\n  env: {A: b}\n"
        },
        "values-dev.yaml:2:11: web.image.tag is what values.yaml says already | Remove it. (--fix)",
        "values-dev.yaml:3:3: web.replicaCount is what values.yaml:8 says already | Remove it. (--fix)",
        "values-dev.yaml:4:17: web.autoscaling.maxReplicas is what charts/deployment/defaults.json:1 says already | Remove it. (--fix)",
    ),
    # prod's presets say 3, dr's 1: what prod's file says is redundant in prod alone
    passes({"values_prod": PROD + "web: {replicaCount: 3}\n"}),
    # The file below it that says it last is told; what a comment explains is left to people.
    fails(
        {"values_prod": "web: {image: {tag: 2}}\n", "values_dr": "web:\n  # as in prod\n  image: {tag: 2}\n"},
        "values-dr.yaml:3:11: web.image.tag is what values-prod.yaml says already | Remove it.",
    ),
    # A null removes, a list is one value, and a switch may stand where it is as it is.
    passes(
        {
            "values": "web: {args: [a, b]}\n",
            "values_dev": "web: {args: [a, c], enabled: true, presets: []}\n",
            "values_staging": "",
        }
    ),
    # Of the umbrella's own values no preset and no chart speaks.
    passes({"values_dev": "global: {domain: d}\nx-a: {replicaCount: 1}\n"}),
]
