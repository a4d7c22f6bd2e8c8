"""What does not fit together in a release: one shop that does, and what is said when a line of it is another."""

from __future__ import annotations

import pytest
import yaml

from generator.core.check.consistency import inconsistencies
from generator.core.check.release import Outside

SHOP = """\
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {app.kubernetes.io/instance: shop}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: shop-web-config, namespace: shop}
data:
  web.conf: |
    upstream http://shop-db:5432
    peers ${PEERS}
  board.json: '{"expr": "up{service=\\"shop-web\\", namespace=\\"shop\\", container=\\"web\\"}"}'
---
apiVersion: v1
kind: Secret
metadata: {name: shop-db-credentials, namespace: shop}
stringData: {password: x}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: shop-web, namespace: shop}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: shop-web-files, namespace: shop}
spec: {storageClassName: fast}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop-web, namespace: shop}
spec:
  template:
    metadata: {labels: {app: web, role: standby}, annotations: {linkerd.io/inject: enabled}}
    spec:
      serviceAccountName: shop-web
      priorityClassName: data
      runtimeClassName: gvisor
      imagePullSecrets: [{name: registry}]
      containers:
        - name: web
          ports: [{name: http, containerPort: 8080}]
          args: ["--db=$(DB_HOST):5432", "--cache=127.0.0.1:11211"]
          command: [sh, -c, "for db in db; do dump --host shop-$db; done"]
          env:
            - {name: DB_HOST, value: shop-db}
            - {name: PASSWORD, valueFrom: {secretKeyRef: {name: shop-db-credentials, key: password}}}
            - {name: MODE, valueFrom: {configMapKeyRef: {name: shop-web-config, key: web.conf}}}
            - {name: LATER, valueFrom: {secretKeyRef: {name: later, key: x, optional: true}}}
            - {name: URL, value: "postgres://app:$(PASSWORD)@$(DB_HOST):5432/app"}
            - {name: PEERS, value: "shop-db-0.shop-db-headless:5432 shop-db-1.shop-db-headless.shop.svc.cluster.local:5432"}
            - {name: PUBLIC_URL, value: "https://shop.example.com/"}
            - {name: METRICS_URL, value: "http://prometheus.monitoring:9090"}
            - {name: BUCKET, value: shop-files}
          envFrom: [{secretRef: {name: shop-db-credentials}}, {configMapRef: {name: shop-web-config}}]
      volumes:
        - {name: config, configMap: {name: shop-web-config, items: [{key: web.conf, path: web.conf}]}}
        - {name: tls, projected: {sources: [{secret: {name: shop-web-tls}}]}}
        - {name: files, persistentVolumeClaim: {claimName: shop-web-files}}
        - {name: scratch, ephemeral: {volumeClaimTemplate: {spec: {storageClassName: fast}}}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: shop-db, namespace: shop}
spec:
  serviceName: shop-db-headless
  replicas: 2
  template:
    metadata: {labels: {app: db}}
    spec:
      containers:
        - name: db
          ports: [{name: postgres, containerPort: 5432}]
          env:
            - {name: POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
            - {name: ADVERTISED_HOST, value: "$(POD_NAME).shop-db-headless.shop.svc"}
  volumeClaimTemplates: [{metadata: {name: data}, spec: {storageClassName: fast}}]
---
apiVersion: v1
kind: Service
metadata: {name: shop-web, namespace: shop, labels: {app: web}}
spec: {selector: {app: web, role: active}, ports: [{name: http, port: 80, targetPort: http}]}
---
apiVersion: v1
kind: Service
metadata: {name: shop-db, namespace: shop}
spec: {selector: {app: db, statefulset.kubernetes.io/pod-name: shop-db-0}, ports: [{name: postgres, port: 5432}]}
---
apiVersion: v1
kind: Service
metadata: {name: shop-db-headless, namespace: shop}
spec: {clusterIP: None, selector: {app: db}, ports: [{name: postgres, port: 5432}]}
---
apiVersion: v1
kind: Service
metadata: {name: shop-mail, namespace: shop}
spec: {type: ExternalName, externalName: mail.example.com}
---
apiVersion: v1
kind: Service
metadata: {name: shop-search, namespace: shop}
spec: {clusterIP: None, ports: [{port: 9200}]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: shop-search, namespace: shop, labels: {kubernetes.io/service-name: shop-search}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop-web, namespace: shop, annotations: {cert-manager.io/cluster-issuer: letsencrypt}}
spec:
  ingressClassName: nginx
  tls: [{secretName: shop-public-tls}]
  defaultBackend: {service: {name: shop-web, port: {number: 80}}}
  rules: [{host: shop.example.com, http: {paths: [{path: /, backend: {service: {name: shop-web, port: {name: http}}}}]}}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop-web, namespace: shop}
spec: {hostnames: [www.example.com], rules: [{backendRefs: [{name: shop-web, port: 80}]}]}
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: shop-web, namespace: shop}
spec: {secretName: shop-web-tls, issuerRef: {kind: ClusterIssuer, name: platform}}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: shop-bank, namespace: shop}
spec: {target: {name: registry}, data: [{secretKey: token}], secretStoreRef: {name: vault, kind: ClusterSecretStore}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: shop-web, namespace: shop}
spec: {selector: {matchLabels: {app: web}}}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: shop-web, namespace: shop}
spec: {selector: {matchLabels: {app: web}}, endpoints: [{port: http}]}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: shop-db, namespace: shop}
spec: {selector: {matchLabels: {app: db}}, podMetricsEndpoints: [{port: postgres}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: shop-web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress: [{from: [{namespaceSelector: {}}], ports: [{port: 8080}, {port: 4143}]}]
  egress: [{to: [{podSelector: {matchLabels: {app: db}}}], ports: [{port: 5432}]}, {ports: [{port: 53}]}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: shop-deny, namespace: shop}
spec: {podSelector: {}}
---
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: {name: shop-web-http, namespace: shop}
spec: {podSelector: {matchLabels: {app: web}}, port: 8080}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: shop-web, namespace: shop}
roleRef: {kind: ClusterRole, name: view}
subjects: [{kind: ServiceAccount, name: default}, {kind: Group, name: staff}]
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: shop-web, namespace: shop}
spec:
  scaleTargetRef: {kind: Deployment, name: shop-web}
  triggers:
    - {type: kafka, name: lag, metadata: {bootstrapServers: "shop-db.shop.svc:5432"}}
    - {type: prometheus, metadata: {query: 'sum(x{namespace="shop"})'}}
---
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: {name: shop-db, namespace: shop}
spec: {targetRef: {kind: StatefulSet, name: shop-db}}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: gate}
spec: {policyName: gate}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: shop-alerts, namespace: shop}
spec:
  groups:
    - name: shop
      rules:
        - {alert: Down, expr: 'kube_endpoint_address{endpoint="shop-web"} + x{statefulset="shop-db", pod=~"shop-web-.+", code!="5"}'}
        - {record: a, expr: 'y{endpoint="metrics", pod="shop-db-0", service=""}'}
"""
OUTSIDE = [
    Outside("StorageClass", "fast", "the cluster"),
    Outside("PriorityClass", "data", "the namespace chart"),
    Outside("RuntimeClass", "gvisor", "the cluster"),
    Outside("IngressClass", "nginx", "the cluster"),
    Outside("ClusterIssuer", "platform", "you"),
    Outside("ClusterSecretStore", "vault", "you"),
    Outside("ValidatingAdmissionPolicy", "gate", "you"),
    Outside("Host", "prometheus.*", "the cluster's monitoring"),
    Outside("Name", "shop-files", "you: a bucket"),
    Outside("Label", "role=active", "the elector"),
]


