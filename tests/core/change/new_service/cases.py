"""What a new service adds to each file: whole outputs, by what it was asked to be."""

from __future__ import annotations

from collections.abc import Callable

from generator.core.advice.traits import Traits
from generator.core.change.new_service.add import Addition
from tests.core.change.new_service.shop import CHART, VALUES, add, shop

Cases = dict[str, tuple[Callable[[], Addition], dict[str, str], tuple[str, ...]]]

CASES: Cases = {
    "among its neighbours": (
        lambda: add(shop(), calls=("orders", "queue"), called_by=("web",)),
        {
            "Chart.yaml": """\
@
  - {name: deployment, alias: new, condition: new.enabled, version: 1.0.0}""",
            "values.yaml": """\
@
-    web: [orders]
    web: [orders, new]
@
    new: [orders, "queue:client"]
@
new: # answers whoever calls it; keeps no data
  tier: business
  component: api
  presets: [app, events]
  image: {repository: example.com/new, tag: 1.0.0}
  resources: {requests: {cpu: 200m, memory: 256Mi}}
  slo: {enabled: true, availability: 99.9}
""",
        },
        (),
    ),
    "with more than its neighbours have": (
        lambda: add(shop(), Traits(critical=True, sensitive=True), description="what it does"),
        {
            "Chart.yaml": """\
@
  - {name: deployment, alias: new, condition: new.enabled, version: 1.0.0}""",
            "values.yaml": """\
@
new: # what it does
  tier: business
  component: api
  presets: [app]
  labels: {audit: required}
  replicaCount: 3
  image: {repository: example.com/new, tag: 1.0.0}
  resources: {requests: {cpu: 250m, memory: 512Mi}, limits: {memory: 512Mi}}
  slo: {enabled: true, availability: 99.95}
""",
        },
        (),
    ),
    "open to the outside": (
        lambda: add(shop(), Traits(public=True)),
        {
            "Chart.yaml": """\
@
  - {name: deployment, alias: new, condition: new.enabled, version: 1.0.0}""",
            "values.yaml": """\
@

new: # answers whoever calls it; keeps no data
  tier: presentation
  presets: [app, public]
  image: {repository: example.com/new, tag: 1.0.0}
  resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 128Mi}}
  ingress:
    hosts: [{host: "new.{{ .Values.global.domain }}"}]
    tls: [{hosts: ["new.{{ .Values.global.domain }}"], secretName: "{{ .Release.Name }}-new-tls"}]
  httpRoute: {hostnames: ["new.{{ .Values.global.domain }}"]}""",
        },
        (),
    ),
    "with data, members and a cache": (
        lambda: add(
            shop(),
            Traits(stateful=True, clustered=True),
            ports={"peer": 7000, "api": 7001},
            called_by=("orders",),
            stores=("cache",),
        ),
        {
            "Chart.yaml": """\
@
  - {name: deployment, alias: new-cache, condition: new-cache.enabled, version: 1.0.0}
  - {name: statefulset, alias: new, condition: new.enabled, version: 1.0.0}""",
            "values.yaml": """\
@
-    orders: [orders-db, cache, "queue:client"] # takes orders
    orders: [orders-db, cache, "queue:client", new:peer] # takes orders
@
    new: [new-cache, new]
@

new-cache: # what new can read again elsewhere
  tier: data
  image: {repository: docker.io/valkey/valkey, tag: 8.1.4}
  ports: {valkey: 6379}

new: # keeps data of its own
  tier: data
  replicaCount: 3
  image: {repository: example.com/new, tag: 1.0.0}
  ports: {peer: 7000, api: 7001}
  env: {CACHE: "$(NEW_CACHE_HOST):$(NEW_CACHE_PORT)"}
  livenessProbe: {tcpSocket: {port: peer}}
  readinessProbe: {tcpSocket: {port: peer}}
  metrics: {enabled: false}
  resources: {requests: {cpu: 500m, memory: 2Gi}, limits: {memory: 2Gi}}
  topologySpread: {zones: prefer, hosts: prefer}
  verticalPodAutoscaler: {enabled: true, controlledResources: [cpu]}
  podDisruptionBudget: {enabled: true}
  backup: {enabled: true, method: snapshot}
  volumeClaimTemplates: {data: {size: 10Gi, mountPath: /data}} # where it keeps its data""",
            "values-dev.yaml": """\
@

new-cache:
  replicaCount: 1""",
        },
        ("new.metrics is off: it has no port for them; metrics.port names one",),
    ),
    "that follows a backlog": (
        lambda: add(shop(), Traits(stream=True), calls=("queue",)),
        {
            "Chart.yaml": """\
@
  - {name: deployment, alias: new, condition: new.enabled, version: 1.0.0}""",
            "values.yaml": """\
@
    new: ["queue:client"]
@
new: # works on a stream of events
  tier: business
  component: api
  presets: [app, events]
  image: {repository: example.com/new, tag: 1.0.0}
  resources: {requests: {cpu: 200m, memory: 256Mi}}
  keda: {enabled: true, triggers: {lag: {type: kafka, service: queue, port: client, metadata: {topic: orders, consumerGroup: new}}}}
  slo: {enabled: true, availability: 99.9}
""",
        },
        (),
    ),
    "that follows Kafka first": (
        lambda: add(
            shop(values_yaml=VALUES.replace("type: kafka, service: queue", "type: cpu")),
            Traits(stream=True),
            calls=("queue:client",),
        ),
        {
            "Chart.yaml": """\
@
  - {name: deployment, alias: new, condition: new.enabled, version: 1.0.0}""",
            "values.yaml": """\
@
    new: ["queue:client"]
@
new: # works on a stream of events
  tier: business
  component: api
  presets: [app, events]
  image: {repository: example.com/new, tag: 1.0.0}
  resources: {requests: {cpu: 200m, memory: 256Mi}}
  keda:
    enabled: true
    triggers: {lag: {type: kafka, service: queue, port: client, metadata: {topic: new, consumerGroup: new, lagThreshold: "100"}}}
  slo: {enabled: true, availability: 99.9}
""",
        },
        (),
    ),
    "that follows hours, and no backlog that is known": (
        lambda: add(shop(), Traits(scales_on=("lag", "cpu", "time"))),
        {
            "Chart.yaml": """\
@
  - {name: deployment, alias: new, condition: new.enabled, version: 1.0.0}""",
            "values.yaml": """\
@
new: # answers whoever calls it; keeps no data
  tier: business
  component: api
  presets: [app]
  image: {repository: example.com/new, tag: 1.0.0}
  resources: {requests: {cpu: 200m, memory: 256Mi}}
  keda:
    enabled: true
    triggers:
      hours: {type: cron, metadata: {timezone: Etc/UTC, start: 0 7 * * *, end: 0 20 * * *, desiredReplicas: "4"}}
      cpu: {type: cpu, metricType: Utilization, metadata: {value: "75"}}
  slo: {enabled: true, availability: 99.9}
""",
        },
        (
            "nothing that new calls is a broker whose backlog others follow: say in new.keda.triggers what it scales on",
            "new.keda.triggers.hours is a working day: set your peaks",
        ),
    ),
    "that follows nothing that is known": (
        lambda: add(shop(), Traits(stream=True)),
        {
            "Chart.yaml": """\
@
  - {name: deployment, alias: new, condition: new.enabled, version: 1.0.0}""",
            "values.yaml": """\
@
new: # works on a stream of events
  tier: business
  component: api
  presets: [app]
  image: {repository: example.com/new, tag: 1.0.0}
  resources: {requests: {cpu: 200m, memory: 256Mi}}
  slo: {enabled: true, availability: 99.9}
""",
        },
        (
            "nothing that new calls is a broker whose backlog others follow: say in new.keda.triggers what it scales on",
        ),
    ),
    "the first of its tier and type": (
        lambda: add(shop(), Traits(per_node=True)),
        {
            "Chart.yaml": """\
@
  # infrastructure
  - {name: daemonset, alias: new, condition: new.enabled, version: 1.0.0}""",
            "values.yaml": """\
@

# ── infrastructure ───────────────────────────────────────────────────────────
new: # runs on every node
  tier: infrastructure
  image: {repository: example.com/new, tag: 1.0.0}
  metrics: {enabled: false}
  resources: {requests: {cpu: 50m, memory: 128Mi}, limits: {cpu: 200m, memory: 128Mi}}
  updateStrategy: {rollingUpdate: {maxUnavailable: 10%}}""",
        },
        ("new.metrics is off: it has no port for them; metrics.port names one",),
    ),
    "the first of a tier before all others": (
        lambda: add(
            shop(
                Chart_yaml=CHART.replace("web", "shown"),
                values_yaml=VALUES.replace("tier: presentation", "tier: application").replace("web", "shown"),
            ),
            Traits(public=True),
        ),
        {
            "Chart.yaml": """\
@
  # presentation
  - {name: deployment, alias: new, condition: new.enabled, version: 1.0.0}""",
            "values.yaml": """\
@

# ── presentation ─────────────────────────────────────────────────────────────
new: # answers whoever calls it; keeps no data
  tier: presentation
  presets: [app, public]
  image: {repository: example.com/new, tag: 1.0.0}
  resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 128Mi}}
  ingress:
    hosts: [{host: "new.{{ .Values.global.domain }}"}]
    tls: [{hosts: ["new.{{ .Values.global.domain }}"], secretName: "{{ .Release.Name }}-new-tls"}]
  httpRoute: {hostnames: ["new.{{ .Values.global.domain }}"]}""",
        },
        (),
    ),
    "that broker that is stateful": (
        lambda: add(shop(), Traits(stream=True, stateful=True), ports={"http": 1}),
        {
            "Chart.yaml": """\
@
  # infrastructure
  - {name: statefulset, alias: new, condition: new.enabled, version: 1.0.0}""",
            "values.yaml": """\
@

# ── infrastructure ───────────────────────────────────────────────────────────
new: # carries a stream of events
  tier: infrastructure
  image: {repository: example.com/new, tag: 1.0.0}
  ports: {http: 1}
  livenessProbe: {tcpSocket: {port: http}}
  readinessProbe: {tcpSocket: {port: http}}
  resources: {requests: {cpu: 500m, memory: 2Gi}, limits: {memory: 2Gi}}
  verticalPodAutoscaler: {enabled: true, controlledResources: [cpu]}
  backup: {enabled: true, method: snapshot}
  volumeClaimTemplates: {data: {size: 10Gi, mountPath: /data}} # where it keeps its data""",
        },
        (),
    ),
    "in one environment and not in its heirs": (
        lambda: add(shop(), Traits(schedule="@daily"), only_in=("prod",), tier="application"),
        {
            "Chart.yaml": """\
@
  # application
  - {name: cronjob, alias: new, condition: new.enabled, version: 1.0.0}""",
            "values.yaml": """\
@

# ── application ──────────────────────────────────────────────────────────────
new: # runs by the clock
  enabled: false
  tier: application
  image: {repository: example.com/new, tag: 1.0.0}
  schedule: "@daily"
  timeZone: Etc/UTC
  startingDeadlineSeconds: 3600
  concurrencyPolicy: Forbid
  backoffLimit: 6
  metrics: {enabled: false}
  resources: {requests: {cpu: 500m, memory: 1Gi}, limits: {memory: 1Gi}}""",
            "values-prod.yaml": """\
@

new: {enabled: true}""",
            "values-dr.yaml": """\
@

new: {enabled: false}""",
        },
        ("new.metrics is off: it has no port for them; metrics.port names one",),
    ),
    "like another one, with a database": (
        lambda: add(shop(), like="orders", image=None, stores=("postgres",), only_in=("dev", "dr")),
        {
            "Chart.yaml": """\
@
  - {name: deployment, alias: new, condition: new.enabled, version: 1.0.0}
@
  - {name: statefulset, alias: new-db, condition: new-db.enabled, version: 1.0.0}""",
            "values.yaml": """\
@
    new: [cache, "queue:client", new-db]
@
    new-db: [new-db]
@
new: # like orders
  enabled: false
  tier: business
  component: api
  presets: [app, events]
  image: {repository: example.com/orders, tag: 2.0.1}
  env:
    DATABASE_PASSWORD: {credentialsOf: new-db}
    DATABASE_URL: postgres://app:$(DATABASE_PASSWORD)@$(NEW_DB_HOST):$(NEW_DB_PORT)/app
    CACHE: $(CACHE_HOST):$(CACHE_PORT)
    LOG: info
  # runtimeClassName: gvisor
  resources: {requests: {cpu: 200m, memory: 256Mi}}
  slo: {enabled: true, availability: 99.95}

@

new-db: # the data of new; nobody else gets in
  enabled: false
  tier: data
  presets: [postgres]""",
            "values-dev.yaml": """\
@
new:
  replicaCount: 1
  enabled: true

@

new-db: {enabled: true}""",
            "values-dr.yaml": """\
@

new: {enabled: true}

new-db: {enabled: true}""",
        },
        ("new calls what orders calls, cache, queue:client: see --connects",),
    ),
    "like another one, with values of its own": (
        lambda: add(
            shop(), like="web", ports={"http": 9000}, tier="business", presets=("app",), calls=("stock",)
        ),
        {
            "Chart.yaml": """\
@
  - {name: deployment, alias: new, condition: new.enabled, version: 1.0.0}""",
            "values.yaml": """\
@
    new: [stock]
@
new: # like web
  tier: business
  presets: [app]
  image: {repository: example.com/new, tag: 1.0.0}
  ports: {http: 9000}
  ingress:
    hosts: [{host: "new.{{ .Values.global.domain }}"}]
    tls: [{hosts: ["new.{{ .Values.global.domain }}"], secretName: "{{ .Release.Name }}-new-tls"}]
  httpRoute: {hostnames: ["new.{{ .Values.global.domain }}"]}
""",
        },
        (),
    ),
    "like another one that calls others": (
        lambda: add(shop(), like="orders", calls=("queue",), description="what it does"),
        {
            "Chart.yaml": """\
@
  - {name: deployment, alias: new, condition: new.enabled, version: 1.0.0}""",
            "values.yaml": """\
@
    new: ["queue:client"]
@
new: # what it does
  tier: business
  component: api
  presets: [app, events]
  image: {repository: example.com/new, tag: 1.0.0}
  env:
    LOG: info
  # runtimeClassName: gvisor
  resources: {requests: {cpu: 200m, memory: 256Mi}}
  slo: {enabled: true, availability: 99.95}
""",
            "values-dev.yaml": """\
@
new:
  replicaCount: 1
""",
        },
        (),
    ),
    "like another one, and called": (
        lambda: add(shop(), like="cache", called_by=("stock", "cache")),
        {
            "Chart.yaml": """\
@
  - {name: deployment, alias: new, condition: new.enabled, version: 1.0.0}""",
            "values.yaml": """\
@
-    stock: ["queue:client"]
    stock: ["queue:client", "new"]
@
    cache: [new]
@

new: # like cache
  tier: data
  image: {repository: example.com/new, tag: 1.0.0}
  ports: {valkey: 6379}""",
            "values-dev.yaml": """\
@

new:
  replicaCount: 1""",
        },
        (),
    ),
    "like a consumer": (
        lambda: add(shop(), like="stock"),
        {
            "Chart.yaml": """\
@
  - {name: deployment, alias: new, condition: new.enabled, version: 1.0.0}""",
            "values.yaml": """\
@
    new: ["queue:client"]
@
new: # like stock
  tier: business
  component: api
  presets: [app, events]
  image: {repository: example.com/new, tag: 1.0.0}
  resources: {requests: {cpu: 200m, memory: 256Mi}}
  keda:
    enabled: true
    triggers: {orders: {type: kafka, service: queue, port: client, metadata: {topic: orders, consumerGroup: new}}}
  slo: {enabled: true, availability: 99.9}
""",
        },
        ("new calls what stock calls, queue:client: see --connects",),
    ),
}
