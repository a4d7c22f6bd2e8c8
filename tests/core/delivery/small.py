"""Small platforms: what platform.yaml declares, the values files that are there, and what delivers them."""

from __future__ import annotations

from pathlib import PurePosixPath

from generator.core.delivery.files import delivery_files
from generator.core.platform.file import parse_platform

HEAD = "apiVersion: helm-blueprint/v1\nblueprint: {name: small, source: builtin, version: 1.0.0}\nenvironments:\n"
THREE = """\
  dev: {namespace: shop-dev, clusters: [in-cluster]}
  prod: {namespace: shop, clusters: [in-cluster]}
  dr: {inherits: prod, namespace: shop-dr, clusters: [recovery]}
"""


def delivered(
    file: str, text: str, environments: str = THREE, *values: str, renamed: dict[str, str] | None = None
) -> dict[str, str | None]:
    """The files as they would be now; `values` name values files that are there beside those declared."""
    return all_delivered({file: text}, environments, *values, renamed=renamed)


def all_delivered(
    files: dict[str, str], environments: str = THREE, *values: str, renamed: dict[str, str] | None = None
) -> dict[str, str | None]:
    platform = parse_platform((HEAD + environments).encode())
    names = [*platform.environments, *values]
    tree = {PurePosixPath(f"values-{name}.yaml"): b"" for name in names}
    tree |= {PurePosixPath(path): text.encode() for path, text in files.items()}
    found = delivery_files(tree, platform, renamed)
    return {str(path): data if data is None else data.decode() for path, data in found.items()}
