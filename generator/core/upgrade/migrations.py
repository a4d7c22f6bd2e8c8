"""Migrations carry values along: made in the base and in the team's files before these are merged.

So a key that has another name in the new version has it in all three, and what people wrote below it stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from generator.core.change.naming_edits import edits_of_intent, edits_of_values
from generator.core.changes import applied
from generator.core.data import MISSING, value_at
from generator.core.edit.edit import EditRefused, edit
from generator.core.edit.edits import Edit, changes_of
from generator.core.helm.chart_file import CHART_FILE, VALUES_FILE, parse_chart
from generator.core.helm.source import Source
from generator.core.helm.versions import parse_version
from generator.core.paths import format_path
from generator.core.tree import text_of
from generator.core.upgrade.left_services import without_services
from generator.core.words import did_you_mean
from generator.core.yaml.data import values_of_text
from generator.errors import BlueprintError, Invalid, UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import PurePosixPath

    from generator.core.blueprint.manifest import Blueprint
    from generator.core.blueprint.migration import Migration, Split
    from generator.core.paths import KeyPath
    from generator.core.tree import Tree

_ANY = "*"


class Due(NamedTuple):
    """The migrations to make, in the order of their versions, and optional ones that nobody chose."""

    made: tuple[Migration, ...]
    left: tuple[Migration, ...]


class Migrated(NamedTuple):
    """A platform's files after migrations, and what is to be told: notes, and what could not be carried."""

    tree: Tree
    notes: tuple[str, ...]


def due(blueprint: Blueprint, made: str, chosen: Collection[str] = ()) -> Due:
    """The migrations of a blueprint for a platform that was made from version `made`.

    UsageError where one is chosen that does not exist, or is not due.
    """
    was, now = parse_version(made), parse_version(blueprint.version)
    found = [
        one
        for one in blueprint.migrations
        if was < parse_version(one.version) <= now and was in one.only_from
    ]
    known = [one.name for one in found if one.optional]
    for name in chosen:
        if name not in known:
            raise UsageError(
                f'there is no optional migration "{name}" from {made} to {blueprint.version}',
                hint=did_you_mean(name, known),
            )
    found.sort(key=lambda one: parse_version(one.version))
    left = tuple(one for one in found if one.optional and one.name not in chosen)
    return Due(tuple(one for one in found if one not in left), left)


def as_named_here(migrations: Sequence[Migration], names: Mapping[str, str]) -> list[Migration]:
    """The migrations where services have other names than the blueprint gives them."""

    def named(path: KeyPath) -> KeyPath:
        return (names.get(str(path[0]), path[0]), *path[1:])

    return [
        one._replace(
            rename={named(path): name for path, name in one.rename.items()},
            move={named(path): named(target) for path, target in one.move.items()},
            split={named(path): split for path, split in one.split.items()},
            drop=tuple(map(named, one.drop)),
            set={named(path): value for path, value in one.set.items()},
            keep=tuple(names.get(name, name) for name in one.keep),
        )
        for one in migrations
    ]


def migrated(tree: Tree, migrations: Sequence[Migration], *, sets: bool = True) -> Migrated:
    """The files of values after these migrations; every other file as it is.

    The base `sets` nothing, and has no service that is kept: what stands in ours alone is the team's.
    """
    notes: list[str] = []
    for one in migrations:
        services = _services_renamed(tree, one)
        for file in values_files(tree):
            tree = _with_moved(tree, file, one, notes)
            renames = _renames(tree, file, one, services, notes)
            tree = _with_edits(tree, [*renames, *_splits(tree, file, one, notes)], notes)
            tree = _with_edits(tree, [*_drops(tree, file, one)], notes)
        intent = [edit for names in services.items() for edit in edits_of_intent(tree, *names)]
        tree = _with_edits(tree, intent, notes)
        if sets:
            tree = _with_edits(tree, [*_settings(tree, one)], notes)
        elif one.keep:
            tree = without_services(tree, one.keep, values_files(tree))
        if one.note:
            notes.append(f"{one.version} {one.name}: {one.note}")
    return Migrated(tree, tuple(notes))


def values_files(tree: Tree) -> list[PurePosixPath]:
    """values.yaml and those of environments and regions, as a platform of ours has them."""
    return [
        path
        for path in tree
        if path == VALUES_FILE
        or (len(path.parts) == 1 and path.suffix == ".yaml" and path.stem.startswith("values-"))
    ]


def _data(tree: Tree, file: PurePosixPath) -> Any:
    return values_of_text(text_of(tree[file], str(file))) if file in tree else {}


def _matches(data: Any, pattern: KeyPath) -> Iterator[KeyPath]:
    """The stated paths that a pattern means; `global` is no service, and never meant by a * in front."""
    found: list[tuple[KeyPath, Any]] = [((), data)]
    for depth, step in enumerate(pattern):
        following = []
        for path, value in found:
            keys = value if isinstance(value, dict) else {}
            names = [one for one in keys if one != "global" or depth] if step == _ANY else [step]
            following += [((*path, name), keys[name]) for name in names if name in keys]
        found = following
    return (path for path, _ in found)


