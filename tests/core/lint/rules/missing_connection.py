"""Cases of missing-connection."""

from __future__ import annotations

from tests.core.lint.cases import fails, passes
from tests.small_platform import VALUES

CASES = [
    fails(
        {
            "values_dev": "global: {connections: {web: [ordrs, 'db:sql'], shop: [db]}}\n",
            "values_prod": "db: {enabled: false}\n",
        },
        "values.yaml:6:14: orders connects to db, which is switched off in prod, dr | Switch db on there, or orders off.",
        'values-dev.yaml:1:30: web connects to ordrs, which is no service | Did you mean "orders"?',
        "values-dev.yaml:1:48: there is no service shop | Known are: db, orders, web.",
    ),
    # A part that only some environments have: on in dev, off elsewhere. Off everywhere is a finding.
    passes({"values": VALUES + "  enabled: false\n", "values_dev": "db: {enabled: true}\n"}),
    fails(
        {"values": VALUES + "  enabled: false\n"},
        "values.yaml:6:14: orders connects to db, which is switched off in dev, staging, prod, dr | Switch db on there, or orders off.",
    ),
    fails(
        {
            "values_dev": "global: {connections: {web: ['orders:htp', 'orders:http'], orders: ['db:sq']}}\n"
            "orders: {ports: {admin: {containerPort: 1, service: false}, old: {containerPort: 2, enabled: false}}}\n"
        },
        'values-dev.yaml:1:30: web connects to orders:htp, which dev does not have | Did you mean "http"?',
        'values-dev.yaml:1:69: orders connects to db:sq, which dev does not have | Did you mean "sql"?',
    ),
    # dev replaces the list: what is wrong with that of values.yaml does not matter there
    passes({"values_dev": "global: {connections: {orders: []}}\ndb: {enabled: false}\n"}),
    # A port that the Service alone has, or leaves out.
    fails(
        {
            "values_dev": "global: {connections: {web: ['orders:extra', 'orders:http']}}\norders: {service: {ports: {extra: {port: 1}, http: {enabled: false}}}}\n"
        },
        "values-dev.yaml:1:46: web connects to orders:http, which dev does not have | Known are: extra.",
    ),
    # Where the caller is off nobody calls.
    passes({"values_dev": "global: {connections: {web: ['orders:nope']}}\nweb: {enabled: false}\n"}),
    # An umbrella's own templates read it at the top, too.
    fails(
        {"values_dev": "connections: {web: [ordrs]}\n"},
        'values-dev.yaml:1:21: web connects to ordrs, which is no service | Did you mean "orders"?',
    ),
    # A service without any port.
    fails(
        {
            "values_dev": "global: {connections: {web: ['orders:http']}}\norders: {service: {ports: {http: {enabled: false}}}}\n"
        },
        "values-dev.yaml:1:30: web connects to orders:http, which dev does not have | Give it ports, or remove :http.",
    ),
    # A port that others may not name, for either reason.
    fails(
        {
            "values_dev": "global: {connections: {web: ['orders:admin'], db: ['orders:old']}}\n"
            "orders: {ports: {admin: {containerPort: 1, service: false}, old: {containerPort: 2, enabled: false}}}\n"
        },
        "values-dev.yaml:1:30: web connects to orders:admin, which dev does not have | Known are: http.",
        "values-dev.yaml:1:52: db connects to orders:old, which dev does not have | Known are: http.",
    ),
]
