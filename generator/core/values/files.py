"""The files that the values of a platform are read from: each is read once, when it is first needed.

With a platform.yaml the environments are those declared there; without one they are known from the
files' names.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.core.changes import applied
from generator.core.data import MISSING, leaves, value_at
from generator.core.deployers.names import NONE, file_of, is_parameters, may_be_in_manifests, names_of_chart
from generator.core.helm.archives import FILES_WITH_VALUES, is_packed_chart, with_unpacked
from generator.core.helm.charts import known_otherwise, read_chart
from generator.core.helm.source import Source
from generator.core.helm.subcharts import read_subcharts, schema_of_chart
from generator.core.platform.environments import found_environments
from generator.core.platform.file import parse_platform
from generator.core.platform.file_roles import FOLDERS
from generator.core.platform.intent import Intent
from generator.core.platform.layout import PLAIN
from generator.core.values.closed_schema import closed_schema
from generator.core.values.unread import readable
from generator.core.words import did_you_mean, first_few
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from typing import Any

    from typing_extensions import Self

    from generator.core.changes import Change
    from generator.core.data import Data
    from generator.core.helm.charts import HelmChart
    from generator.core.helm.subcharts import Subchart
    from generator.core.paths import KeyPath
    from generator.core.platform.file import Platform
    from generator.core.platform.layout import PlatformLayout
    from generator.core.tree import Tree


def matters(path: PurePosixPath) -> bool:
    """Whether a file of a platform says anything about its values."""
    if path.name in FILES_WITH_VALUES or path.name == "values.yml":
        return True
    if path.suffix == ".tgz":
        return is_packed_chart(path)
    return path.suffix in (".yaml", ".yml") and (len(path.parts) == 1 or path.parts[0] in FOLDERS)


def has_charts_or_values(folder: PurePosixPath) -> bool:
    """Whether anything in a folder of a platform can say something about its values."""
    return folder.parts[0] == "charts" or folder.parts[0] in FOLDERS


class ValuesFiles:
    """What a platform has: its environments, the files of each, and its charts.

    Environments are named; None is values.yaml alone.
    """

    def __init__(
        self,
        tree: Tree,
        platform: Platform | None = None,
        layout: PlatformLayout = PLAIN,
        manifests: Mapping[PurePosixPath, bytes] = NONE,
    ) -> None:
        """`platform` is what the tree's platform.yaml says, where that is known already.

        `manifests` are those whose values the tree has as files of values already.
        """
        self.tree = tree
        self.platform = platform
        self.layout = layout
        chains: Mapping[str, tuple[PurePosixPath, ...]]
        if platform is None and layout.platform_file in tree:
            self.platform = parse_platform(tree[layout.platform_file], str(layout.platform_file))
        if self.platform is not None:
            chains = layout.chains(self.platform)
        elif layout.named is None:
            chains = found_environments(tree)
        else:
            chains = {}
        self._chains, self.left_out = readable(tree, {**chains, **(layout.named or {})})
        self._sources: dict[PurePosixPath, Source] = {}
        self._manifests: Mapping[PurePosixPath, bytes] = {}
        self.notes: tuple[str, ...] = ()
        if may_be_in_manifests(tree, self._chains, manifests):
            self._mount(manifests)

    def _mount(self, known: Mapping[PurePosixPath, bytes]) -> None:
        """What stands in manifests becomes files of values; `known` are those of which it has become one."""
        from generator.core.deployers.mount import mounted

        found = mounted(self.tree, self._chains, names_of_chart(self.tree, self.layout), known)
        self.tree, self._chains, self._manifests = found.tree, dict(found.chains), found.manifests
        self._sources.update(found.sources)
        self.notes = found.notes

    def with_tree(self, tree: Tree) -> Self:
        """The same platform with other files; what was read of files that stayed is not read again."""
        file = self.layout.platform_file
        is_same = tree.get(file) == self.tree.get(file)
        other = type(self)(tree, self.platform if is_same else None, self.layout, self._manifests)
        known = {path: one for path, one in self._sources.items() if tree.get(path) is one.content}
        other._sources.update(known)  # noqa: SLF001  # of its own kind
        if self._parts_of_charts() == other._parts_of_charts():  # noqa: SLF001
            for name in ("charts", "subcharts", "known_otherwise", "schema", "schemas_of_others"):
                if name in self.__dict__:
                    other.__dict__[name] = self.__dict__[name]
        return other

    def with_changes(self, changes: Iterable[Change]) -> Self:
        """The platform as it is after the changes."""
        return self.with_tree(applied(self.tree, changes))

    def in_manifests(self, changes: Iterable[Change]) -> tuple[Change, ...]:
        """The changes as they are written: values that stand in manifests are changed there."""
        if not self._manifests:
            return tuple(changes)
        from generator.core.deployers.mount import changes_in_manifests

        return changes_in_manifests(changes, self._manifests, names_of_chart(self.tree, self.layout))

    @property
    def on_disk(self) -> Tree:
        """The files as they are read and written: manifests in the place of what was made of them."""
        if not self._manifests:
            return self.tree
        files = {path: data for path, data in self.tree.items() if path not in self._manifests}
        return files | {file_of(layer): content for layer, content in self._manifests.items()}

    def reopened(self, changes: Iterable[Change]) -> Self:
        """The platform as it is after changes of files as they are on disk."""
        if not self._manifests:
            return self.with_changes(changes)
        return type(self)(applied(self.on_disk, changes), None, self.layout)

    def is_in_manifest(self, *files: PurePosixPath) -> bool:
        """Whether values of one of these stand in a manifest, so that Helm cannot read them as they are."""
        return any(file in self._manifests for file in files)

    def without(self, files: Collection[PurePosixPath]) -> Self:
        """The same platform without these values files, and without the environments that read them."""
        if not files:
            return self
        other = self.with_tree({path: data for path, data in self.tree.items() if path not in files})
        read = {name: {self.base_file, *chain} for name, chain in self._chains.items()}
        other._chains = {  # noqa: SLF001  # of its own kind
            name: self._chains[name] for name, own in read.items() if own.isdisjoint(files)
        }
        return other

    # ── environments and their files ────────────────────────────────────────────────────────────

    @property
    def environments(self) -> tuple[str, ...]:
        """Their names in promotion order (as platform.yaml has it, or as is usual)."""
        return tuple(self._chains)

    @cached_property
    def base_file(self) -> PurePosixPath:
        """The chart's values.yaml, whether it is there or not: what every environment lies over."""
        return self.layout.base_file

    @property
    def schema_file(self) -> PurePosixPath:
        """The chart's values.schema.json, whether it is there or not."""
        return self.layout.schema_file

    def some_environments(self) -> tuple[str, ...]:
        """The same, for what makes no sense without any: BlueprintError where there is none."""
        if not self._chains:
            raise BlueprintError(
                "no environment was found",
                hint="Name the files of each: `values init --chart DIR --values ENV=FILE` writes them down.",
            )
        return self.environments

    @property
    def intent(self) -> Intent:
        return self.platform.intent if self.platform else Intent()

    def files(self, environment: str | None) -> tuple[PurePosixPath, ...]:
        """What Helm gets with -f, in order. values.yaml is understood."""
        if environment is None:
            return ()
        if environment not in self._chains:
            known = self.some_environments()
            hint = did_you_mean(environment, known) or f"Known are: {first_few(known, 12)}."
            raise BlueprintError(f'there is no environment "{environment}"', hint=hint)
        return self._chains[environment]

    def own_file(self, environment: str | None) -> PurePosixPath:
        """The file that an environment's own values stand in; values.yaml for None."""
        # Parameters lie above an Application's values, and are no place for others.
        chain = [file for file in self.files(environment) if not is_parameters(file)]
        return chain[-1] if chain else self.base_file

    def file_to_write(self, environment: str | None) -> PurePosixPath:
        """The same, for what writes it: BlueprintError where it would be the values.yaml of no chart."""
        own = self.own_file(environment)
        if self.layout.chart is None and own == self.base_file:
            raise BlueprintError(
                "there is no chart here, and so no values.yaml of all environments",
                hint="Name the environment whose file it is.",
            )
        return own

    def file_for(self, environment: str | None, path: KeyPath) -> PurePosixPath:
        """The file in which a value is set: the parameters where one sets just that, else the own file."""
        for file in self.files(environment):
            if is_parameters(file) and path in dict(leaves(self.source(file).data)):
                return file
        return self.file_to_write(environment)

    def below(self, environment: str | None) -> tuple[Source, ...]:
        """What lies below an environment's own file, lowest first."""
        found = self.sources(environment)
        own = self.own_file(environment)
        return found[: next((place for place, one in enumerate(found) if one.path == own), 0)]

    @property
    def all_files(self) -> tuple[PurePosixPath, ...]:
        """Every file that values are read from, once: values.yaml (if there is one), then by environment."""
        base = (self.base_file,) if self.base_file in self.tree else ()
        return tuple(dict.fromkeys((*base, *(file for chain in self._chains.values() for file in chain))))

    def owners_of(self, file: PurePosixPath) -> tuple[str | None, ...]:
        """The environments whose own values stand in a file; None is values.yaml's."""
        return tuple(name for name in (None, *self.environments) if self.own_file(name) == file)

    def readers_of(self, *files: PurePosixPath) -> tuple[str | None, ...]:
        """The environments that values files have a say in; (None,) where there is no environment at all."""
        if len(files) != 1:
            return tuple(dict.fromkeys(name for file in files for name in self.readers_of(file)))
        if files[0] == self.base_file:
            return self.environments or (None,)
        return tuple(name for name in self.environments if files[0] in self.files(name))

    def sources(self, environment: str | None) -> tuple[Source, ...]:
        """values.yaml (if there is one) and the environment's files, lowest first."""
        base = (self.base_file,) if self.base_file in self.tree else ()
        return tuple(self.source(path) for path in (*base, *self.files(environment)))

    def source(self, path: PurePosixPath) -> Source:
        """A values file; BlueprintError when it is not there."""
        if path not in self._sources:
            if path not in self.tree:
                hint = (
                    "platform.yaml declares its environment; an empty file will do." if self.platform else ""
                )
                raise BlueprintError("this file is missing", where=str(path), hint=hint)
            self._sources[path] = Source(path, self.tree[path])
        return self._sources[path]

    def reveal(
        self, files: Mapping[PurePosixPath, Source], chains: Mapping[str, tuple[PurePosixPath, ...]]
    ) -> None:
        """Have these files say what they say when they are decrypted, and these environments read them."""
        self._chains |= chains
        self._sources |= files

    @property
    def read_so_far(self) -> tuple[Source, ...]:
        """The values files that somebody has asked for."""
        return tuple(self._sources.values())

    def said(self, file: PurePosixPath, path: KeyPath) -> Data:
        """What a values file itself says at `path`; MISSING when nothing, or when it is not there."""
        return value_at(self.source(file).data, path) if file in self.tree else MISSING

    # ── charts ──────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def charts(self) -> tuple[Tree, HelmChart]:
        """The files, with those of packed charts, and the umbrella with the charts in them."""
        tree = with_unpacked(self.tree)
        return tree, read_chart(tree, self.layout.chart)

    @cached_property
    def subcharts(self) -> Mapping[str, Subchart]:
        """The dependencies by the key of their values; libraries are left out."""
        return read_subcharts(*self.charts)

    @cached_property
    def known_otherwise(self) -> Sequence[tuple[KeyPath, KeyPath]]:
        """Where values of charts within charts stand in Helm 4, and where else in Helm 3."""
        return known_otherwise(self.charts[1])

    def subchart_at(self, path: KeyPath) -> Subchart | None:
        """The subchart whose values `path` leads to."""
        return self.subcharts.get(str(path[0])) if path else None

    @cached_property
    def schema(self) -> Mapping[str, Any] | None:
        """The umbrella's values.schema.json, closed; None where there is none, or one that is no schema."""
        schema = schema_of_chart(self.tree.get(self.schema_file))
        return None if schema is None else self.closed(schema)

    def closed(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """What an umbrella's schema and its first template say together (see closed_schema)."""
        services = {key: chart.type for key, chart in self.subcharts.items() if chart.kind == "service"}
        return closed_schema(schema, [want.key for want in self.charts[1].wants or ()], services)

    def _parts_of_charts(self) -> dict[PurePosixPath, int]:
        """What the subcharts and the schema are read from, each by the object that holds its content."""
        own = (self.layout.chart_file, self.layout.schema_file)
        inner = self.layout.in_chart(PurePosixPath("charts")).parts
        depth = len(inner)
        return {
            path: id(data) for path, data in self.tree.items() if path.parts[:depth] == inner or path in own
        }