def said(text: str, outside: list[Outside] = OUTSIDE) -> list[str]:
    objects = [each for each in yaml.load_all(text, yaml.CSafeLoader) if each]
    return [str(gap) for gap in inconsistencies(objects, outside)]


def test_a_release_that_fits_together_is_left_alone() -> None:
    assert said(SHOP) == []


NAME = "name something that is rendered, or declare it outside"
HOST = "name a Service that is rendered, or declare it outside"
MAKER = "render it, or name who makes it"
POD = "spec.template.spec"
CASES = [
    # references
    ("key: password}}}", "key: pass}}}", f"Deployment shop-web: {POD}.containers.web.env.PASSWORD: Secret shop-db-credentials has no key pass (it has: password); {MAKER}"),
    ("key: web.conf}}}", "key: mode}}}", f"Deployment shop-web: {POD}.containers.web.env.MODE: ConfigMap shop-web-config has no key mode (it has: board.json, web.conf); {MAKER}"),
    ("envFrom: [{secretRef: {name: shop-db-credentials}}", "envFrom: [{secretRef: {name: lost}}", f"Deployment shop-web: {POD}.containers.web.envFrom: there is no Secret lost; {MAKER}"),
    ("serviceAccountName: shop-web", "serviceAccountName: lost", f"Deployment shop-web: {POD}.serviceAccountName: there is no ServiceAccount lost; {MAKER}"),
    ("priorityClassName: data", "priorityClassName: lost", f"Deployment shop-web: {POD}.priorityClassName: there is no PriorityClass lost; {MAKER}"),
    ("imagePullSecrets: [{name: registry}]", "imagePullSecrets: [{name: lost}]", f"Deployment shop-web: {POD}.imagePullSecrets: there is no Secret lost; {MAKER}"),
    ("items: [{key: web.conf", "items: [{key: lost", f"Deployment shop-web: {POD}.volumes.config.configMap: ConfigMap shop-web-config has no key lost (it has: board.json, web.conf); {MAKER}"),
    ("sources: [{secret: {name: shop-web-tls", "sources: [{secret: {name: lost", f"Deployment shop-web: {POD}.volumes.tls.secret: there is no Secret lost; {MAKER}"),
    ("claimName: shop-web-files", "claimName: lost", f"Deployment shop-web: {POD}.volumes.files.persistentVolumeClaim: there is no PersistentVolumeClaim lost; {MAKER}"),
    ("volumeClaimTemplate: {spec: {storageClassName: fast", "volumeClaimTemplate: {spec: {storageClassName: lost", f"Deployment shop-web: {POD}.volumes.scratch.ephemeral: there is no StorageClass lost; {MAKER}"),
    ("ingressClassName: nginx", "ingressClassName: lost", f"Ingress shop-web: spec.ingressClassName: there is no IngressClass lost; {MAKER}"),
    ("annotations: {cert-manager.io/cluster-issuer: letsencrypt}", "annotations: {}", f"Ingress shop-web: spec.tls[0]: there is no Secret shop-public-tls; {MAKER}"),
    ("port: {name: http}", "port: {name: lost}", f"Ingress shop-web: spec.rules.shop.example.com/: Service shop-web has no port lost (it has: 80, http); {MAKER}"),
    ("backendRefs: [{name: shop-web, port: 80", "backendRefs: [{name: shop-web, port: 81", f"HTTPRoute shop-web: spec.rules[0].backendRefs: Service shop-web has no port 81 (it has: 80, http); {MAKER}"),
    ("name: platform}", "name: lost}", f"Certificate shop-web: spec.issuerRef: there is no ClusterIssuer lost; {MAKER}"),
    ("{name: vault,", "{name: lost,", f"ExternalSecret shop-bank: spec.secretStoreRef: there is no ClusterSecretStore lost; {MAKER}"),
    ("{kind: ClusterRole, name: view}", "{kind: Role, name: view}", f"RoleBinding shop-web: roleRef: there is no Role view; {MAKER}"),
    ("{kind: ServiceAccount, name: default}", "{kind: ServiceAccount, name: shop-web, namespace: builds}", f"RoleBinding shop-web: subjects: there is no ServiceAccount shop-web in the namespace builds; {MAKER}"),
    ("{kind: Deployment, name: shop-web}", "{kind: Deployment, name: lost}", f"ScaledObject shop-web: spec.scaleTargetRef: there is no Deployment lost; {MAKER}"),
    ("policyName: gate", "policyName: lost", f"ValidatingAdmissionPolicyBinding gate: spec.policyName: there is no ValidatingAdmissionPolicy lost; {MAKER}"),
    # selectors
    ("role: active", "role: leader", "Service shop-web: spec.selector: no pod has app=web, role=leader; select labels of its pods, or take the Service away"),
    ("pod-name: shop-db-0}, ports", "pod-name: shop-db-2}, ports", "Service shop-db: spec.selector: no pod has app=db, statefulset.kubernetes.io/pod-name=shop-db-2; select labels of its pods, or take the Service away"),
    ("targetPort: http", "targetPort: admin", "Service shop-web: spec.ports.http.targetPort: no pod that it selects has the port admin (they have: http=8080, linkerd-admin=4191, linkerd-proxy=4143); name a port of the pods"),
    ("service-name: shop-search}", "service-name: lost}", "Service shop-search: spec.selector: no selector and no EndpointSlice; state where it leads"),
    ("spec: {selector: {matchLabels: {app: web}}}", "spec: {selector: {matchLabels: {app: lost}}}", "PodDisruptionBudget shop-web: spec.selector: no pod has app=lost; select labels of pods, or take the object away"),
    ("spec: {selector: {matchLabels: {app: web}}, endpoints", "spec: {selector: {matchLabels: {app: lost}}, endpoints", "ServiceMonitor shop-web: spec.selector: no Service has app=lost; select labels of a Service, or switch metrics off"),
    ("endpoints: [{port: http}]", "endpoints: [{port: lost}]", "ServiceMonitor shop-web: spec.endpoints: no Service has a port lost; name a port of the Service"),
    ("podMetricsEndpoints: [{port: postgres}]", "podMetricsEndpoints: [{port: lost}]", "PodMonitor shop-db: spec: no pod that it selects has the port lost; name a port of the pods"),
    ("podSelector: {matchLabels: {app: db}}}]", "podSelector: {matchLabels: {app: lost}}}]", "NetworkPolicy shop-web: spec.egress[0]: no pod has app=lost; name pods of this namespace, or take the rule away"),
    ("ports: [{port: 5432}]}, {ports", "ports: [{port: 5433}]}, {ports", "NetworkPolicy shop-web: spec.egress[0]: no pod behind it has the port 5433 (they have: postgres=5432); name a port of the pods"),
    ("linkerd.io/inject: enabled", "linkerd.io/inject: disabled", "NetworkPolicy shop-web: spec.ingress[0]: no pod behind it has the port 4143 (they have: http=8080); name a port of the pods"),
    ("annotations: {linkerd.io/inject: enabled}", "annotations: {}", "NetworkPolicy shop-web: spec.ingress[0]: no pod behind it has the port 4143 (they have: http=8080); name a port of the pods"),
    ("port: 8080}\n---\napiVersion: rbac", "port: 81}\n---\napiVersion: rbac", "Server shop-web-http: spec: no pod that it selects has the port 81; name a port of the pods"),
    # names
    ("http://shop-db:5432", "http://shop-db:5433", "ConfigMap shop-web-config: data.web.conf: shop-db has no port 5433 (it has: 5432); name a port of the Service"),
    ("http://shop-db:5432", "http://lost:5432", f"ConfigMap shop-web-config: data.web.conf: nobody is called lost; {HOST}"),
    ("--cache=127.0.0.1:11211", "--cache=shop-cache:11211", f"Deployment shop-web: {POD}.containers.web.args[1]: nobody is called shop-cache; {HOST}"),
    ("for db in db;", "for db in db other;", f"Deployment shop-web: {POD}.containers.web.command[2]: nothing is called shop-other; {NAME}"),
    ("value: shop-files", "value: shop-pictures", f"Deployment shop-web: {POD}.containers.web.env.BUCKET: nothing is called shop-pictures; {NAME}"),
    ("--cache=127.0.0.1:11211", "--cache=shop-db-1.shop-db-headless.other.svc:11211", f"Deployment shop-web: {POD}.containers.web.args[1]: nobody is called shop-db-1.shop-db-headless.other.svc; {HOST}"),
    ("value: shop-db}", "value: shop-mail}", ""),
    ("value: shop-db}", "value: mail.example.com}", ""),
    ("value: \"https://shop.example.com/\"", "value: \"https://www.example.com/\"", ""),
    ("value: \"$(POD_NAME).shop-db-headless.shop.svc\"", "value: \"$(POD_NAME).shop-db-headless\"", f"StatefulSet shop-db: {POD}.containers.db.env.ADVERTISED_HOST: shop-db-0.shop-db-headless means something in its own namespace alone, and this is read elsewhere; write shop-db-0.shop-db-headless.<namespace>.svc"),
    ("bootstrapServers: \"shop-db.shop.svc:5432\"", "bootstrapServers: \"shop-db:5432\"", "ScaledObject shop-web: spec.triggers.lag.metadata.bootstrapServers: shop-db means something in its own namespace alone, and this is read elsewhere; write shop-db.<namespace>.svc"),
    # queries
    ("statefulset=\"shop-db\"", "statefulset=\"lost\"", "PrometheusRule shop-alerts: spec.groups.shop.Down: no StatefulSet is called lost; ask for one that is rendered, or take the query away"),
    ("endpoint=\"shop-web\"", "endpoint=\"lost\"", "PrometheusRule shop-alerts: spec.groups.shop.Down: no Service is called lost; ask for one that is rendered, or take the query away"),
    ("pod=~\"shop-web-.+\"", "pod=~\"shop-ui-.+\"", "PrometheusRule shop-alerts: spec.groups.shop.Down: no pod is called shop-ui-.+; ask for one that is rendered, or take the query away"),
    ("pod=~\"shop-web-.+\"", "pod=~\"shop-web-[b-z2-9]{6,10}-[b-z2-9]{5}\"", ""),
    ("pod=~\"shop-web-.+\"", "pod=~\"shop-web-[b-z2-9]{5}\"", "PrometheusRule shop-alerts: spec.groups.shop.Down: no pod is called shop-web-[b-z2-9]{5}; ask for one that is rendered, or take the query away"),
    ("query: 'sum(x{namespace=\"shop\"})'", "query: 'sum(x{namespace=\"lost\"})'", "ScaledObject shop-web: spec.triggers.prometheus: no namespace is called lost; ask for one that is rendered, or take the query away"),
    ('container=\\"web', 'container=\\"lost', "ConfigMap shop-web-config: data.board.json: no container is called lost; ask for one that is rendered, or take the query away"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "other", "expected"), CASES, ids=[other for _, other, _ in CASES])
