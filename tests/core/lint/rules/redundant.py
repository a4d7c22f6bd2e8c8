"""Cases of redundant."""

from __future__ import annotations

from tests.core.lint.cases import fails, passes
from tests.small_platform import PROD

CASES = [
    fails(
        {
            "values_dev": "web:\n  image: {tag: 1.4.2}\n  replicaCount: 2\n  autoscaling: {maxReplicas: 10}\n  env: {A: b}\n"
        },
        "values-dev.yaml:2:11: web.image.tag is what values.yaml says already | Remove it.",
        "values-dev.yaml:3:3: web.replicaCount is what values.yaml:8 says already | Remove it.",
        "values-dev.yaml:4:17: web.autoscaling.maxReplicas is what charts/deployment/defaults.json:1 says already | Remove it.",
    ),
    # prod's presets say 3, dr's 1: what prod's file says is redundant in prod alone
    passes({"values_prod": PROD + "web: {replicaCount: 3}\n"}),
]
