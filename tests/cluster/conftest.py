"""The control plane that `python -m tests.cluster` runs, and the installations in it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling  # type: ignore[import-untyped]

from tests.cluster import platforms
from tests.cluster.controlplane import Api, connect
from tests.cluster.platforms import ENVIRONMENTS, Unit
from tests.cluster.release import Release

if TYPE_CHECKING:
    from collections.abc import Iterator


class ByInstallation(LoadScopeScheduling):  # type: ignore[misc]  # xdist ships no types
    """The tests of one installation run one after the other, in one process."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.rpartition("[")[2]


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByInstallation:
    return ByInstallation(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker("cluster")
    # Production stays for the drain, and is uninstalled after it.
    items[:] = [
        item
        for item in items
        if not (item.name.startswith("test_uninstall_") and item.name.endswith("-prod]"))
    ]


@pytest.fixture(scope="session")
def api() -> Api:
    folder = os.environ.get("HELM_BLUEPRINT_CLUSTER")
    if folder:
        return connect(Path(folder) / "kubeconfig")
    message = "these tests need a control plane: run `make test-cluster`"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def units() -> list[Unit]:
    """Every blueprint in every environment with Helm 3, and one environment of each with Helm 4; what takes longest first."""
    found = [Unit(name, environment) for environment in reversed(ENVIRONMENTS) for name in platforms.wanted()]
    return found + [Unit(name, "test", "helm4", "four") for name in platforms.wanted()]


@pytest.fixture(scope="module", params=units(), ids=lambda unit: unit.name)
def attempt(request: pytest.FixtureRequest, api: Api) -> Iterator[Release]:
    """An installation that may have failed."""
    unit: Unit = request.param
    made = Release(api, unit)
    try:
        platforms.described(unit.blueprint)
        made.install()
    except AssertionError as error:
        made.failure = str(error)
    yield made
    # Production stays for the drain; see __main__.py.
    if unit.environment != "prod":
        api.kubectl("delete", "namespace", unit.name, "--wait=false", "--ignore-not-found")


@pytest.fixture(scope="session")
def productions(api: Api) -> dict[str, Release]:
    """Production of every blueprint, installed where an earlier test has not left it."""
    found = {name: Release(api, Unit(name, "prod")) for name in platforms.wanted()}
    for release in found.values():
        present = release.helm("status", release.name, check=False).returncode == 0
        try:
            if not present:
                release.install()
            release.installed = True
        except AssertionError as error:
            release.failure = str(error)
    return found


@pytest.fixture
def release(attempt: Release) -> Release:
    """An installation that is up."""
    if not attempt.installed:
        pytest.skip(f"{attempt.unit.name} is not installed: test_deploys fails, and tells why")
    return attempt
