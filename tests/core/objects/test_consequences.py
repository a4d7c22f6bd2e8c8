"""What an upgrade does to clusters, each object in its class."""

from __future__ import annotations

import pytest

from generator.core.objects.consequences import CLASSES, Consequence, consequences


def document(kind: str, name: str, body: str = "", *, version: str = "v1", metadata: str = "") -> str:
    return f"---\napiVersion: {version}\nkind: {kind}\nmetadata: {{name: {name}{metadata}}}\n{body}\n"


def workload(
    kind: str, name: str, *, image: str = "a:1", replicas: int = 2, spec: str = "", pod: str = ""
) -> str:
    body = (
        f"spec:\n  replicas: {replicas}\n{spec}  template:\n    spec:\n      containers:\n"
        f"        - {{name: main, image: '{image}'{pod}}}\n"
    )
    return document(kind, name, body, version="apps/v1")


CLAIMS = "  volumeClaimTemplates: [{metadata: {name: data}}]\n"
DELETES = "  persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete, whenScaled: Delete}\n"
POLICY = (
    "spec: {podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {%s}}}], ports: [{port: 80}]}]}"
)
CONFIG = document("ConfigMap", "conf", "data: {a: b}")
AS_FILES = (
    "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n"
    "      volumes: [{name: v, configMap: {name: conf}}]\n"
    "      containers: [{name: main, volumeMounts: [{name: v, mountPath: /v}]}]\n"
)
HOOK = ", annotations: {helm.sh/hook: pre-upgrade}"

