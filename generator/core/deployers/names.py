"""How a layer is named whose values stand in a manifest: `apps/prod.yaml`, or `apps/prod.yaml#shop`.

What follows the `#` is the name of the release in the file; `#parameters` at the end are the parameters of
an Argo CD Application, a layer of their own above its values.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from generator.core.deployers.manifests import manifests_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePosixPath
    from typing import Final

    from generator.core.platform.layout import PlatformLayout
    from generator.core.tree import Tree

NONE: Final[Mapping[PurePosixPath, bytes]] = MappingProxyType({})
PARAMETERS: Final = "parameters"
_SPLIT = "#"
_MAY_BE_MANIFEST = (b"apiVersion", b"kind")


def file_of(layer: PurePosixPath) -> PurePosixPath:
    """The file that a layer is read from."""
    name, _, _ = layer.name.partition(_SPLIT)
    return layer.with_name(name) if name and name != layer.name else layer


def release_of(layer: PurePosixPath) -> str:
    """The release that a layer names, "" where it names none."""
    name = layer.name.partition(_SPLIT)[2]
    return re.sub(rf"(?:^|{_SPLIT}){PARAMETERS}$", "", name)


def is_parameters(layer: PurePosixPath) -> bool:
    """Whether a layer is parameters, which are set one by one above all values."""
    return layer.name.endswith(f"{_SPLIT}{PARAMETERS}")


def parameters_of(layer: PurePosixPath) -> PurePosixPath:
    """The layer of the parameters that stand beside a layer's values."""
    return layer.with_name(f"{layer.name}{_SPLIT}{PARAMETERS}")


def manifest_kind(content: bytes) -> str | None:
    """The kind of a Kubernetes manifest; None for a file of values, or what is neither.

    Of several documents that of the first manifest. Nothing is raised: what is no YAML is no manifest.
    """
    if not all(word in content for word in _MAY_BE_MANIFEST):
        return None
    return next((one.kind for one in manifests_in(content.decode("utf-8", "replace"))), None)


def names_of_chart(tree: Tree, layout: PlatformLayout) -> tuple[str, ...]:
    """What a release may call the chart: its name, and that of its folder."""
    name = re.search(rb"""(?m)^name:[ \t]*["']?([\w.-]+)""", tree.get(layout.chart_file, b""))
    folder = layout.chart.name if layout.chart else ""
    return tuple(filter(None, (name[1].decode("utf-8", "replace") if name else "", folder)))


def may_be_in_manifests(
    tree: Tree, chains: Mapping[str, tuple[PurePosixPath, ...]], known: Mapping[PurePosixPath, bytes]
) -> bool:
    """Whether a layer of these chains may be a manifest's, so that it pays to look."""
    layers = {layer for chain in chains.values() for layer in chain}
    return bool(known) or any(
        _SPLIT in layer.name or all(word in tree.get(layer, b"") for word in _MAY_BE_MANIFEST)
        for layer in layers
    )
