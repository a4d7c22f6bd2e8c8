"""The layers of environments whose values stand in manifests: each as a file of values in the tree, and back.

So whoever reads values, judges them, plans edits of them or hands them to Helm knows of files alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.changes import Change
from generator.core.deployers.embed import embedded, with_parameters
from generator.core.deployers.manifests import file_text
from generator.core.deployers.names import file_of, is_parameters, manifest_kind, parameters_of, release_of
from generator.core.deployers.parameters import parameters_in
from generator.core.deployers.views import parameter_text, view_of
from generator.core.helm.source import Source
from generator.core.tree import text_of
from generator.core.yaml.document import Position
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import PurePosixPath

    from generator.core.paths import KeyPath
    from generator.core.tree import Tree

    Chains = Mapping[str, tuple[PurePosixPath, ...]]


class Mounted(NamedTuple):
    """What layers in manifests make of a tree, and of the environments' chains.

    `manifests` has for each of them the content of its file; `sources` are those that are read in a way of
    their own; `notes` are sentences about what is not read.
    """

    tree: Tree
    chains: Chains
    manifests: Mapping[PurePosixPath, bytes] = {}
    sources: Mapping[PurePosixPath, Source] = {}
    notes: tuple[str, ...] = ()


class Unread(Source):
    """A file in the place of a values file that is none: who needs it is told why."""

    def __init__(self, path: PurePosixPath, content: bytes, error: BlueprintError) -> None:
        super().__init__(path, content)
        self.error = error

    @property
    def text(self) -> str:
        raise self.error


class ViewSource(Source):
    """Values of a manifest, whose columns are those that they have there."""

    def __init__(self, path: PurePosixPath, content: bytes, column: int) -> None:
        super().__init__(path, content)
        self.column = column

    def position(self, path: KeyPath) -> Position | None:
        found = super().position(path)
        return found._replace(column=found.column + self.column) if found else None


class ParametersSource(Source):
    """Parameters: each stands where the manifest has it."""

    def __init__(self, path: PurePosixPath, content: bytes, lines: Mapping[KeyPath, int]) -> None:
        super().__init__(path, content)
        self.lines = lines

    def position(self, path: KeyPath) -> Position | None:
        known = (line for own, line in self.lines.items() if own[: len(path)] == path[: len(own)])
        line = next(known, None)
        return Position(line, 1) if line else None


def mounted(
    tree: Tree, chains: Chains, charts: Collection[str], known: Mapping[PurePosixPath, bytes]
) -> Mounted:
    """The tree with a file of values for each layer of these chains that is a manifest's.

    `charts` are the names of the chart: of several releases in one file that of the chart is meant. `known`
    are the manifests of layers that the tree has as files of values already.
    """
    layers = dict.fromkeys(layer for chain in chains.values() for layer in chain)
    found = _Mounting(tree, charts, known)
    for layer in layers:
        found.take(layer)
    if not found.manifests and not found.sources:
        return Mounted(tree, chains)
    own = {
        name: tuple(dict.fromkeys(one for layer in chain for one in found.layers_of(layer)))
        for name, chain in chains.items()
    }
    return Mounted(found.tree, own, found.manifests, found.sources, tuple(found.notes))


class _Mounting:
    def __init__(self, tree: Tree, charts: Collection[str], known: Mapping[PurePosixPath, bytes]) -> None:
        self.tree = dict(tree)
        self.charts, self.known = charts, known
        self.manifests: dict[PurePosixPath, bytes] = {}
        self.sources: dict[PurePosixPath, Source] = {}
        self.notes: list[str] = []

    def take(self, layer: PurePosixPath) -> None:
        is_view = layer in self.tree and manifest_kind(self.tree[layer]) is None
        if layer in self.known and is_view:
            for one in (layer, parameters_of(layer)):
                if one in self.known:
                    self.manifests[one] = self.known[one]
            return
        file = layer if layer in self.tree else file_of(layer)
        content = self.tree.get(file) if file in self.tree else None
        content = self.manifests.get(file, content)
        if content is None or (file == layer and is_view):
            return
        try:
            self._mount(layer, file, content)
        except BlueprintError as error:
            self.tree[layer] = content
            self.sources[layer] = Unread(layer, content, error)

    def _mount(self, layer: PurePosixPath, file: PurePosixPath, content: bytes) -> None:
        text = file_text(text_of(content, str(file)))
        view = view_of(text, file=str(file), name=release_of(layer), charts=self.charts)
        parameters = parameters_in(view.release, text, str(file))
        self.tree[layer] = values = view.text.encode()
        self.manifests[layer] = content
        self.sources[layer] = ViewSource(layer, values, view.lines.column if view.lines else 0)
        self.notes += parameters.left_out
        if parameters.known:
            above = parameters_of(layer)
            data = parameter_text(parameters.data).encode()
            self.tree[above], self.manifests[above] = data, content
            lines = {one.path: one.line for one in parameters.known}
            self.sources[above] = ParametersSource(above, data, lines)

    def layers_of(self, layer: PurePosixPath) -> tuple[PurePosixPath, ...]:
        above = parameters_of(layer)
        return (layer, above) if above in self.manifests else (layer,)


def changes_in_manifests(
    changes: Iterable[Change], manifests: Mapping[PurePosixPath, bytes], charts: Collection[str]
) -> tuple[Change, ...]:
    """The changes with those of manifests' layers made in the manifests: all else in them stays.

    A change that brings a whole manifest is of the file itself.

    Raises BlueprintError where that cannot be done, or a layer is to go.
    """
    made: dict[PurePosixPath, Change] = {}
    for change in changes:
        content = manifests.get(change.path)
        if content is None or (change.after is not None and manifest_kind(change.after) is not None):
            made[change.path] = change
            continue
        file = file_of(change.path)
        if change.after is None:
            raise BlueprintError(
                "the values stand in a manifest, which is not removed",
                where=str(file),
                hint="Remove the manifest, or its values, by hand.",
            )
        before = made[file].after if file in made else content
        text, after = text_of(before or b"", str(file)), text_of(change.after, str(change.path))
        change_of = with_parameters if is_parameters(change.path) else embedded
        release = release_of(change.path)
        result = change_of(text, after, file=str(file), name=release, charts=charts)
        made[file] = Change(file, content, result.encode())
    return tuple(change for change in made.values() if change.before != change.after)
