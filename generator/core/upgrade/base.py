"""What a platform was generated as: the archive that every platform carries, and that upgrades start from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.archive import BASE_FILE, OWNED_DIGESTS, unpack
from generator.core.blueprint.pristine import parse_digests
from generator.core.helm.chart_file import CHART_FILE
from generator.core.platform.file import PLATFORM_FILE
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePosixPath

    from generator.core.tree import Tree

_BACK = "Take it back from git: git checkout REVISION -- .blueprint/base.tar.gz. Or `adopt` makes it anew."


class UpgradeBase(NamedTuple):
    """What the blueprint wrote, and the digests of what the tool owns; none in platforms of before."""

    written: Tree
    digests: Mapping[PurePosixPath, str]


def base_of(tree: Tree) -> UpgradeBase:
    """The base that a platform carries; BlueprintError where it is missing, damaged or none."""
    if BASE_FILE not in tree:
        raise BlueprintError(
            "this file is missing: what the blueprint wrote is not known, nor what was changed since",
            where=str(BASE_FILE),
            hint=_BACK,
        )
    try:
        written = unpack(tree[BASE_FILE])
    except BlueprintError as error:
        error.hint = error.hint or _BACK
        raise
    for file in (PLATFORM_FILE, CHART_FILE):
        if file not in written:
            raise BlueprintError(
                f"this is the base of no platform: it has no {file}", where=str(BASE_FILE), hint=_BACK
            )
    digests = parse_digests(written.pop(OWNED_DIGESTS, b""))
    return UpgradeBase(written, digests)
