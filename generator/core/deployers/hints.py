"""What the deployers' files of a repository say of environments: of Argo CD, Flux, helmfile, pipelines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.budget import Budget
from generator.core.deployers.hint import Hint, Hints, LeftOut, told_apart
from generator.core.deployers.hints_argocd import hints_of_argocd
from generator.core.deployers.hints_commands import deployer_of, hints_of_commands
from generator.core.deployers.hints_flux import hints_of_flux, placed_in
from generator.core.deployers.hints_helmfile import hints_of_helmfile, is_helmfile
from generator.core.deployers.manifests import file_text, manifests_in
from generator.core.deployers.releases import ARGOCD_GROUP, FLUX_GROUPS

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from generator.core.deployers.hints_flux import Placed
    from generator.core.tree import Tree

_SIGNS = tuple(group.encode() for group in (ARGOCD_GROUP, *FLUX_GROUPS))
_LARGEST = 1 << 20  # a file of manifests that people write is smaller


def hints_of(tree: Tree, budget: Budget | None = None) -> Hints:
    """The environments that deployers have of the charts of a repository, and what of them is left out.

    The tree's paths are from the repository's root. Templates of Helm charts are no files of deployers. What
    is no YAML, or larger than a megabyte, is passed over. Exceeded where it takes longer than the budget has.
    """
    budget = budget or Budget()
    found: list[Hint | LeftOut] = []
    flux: dict[PurePosixPath, list[Placed]] = {}
    commands: dict[PurePosixPath, bytes] = {}
    for path, content in sorted(tree.items()):
        if "templates" in path.parts or len(content) > _LARGEST:
            continue
        budget.entry(path)
        if is_helmfile(path):
            found += hints_of_helmfile(path, content, tree, budget)
        elif deployer_of(path):
            commands[path] = content
        elif any(sign in content for sign in _SIGNS):
            text = file_text(content.decode("utf-8", "replace"))
            manifests = list(manifests_in(text))
            if placed := placed_in(path, text, manifests):
                flux[path] = placed
            own = [one for one in manifests if one.group == ARGOCD_GROUP]
            for one in own:
                found += hints_of_argocd(one, path, text, tree, budget, is_alone=len(own) == 1)
    found += hints_of_flux(flux, tree, budget)
    if not any(isinstance(one, Hint) for one in found):  # what is deployed speaks first
        for path, content in commands.items():
            found += hints_of_commands(path, content, tree, budget)
    return Hints(
        told_apart([one for one in found if isinstance(one, Hint)]),
        tuple(one for one in found if isinstance(one, LeftOut)),
    )
