"""Cases of schema."""

from __future__ import annotations

from tests.core.lint.cases import fails

CASES = [
    fails(
        {"values_dev": "web:\n  replicaCount: many\n"},
        'values-dev.yaml:2:3: web.replicaCount: a whole number is expected, not "many" | Expected is: a whole number, at least 0.',
    ),
    fails(
        {"values_dev": "web:\n  image: {pullPolicy: always}\n"},
        'values-dev.yaml:2:11: web.image.pullPolicy: "always" is not allowed | Did you mean "Always"?',
    ),
    # Where nothing is near, all that is allowed.
    fails(
        {"values_dev": "web:\n  image: {pullPolicy: 7}\n"},
        "values-dev.yaml:2:11: web.image.pullPolicy: 7 is not allowed | Allowed are: Always, IfNotPresent, Never.",
    ),
    # Where the schema has a condition and no words for it.
    fails(
        {"values.schema.json": '{"properties": {"x-a": {"not": {"const": 1}}}}', "values_dev": "x-a: 1\n"},
        "values-dev.yaml:1:1: x-a: 1 is not allowed here | Write what the schema allows, or remove it.",
    ),
    # What Helm adds to a chart's values is refused where nothing states it: it stands where the chart is wanted.
    fails(
        {
            "Chart.yaml": "apiVersion: v2\nname: shop\nversion: 0.1.0\ndependencies:\n  - {name: cart, version: 1.0.0}\n",
            "charts/cart/Chart.yaml": "name: cart\nversion: 1.0.0\n",
            "charts/cart/values.schema.json": '{"additionalProperties": false, "properties": {"port": {}}}',
            "values.schema.json": "true",
        },
        "Chart.yaml:5:1: cart.global: Helm adds this key to the values of every dependency, and the chart's schema "
        "does not take it | Take a version of the chart whose schema takes it; until then only "
        "--skip-schema-validation (Helm 3.16 and newer) renders it.",
    ),
]
