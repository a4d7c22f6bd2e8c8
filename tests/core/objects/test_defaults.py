"""What the API server takes for granted, and what it does not; tests/cluster/test_effects.py asks it."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from generator.core.objects.consequences import Consequence, consequences
from generator.core.objects.defaults import as_served
from generator.core.objects.effects import effects

WEB = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - {name: main, image: "registry:5000/a:1", ports: [{containerPort: 80}], livenessProbe: {httpGet: {port: 80}}}
      volumes: [{name: a, configMap: {name: a}}]
"""
STATED = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  revisionHistoryLimit: 10
  progressDeadlineSeconds: 600
  strategy: {rollingUpdate: {maxSurge: 25%}}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 30
      dnsPolicy: ClusterFirst
      hostNetwork: false
      securityContext: {}
      containers:
        - name: main
          image: registry:5000/a:1
          imagePullPolicy: IfNotPresent
          resources: {}
          ports: [{containerPort: 80, protocol: TCP}]
          livenessProbe: {httpGet: {port: 80, path: /, scheme: HTTP}, periodSeconds: 10, failureThreshold: 3}
      volumes: [{name: a, configMap: {name: a, defaultMode: 0644}}]
"""
SAYS = "defaults of the API server are stated, or are no more"


def test_stated_defaults_restart_nobody() -> None:
    for before, after in ((WEB, STATED), (STATED, WEB)):
        row = Consequence("none", ("prod",), "Deployment", ("web",), SAYS)
        assert consequences({"prod": before}, {"prod": after}) == [row]
        assert [one.what for one in effects(before, after)] == [SAYS]
    other = STATED.replace("terminationGracePeriodSeconds: 30", "terminationGracePeriodSeconds: 60")
    (row,) = consequences({"prod": WEB}, {"prod": other})
    assert (row.of, row.what) == (
        "restart", "pods restart, one after the other: terminationGracePeriodSeconds",
    )  # fmt: skip
    (custom,) = consequences(
        {"prod": WEB.replace("apps/v1", "argoproj.io/v1")},
        {"prod": STATED.replace("apps/v1", "argoproj.io/v1")},
    )
    assert custom.of == "restart"


@pytest.mark.parametrize(
    ("image", "policy"),
    [
        ("a", "Always"),
        ("host:5000/a", "Always"),
        ("a:latest", "Always"),
        ("a:1", "IfNotPresent"),
        ("a@sha256:0", "IfNotPresent"),
        ("a:latest@sha256:0", "IfNotPresent"),
    ],
)
def test_image_that_may_move_is_always_pulled(image: str, policy: str) -> None:
    pod = as_served(
        "CronJob",
        {"spec": {"jobTemplate": {"spec": {"template": {"spec": {"containers": [{"image": image}]}}}}}},
    )
    container = pod["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0]
    assert container["imagePullPolicy"] == policy


@pytest.mark.parametrize(
    ("kind", "stated"),
    [
        ("StatefulSet", "{spec: {podManagementPolicy: OrderedReady, updateStrategy: {type: RollingUpdate}}}"),
        ("StatefulSet", "{spec: {persistentVolumeClaimRetentionPolicy: {whenScaled: Retain}}}"),
        ("DaemonSet", "{spec: {updateStrategy: {rollingUpdate: {maxUnavailable: 1}}}}"),
        ("Job", "{spec: {completionMode: NonIndexed, suspend: null}}"),
        ("Service", "{spec: {type: ClusterIP, sessionAffinity: None}}"),
    ],
)
def test_what_nobody_states_is_the_same(kind: str, stated: str) -> None:
    assert as_served(kind, yaml.safe_load(stated)) == as_served(kind, {"spec": {}})


def test_strategy_keeps_to_its_type_and_what_is_no_manifest_stays() -> None:
    recreate: Any = {"spec": {"strategy": {"type": "Recreate"}}}
    assert as_served("Deployment", recreate)["spec"]["strategy"] == {"type": "Recreate"}
    assert as_served("Deployment", {"spec": {"template": {"spec": []}}})["spec"]["template"] == {"spec": []}
    assert as_served("Deployment", {"spec": None}) == {"spec": None}


def test_replicas_are_not_filled_in_and_other_kinds_stay_as_they_are() -> None:
    assert "replicas" not in as_served("Deployment", {"spec": {}})["spec"]
    assert as_served("ConfigMap", {"data": {"a": "b"}}) == {"data": {"a": "b"}}
