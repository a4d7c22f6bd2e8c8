"""From an autoscaler to KEDA and back by `helm upgrade`, where KEDA judges what it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cluster.test_transitions import HPA, KEDA, Shop

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cluster.controlplane import Api


@pytest.mark.parametrize("helm", ["helm3", "helm4"])
def test_a_service_goes_from_an_autoscaler_to_keda_and_back(api: Api, tmp_path: Path, helm: str) -> None:
    """Helm makes the ScaledObject before it removes the HorizontalPodAutoscaler."""
    shop = Shop(api, tmp_path / "shop", helm, "deployment", "keda")
    scalers = []
    for own in (HPA, KEDA, HPA):
        shop.deploy({"replicaCount": 3, "resources": {"requests": {"cpu": "10m"}}, **own})
        scalers.append(shop.kubectl("get", "hpa,scaledobject", "--output", "name").split())
    ours, kedas = "horizontalpodautoscaler.autoscaling/shop-app", "scaledobject.keda.sh/shop-app"
    assert scalers == [[ours], [kedas], [ours]]
