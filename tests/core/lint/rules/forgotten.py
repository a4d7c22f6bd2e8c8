"""Cases of forgotten."""

from __future__ import annotations

from tests.core.lint.cases import fails, passes

# Environments of their own: none comes after another.
THREE = """\
apiVersion: helm-blueprint/v1
blueprint: {name: small, source: builtin, version: 1.0.0}
environments:
  dev: {namespace: a}
  staging: {namespace: b}
  prod: {namespace: c}
"""
TWO = THREE.replace("  staging: {namespace: b}\n", "")
FOUR = THREE + "  dr: {namespace: d}\n"
DB = "db: {env: {A: b}}\n"
KEPT = "global: {kept: {cache: {since: 0.1.0}}}\n"
ALWAYS = "web: {image: {pullPolicy: Always}}\n"

CASES = [
    # Of three, two state what the third has not at all; of two, one says nothing about the other.
    fails(
        {"platform.yaml": THREE, "values_dev": "", "values_staging": DB, "values_prod": DB},
        "values-dev.yaml:1:1: db.env is stated for staging, prod, but not for dev | State it here, or for all in values.yaml.",
    ),
    passes({"platform.yaml": TWO, "values_dev": "", "values_prod": DB}),
    # What an environment keeps of a service that went is what it had.
    passes({"platform.yaml": THREE, "values_dev": "", "values_staging": KEPT, "values_prod": KEPT}),
    # Nor do its regions, which are one environment with it.
    passes(
        {
            "platform.yaml": TWO.replace("namespace: c", "regions: {eu: , us: }"),
            "values_dev": "",
            "values_prod": DB,
            "values-prod-eu.yaml": "global: {domain: eu.example.com}\n",
            "values-prod-us.yaml": "global: {domain: us.example.com}\n",
        }
    ),
    # Two that agree on something else than a default are no majority; three are.
    passes({"platform.yaml": THREE, "values_dev": "", "values_staging": ALWAYS, "values_prod": ALWAYS}),
    fails(
        {
            "platform.yaml": FOUR,
            "values_dev": "",
            "values_staging": ALWAYS,
            "values_prod": ALWAYS,
            "values_dr": ALWAYS,
        },
        "values-dev.yaml:1:1: web.image.pullPolicy is Always for staging, prod, dr, and IfNotPresent for dev, which does not state it | State it here, or for all in values.yaml.",
    ),
    # Two lack it: nobody forgot it.
    passes(
        {"platform.yaml": FOUR, "values_dev": "", "values_staging": "", "values_prod": DB, "values_dr": DB}
    ),
    # Once for a map that is missing as a whole; an item of a list is not a key.
    fails(
        {
            "platform.yaml": THREE,
            "values_dev": "",
            "values_staging": "x-a: {b: 1, c: [1]}\n",
            "values_prod": "x-a: {b: 2, c: [2]}\n",
        },
        "values-dev.yaml:1:1: x-a is stated for staging, prod, but not for dev | State it here, or for all in values.yaml.",
    ),
    # values.yaml states it for all.
    passes(
        {
            "platform.yaml": THREE,
            "values_dev": "",
            "values": "x-a: {b: 3}\n",
            "values_staging": "x-a: {b: 1}\n",
            "values_prod": "x-a: {b: 2}\n",
        }
    ),
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
    # What is passed over hides nothing of what comes after it: switched off, in lists, lacking in two, stated for all.
    fails(
        {
            "platform.yaml": FOUR,
            "values": "x-b: {c: 1}\n",
            "values_dev": "db: {enabled: false}\n",
            "values_staging": "db: {env: {A: b}}\nx-b: {c: 2, d: [1]}\nx-z: 1\n",
            "values_prod": "db: {env: {A: b}}\nx-a: 1\nx-b: {c: 3, d: [1]}\nx-z: 1\n",
            "values_dr": "db: {env: {A: b}}\nx-a: 1\nx-b: {c: 2, d: [1]}\nx-z: 1\n",
        },
        "values-dev.yaml:1:1: x-b.d is stated for staging, prod, dr, but not for dev | State it here, or for all in values.yaml.",
        "values-dev.yaml:1:1: x-z is stated for staging, prod, dr, but not for dev | State it here, or for all in values.yaml.",
    ),
]
