"""Cases of missing-variable."""

from __future__ import annotations

from tests.core.lint.cases import fails, passes

FIX = "Connect them in global.connections, or take a variable that is there."
# web calls orders, orders calls db: a service with one port, and one that answers at its headless Service.
VALUES = """\
global:
  connections: {web: [orders], orders: [db]}
web: {ports: {http: 80}, service: {enabled: true}}
orders: {ports: {http: 80}, service: {enabled: true}}
db: {ports: {sql: 5432}, headlessService: {enabled: true}}
"""
QUIET = {"values": VALUES, "values_dev": "", "values_staging": "", "values_prod": "", "values_dr": ""}

CASES = [
    passes(
        {
            **QUIET,
            "values_dev": 'web: {env: {A: "$(ORDERS_HOST):$(ORDERS_PORT)"}}\norders: {args: ["$(DB_HOST)"]}\n',
        }
    ),
    fails(
        {**QUIET, "values_dev": 'web:\n  env: {A: "$(DB_HOST)"}\n  args: [--db, "$(DB_PORT)"]\n'},
        f"values-dev.yaml:2:9: nothing replaces $(DB_HOST): web does not connect to db | {FIX}",
        f"values-dev.yaml:3:3: nothing replaces $(DB_PORT): web does not connect to db | {FIX}",
    ),
    # One port alone has no variable of its own name.
    fails(
        {**QUIET, "values_dev": 'web: {env: {A: "$(ORDERS_PORT_HTTP)"}}\n'},
        f"values-dev.yaml:1:13: nothing replaces $(ORDERS_PORT_HTTP): orders has no such port, or no Service | {FIX}",
    ),
    # Some environment may connect them.
    fails(
        {
            **QUIET,
            "values": VALUES + "x-a: 1\n",
            "values_prod": 'web: {env: {A: "$(DB_HOST)"}}\n',
            "values_dr": "global: {connections: {web: [orders, db]}}\n",
        },
        f"values-prod.yaml:1:13: nothing replaces $(DB_HOST) in prod: web does not connect to db | {FIX}",
    ),
    fails(
        {**QUIET, "values_dev": 'web: {connectionVariables: false, env: {A: "$(ORDERS_HOST)"}}\n'},
        f"values-dev.yaml:1:41: nothing replaces $(ORDERS_HOST): web does not connect to orders | {FIX}",
    ),
    # What is stated, comes from elsewhere, is nobody's, is escaped, is not run, or is of what is switched off.
    passes({**QUIET, "values_dev": 'web: {env: {DB_HOST: x, A: "$(DB_HOST)"}}\n'}),
    passes(
        {
            **QUIET,
            "values_dev": 'web: {containers: {a: {env: [{name: DB_HOST, value: x}]}}, env: {A: "$(DB_HOST)"}}\n',
        }
    ),
    passes({**QUIET, "values_dev": 'web: {envFrom: [{secretRef: {name: x}}], env: {A: "$(DB_HOST)"}}\n'}),
    passes({**QUIET, "values_dev": 'web: {env: {A: "$(OTHER_HOST) $$(DB_HOST) $(db_host) $(DB_USER)"}}\n'}),
    passes({**QUIET, "values_dev": 'web: {enabled: false, env: {A: "$(DB_HOST)"}}\n'}),
    passes({**QUIET, "values_dev": 'db: {enabled: false}\nweb: {env: {A: "$(DB_HOST)"}}\n'}),
]