def test_what_leads_nowhere_is_told_with_its_place(line: str, other: str, expected: str) -> None:
    assert line in SHOP
    assert said(SHOP.replace(line, other, 1)) == ([expected] if expected else [])


def test_pods_have_names_at_the_service_that_governs_them_alone() -> None:
    found = said(SHOP.replace("serviceName: shop-db-headless", "serviceName: lost"))
    assert found == [
        f"StatefulSet shop-db: spec.serviceName: there is no Service lost; {MAKER}",
        f"Deployment shop-web: {POD}.containers.web.env.PEERS: nobody is called shop-db-0.shop-db-headless; {HOST}",
        f"Deployment shop-web: {POD}.containers.web.env.PEERS: nobody is called shop-db-1.shop-db-headless.shop.svc.cluster.local; {HOST}",
        f"StatefulSet shop-db: {POD}.containers.db.env.ADVERTISED_HOST: nobody is called shop-db-0.shop-db-headless.shop.svc; {HOST}",
        f"ConfigMap shop-web-config: data.web.conf: nobody is called shop-db-0.shop-db-headless; {HOST}",
        f"ConfigMap shop-web-config: data.web.conf: nobody is called shop-db-1.shop-db-headless.shop.svc.cluster.local; {HOST}",
    ]  # fmt: skip


