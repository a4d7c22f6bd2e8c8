"""The node that the rendered pods run on."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.blueprints import platforms
from tests.real import programs
from tests.real.namespaces import Node
from tests.real.pods import Release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker("real")


def pytest_report_header() -> str:
    folder = programs.postgres()
    if not folder:
        return "PostgreSQL: none"
    images = {
        str(values["image"]["tag"])
        for name in platforms.NAMES
        for values in platforms.values(name)["global"]["presets"]["statefulset"].values()
        if isinstance(values, dict)
        and str(values.get("image", {}).get("repository", "")).endswith("/postgres")
    }
    return (
        f"PostgreSQL: {programs.version(folder)} of Debian; the blueprints name {', '.join(sorted(images))}"
    )


@pytest.fixture
def node() -> Iterator[Node]:
    """Where no pod can be run, CI fails and everybody else is told why."""
    reason = programs.why_not()
    if reason and os.environ.get("CI"):
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)
    memory = Path("/dev/shm")  # where nothing waits for a disk
    has_room = memory.is_dir() and shutil.disk_usage(memory).free > 4 * 1024**3
    with tempfile.TemporaryDirectory(prefix="helm-blueprint-real-", dir=memory if has_room else None) as home:
        folder = Path(home)
        folder.chmod(0o755)
        with closing(Node(folder)) as made:
            yield made


@pytest.fixture
def deployed(node: Node, helm3: Path) -> Callable[..., Release]:
    """A blueprint's environment on the node: `deployed("ecommerce", "prod", "--set …", "messaging=nats")`."""

    def deploy(blueprint: str, environment: str, more: str = "", *answers: str) -> Release:
        objects = platforms.rendered(helm3, blueprint, environment, *answers, more=more)
        return Release(node, node.folder, objects)

    return deploy
