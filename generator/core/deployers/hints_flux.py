"""What Flux's HelmReleases say of environments, through the kustomizations that put them together.

An overlay that takes a HelmRelease from its base lays its own patch over it. Of one release the files are,
lowest first: `chart.spec.valuesFiles`, those that `valuesFrom` names by generated ConfigMaps, the values in
the HelmRelease, the values in the overlay's patch.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from generator.core.deployers.hint import (
    Hint,
    LeftOut,
    environment_named,
    parents_first,
    path_in_repository,
)
from generator.core.deployers.manifests import manifests_in
from generator.core.deployers.releases import FLUX_GROUPS, line_of, releases_of
from generator.core.helm.chart_file import CHART_FILE, VALUES_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.core.budget import Budget
    from generator.core.deployers.manifests import Manifest
    from generator.core.deployers.releases import Release
    from generator.core.tree import Tree

NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")


class Placed(NamedTuple):
    """A release, the file that it stands in with its text, and the layer that its values are."""

    release: Release
    file: PurePosixPath
    text: str
    layer: PurePosixPath

    @property
    def where(self) -> str:
        return f"{self.file}:{line_of(self.release, self.text)}"


class _Overlay(NamedTuple):
    """What a kustomization takes in: files, folders, patches, and its ConfigMaps' files by their keys."""

    files: tuple[PurePosixPath, ...]
    folders: tuple[PurePosixPath, ...]
    patches: tuple[PurePosixPath, ...]
    maps: Mapping[str, Mapping[str, PurePosixPath]]


def placed_in(file: PurePosixPath, text: str, manifests: Sequence[Manifest]) -> list[Placed]:
    """The HelmReleases of a file."""
    found = [
        release
        for manifest in manifests
        if manifest.group in FLUX_GROUPS
        for release in releases_of(manifest)
    ]
    is_alone = len(found) == 1
    return [
        Placed(one, file, text, file if is_alone else file.with_name(f"{file.name}#{one.name}"))
        for one in found
    ]


def hints_of_flux(
    placed: Mapping[PurePosixPath, Sequence[Placed]], tree: Tree, budget: Budget
) -> Iterator[Hint | LeftOut]:
    """The hints of all HelmReleases of a repository: one for each overlay, one where no overlay takes it."""
    overlays = {
        path.parent: _overlay(path, tree) for path in sorted(tree) if path.name in NAMES and tree[path]
    }
    taken: set[PurePosixPath] = set()
    for folder, overlay in overlays.items():
        budget.entry(folder)
        patches = [one for path in overlay.patches for one in placed.get(path, ())]
        below = list(_within(folder, overlays, placed, set()))
        taken.update(one.file for one in patches)
        if not any(base.file.parent != folder for base in below) and not patches:
            continue
        for base in below:
            budget.entry(folder)
            own = [one for one in patches if one.release.name == base.release.name]
            if own or base.file.parent != folder:
                taken.update(one.file for one in (base, *own))
                yield from _hint_of(base, own, folder, overlays, tree)
    for file, several in placed.items():
        for one in several if file not in taken else ():
            yield from _hint_of(one, (), file.parent, overlays, tree)


def _within(
    folder: PurePosixPath,
    overlays: Mapping[PurePosixPath, _Overlay],
    placed: Mapping[PurePosixPath, Sequence[Placed]],
    seen: set[PurePosixPath],
) -> Iterator[Placed]:
    overlay = overlays.get(folder)
    if overlay is None or folder in seen:
        return
    seen.add(folder)
    for path in overlay.files:
        yield from placed.get(path, ())
    for inner in overlay.folders:
        yield from _within(inner, overlays, placed, seen)


