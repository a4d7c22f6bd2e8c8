"""What two renderings of a chart differ in, as it matters to a cluster."""

from __future__ import annotations

import pytest

from generator.core.objects.effects import Effect, effects

DEPLOYMENT = """\
---
# Source: shop/templates/web.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, labels: {version: "1"}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web, version: "1"}}
    spec:
      containers:
        - {name: proxy, image: "proxy:1"}
        - {name: web, image: "web:1"}
"""
SERVICE = """\
---
apiVersion: v1
kind: Service
metadata: {name: web, labels: {version: "1"}}
spec: {ports: [{port: 80}]}
"""


def of(kind: str, body: str, version: str = "v1") -> str:
    return f"---\napiVersion: {version}\nkind: {kind}\nmetadata: {{name: x}}\n{body}\n"


CASES = [
    (DEPLOYMENT, DEPLOYMENT, []),
    (DEPLOYMENT, DEPLOYMENT.replace("replicas: 2", "replicas: 2 # two"), []),
    (
        DEPLOYMENT,
        DEPLOYMENT.replace("web:1", "web:2").replace('"1"', '"2"'),
        [("~", "Deployment", "shop/web", "pods restart, one after the other: spec.template.spec.containers.web.image")],
    ),
    (DEPLOYMENT, DEPLOYMENT.replace("replicas: 2", "replicas: 3"), [("~", "Deployment", "shop/web", "2 → 3 pods; none restarts")]),
    (
        DEPLOYMENT,
        DEPLOYMENT.replace("matchLabels: {app: web}", "matchLabels: {app: www}"),
        [("!", "Deployment", "shop/web", "must be deleted and made anew: spec.selector cannot be changed")],
    ),
    (
        DEPLOYMENT.replace("  replicas", "  strategy: {type: Recreate}\n  replicas"),
        DEPLOYMENT.replace("web:1", "web:2").replace("  replicas", "  strategy: {type: Recreate}\n  replicas"),
        [("~", "Deployment", "shop/web", "all pods stop before new ones start: spec.template.spec.containers.web.image")],
    ),
    (SERVICE, SERVICE.replace('"1"', '"2"'), [("~", "Service", "web", "labels or annotations alone")]),
    (SERVICE, SERVICE.replace("80", "81"), [("~", "Service", "web", "changes: spec.ports[0].port")]),
    ("", SERVICE, [("+", "Service", "web", "is new")]),
    (SERVICE, "", [("-", "Service", "web", "is removed")]),
    (
        of("StatefulSet", "spec: {serviceName: a, volumeClaimTemplates: [{size: 1}], updateStrategy: {type: OnDelete}}"),
        of("StatefulSet", "spec: {serviceName: b, volumeClaimTemplates: [{size: 2}], updateStrategy: {type: OnDelete}}"),
        [("!", "StatefulSet", "x", "must be deleted and made anew: spec.serviceName, spec.volumeClaimTemplates cannot be changed")],
    ),
    (
        of("DaemonSet", "spec: {template: {a: 1}, updateStrategy: {type: OnDelete}}"),
        of("DaemonSet", "spec: {template: {a: 2}, updateStrategy: {type: OnDelete}}"),
        [("~", "DaemonSet", "x", "pods change when somebody deletes them: spec.template.a")],
    ),
    (
        of("Job", "spec: {template: {a: 1}, parallelism: 1}"),
        of("Job", "spec: {template: {a: 2}, parallelism: 2}"),
        [("!", "Job", "x", "must be deleted and made anew: spec.template cannot be changed")],
    ),
    (of("Job", "spec: {parallelism: 1}"), of("Job", "spec: {parallelism: 2}"), [("~", "Job", "x", "changes: spec.parallelism")]),
    (of("CronJob", "spec: {schedule: a}"), of("CronJob", "spec: {schedule: b}"), [("~", "CronJob", "x", "from its next run on: spec.schedule")]),
    (
        of("ConfigMap", "immutable: true\ndata: {a: b}"),
        of("ConfigMap", "immutable: true\ndata: {a: c}"),
        [("!", "ConfigMap", "x", "must be deleted and made anew: data cannot be changed")],
    ),
    (of("ConfigMap", "data: {a: b}"), of("ConfigMap", "data: {a: c}"), [("~", "ConfigMap", "x", "changes: data.a")]),
    (of("PriorityClass", "value: 1"), of("PriorityClass", "value: 2"), [("!", "PriorityClass", "x", "must be deleted and made anew: value cannot be changed")]),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "found"), CASES)
def test_effects(before: str, after: str, found: list[tuple[str, str, str, str]]) -> None:
    assert effects(before, after) == [Effect(*one) for one in found]


def test_hook_job_is_made_anew_each_time() -> None:
    job = of("Job", "spec: {template: {a: 1}}").replace(
        "name: x",
        'name: x, annotations: {helm.sh/hook: pre-install, helm.sh/hook-delete-policy: "before-hook-creation,hook-succeeded"}',
    )
    assert effects(job, job.replace("a: 1", "a: 2")) == [
        Effect("~", "Job", "x", "is a hook: it is made anew each time")
    ]


def test_worst_comes_first_then_restarts() -> None:
    both = DEPLOYMENT + SERVICE + of("StatefulSet", "spec: {serviceName: a}")
    after = (
        DEPLOYMENT.replace("web:1", "web:2")
        + SERVICE.replace("80", "81")
        + of("StatefulSet", "spec: {serviceName: b}")
    )
    assert [one.kind for one in effects(both, after)] == ["StatefulSet", "Deployment", "Service"]


def test_group_moves_are_other_objects_versions_are_not() -> None:
    old, new = of("CronJob", "spec: {a: 1}", "batch/v1beta1"), of("CronJob", "spec: {a: 1}", "batch/v1")
    assert effects(old, new) == [Effect("~", "CronJob", "x", "from its next run on: apiVersion")]
