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


def hook(annotations: str) -> str:
    return of("Job", "spec: {template: {a: 1}}").replace(
        "name: x", f"name: x, annotations: {{{annotations}}}"
    )


@pytest.mark.parametrize(
    ("annotations", "sign"),
    [
        ("helm.sh/hook: pre-install", "~"),  # Helm deletes it before the next one, where nothing else is said
        ("helm.sh/hook: pre-install, helm.sh/hook-delete-policy: before-hook-creation", "~"),
        ("helm.sh/hook: pre-install, helm.sh/hook-delete-policy: hook-succeeded", "!"),
        ('helm.sh/hook: pre-install, helm.sh/hook-delete-policy: "hook-succeeded,hook-failed"', "!"),
        ("helm.sh/hook-delete-policy: before-hook-creation", "!"),  # no hook at all
        ("", "!"),
    ],
)
def test_job_that_helm_does_not_delete_first_cannot_be_changed(annotations: str, sign: str) -> None:
    job = hook(annotations)
    what = {
        "~": "is a hook: it is made anew each time",
        "!": "must be deleted and made anew: spec.template cannot be changed",
    }
    assert effects(job, job.replace("a: 1", "a: 2")) == [Effect(sign, "Job", "x", what[sign])]


# What the API server lets change of each kind; everything else of a StatefulSet's spec it refuses.
CHANGEABLE = {
    "StatefulSet": [
        "replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit",
        "persistentVolumeClaimRetentionPolicy", "minReadySeconds",
    ],
    "PersistentVolumeClaim": ["resources", "volumeAttributesClassName"],
    "Deployment": ["replicas", "template", "strategy", "minReadySeconds", "paused"],
    "DaemonSet": ["template", "updateStrategy"],
    "Job": ["parallelism", "activeDeadlineSeconds", "suspend", "backoffLimit", "ttlSecondsAfterFinished"],
    "Service": ["selector", "ports", "type"],
}  # fmt: skip
FIXED = {
    "StatefulSet": ["selector", "serviceName", "podManagementPolicy", "volumeClaimTemplates"],
    "PersistentVolumeClaim": ["accessModes", "storageClassName", "volumeName", "selector"],
    "Deployment": ["selector"],
    "ReplicaSet": ["selector"],
    "DaemonSet": ["selector"],
    "Job": [
        "selector", "template", "completions", "completionMode", "podFailurePolicy", "successPolicy",
        "backoffLimitPerIndex", "managedBy",
    ],
    "Service": ["clusterIP"],
}  # fmt: skip


def sign(kind: str, field: str, old: str, new: str) -> tuple[str, bool]:
    """The sign, and whether the field is what cannot be changed."""
    (one,) = effects(of(kind, f"spec: {{{field}: {old}}}"), of(kind, f"spec: {{{field}: {new}}}"))
    return one.sign, f"spec.{field} cannot be changed" in one.what


@pytest.mark.parametrize(
    ("kind", "field"), [(kind, field) for kind, fields in CHANGEABLE.items() for field in fields]
)
def test_field_that_may_change(kind: str, field: str) -> None:
    assert sign(kind, field, "{a: 1}", "{a: 2}") == ("~", False)


@pytest.mark.parametrize(
    ("kind", "field"), [(kind, field) for kind, fields in FIXED.items() for field in fields]
)
def test_field_that_cannot_be_changed(kind: str, field: str) -> None:
    assert sign(kind, field, "{a: 1}", "{a: 2}") == ("!", True)


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("Secret", "type"),
        ("RoleBinding", "roleRef"),
        ("ClusterRoleBinding", "roleRef"),
        ("PriorityClass", "value"),
        ("PriorityClass", "preemptionPolicy"),
        ("StorageClass", "provisioner"),
        ("StorageClass", "parameters"),
        ("StorageClass", "reclaimPolicy"),
        ("StorageClass", "volumeBindingMode"),
    ],
)
def test_field_outside_of_spec_that_cannot_be_changed(kind: str, field: str) -> None:
    assert effects(of(kind, f"{field}: a"), of(kind, f"{field}: b")) == [
        Effect("!", kind, "x", f"must be deleted and made anew: {field} cannot be changed")
    ]
    assert effects(of(kind, "labels: a"), of(kind, "labels: b"))[0].sign == "~"


@pytest.mark.parametrize("field", ["data", "stringData", "binaryData", "immutable"])
@pytest.mark.parametrize("kind", ["ConfigMap", "Secret"])
def test_immutable_data_cannot_be_changed(kind: str, field: str) -> None:
    old = of(kind, "immutable: true\n" + ("" if field == "immutable" else f"{field}: {{a: b}}"))
    new = of(kind, "immutable: false" if field == "immutable" else f"immutable: true\n{field}: {{a: c}}")
    assert effects(old, new) == [
        Effect("!", kind, "x", f"must be deleted and made anew: {field} cannot be changed")
    ]


def test_claim_template_that_comes_or_goes_is_a_change_of_it() -> None:
    bare, full = (
        of("StatefulSet", "spec: {a: 1}"),
        of("StatefulSet", "spec: {a: 1, volumeClaimTemplates: [b]}"),
    )
    said = [
        Effect(
            "!",
            "StatefulSet",
            "x",
            "must be deleted and made anew: spec.volumeClaimTemplates cannot be changed",
        )
    ]
    assert effects(bare, full) == effects(full, bare) == said


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


SAYS_NOTHING = "---\n# a template that is switched off\n---\nkind:\n---\n[a, b]\n"


def test_documents_that_are_no_objects_are_left_alone() -> None:
    assert effects(SERVICE, SERVICE + SAYS_NOTHING) == []


def test_what_changes_beside_the_template_restarts_no_pods() -> None:
    assert effects(DEPLOYMENT, DEPLOYMENT.replace("replicas: 2", "replicas: 2\n  paused: true")) == [
        Effect("~", "Deployment", "shop/web", "changes: spec.paused")
    ]


def test_number_of_pods_that_nobody_stated_is_one() -> None:
    assert effects(DEPLOYMENT, DEPLOYMENT.replace("  replicas: 2\n", "")) == [
        Effect("~", "Deployment", "shop/web", "2 → 1 pods; none restarts")
    ]


def test_only_the_first_three_paths_are_listed() -> None:
    four, five = "data: {a: 1, b: 1, c: 1, d: 1}", "data: {a: 2, b: 2, c: 2, d: 2}"
    assert effects(of("ConfigMap", four), of("ConfigMap", five))[0].what == (
        "changes: data.a, data.b, data.c and 1 more"
    )
    three = "data: {a: 2, b: 2, c: 2, d: 1}"
    assert effects(of("ConfigMap", four), of("ConfigMap", three))[0].what == "changes: data.a, data.b, data.c"


def test_labels_of_pods_are_told_where_nothing_else_changes() -> None:
    assert effects(
        DEPLOYMENT, DEPLOYMENT.replace('version: "1"}}\n    spec', 'version: "2"}}\n    spec')
    ) == [
        Effect(
            "~",
            "Deployment",
            "shop/web",
            "pods restart, one after the other: spec.template.metadata.labels.version",
        )
    ]


@pytest.mark.parametrize("kind", ["DaemonSet", "StatefulSet"])
def test_pods_that_somebody_must_delete_are_told_of_every_kind_that_can_wait(kind: str) -> None:
    spec = "spec: {template: {a: 1}, updateStrategy: {type: OnDelete}}"
    assert effects(of(kind, spec), of(kind, spec.replace("a: 1", "a: 2"))) == [
        Effect("~", kind, "x", "pods change when somebody deletes them: spec.template.a")
    ]