def test_what_nobody_declares_outside_is_missing() -> None:
    found = said(SHOP, [])
    assert f"Deployment shop-web: {POD}.runtimeClassName: there is no RuntimeClass gvisor; {MAKER}" in found
    assert (
        f"Deployment shop-web: {POD}.containers.web.env.METRICS_URL: nobody is called prometheus.monitoring; {HOST}"
        in found
    )
    assert len(found) == 12


OPERATED = """\
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: shop-db, namespace: shop, labels: {app.kubernetes.io/instance: shop}}
spec: {instances: 1, bootstrap: {initdb: {database: app}}}
---
apiVersion: v1
kind: Service
metadata: {name: shop-db, namespace: shop}
spec: {selector: {cnpg.io/cluster: shop-db, cnpg.io/instanceRole: primary}, ports: [{port: 5432}]}
---
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: {name: shop-queue, namespace: shop}
spec: {kafka: {listeners: [{name: client, port: 9092}]}}
---
apiVersion: v1
kind: Service
metadata: {name: shop-queue, namespace: shop}
spec: {selector: {strimzi.io/cluster: shop-queue, strimzi.io/broker-role: "true"}, ports: [{port: 9092}]}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: shop-db, namespace: shop}
spec:
  groups:
    - name: shop
      rules:
        - {alert: Down, expr: 'up{pod=~"shop-db-[0-9]+"} < 1'}
        - {alert: Full, expr: 'kubelet_volume_stats_available_bytes{persistentvolumeclaim=~"shop-db-[0-9]+(-wal)?"} < 1'}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: shop-work, namespace: shop}
spec:
  jobTemplate:
    spec:
      template:
        metadata: {labels: {sidecar.istio.io/inject: "true"}}
        spec:
          subdomain: work
          containers:
            - name: work
              env:
                - {name: PASSWORD, valueFrom: {secretKeyRef: {name: shop-db-app, key: password}}}
                - {name: SERVERS, value: "shop-queue-kafka-bootstrap:9092,shop-db-rw:5432"}
"""


