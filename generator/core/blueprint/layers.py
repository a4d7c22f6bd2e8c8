"""The rendered files of a blueprint and of those that it extends, as one: whole files, or key by key."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from generator.core.tree import overlay, text_of
from generator.errors import BlueprintError, raise_any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import PurePosixPath

    from generator.core.blueprint.manifest import Blueprint
    from generator.core.tree import Tree


def files_of_layers(layers: Sequence[Tree], blueprints: Sequence[Blueprint]) -> dict[PurePosixPath, bytes]:
    """All layers' files, lowest first; `blueprints` are the layers' own.

    A later layer's file replaces an earlier one of the same path, or is laid over it key by key, where its
    blueprint says so in `merges`. What holds only white space is left out. BlueprintError where files cannot
    be merged; Invalid for several.
    """
    files: dict[PurePosixPath, bytes] = {}
    errors: list[BlueprintError] = []
    for layer, blueprint in zip(layers, blueprints, strict=True):
        made = dict(layer)
        for path, data in layer.items():
            if data.strip() and files.get(path, b"").strip() and _merges(blueprint, path):
                try:
                    made[path] = _laid_over(files[path], data, path)
                except BlueprintError as error:
                    errors.append(
                        BlueprintError(
                            f"it cannot be merged with the one below: {error.what}",
                            where=f"{blueprint.name}: {error.where or path}",
                            hint="Leave it out of `merges`, or write it as a map in block style.",
                        )
                    )
        files.update(made)
    raise_any("these files of blueprints cannot be merged", errors)
    return overlay(files)


def _merges(blueprint: Blueprint, path: PurePosixPath) -> bool:
    return any(fnmatchcase(str(path), pattern) for pattern in blueprint.merges)


def _laid_over(lower: bytes, upper: bytes, path: PurePosixPath) -> bytes:
    from generator.core.merge.laid_over import laid_over  # most blueprints merge nothing

    return laid_over(text_of(lower, str(path)), text_of(upper, str(path))).encode()
