"""A shop whose services have tiers, presets, a database and a cache: what a new one can be among."""

from __future__ import annotations

import json
from pathlib import PurePosixPath

from generator.core.advice.matrix import advice_for
from generator.core.advice.traits import Traits
from generator.core.change.new_service.add import Addition, addition
from generator.core.change.new_service.decide import decided
from generator.core.change.new_service.request import ServiceRequest
from generator.core.values.model import ValuesModel, load_values

CHART = """\
apiVersion: v2
name: shop
version: 0.1.0
dependencies:
  # presentation
  - {name: deployment, alias: web, condition: web.enabled, version: 1.0.0}
  # business
  - {name: deployment, alias: orders, condition: orders.enabled, version: 1.0.0}
  - {name: deployment, alias: stock, condition: stock.enabled, version: 1.0.0}
  # data
  - {name: statefulset, alias: orders-db, condition: orders-db.enabled, version: 1.0.0}
  - {name: deployment, alias: cache, condition: cache.enabled, version: 1.0.0}
  - {name: statefulset, alias: queue, condition: queue.enabled, version: 1.0.0}
  - {name: workload, version: 1.0.0}
"""
VALUES = """\
# The architecture of shop.
global:
  connections: # who calls whom
    web: [orders]
    orders: [orders-db, cache, "queue:client"] # takes orders
    stock: ["queue:client"]
    orders-db: [orders-db]
  presets:
    all: {metrics: {enabled: true}, service: {enabled: true}}
    app:
      ports: {http: 8080}
      readinessProbe: {httpGet: {path: /readyz, port: http}}
    public: {ingress: {enabled: true}, httpRoute: {enabled: false, parentRefs: [{name: public}]}}
    events: {env: {QUEUE: $(QUEUE_HOST)}}
    postgres: {image: {repository: docker.io/library/postgres, tag: "17"}, ports: {sql: 5432}, metrics: {enabled: false}}

# ── presentation ─────────────────────────────────────────────────────────────
web: # what customers see
  tier: presentation
  presets: [app, public]
  image: {repository: example.com/web, tag: 1.4.2} # stand-in: your image
  ingress:
    hosts: [{host: "{{ .Values.global.domain }}"}]
    tls: [{hosts: ["{{ .Values.global.domain }}"], secretName: "{{ .Release.Name }}-web-tls"}]
  httpRoute: {hostnames: ["{{ .Values.global.domain }}"]}

# ── business ─────────────────────────────────────────────────────────────────
orders: # takes orders
  tier: business
  component: api
  presets: [app, events]
  image: {repository: example.com/orders, tag: 2.0.1}
  env:
    DATABASE_PASSWORD: {credentialsOf: orders-db}
    DATABASE_URL: postgres://app:$(DATABASE_PASSWORD)@$(ORDERS_DB_HOST):$(ORDERS_DB_PORT)/app
    DATABASE_READ_URL: postgres://{{ .Release.Name }}-orders-db-read:$(ORDERS_DB_PORT)/app
    CACHE: $(CACHE_HOST):$(CACHE_PORT)
    LOG: info
  # runtimeClassName: gvisor
  resources: {requests: {cpu: 200m, memory: 256Mi}}
  slo: {enabled: true, availability: 99.95}

stock: # how much there is
  tier: business
  component: api
  presets: [app, events]
  image: {repository: example.com/stock, tag: 2.0.1}
  resources: {requests: {cpu: 200m, memory: 256Mi}}
  keda:
    enabled: true
    triggers: {orders: {type: kafka, service: queue, port: client, metadata: {topic: orders, consumerGroup: stock}}}
  slo: {enabled: true, availability: 99.9}

# ── data ─────────────────────────────────────────────────────────────────────
orders-db: # the orders
  tier: data
  presets: [postgres]

cache: # what can be read again
  tier: data
  image: {repository: docker.io/valkey/valkey, tag: 8.1.4}
  ports: {valkey: 6379}

queue: # carries the events
  tier: data
  image: {repository: docker.io/apache/kafka, tag: 4.1.0}
  ports: {client: 9092, controller: 9093}
"""
DEV = "# dev: small\norders:\n  replicaCount: 1\n\ncache:\n  replicaCount: 1\n"
PROD = "# prod\nglobal:\n  presets:\n    deployment: {replicaCount: 3}\n"
DR = "# dr\nglobal: {region: other}\n"
PLATFORM = """\
apiVersion: helm-blueprint/v1
blueprint: {name: shop, source: builtin, version: 1.0.0}
environments:
  dev: {namespace: shop-dev}
  prod: {namespace: shop}
  dr: {inherits: prod, namespace: shop-dr}
"""
DEFAULTS = {
    "enabled": True,
    "replicaCount": 1,
    "resources": {},
    "ports": {},
    "metrics": {"enabled": False, "port": "http"},
    "slo": {"enabled": False, "availability": 99.9},
    "autoscaling": {"enabled": False},
    "keda": {"enabled": False},
    "httpRoute": {"enabled": False},
    "ingress": {"enabled": False},
}


def shop(**files: str) -> ValuesModel:
    """The shop; `Chart_yaml="…"` replaces a file."""
    texts = {
        "Chart.yaml": CHART,
        "platform.yaml": PLATFORM,
        "values.yaml": VALUES,
        "values-dev.yaml": DEV,
        "values-prod.yaml": PROD,
        "values-dr.yaml": DR,
    }
    for kind in ("deployment", "statefulset", "cronjob"):
        texts[f"charts/{kind}/Chart.yaml"] = (
            f"apiVersion: v2\nname: {kind}\nversion: 1.0.0\nannotations: {{helm-blueprint/workload: {kind}}}\n"
        )
        texts[f"charts/{kind}/defaults.json"] = json.dumps(DEFAULTS)
    texts |= {name.replace("_yaml", ".yaml").replace("_", "-"): text for name, text in files.items()}
    return load_values({PurePosixPath(name): text.encode() for name, text in texts.items()})


VERSIONS = {"cronjob": "1.0.0", "daemonset": "1.0.0", "job": "1.0.0"}


def add(model: ValuesModel, traits: Traits | None = None, **request: object) -> Addition:
    """A service `new`, decided by traits, or by what the request is like."""
    wanted = ServiceRequest(
        **{"name": "new", "image": {"repository": "example.com/new", "tag": "1.0.0"}, **request}
    )  # type: ignore[arg-type]
    if wanted.like:
        return addition(model, decided(model, wanted, None, Traits()), VERSIONS)
    return addition(model, wanted._replace(advice=advice_for(traits or Traits())), VERSIONS)


def added_lines(made: Addition, file: str) -> str:
    """The lines that a file has more, each as it stands, with `@` for every gap; a line that is gone begins with -."""
    (change,) = [one for one in made.changes if str(one.path) == file]
    from difflib import unified_diff

    old, new = ((one or b"").decode().splitlines() for one in (change.before, change.after))
    diff = list(unified_diff(old, new, n=0, lineterm=""))[2:]
    return "\n".join("@" if line.startswith("@@") else line.removeprefix("+") for line in diff)
