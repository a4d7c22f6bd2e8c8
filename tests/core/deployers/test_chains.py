"""From what deployers say to the environments of one chart."""

from __future__ import annotations

from pathlib import PurePosixPath

from generator.core.deployers.chains import hinted
from generator.core.deployers.hints import hints_of
from tests.core.deployers.test_hints import ARGOCD, tree


def test_environments_of_a_chart_stand_in_the_order_of_promotion() -> None:
    found = hinted(hints_of(tree(ARGOCD)), PurePosixPath("charts/shop"))
    assert found.chains == {
        "test": (PurePosixPath("config/prod.yaml"), PurePosixPath("apps/shop.yaml#shop-test")),
        "prod": (PurePosixPath("charts/shop/values-prod.yaml"), PurePosixPath("config/prod.yaml")),
    }
    assert list(found.chains) == ["test", "prod"]
    assert found.source == (
        "environments as Argo CD has them: test (apps/shop.yaml:2), prod (apps/shop.yaml:13)"
    )
    assert found.notes[0] == "apps/shop.yaml:2: values-test.yaml is left out: it is not there"
    assert found.notes[-1] == "left out besides: 1"


def test_of_several_charts_somebody_must_choose() -> None:
    found = hinted(hints_of(tree(ARGOCD)), None)
    assert found.chains == {}
    assert found.notes == (
        "Argo CD deploys several charts: charts/shop, web; name files by --values ENV=FILE",
    )
    assert hinted(hints_of({}), None) == ({}, (), "")
