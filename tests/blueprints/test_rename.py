"""Every service of every blueprint is renamed: what Helm renders is what it was, or is all of the new name."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from generator.core.blueprint.derived import with_what_follows
from generator.core.change.rename import renamed
from generator.core.values.model import load_values
from generator.edge.bundled import bundled
from tests.bench.synthetic import write
from tests.blueprints import platforms
from tests.charts import support

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from tests.charts.support import Object

pytestmark = pytest.mark.helm

# Behind every name: it comes in the same order, and is found again.
MARK = re.compile(r"[-_]?[xX]9[qQ]")
# Made of what is rendered: passwords of dev and test, sums, the end of the name of a Job.
_COMPUTED = re.compile(r"checksum/|^stringData$")
_SUM = re.compile(r"-[0-9a-f]{8}$")


@cache
def all_renamed(blueprint: str, *, recreate: bool) -> dict[PurePosixPath, bytes]:
    """The platform in which every service has another name."""
    model = load_values(platforms.tree(blueprint))
    for name in services(blueprint):
        done = renamed(model, name, f"{name}-x9q", recreate=recreate)
        model = model.with_changes(done.changes)
    after = model.with_changes(with_what_follows(model.tree, (), bundled()))
    return dict(after.tree)


def services(blueprint: str) -> list[str]:
    charts = load_values(platforms.tree(blueprint)).subcharts
    return [key for key, chart in charts.items() if chart.kind == "service"]


def environments(blueprint: str) -> list[str]:
    return list(platforms.described(blueprint).environments)


def render(helm: Path, chart: Path, blueprint: str, environment: str) -> list[Object]:
    files = platforms.described(blueprint).values_files(environment)
    return support.template(helm, chart, *(word for file in files for word in ("-f", chart / file)))


@pytest.mark.long
@pytest.mark.parametrize("blueprint", platforms.NAMES)
def test_nothing_that_kubernetes_sees_changes(blueprint: str, helms: Path, tmp_path: Path) -> None:
    after = write(all_renamed(blueprint, recreate=False), tmp_path / "after")
    for environment in environments(blueprint):
        before = render(helms, platforms.folder(blueprint), blueprint, environment)
        assert support.by_key(render(helms, after, blueprint, environment)) == support.by_key(before)


@pytest.mark.long
@pytest.mark.parametrize("blueprint", platforms.NAMES)
def test_recreated_everything_has_the_new_name_and_is_what_it_was(
    blueprint: str, helms: Path, tmp_path: Path
) -> None:
    after = write(all_renamed(blueprint, recreate=True), tmp_path / "after")
    old = re.compile(rf"shop-(?:{'|'.join(services(blueprint))})(?![-a-z0-9]*x9q)(?![-\w])")
    for environment in environments(blueprint):
        before = render(helms, platforms.folder(blueprint), blueprint, environment)
        everything = render(helms, after, blueprint, environment)
        found = [one for one in everything if not is_kept(one)]
        names = {(one["kind"], one["metadata"]["name"]) for one in before}
        kept = {(one["kind"], one["metadata"]["name"]) for one in everything if is_kept(one)}
        assert kept <= names, "what was never there is not kept"
        assert sorted(map(repr, map(unmarked, found))) == sorted(map(repr, map(unmarked, before)))
        # The platform's own dashboard is called as a service of iot would be.
        of_services = [one for one in found if one["metadata"]["name"] != "shop-dashboard"]
        assert [text for one in of_services for text in texts(one) if old.search(text)] == []


def is_kept(data: Any) -> bool:
    """Whether an object is one of before, rendered for one release more."""
    return str(data["metadata"]["labels"].get("helm.sh/chart", "")).startswith("kept-")


def unmarked(data: Any) -> Any:
    """The data with the marks taken out of names, and without what is computed from them; lists in one order."""
    if isinstance(data, dict):
        kept = {key: value for key, value in data.items() if not _COMPUTED.search(key)}
        return {MARK.sub("", key): unmarked(value) for key, value in sorted(kept.items())}
    if isinstance(data, list):
        return sorted((unmarked(item) for item in data), key=repr)
    return _SUM.sub("-sum", MARK.sub("", data)) if isinstance(data, str) else data


def texts(data: Any) -> list[str]:
    if isinstance(data, dict):
        return [text for pair in data.items() for one in pair for text in texts(one)]
    if isinstance(data, list):
        return [text for item in data for text in texts(item)]
    return [data] if isinstance(data, str) else []