CASES: list[tuple[str, str, list[tuple[str, str, str, int]]]] = [
    (workload("Deployment", "web"), workload("Deployment", "web"), []),
    (
        workload("Deployment", "web"), workload("Deployment", "web", image="a:2"),
        [("restart", "web", "pods restart, one after the other: containers.main.image", 2)],
    ),
    (
        workload("StatefulSet", "db"), workload("StatefulSet", "db", image="a:2", replicas=3),
        [
            ("restart", "db", "pods restart, one after the other: containers.main.image", 3),
            ("capacity", "db", "2 → 3 pods", 0),
        ],
    ),
    *(
        (
            workload(kind, "web", spec=spec), workload(kind, "web", spec=spec, image="a:2"),
            [(of, "web", f"{rule}: containers.main.image", pods)],
        )
        for kind, spec, of, rule, pods in [
            ("ReplicaSet", "", "live", "pods change when somebody deletes them", 0),
            ("DaemonSet", "  updateStrategy: {type: OnDelete}\n", "live", "pods change when somebody deletes them", 0),
            ("Deployment", "  paused: true\n", "live", "pods stay what they are while the roll-out is paused", 0),
            ("Deployment", "  strategy: {type: Recreate}\n", "restart", "all pods stop before new ones start", 2),
            ("StatefulSet", "  updateStrategy: {rollingUpdate: {partition: 1}}\n", "restart", "pods restart from number 1 on, by spec.updateStrategy", 1),
            ("StatefulSet", "  updateStrategy: {rollingUpdate: {partition: 2}}\n", "live", "pods restart from number 2 on, by spec.updateStrategy", 0),
        ]
    ),
    (
        workload("StatefulSet", "db"), workload("StatefulSet", "db", spec="  serviceName: x\n"),
        [("refused", "db", "spec.serviceName cannot be changed: delete it first", 0)],
    ),
    (workload("Deployment", "web"), "", [("deleted", "web", "is deleted", 0)]),
    (
        workload("StatefulSet", "db", spec=CLAIMS), "",
        [("data", "db", "is deleted; its claims stay behind, and what takes its place starts empty", 0)],
    ),
    (
        workload("StatefulSet", "db", spec=CLAIMS + DELETES), "",
        [("data", "db", "is deleted, and its claims with it", 0)],
    ),
    (
        workload("StatefulSet", "db", spec=DELETES), workload("StatefulSet", "db", spec=DELETES, replicas=1),
        [
            ("data", "db", "2 → 1 pods, and the claims of those that go are deleted", 0),
            ("capacity", "db", "2 → 1 pods", 0),
        ],
    ),
    (
        workload("StatefulSet", "db"), workload("StatefulSet", "db", spec=DELETES),
        [("data", "db", "its claims are deleted with it from now on", 0)],
    ),
    (document("PersistentVolumeClaim", "c"), "", [("data", "c", "is deleted, and by most storage classes its volume with it", 0)]),
    (document("PersistentVolumeClaim", "c", metadata=", annotations: {helm.sh/resource-policy: keep}"), "", [("live", "c", "leaves the release, and stays in the cluster", 0)]),
    (document("Namespace", "n"), "", [("data", "n", "is deleted with all that is in it", 0)]),
    (document("CustomResourceDefinition", "n"), "", [("data", "n", "is deleted, and all objects of its kind with it", 0)]),
    (
        document("Cluster", "n", version="postgresql.cnpg.io/v1"), "",
        [("data", "n", "is deleted, and its operator deletes the volumes", 0)],
    ),
    (document("Cluster", "n", version="x/v1"), "", [("deleted", "n", "is deleted", 0)]),
    (
        document("Job", "x-1a2b3c4d", "spec: {a: 1}"), document("Job", "x-2b3c4d5e", "spec: {a: 2}"),
        [("recreated", "x-1a2b3c4d", "is made anew, under another name", 0)],
    ),
    (
        document("Job", "x", "spec: {template: 1}", metadata=HOOK), document("Job", "x", "spec: {template: 2}", metadata=HOOK),
        [("recreated", "x", "is a hook: it is made anew each time", 0)],
    ),
    (
        document("NetworkPolicy", "p", POLICY % "a: web"), document("NetworkPolicy", "p", POLICY % "a: api"),
        [("opened", "p", "in from api on 80/TCP", 0), ("closed", "p", "in from web on 80/TCP", 0)],
    ),
    (
        "", document("NetworkPolicy", "p", POLICY % "a: web"),
        [("closed", "p", "nothing but what it names goes in or out from now on", 0), ("new", "p", "is new", 0)],
    ),
    (
        "", document("NetworkPolicy", "web", POLICY % "a: api") + workload("Deployment", "web"),
        [("new", "web", "is new", 0), ("new", "web", "is new", 0)],
    ),
    (
        document("NetworkPolicy", "p", POLICY % "a: web"), "",
        [("deleted", "p", "is deleted", 0), ("opened", "p", "it limits nobody any more", 0)],
    ),
    (
        document("AuthorizationPolicy", "p", "spec: {a: 1}"), document("AuthorizationPolicy", "p", "spec: {a: 2}"),
        [("opened", "p", "who may call whom changes: spec.a", 0)],
    ),
    (
        document("Ingress", "i", "spec: {rules: [{host: a.io}]}"), document("Ingress", "i", "spec: {rules: [{host: b.io}]}"),
        [("opened", "i", "from outside by b.io", 0), ("closed", "i", "from outside by a.io", 0)],
    ),
    (
        document("HTTPRoute", "i", "spec: {hostnames: [a.io]}"), document("HTTPRoute", "i", "spec: {hostnames: [a.io, b.io]}"),
        [("opened", "i", "from outside by b.io", 0)],
    ),
    (
        document("Gateway", "i", "spec: {listeners: [{port: 80}]}"), document("Gateway", "i", "spec: {listeners: [{port: 443, hostname: a.io}]}"),
        [("opened", "i", "from outside by a.io:443", 0), ("closed", "i", "from outside by *:80", 0)],
    ),
    (
        document("Service", "s", "spec: {ports: [{port: 80}]}"), document("Service", "s", "spec: {type: NodePort, ports: [{port: 80}]}"),
        [("opened", "s", "from outside by NodePort on 80", 0)],
    ),
    (
        document("Service", "s", "spec: {ports: [{port: 80}]}"), document("Service", "s", "spec: {ports: [{port: 81}]}"),
        [("live", "s", "spec.ports[0].port", 0)],
    ),
    (
        document("ResourceQuota", "q", "spec: {hard: {pods: 1}}"), document("ResourceQuota", "q", "spec: {hard: {pods: 2}}"),
        [("capacity", "q", "spec.hard.pods", 0)],
    ),
    (
        document("Service", "s", metadata=", labels: {a: b}"), document("Service", "s", metadata=", labels: {a: c}"),
        [("none", "s", "labels or annotations alone", 0)],
    ),
    (
        CONFIG + AS_FILES, CONFIG.replace("b}", "c}") + AS_FILES,
        [("live", "conf", "pods see the new files within two minutes, if they read them again", 0)],
    ),
    (
        CONFIG + AS_FILES.replace("/v}", "/v, subPath: a}"), CONFIG.replace("b}", "c}") + AS_FILES.replace("/v}", "/v, subPath: a}"),
        [("live", "conf", "pods keep what they have until they restart: as single files", 0)],
    ),
    (
        CONFIG + workload("Deployment", "web", pod=", envFrom: [{configMapRef: {name: conf}}]"),
        CONFIG.replace("b}", "c}") + workload("Deployment", "web", pod=", envFrom: [{configMapRef: {name: conf}}]"),
        [("live", "conf", "pods keep what they have until they restart: as variables", 0)],
    ),
    (
        CONFIG + AS_FILES, CONFIG.replace("b}", "c}") + AS_FILES.replace("main", "other"),
        [
            ("restart", "web", "pods restart, one after the other: containers.main.name", 1),
            ("none", "conf", "its readers restart, or there are none", 0),
        ],
    ),
    (
        document("Secret", "k", "data: {a: b}") + workload("Deployment", "web", pod=", env: [{name: A, valueFrom: {secretKeyRef: {name: k}}}]"),
        document("Secret", "k", "data: {a: c}") + workload("Deployment", "web", pod=", env: [{name: A, valueFrom: {secretKeyRef: {name: k}}}]"),
        [("live", "k", "pods keep what they have until they restart: as variables", 0)],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "expected"), CASES)
