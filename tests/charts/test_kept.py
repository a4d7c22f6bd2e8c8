"""`global.kept`: what a service that is gone leaves is rendered as it was, and annotated to stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.charts import support
from tests.charts.support import Umbrella, by_key, merged

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.helm

STAYS = {
    "helm.sh/resource-policy": "keep",
    "argocd.argoproj.io/sync-options": "Prune=false,Delete=false",
    "kustomize.toolkit.fluxcd.io/prune": "disabled",
}
GLOBAL: dict[str, Any] = {
    "environment": "dev",
    "cluster": {"storage": {"tiers": {"hot": "fast"}}},
    "presets": {"all": {"image": {"repository": "example/app", "tag": "1"}}},
}
OWN: dict[str, Any] = {
    "persistentVolumeClaims": {
        "data": {"size": "5Gi", "storageTier": "hot", "annotations": {"a": "b"}},
        "shared": {"size": "1Gi", "name": "{{ .Release.Name }}-of-{{ .Chart.Name }}", "accessModes": ["ReadWriteMany"]},
        "idle": {"enabled": False},
    },
    "credentials": {"enabled": True, "source": "generated", "keys": ["password", "admin"]},
}  # fmt: skip
ALONE = {"strategy": {"type": "Recreate"}}


def rendered(helm: Path, folder: Path, services: dict[str, str], **values: Any) -> dict[Any, Any]:
    values = merged({"global": GLOBAL}, values)
    return by_key(support.template(helm, support.umbrella(folder, Umbrella(services, values))))


@pytest.mark.parametrize("extra", [{}, {"knownAs": "was"}, {"name": "exact"}], ids=str)
def test_its_objects_are_what_they_were_and_stay(helms: Path, tmp_path: Path, extra: dict[str, str]) -> None:
    names = {"knownAs": {"files": "was"}} if "knownAs" in extra else {}
    names |= {"names": {"files": "exact"}} if "name" in extra else {}
    services = {"app": "deployment", "files": "deployment"}
    before = rendered(helms, tmp_path / "before", services, files={**OWN, **ALONE}, **{"global": names})
    kept = {"global": {"kept": {"files": {"since": "0.1.0", **OWN, **extra}}}}
    after = rendered(helms, tmp_path / "after", {"app": "deployment"}, **kept)
    gone = rendered(helms, tmp_path / "gone", {"app": "deployment"})
    stay = {key: one for key, one in after.items() if key not in gone}
    assert sorted(kind for kind, _ in stay) == ["PersistentVolumeClaim", "PersistentVolumeClaim", "Secret"]
    for key, one in stay.items():
        was = before[key]
        assert one["metadata"].pop("annotations") == {**was["metadata"].pop("annotations", {}), **STAYS}
        chart = "helm.sh/chart"
        assert one["metadata"]["labels"].pop(chart).startswith("kept-")
        for label in (chart, "app.kubernetes.io/version"):  # of its chart and image, which have gone
            was["metadata"]["labels"].pop(label)
        assert one == was


def test_a_name_in_use_again_renders_nothing_twice(helms: Path, tmp_path: Path) -> None:
    services = {"files": "deployment"}
    alone = rendered(helms, tmp_path / "alone", services, files={**OWN, **ALONE})
    assert (
        rendered(
            helms, tmp_path / "both", services, files={**OWN, **ALONE}, **{"global": {"kept": {"files": OWN}}}
        )
        == alone
    )


def test_where_it_never_was_it_is_not_kept(helms: Path, tmp_path: Path) -> None:
    kept = {"global": {"kept": {"files": {"enabled": False, **OWN}}}}
    assert rendered(helms, tmp_path / "off", {"app": "deployment"}, **kept) == rendered(
        helms, tmp_path / "none", {"app": "deployment"}
    )
