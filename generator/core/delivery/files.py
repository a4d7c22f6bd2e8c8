"""Every file of a platform that delivers it and names its environments, as it would be now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.delivery.argocd import argocd_entries
from generator.core.delivery.flux import flux_entries
from generator.core.delivery.github import github_entries
from generator.core.delivery.gitlab import gitlab_entries
from generator.core.delivery.releases import Delivered

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePosixPath

    from generator.core.platform.file import Platform
    from generator.core.tree import Tree

_FLAVOURS = (github_entries, gitlab_entries, argocd_entries, flux_entries)


def delivery_files(
    tree: Tree, platform: Platform, renamed: Mapping[str, str] | None = None
) -> dict[PurePosixPath, bytes | None]:
    """The files of pipeline and GitOps with an entry for each release, None where one would not be there.

    `tree` is the whole platform as it shall be, with the platform.yaml that `platform` is; `renamed` are
    environments that have another name in those files yet: old → new. Raises EditRefused where a file
    cannot be changed safely.
    """
    delivered = Delivered(tree, platform, renamed or {})
    return {path: data for entries in _FLAVOURS for path, data in entries(delivered).items()}
