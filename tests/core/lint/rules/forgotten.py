"""Cases of forgotten."""

from __future__ import annotations

from tests.core.lint.cases import fails, passes

CASES = [
    fails(
        {
            "values_dev": "",
            "values_staging": "db: {env: {A: b, C: d}}\n",
            "values_prod": "db: {env: {A: x, C: y}}\n",
        },
        "values-dev.yaml:1:1: db.env is stated for staging, prod, dr, but not for dev | State it here, or for all in values.yaml.",
    ),
    # All others agree on another value than the default that this one is left with; dr has it from prod.
    fails(
        {
            "values_dev": "web: {image: {pullPolicy: Always}}\n",
            "values_staging": "",
            "values_prod": "web: {image: {pullPolicy: Always}}\n",
        },
        "values-staging.yaml:1:1: web.image.pullPolicy is Always for dev, prod, dr, and IfNotPresent for staging, which does not state it | State it here, or for all in values.yaml.",
    ),
    # What is switched off needs no values.
    passes(
        {
            "values_dev": "db: {enabled: false}\n",
            "values_staging": "db: {env: {A: b}}\n",
            "values_prod": "db: {env: {A: x}}\n",
        }
    ),
    # A switch is a choice, and so is what belongs to its environment.
    passes(
        {
            "values_dev": "web: {autoscaling: {enabled: true, maxReplicas: 4}}\n",
            "values_staging": "",
            "values_prod": "web: {autoscaling: {enabled: true, maxReplicas: 4}}\n",
            "intent": '  environmentOnly: ["*.autoscaling.maxReplicas"]\n',
        }
    ),
    passes(
        {
            "values_dev": "",
            "values_staging": "db: {replicaCount: 3}\n",
            "values_prod": "db: {replicaCount: 2}\n",
        }
    ),
]
