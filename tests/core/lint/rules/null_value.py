"""Cases of null-value."""

from __future__ import annotations

from tests.core.lint.cases import fails, passes

CHART = """\
apiVersion: v2
name: shop
version: 0.1.0
dependencies:
  - {name: deployment, alias: web, condition: web.enabled, version: 1.0.0}
  - {name: cart, version: 1.0.0}
"""
CART = {
    "Chart.yaml": CHART,
    "charts/cart/Chart.yaml": "name: cart\nversion: 1.0.0\n",
    "charts/cart/values.yaml": "port: 80\nlabels: {a: b}\n",
}
STATES = {"values_staging": "cart: {x: 1}\n", "values_prod": "cart: {x: 1}\n"}
MOVE = "State a value, or move the null to the files of environments: from there both remove a default."

CASES = [
    # Charts of ours skip nulls: one over nothing says nothing. Those of the umbrella's own are documented defaults.
    fails(
        {
            "values_dev": "web:\n  replicaCount: null\n  env: {A: ~}\nx-a: null\n",
            "values": "x-b: null\nx-c: ~\n",
        },
        "values-dev.yaml:2:3: this null removes nothing: 1 stays | State a value, or remove it.",
        "values-dev.yaml:3:9: this key has no value | Remove it, or give it one. (--fix)",
    ),
    # An item of a list is a value; what lies below in a file is removed by both.
    passes({"values_dev": "x-list: [null, 1]\nx-map: {a: null}\n", "values": "x-map: {a: 1}\nx-list: []\n"}),
    # global: what is deep in it stays, and charts go on seeing the rest.
    fails(
        {
            "values": "global: {domain: a, presets: {deployment: {replicaCount: 2}}}\nweb: {image: {tag: a}}\n",
            "values_dev": "global:\n  domain: null\n  presets: {deployment: {replicaCount: null}}\n",
        },
        "values-dev.yaml:2:3: this null removes nothing: web.global.domain is a as before | State a value, or remove it.",
        "values-dev.yaml:3:26: this null removes nothing: 2 stays | State a value, or remove it.",
    ),
    # A chart's default: from an -f file both remove it, from values.yaml Helm 4 does where an -f file states the chart.
    passes(
        {
            **CART,
            **STATES,
            "values": "cart: {x: 1}\n",
            "values_dev": "cart: {port: null, labels: null, new: ~}\n",
        }
    ),
    passes({**CART, **STATES, "values": "cart: {port: null}\n", "values_dev": "cart: {labels: null}\n"}),
    fails(
        {**CART, "values_staging": STATES["values_staging"], "values": "cart: {port: null}\n"},
        f"values.yaml:1:8: this null is taken in two ways in dev, prod, dr: Helm 3 leaves nothing, Helm 4 80 | {MOVE}",
    ),
    fails(
        {**CART, "values": "cart: {port: null}\n", "values_staging": "", "values_prod": ""},
        f"values.yaml:1:8: this null is taken in two ways: Helm 3 leaves nothing, Helm 4 80 | {MOVE}",
    ),
    fails(
        {**CART, "values": "", "values_dev": "cart: null\n"},
        "values-dev.yaml:1:1: Helm refuses a null here: a map is expected | Remove it.",
    ),
    # A later file overrules it.
    passes(
        {
            "values": "web: {replicaCount: null}\n",
            "values_dev": "web: {replicaCount: 2}\n",
            "values_staging": "web: {replicaCount: 2}\n",
            "values_prod": "web: {replicaCount: 2}\n",
        }
    ),
]