def _filled(pattern: KeyPath, source: KeyPath, target: KeyPath) -> KeyPath:
    """The target of a match: its stars are what those of the source stood for."""
    stars = iter([source[place] for place, step in enumerate(pattern) if step == _ANY])
    return tuple(next(stars) if step == _ANY else step for step in target)


def _with_moved(tree: Tree, file: PurePosixPath, migration: Migration, notes: list[str]) -> Tree:
    for pattern, to in migration.move.items():
        data = _data(tree, file)
        for source in list(_matches(data, pattern)):
            target = _filled(pattern, source, to)
            if value_at(data, target) is not MISSING:
                notes.append(_both(file, source, target))
                continue
            try:
                text = text_of(tree[file], str(file))
                tree = {**tree, file: edit(text, "move", source, target, file=str(file)).encode()}
            except EditRefused as error:
                notes.append(_not_carried(file, source, target, error))
    return tree


def _services_renamed(tree: Tree, migration: Migration) -> dict[str, str]:
    """The services that get another name, as the keys at the top do that are theirs."""
    tops = {path[0]: name for path, name in migration.rename.items() if len(path) == 1}
    if not tops or CHART_FILE not in tree:
        return {}
    known = {one.key for one in parse_chart(tree[CHART_FILE], str(CHART_FILE)).dependencies}
    return {old: new for old, new in tops.items() if old in known}


def _renames(
    tree: Tree, file: PurePosixPath, migration: Migration, services: Mapping[str, str], notes: list[str]
) -> Iterator[Edit]:
    data = _data(tree, file)
    found: dict[KeyPath, str] = {}
    for pattern, name in migration.rename.items():
        for source in _matches(data, pattern):
            target = (*source[:-1], name)
            if value_at(data, target) is MISSING:
                found[source] = name
            else:
                notes.append(_both(file, source, target))
    # Who calls a service, or reads its credentials, means it by its name.
    for old, new in services.items():
        for one in edits_of_values(Source(file, tree[file]), old, new):
            if one.op == "set":
                yield one
            elif value_at(data, (*one.path[:-1], new)) is MISSING:
                found[one.path] = new
    for source, name in found.items():
        yield Edit(file, "rename", source, name)


def _splits(tree: Tree, file: PurePosixPath, migration: Migration, notes: list[str]) -> Iterator[Edit]:
    data = _data(tree, file)
    for pattern, split in migration.split.items():
        for source in _matches(data, pattern):
            value = value_at(data, source)
            if isinstance(value, dict) or value is None:
                continue  # it is one already
            parts = _parts(str(value), split)
            if parts is None:
                what = f'has no "{split.separator}" to split it at, and stays as it is'
                notes.append(f"{file}: {format_path(source)} {what}")
            else:
                yield Edit(file, "set", source, parts)


def _parts(text: str, split: Split) -> dict[str, Any] | None:
    """Cut from the right: `registry:5000/image:1.2` is an image and its tag."""
    parts = text.rsplit(split.separator, len(split.into) - 1)
    return dict(zip(split.into, parts, strict=True)) if len(parts) == len(split.into) else None


def _drops(tree: Tree, file: PurePosixPath, migration: Migration) -> Iterator[Edit]:
    data = _data(tree, file)
    for pattern in migration.drop:
        for source in _matches(data, pattern):
            yield Edit(file, "delete", source, comment=True)


def _settings(tree: Tree, migration: Migration) -> Iterator[Edit]:
    if VALUES_FILE in tree:
        data = _data(tree, VALUES_FILE)
        for path, value in migration.set.items():
            if value_at(data, path) is MISSING:
                yield Edit(VALUES_FILE, "set", path, value)


def _with_edits(tree: Tree, edits: list[Edit], notes: list[str]) -> Tree:
    refused: list[Edit] = []
    try:
        return applied(tree, changes_of(tree, edits, refused))
    except BlueprintError as error:
        possible = [one for one in edits if one not in refused]
        errors = error.errors if isinstance(error, Invalid) else (error,)
        notes += [
            _not_carried(one.file, one.path, (), why) for one, why in zip(refused, errors, strict=False)
        ]
        return _with_edits(tree, possible, notes) if len(possible) < len(edits) else tree


def _both(file: PurePosixPath, source: KeyPath, target: KeyPath) -> str:
    return (
        f"{file}: {format_path(source)} is {format_path(target)} now, which stands there, too: "
        "the old one stays, say which one is right"
    )


def _not_carried(file: PurePosixPath, source: KeyPath, target: KeyPath, error: BlueprintError) -> str:
    to = f" to {format_path(target)}" if target else ""
    return f"{file}: {format_path(source)} could not be carried along{to}: {error.what}"
