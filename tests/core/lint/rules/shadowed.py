"""Cases of shadowed."""

from __future__ import annotations

from tests.core.lint.cases import fails
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
]
