"""An API server of its own for this stage, and the controllers and webhooks that it asks."""

from __future__ import annotations

import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import crds, tools
from tests.cluster import controlplane, furniture, programs
from tests.controllers import objects, software
from tests.controllers.prometheus import Prometheus
from tests.controllers.test_refused import WRONG

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.cluster.controlplane import Api

# Definitions that the controllers look for when they start, used or not.
_NEEDED = (
    "postgresql.cnpg.io",
    "barmancloud.cnpg.io",
    "monitoring.coreos.com",
    "keda.sh",
    "eventing.keda.sh",
    "autoscaling.k8s.io",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker("controllers")


def need(*names: str) -> None:
    """What is missing fails where CI is; elsewhere it is skipped, and the reason says how to get it."""
    missing = [name for name in names if not programs.find(name)]
    if missing:
        message = f"these tests need {', '.join(missing)}: run `make test-controllers`"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)


@contextmanager
def plane(purpose: str, items: Sequence[objects.Object]) -> Iterator[Api]:
    """A control plane with nodes, of its own, that knows the definitions of these objects."""
    with (
        tempfile.TemporaryDirectory(
            prefix=f"helm-blueprint-{purpose}-", ignore_cleanup_errors=True
        ) as folder,
        controlplane.running(Path(folder)) as api,
    ):
        furniture.furnish(api, items)
        objects.await_definitions(api)
        yield api


@pytest.fixture(scope="module")
def prometheus() -> Iterator[Prometheus]:
    with Prometheus().serving() as made:
        yield made


@pytest.fixture(scope="session")
def istio() -> None:
    need("helm3", "istioctl")


def _rendered() -> list[objects.Unit]:
    """Every unit; Helm works beside itself, as far as there are processors."""
    units = objects.units()
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        list(pool.map(objects.rendered, units))
    return units


@pytest.fixture(scope="session")
def cluster() -> Iterator[Api]:
    """An API server that knows the definitions of all that is judged."""
    need("helm3", *programs.BUILT)
    items = [item for unit in _rendered() for item in objects.rendered(unit)]
    items += [wrong["object"] for wrong in WRONG]
    with (
        tempfile.TemporaryDirectory(
            prefix="helm-blueprint-controllers-", ignore_cleanup_errors=True
        ) as folder,
        controlplane.running(Path(folder), nodes=False) as api,
    ):
        used = {(item["apiVersion"].rpartition("/")[0], item["kind"]) for item in objects.custom(items)}
        for (group, kind), definition in sorted(crds.definitions().items()):
            if (group, kind) in used or group in _NEEDED:
                api.create("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition)
        objects.await_definitions(api)
        yield api


@pytest.fixture(scope="session")
def api(cluster: Api) -> Iterator[Api]:
    """The same, with every controller and webhook."""
    need("promtool", *tools.CONTROLLERS)
    with software.running(cluster, cluster.kubeconfig.parent / "controllers"):
        yield cluster
