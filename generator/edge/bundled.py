"""The charts, blueprints and schemas that come with the program, and where they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.core.blueprint.clusters import ClusterProfile
    from generator.core.blueprint.derived import Bundled

_PACKAGE = Path(__file__).resolve().parent.parent


def _folder(name: str) -> Path:
    # In a wheel they lie inside the package; in a checkout, and in an editable install, beside it.
    packed = _PACKAGE / "_bundled" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name


def charts_folder() -> Path:
    return _folder("charts")


def blueprints_folder() -> Path:
    return _folder("blueprints")


def cluster_profiles() -> dict[str, ClusterProfile]:
    """What is known of the kinds of clusters, by name; platforms get the facts written into their values."""
    from generator.core.blueprint.clusters import parse_profiles
    from generator.edge.files import read_tree

    return parse_profiles(read_tree(blueprints_folder() / "platform" / "clusters"))


def platform_schema() -> bytes:
    """The JSON Schema of platform.yaml, which each platform has a copy of."""
    return (_folder("docs/schemas") / "platform.schema.json").read_bytes()


def bundled() -> Bundled:
    """What the generated parts of a platform are made from."""
    # Only who changes a platform needs it, and the schema's compiler with it.
    from generator.core.blueprint.derived import Bundled
    from generator.edge.files import read_tree

    return Bundled(read_tree(charts_folder()), platform_schema())


def chart_versions() -> dict[str, str]:
    """The versions of the charts that come with the program, by name."""
    from generator.core.helm.chart_file import CHART_FILE, parse_chart

    files = {path.name: path / CHART_FILE for path in charts_folder().iterdir() if path.is_dir()}
    return {
        name: parse_chart(file.read_bytes(), str(file)).version
        for name, file in sorted(files.items())
        if file.is_file()
    }