def test_each_object_is_in_its_class(
    before: str, after: str, expected: list[tuple[str, str, str, int]]
) -> None:
    found = consequences({"prod": before}, {"prod": after})
    assert [(one.of, *one.names, one.what, one.pods) for one in found] == expected


def test_same_change_of_several_objects_and_environments_is_one_row() -> None:
    before = workload("Deployment", "a") + workload("Deployment", "b")
    after = workload("Deployment", "a", image="a:2") + workload("Deployment", "b", image="a:2")
    what = "pods restart, one after the other: containers.main.image"
    assert consequences({"dev": before, "prod": before}, {"dev": after, "prod": after}) == [
        Consequence("restart", ("dev", "prod"), "Deployment", ("a", "b"), what, 8)
    ]


def test_environments_in_which_other_objects_change_have_their_own_rows() -> None:
    one, two = workload("Deployment", "a"), workload("Deployment", "b")
    new = workload("Deployment", "a", image="a:2")
    found = consequences(
        {"dev": one, "prod": one + two}, {"dev": new, "prod": new + two.replace("a:1", "a:2")}
    )
    assert [(row.environments, row.names) for row in found] == [(("dev",), ("a",)), (("prod",), ("a", "b"))]


def test_environment_that_goes_is_deleted_as_a_whole() -> None:
    found = consequences({"dev": workload("Deployment", "a")}, {"qa": workload("Deployment", "a")})
    assert [(row.of, row.environments) for row in found] == [("deleted", ("dev",)), ("new", ("qa",))]


def test_every_class_has_a_case() -> None:
    assert {of for *_, rows in CASES for of, *_ in rows} == {*CLASSES}
