"""`global.knownAs`: a service that was renamed in the files stays, in Kubernetes, what it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.charts import support
from tests.charts.support import Umbrella, by_key, merged

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.helm

GLOBAL: dict[str, Any] = {
    "environment": "dev",
    "presets": {"all": {"image": {"repository": "example/app", "tag": "1"}}},
    "telemetry": {"endpoint": "http://otel:4317"},
    "mesh": {"type": "istio"},
}


def platform(db: str, known: dict[str, str]) -> Umbrella:
    """A service that calls `db` and is scaled by it, and `db` with all that has its name in it."""
    values = {
        "global": merged(GLOBAL, {"knownAs": known, "connections": {"web": [f"{db}:client"], "a": [db], db: [db]}}),
        "web": {
            "ports": {"http": 80},
            "env": {"URL": "kafka://$(QUEUE_HOST):$(QUEUE_PORT)", "PASSWORD": {"credentialsOf": db}},
            "keda": {"enabled": True, "triggers": {"lag": {"type": "kafka", "service": db, "metadata": {"topic": "t"}}}},
            "autoscaling": {"enabled": False},
        },
        db: {
            "ports": {"client": 9092, "metrics": 9308},
            "metrics": {"enabled": True, "port": "metrics"},
            "slo": {"enabled": True, "availability": 99.9},
            "credentials": {"enabled": True, "source": "generated"},
            "verticalPodAutoscaler": {"enabled": True},
            "backup": {"enabled": True, "method": "snapshot"},
            "volumeClaimTemplates": {"data": {"size": "1Gi", "mountPath": "/data"}},
            "env": {"SELF": "{{ .Release.Name }}-{{ .Chart.Name }}-0", "OWN": {"credentialsOf": "{{ .Chart.Name }}"}},
            "configMaps": {"settings": {"template": True, "data": {"name": "{{ .Chart.Name }} {{ .Chart.Version }}"}}},
            "services": {"read": {}},
        },
    }  # fmt: skip
    services = {"web": "deployment", "a": "job", db: "statefulset"}
    return Umbrella(services, values, namespace=True)


def test_every_object_of_a_renamed_service_stays_what_it_was(helms: Path, tmp_path: Path) -> None:
    before = support.template(helms, support.umbrella(tmp_path / "before", platform("queue", {})))
    after = support.template(
        helms, support.umbrella(tmp_path / "after", platform("zebra", {"zebra": "queue"}))
    )
    assert by_key(after) == by_key(before)
    assert "shop-queue" in {name for _, name in by_key(after)}


def test_its_exact_name_is_found_by_what_it_is_called_in_the_files(helms: Path, tmp_path: Path) -> None:
    wanted = platform("zebra", {"zebra": "queue"})
    values = merged(wanted.values, {"global": {"names": {"zebra": "legacy"}}})
    found = support.template(helms, support.umbrella(tmp_path / "it", wanted._replace(values=values)))
    the = support.the("StatefulSet", found)
    assert the["metadata"]["name"] == "legacy"
    assert the["metadata"]["labels"]["app.kubernetes.io/name"] == "queue"


def test_what_templates_refuse_is_said_of_the_name_in_the_files(helms: Path, tmp_path: Path) -> None:
    wanted = platform("zebra", {"zebra": "queue"})
    values = merged(wanted.values, {"zebra": {"image": {"tag": ""}}})
    with pytest.raises(support.HelmError, match='zebra: image "example/app" of container queue needs a tag'):
        support.template(helms, support.umbrella(tmp_path / "it", wanted._replace(values=values)))