def _hint_of(
    base: Placed,
    patches: Sequence[Placed],
    folder: PurePosixPath,
    overlays: Mapping[PurePosixPath, _Overlay],
    tree: Tree,
) -> Iterator[Hint | LeftOut]:
    parts = (base, *patches)
    chart = next((one.release.chart for one in reversed(parts) if one.release.chart), "")
    place = path_in_repository(PurePosixPath(), chart)
    is_here = place is not None and place / CHART_FILE in tree
    files: list[PurePosixPath] = []
    for one in parts:
        for left_out in _files(one, place if is_here else None, folder, overlays, tree=tree, files=files):
            yield LeftOut(one.where, *left_out)
    files += [one.layer for one in parts if one.release.states_anything]
    manifest = base.release.manifest
    namespace = manifest.text("spec", "targetNamespace") or manifest.text("metadata", "namespace")
    near = (base, *patches)[-1].file
    words = (base.release.name, *parents_first(folder / "x"), *parents_first(near), namespace)
    environment = environment_named(words, PurePosixPath(chart).name)
    if not environment and files:
        yield LeftOut(base.where, base.release.name, "it does not say of which environment it is")
    elif files:
        shown = str(place) if is_here else PurePosixPath(chart).name
        unique = tuple(dict.fromkeys(files))
        yield Hint(environment, shown, unique, parts[-1].where, "Flux", base.release.name, namespace)


def _files(
    one: Placed,
    chart: PurePosixPath | None,
    folder: PurePosixPath,
    overlays: Mapping[PurePosixPath, _Overlay],
    *,
    tree: Tree,
    files: list[PurePosixPath],
) -> Iterator[tuple[str, str]]:
    manifest = one.release.manifest
    stated = ("spec", "chart", "spec", "valuesFiles")
    node = manifest.node(*stated)
    for number in range(len(node.items) if node else 0):
        text = manifest.text(*stated, number)
        path = path_in_repository(PurePosixPath(), text)
        if path is None or path not in tree:
            yield text, "it is not in this repository"
        elif chart is None or path != chart / VALUES_FILE:
            files.append(path)
    node = manifest.node("spec", "valuesFrom")
    for number in range(len(node.items) if node else 0):
        at = ("spec", "valuesFrom", number)
        name = manifest.text(*at, "name")
        kind = manifest.text(*at, "kind")
        what = f"{kind} {name}"
        if kind != "ConfigMap":
            yield what, "what is secret is not read"
        elif manifest.text(*at, "targetPath"):
            yield what, "it sets one value, by targetPath"
        else:
            found = _generated(name, manifest.text(*at, "valuesKey") or "values.yaml", one, folder, overlays)
            if found is None or found not in tree:
                yield what, "no configMapGenerator of this repository makes it of a file"
            else:
                files.append(found)


def _generated(
    name: str, key: str, one: Placed, folder: PurePosixPath, overlays: Mapping[PurePosixPath, _Overlay]
) -> PurePosixPath | None:
    """The file that a ConfigMap's key is generated from: by the overlay, else where the release stands."""
    for place in (folder, one.file.parent, *folder.parents):
        overlay = overlays.get(place)
        found = overlay.maps.get(name, {}).get(key) if overlay else None
        if found is not None:
            return found
    return None


def _overlay(path: PurePosixPath, tree: Tree) -> _Overlay:
    folder = path.parent
    text = tree[path].decode("utf-8", "replace")
    files: list[PurePosixPath] = []
    folders: list[PurePosixPath] = []
    patches: list[PurePosixPath | None] = []
    maps: dict[str, dict[str, PurePosixPath]] = {}
    for manifest in manifests_in(text):
        if manifest.kind not in ("Kustomization", "Component"):
            continue
        for key in ("resources", "bases", "components"):
            for at in _entries(manifest, key):
                place = path_in_repository(folder, manifest.text(*at))
                if place is not None:
                    (files if place in tree else folders).append(place)
        for at in _entries(manifest, "patchesStrategicMerge"):
            patches.append(path_in_repository(folder, manifest.text(*at)))
        for at in _entries(manifest, "patches"):
            patches.append(path_in_repository(folder, manifest.text(*at, "path")))
        for at in _entries(manifest, "configMapGenerator"):
            entries = maps.setdefault(manifest.text(*at, "name"), {})
            for inner in _entries(manifest, *at, "files"):
                key, _, source = manifest.text(*inner).rpartition("=")
                place = path_in_repository(folder, source)
                if place is not None:
                    entries[key or place.name] = place
    return _Overlay(tuple(files), tuple(folders), tuple(one for one in patches if one is not None), maps)


def _entries(manifest: Manifest, *path: str | int) -> list[tuple[str | int, ...]]:
    node = manifest.node(*path)
    return [(*path, number) for number in range(len(node.items))] if node is not None else []
