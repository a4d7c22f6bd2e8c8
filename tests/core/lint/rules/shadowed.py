"""Cases of shadowed."""

from __future__ import annotations

from tests.core.lint.cases import fails, passes
from tests.small_platform import VALUES

CASES = [
    fails(
        {f"values_{name}": "web: {replicaCount: 1}\n" for name in ("dev", "staging", "prod", "dr")}
        | {"values": VALUES.replace("customers see", "customers see\n  replicaCount: 9")},
        "values.yaml:11:3: web.replicaCount is replaced in every environment | State 1 here, as dev, staging, prod, dr do; `values tidy` then removes it there.",
    ),
    fails(
        {f"values_{name}": "db: {image: {tag: 18}}\n" for name in ("dev", "staging", "prod")},
        "values.yaml:22:39: db.image.tag is replaced in every environment | State 18 here, as dev, staging, prod, dr do; `values tidy` then removes it there.",
    ),
    fails(
        {
            f"values_{name}": f"db: {{image: {{tag: {number}}}}}\n"
            for number, name in enumerate(("dev", "staging", "prod", "dr"))
        },
        "values.yaml:22:39: db.image.tag is replaced in every environment | Each says something else: remove it here, unless values.yaml is used alone.",
    ),
    # One environment alone: what it replaces is what it is for.
    passes(
        {
            "platform.yaml": "apiVersion: helm-blueprint/v1\nblueprint: {name: small, source: builtin, version: 1.0.0}\nenvironments: {dev: {namespace: a}}\n",
            "values_dev": "db: {image: {tag: 18}}\n",
        }
    ),
    # One of them leaves it alone.
    passes({f"values_{name}": "db: {image: {tag: 18}}\n" for name in ("dev", "staging")}),
    # Items of lists are not replaced one by one.
    fails(
        {"values": "x-a: [1, 2]\n"}
        | {f"values_{name}": "x-a: [3]\n" for name in ("dev", "staging", "prod", "dr")},
        "values.yaml:1:1: x-a is replaced in every environment | State [3] here, as dev, staging, prod, dr do; `values tidy` then removes it there.",
    ),
]
