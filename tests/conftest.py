"""Fixtures for all tests: real programs, and a home folder that is not the developer's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests import tools

ROOT = Path(__file__).resolve().parent.parent


def _program(name: str) -> Path:
    found = tools.find(name)
    if found:
        return found
    pytest.fail(f"{name} is missing: run `python tests/tools.py install`, which `make test` does by itself")


@pytest.hookimpl(tryfirst=True)  # before marks choose
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for a helm carries the marker, so that `make quick` leaves none of them in."""
    for item in items:
        if {"helm3", "helm4", "helms"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("helm")


@pytest.fixture(scope="session")
def helm3() -> Path:
    return _program("helm3")


@pytest.fixture(scope="session")
def helm4() -> Path:
    return _program("helm4")


@pytest.fixture(scope="session", params=["helm3", "helm4"])
def helms(request: pytest.FixtureRequest) -> Path:
    """Each test that asks for it runs twice: with Helm 3 and with Helm 4."""
    return _program(request.param)


@pytest.fixture(scope="session")
def kubeconform() -> Path:
    return _program("kubeconform")


@pytest.fixture(scope="session")
def alloy_syntax() -> Path:
    """The parser of Grafana Alloy's configurations."""
    return _program("alloy_syntax")


@pytest.fixture(scope="session")
def sops() -> Path:
    return _program("sops")


@pytest.fixture(scope="session")
def age_keygen() -> Path:
    """What makes the keys that files are encrypted for."""
    return _program("age-keygen")


@pytest.fixture(scope="session")
def rollout_validation() -> Path:
    """Argo Rollouts' own validation of rendered manifests; only for long tests."""
    return _program("rollout_validation")


@pytest.fixture(scope="session")
def rego() -> Path:
    """What evaluates Trivy's policies; only for long tests."""
    return _program("rego")


@pytest.fixture(scope="session")
def kubeseal() -> Path:
    """What seals Secrets; only for long tests."""
    return _program("kubeseal")


@pytest.fixture(scope="session")
def promtool() -> Path:
    """Prometheus' own checks of rules and queries; only for long tests."""
    return _program("promtool")


@pytest.fixture(autouse=True, scope="session")
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Helm, git and we keep things in the home folder: tests neither see nor change the developer's."""
    home = tmp_path_factory.mktemp("home")
    os.environ.update(
        HELM_CACHE_HOME=str(home / "helm-cache"),
        HELM_CONFIG_HOME=str(home / "helm-config"),
        HELM_DATA_HOME=str(home / "helm-data"),
        XDG_STATE_HOME=str(home / "state"),
        XDG_CONFIG_HOME=str(home / "config"),
        GIT_CONFIG_GLOBAL=os.devnull,
        GIT_CONFIG_SYSTEM=os.devnull,
        NO_COLOR="1",
    )
    own = ("HELM_PLUGIN_NAME", "HELM_PLUGIN_DIR", "HELM_BIN", "HELM_NAMESPACE", "HELM_PLUGINS")
    for variable in (*own, "COLUMNS"):
        os.environ.pop(variable, None)
