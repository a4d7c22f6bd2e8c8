"""What is deployed of a platform, and under which names the files that deliver it may have it."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from generator.core.platform.file import Environment, Platform
    from generator.core.tree import Tree


class Delivered(NamedTuple):
    """What files of delivery follow from: the platform as it is, and what was renamed since then."""

    tree: Tree
    platform: Platform
    renamed: Mapping[str, str]  # environments, old name → new name

    def is_ours(self, file: str) -> bool:
        """Whether a file of values that is named is one of an environment's, or was: people's own stay."""
        path = PurePosixPath(file)
        if len(path.parts) != 1 or not file.startswith("values-"):
            return False
        return path not in self.tree or any(path == own_file(name) for name in self.platform.environments)

    def is_gone(self, names: Iterable[str], name: str, files: Sequence[str]) -> bool:
        """Whether an entry is of an environment that was removed: nobody declares it, its file is no more.

        `names` are those that entries of the releases may have.
        """
        if name in names or name in self.platform.environments or not files:
            return False
        return self.is_ours(files[-1]) and PurePosixPath(files[-1]) not in self.tree

    def candidates(self, release: Environment, *, by_cluster: bool) -> tuple[str, ...]:
        """The names that an entry of a release may have.

        `by_cluster` is for what deploys: an environment whose clusters are regions of none has an entry for
        each there, ENV-CLUSTER. A release whose only cluster became a region's keeps its entry: another
        name would be another release.
        """
        if not release.region:
            clusters = release.clusters if by_cluster else ()
            return (release.name, *(f"{release.name}-{cluster}" for cluster in clusters))
        above = self.platform.environments[release.inherits or release.name]
        return (release.name, above.name) if above.clusters == release.clusters else (release.name,)

    def name_now(self, name: str) -> str:
        """The name that an entry has after the renames: ENV, and ENV-… of its regions and clusters."""
        for old, new in self.renamed.items():
            if name == old or (name.startswith(f"{old}-") and name not in self.platform.environments):
                return new + name[len(old) :]
        return name

    def before(self, release: Environment) -> list[Environment]:
        """The releases before one, in promotion order."""
        releases = list(self.platform.releases())
        return releases[: [one.name for one in releases].index(release.name)]

    def neighbours(self, release: Environment) -> list[Environment]:
        """The other releases, the one first that a new entry is best made like: its kin, then the nearest."""
        before = self.before(release)
        others = [*reversed(before), *self.platform.releases()[len(before) + 1 :]]
        family = release.inherits or release.name
        return sorted(others, key=lambda one: family not in (one.name, one.inherits if one.region else None))


def own_file(name: str) -> PurePosixPath:
    """The file of an environment's, or a region's, own values."""
    return PurePosixPath(f"values-{name}.yaml")