def test_what_operators_make_is_there() -> None:
    assert said(OPERATED, []) == []


@pytest.mark.parametrize(
    ("line", "other", "expected"),
    [
        ("instanceRole: primary", "instanceRole: replica", "Service shop-db: spec.selector: no pod has cnpg.io/cluster=shop-db, cnpg.io/instanceRole=replica; select labels of its pods, or take the Service away"),
        ("database: app}", "database: app}}, managed: {roles: [{name: app, passwordSecret: {name: lost}}]", "Cluster shop-db: spec.managed.roles.app: there is no Secret lost; render it, or name who makes it"),
        ("database: app}", "database: app}}, certificates: {serverTLSSecret: lost, serverAltDNSNames: [a]", "Cluster shop-db: spec.certificates.serverTLSSecret: there is no Secret lost; render it, or name who makes it"),
        ("instances: 1", "instances: 1, priorityClassName: lost", "Cluster shop-db: spec.priorityClassName: there is no PriorityClass lost; render it, or name who makes it"),
        ("instances: 1", "instances: 1, walStorage: {storageClass: lost}", "Cluster shop-db: spec.walStorage.storageClass: there is no StorageClass lost; render it, or name who makes it"),
        ("instances: 1", "instances: 1, plugins: [{name: b, parameters: {barmanObjectName: lost}}, {name: c}]", "Cluster shop-db: spec.plugins: there is no ObjectStore lost; render it, or name who makes it"),
        ("instances: 1", "instances: 1, externalClusters: [{name: a, plugin: {parameters: {barmanObjectName: lost}}}, {name: b}]", "Cluster shop-db: spec.externalClusters.a: there is no ObjectStore lost; render it, or name who makes it"),
        ("kafka-bootstrap:9092", "kafka-bootstrap:9093", "CronJob shop-work: spec.jobTemplate.spec.template.spec.containers.work.env.SERVERS: shop-queue-kafka-bootstrap has no port 9093 (it has: 9092); name a port of the Service"),
    ],
)  # fmt: skip
def test_what_operators_do_not_make_is_missing(line: str, other: str, expected: str) -> None:
    assert line in OPERATED
    assert said(OPERATED.replace(line, other, 1), []) == [expected]


