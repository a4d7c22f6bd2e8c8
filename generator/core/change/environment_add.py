"""A new environment: a copy of another one, or one that inherits from it and says only what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.blueprint.regions import schema_line
from generator.core.change.environment import (
    declared,
    declaring,
    file_beside,
    refuse_environment_name,
    refuse_shared,
)
from generator.core.change.environment_entries import (
    declared_entry,
    with_also_differing,
    with_entry,
    with_entry_like,
)
from generator.core.change.environment_own import with_own_values
from generator.core.change.environment_texts import heir_head, renamed_in_comments
from generator.core.changes import changes_between
from generator.core.encrypted import why_sealed
from generator.core.platform.file import PLATFORM_FILE, parse_platform
from generator.core.tree import text_of
from generator.core.words import wrong_with_label
from generator.errors import BlueprintError, UsageError

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from generator.core.changes import Change
    from generator.core.data import Data
    from generator.core.platform.file import Environment
    from generator.core.values.model import ValuesModel


class Wish(NamedTuple):
    """An environment that somebody wants: like another one, or inheriting from it, and where it is to be."""

    name: str
    base: str
    inherits: bool = False
    after: str | None = None
    namespace: str | None = None
    clusters: tuple[str, ...] = ()


class EnvironmentChange(NamedTuple):
    """What changes in the files that are not generated, what is worth telling, and which environments go."""

    changes: tuple[Change, ...]
    notes: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def with_environment(model: ValuesModel, wish: Wish) -> EnvironmentChange:
    """The changes that add an environment. BlueprintError where it cannot be, or not in this way."""
    refuse_environment_name(model, wish.name)
    base = model.own_file(wish.base)  # there may be no such environment
    if model.platform is None:
        _refuse_what_is_declared(model, wish)
        file = file_beside(base, wish.base, wish.name)
        added = dict(model.tree)
    else:
        file = base.with_name(f"values-{wish.name}.yaml")
        added = {**model.tree, PLATFORM_FILE: _declared_with(model, wish).encode()}
    if file in model.tree:
        raise BlueprintError(
            "this file is there already, and no environment reads it",
            where=str(file),
            hint="Remove it, or declare its environment by hand.",
        )
    added[file] = b""
    if wish.inherits:
        files = model.with_tree(added).files(wish.name)
        text = schema_line(_text(model, base)) + heir_head(wish.name, wish.base, files)
    else:
        if why := why_sealed(model.tree[base]):
            raise BlueprintError(
                f"this file is {why}, and no copy of it is made",
                where=str(base),
                hint=f"With --inherits {wish.base} it comes first, and the new one says what differs.",
            )
        names = (base.name, file.name)
        text = renamed_in_comments(_text(model, base), wish.base, wish.name, names)
    added[file] = text.encode()
    own = with_own_values(model.with_tree(added), wish.name, wish.base)
    changes = changes_between(model.tree, own.model.tree)
    return EnvironmentChange(changes, (*own.notes, *_of_regions(model, wish)))


def _text(model: ValuesModel, file: PurePosixPath) -> str:
    return text_of(model.source(file).content, str(file))


def _refuse_what_is_declared(model: ValuesModel, wish: Wish) -> None:
    given = {
        "--inherits": wish.inherits,
        "--after": wish.after,
        "--namespace": wish.namespace,
        "--cluster": wish.clusters,
    }
    for option, value in given.items():
        if value:
            declaring(model, f"{option} is declared there")


def _declared_with(model: ValuesModel, wish: Wish) -> str:
    platform = declaring(model)
    text = text_of(model.tree[PLATFORM_FILE], str(PLATFORM_FILE))
    base = platform.environments[wish.base]
    if base.region and not wish.inherits:
        raise UsageError(
            f"{wish.base} is a region of {base.inherits}, no environment to copy",
            hint=f"`env add {wish.name} --like {base.inherits}`, or with --inherits {wish.base}.",
        )
    whole = base.inherits if base.region and base.inherits else wish.base
    after = declared(model, wish.after).name if wish.after else whole
    if wish.inherits:
        entry = _entry(wish, base)
        text = with_entry(text, wish.name, entry, after=after)
    else:
        entry = {**declared_entry(text, wish.base), **_entry(wish, base)}
        entry.pop("regions", None)
        text = with_entry_like(text, wish.name, entry, like=wish.base, after=after)
    text = with_also_differing(text, whole, wish.name)
    refuse_shared(parse_platform(text.encode()), wish.name)
    return text


def _entry(wish: Wish, base: Environment) -> dict[str, Data]:
    """What platform.yaml says of the new environment that is its own, or new."""
    entry: dict[str, Data] = {}
    if wish.inherits:
        entry["inherits"] = wish.base
    else:
        entry["like"] = wish.base
    if namespace := wish.namespace or namespace_for(base, wish.name):
        if reason := wrong_with_label(namespace):
            raise UsageError(
                f'"{namespace}" cannot be a namespace: {reason}', hint="Name one: `… --namespace NAME`."
            )
        entry["namespace"] = namespace
    if not all(wish.clusters):
        raise UsageError("--cluster: a cluster has a name")
    if clusters := wish.clusters or (base.clusters if wish.inherits else ()):
        entry["clusters"] = list(clusters)
    if wish.inherits and base.kubernetes:
        entry["kubernetes"] = base.kubernetes
    return entry


def namespace_for(base: Environment, name: str) -> str:
    """The namespace of an environment, named after the one of another; nothing where that has none."""
    if not base.namespace or base.namespace == base.name:
        return base.namespace and name
    return f"{base.namespace.removesuffix(f'-{base.name}')}-{name}"


def _of_regions(model: ValuesModel, wish: Wish) -> list[str]:
    regions = model.platform.regions(wish.base) if model.platform and not wish.inherits else ()
    if not regions:
        return []
    names = ", ".join(one.region for one in regions)
    commands = ", ".join(f"`region add {one.region} --env {wish.name}`" for one in regions)
    return [f"the regions of {wish.base} are not copied ({names}): {commands}"]
