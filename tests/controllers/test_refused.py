"""The software does judge: each deliberately wrong object is refused, in its own words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.cluster.release import eventually
from tests.controllers import objects

if TYPE_CHECKING:
    from tests.cluster.controlplane import Api

WRONG: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "wrong.yaml").read_text())
NAMESPACE = "wrong"


def deployment(name: str) -> dict[str, Any]:
    labels = {"app": name}
    pod = {
        "metadata": {"labels": labels},
        "spec": {"containers": [{"name": "app", "image": "example.com/app:1"}]},
    }
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name},
        "spec": {"selector": {"matchLabels": labels}, "template": pod},
    }


REFUSED = [wrong for wrong in WRONG if wrong["by"] != "prometheus-operator"]


@pytest.mark.parametrize(
    "wrong", REFUSED, ids=lambda wrong: f"{wrong['by']}: {wrong['object']['metadata']['name']}"
)
def test_what_is_wrong_is_refused_in_its_own_words(api: Api, wrong: dict[str, Any]) -> None:
    objects.create_namespace(api, NAMESPACE)
    for given in wrong.get("beside", []):
        beside = deployment(given.partition(" ")[2]) if isinstance(given, str) else given
        assert objects.apply(api, beside, NAMESPACE) == []

    def complaint() -> str:
        said = objects.apply(api, wrong["object"], NAMESPACE)
        if not said:
            # What was put beside has not reached the webhook yet.
            objects.delete(api, wrong["object"], NAMESPACE)
            return f"accepted, not refused with {wrong['says']!r}"
        return "" if any(wrong["says"] in one for one in said) else f"says otherwise: {said}"

    eventually(complaint, 10)


def test_everybody_who_judges_is_asked() -> None:
    assert {"cloudnative-pg", "keda", "vertical-pod-autoscaler"} <= {wrong["by"] for wrong in WRONG}