def test_the_keys_of_a_store_of_backups_are_there_with_the_certificate_that_it_is_trusted_by() -> None:
    store = """\
---
apiVersion: barmancloud.cnpg.io/v1
kind: ObjectStore
metadata: {name: shop-db-backups}
spec:
  configuration:
    destinationPath: s3://shop
    s3Credentials: {accessKeyId: {name: lost, key: id}, secretAccessKey: {name: lost, key: secret}, inheritFromIAMRole: false}
    endpointCA: {name: trusted, key: ca.crt}
"""
    assert said(OPERATED + store, []) == [
        f"ObjectStore shop-db-backups: spec.configuration.{field}: there is no Secret {name}; render it, or name who makes it"
        for field, name in (
            ("s3Credentials.accessKeyId", "lost"),
            ("s3Credentials.secretAccessKey", "lost"),
            ("endpointCA", "trusted"),
        )
    ]
    assert said(OPERATED + store.partition("    s3Credentials")[0], []) == []


def test_a_scheduled_backup_is_of_a_cluster_and_an_owner_has_a_secret() -> None:
    schedule = """\
---
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata: {name: shop-db, namespace: shop}
spec: {schedule: 0 0 2 * * *, cluster: {name: lost}}
"""
    owned = OPERATED.replace("initdb: {database: app}", "initdb: {secret: {name: shop-db-app}}")
    assert said(owned + schedule, []) == [
        "Cluster shop-db: spec.bootstrap.initdb.secret: there is no Secret shop-db-app; render it, or name who makes it",
        "CronJob shop-work: spec.jobTemplate.spec.template.spec.containers.work.env.PASSWORD: there is no Secret shop-db-app; render it, or name who makes it",
        "ScheduledBackup shop-db: spec.cluster: there is no Cluster lost; render it, or name who makes it",
    ]  # fmt: skip


def test_secrets_have_the_keys_that_their_operators_put_in() -> None:
    made = """
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: drawn, namespace: shop}
spec: {target: {template: {data: {username: app}}}, data: [{secretKey: password}]}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: whole, namespace: shop}
spec: {dataFrom: [{extract: {key: shop}}]}
---
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: sealed, namespace: shop}
spec: {encryptedData: {password: x}, template: {data: {username: app}}}
---
apiVersion: batch/v1
kind: Job
metadata: {name: web, namespace: shop}
spec: {template: {metadata: {}, spec: {containers: [{name: web, env: [%s]}]}}}
"""

    def asking(secret: str, key: str) -> list[str]:
        one = f"{{name: A, valueFrom: {{secretKeyRef: {{name: {secret}, key: {key}}}}}}}"
        gaps = said(made % one)
        return [gap for gap in gaps if "secretStoreRef" not in gap]

    for secret in ("drawn", "sealed"):
        assert asking(secret, "username") == asking(secret, "password") == []
        (gap,) = asking(secret, "lost")
        assert f"Secret {secret} has no key lost (it has: password, username)" in gap
    assert asking("whole", "anything") == []
