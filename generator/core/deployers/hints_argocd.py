"""What Argo CD's Applications and ApplicationSets say of environments: `valueFiles`, inline values."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.core.budget import Exceeded
from generator.core.deployers.hint import (
    Hint,
    LeftOut,
    environment_named,
    is_template,
    parents_first,
    path_in_repository,
)
from generator.core.deployers.placeholders import filled_in, fillings_of, texts_of
from generator.core.deployers.releases import SPECS, line_of, releases_of, sources_of
from generator.core.helm.chart_file import CHART_FILE, VALUES_FILE
from generator.core.yaml.data import data_of
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.core.budget import Budget
    from generator.core.deployers.manifests import Manifest
    from generator.core.deployers.placeholders import Filling
    from generator.core.deployers.releases import Release
    from generator.core.tree import Tree


def hints_of_argocd(
    manifest: Manifest, file: PurePosixPath, text: str, tree: Tree, budget: Budget, *, is_alone: bool
) -> Iterator[Hint | LeftOut]:
    """The hints of a manifest; `is_alone` where its file has no other release."""
    for release in releases_of(manifest):
        where = f"{file}:{line_of(release, text)}"
        fillings = _fillings(manifest, tree, budget)
        if fillings is None:
            yield LeftOut(where, manifest.name, "its generator needs more than the repository")
            continue
        for filling in fillings:
            budget.entry(where)
            yield from _hint(release, file, where, filling, tree, is_alone=is_alone)


def _fillings(manifest: Manifest, tree: Tree, budget: Budget) -> list[Filling] | None:
    if manifest.kind == "Application":
        return [{}]
    node = manifest.node("spec", "generators")
    found: list[Filling] = []
    for item in node.items if node else ():
        try:
            own = fillings_of(data_of(manifest.document, item), tree, budget)
        except Exceeded:
            raise
        except BlueprintError:
            own = None
        if own is None:
            return None
        found += own
    return found


def _hint(
    release: Release, file: PurePosixPath, where: str, filling: Filling, tree: Tree, *, is_alone: bool
) -> Iterator[Hint | LeftOut]:
    manifest = release.manifest
    spec = SPECS[manifest.kind]
    metadata = (*spec[:-1], "metadata")
    chart = filled_in(release.chart, filling)
    name = filled_in(manifest.text(*metadata, "name"), filling)
    namespace = filled_in(manifest.text(*spec, "destination", "namespace"), filling)
    folder = path_in_repository(PurePosixPath(), chart) or PurePosixPath()
    is_here = folder / CHART_FILE in tree
    files: list[PurePosixPath] = []
    for left_out in _files(release, filling, folder, tree, files):
        yield LeftOut(where, *left_out)
    if release.states_anything and filling and _has_placeholders(release):
        yield LeftOut(where, f"the values of {manifest.name}", "they have placeholders")
    elif release.states_anything:
        files.append(file if is_alone else file.with_name(f"{file.name}#{manifest.name}"))
    label = [manifest.text(*metadata, "labels", key) for key in ("environment", "env")]
    own = (word for path in reversed(files) if path != file for word in parents_first(path))
    environment = environment_named(
        (*label, *texts_of(filling), name, *own, namespace, *parents_first(file)), PurePosixPath(chart).name
    )
    if not environment and files:
        yield LeftOut(where, name or str(file), "it does not say of which environment it is")
    elif files:
        yield Hint(
            environment, str(folder) if is_here else chart, tuple(files), where, "Argo CD", name, namespace
        )


def _has_placeholders(release: Release) -> bool:
    node = release.manifest.node(*release.values)
    return node is not None and "{{" in release.manifest.document.text[node.start : node.end]


def _files(
    release: Release, filling: Filling, folder: PurePosixPath, tree: Tree, files: list[PurePosixPath]
) -> Iterator[tuple[str, str]]:
    """Add the values files that a release names to `files`; what is left out of them, and why."""
    manifest = release.manifest
    helm = release.values[:-1]
    node = manifest.node(*helm, "valueFiles")
    for number in range(len(node.items) if node else 0):
        written = manifest.text(*helm, "valueFiles", number)
        text = filled_in(written, filling)
        if is_template(text):
            yield text, "its placeholders are not known"
            continue
        path = _place(text, folder, _references(manifest))
        if path is None:
            yield text, "it leads out of the repository"
        elif path not in tree:
            yield text, "it is not there"
        elif path != folder / VALUES_FILE and path not in files:
            files.append(path)


def _references(manifest: Manifest) -> Mapping[str, PurePosixPath]:
    """The sources that others take files from: `$name/` is the root of that repository, or a folder of it."""
    sources = sources_of(manifest)
    return {name: PurePosixPath() for source in sources if (name := manifest.text(*source, "ref"))}


def _place(text: str, folder: PurePosixPath, references: Mapping[str, PurePosixPath]) -> PurePosixPath | None:
    if not text.startswith("$"):
        return path_in_repository(folder, text)
    name, _, rest = text[1:].partition("/")
    return path_in_repository(references[name], rest.lstrip("/")) if name in references and rest else None
