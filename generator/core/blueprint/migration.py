"""What a new version of a blueprint does to values that people wrote for an older one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from generator.core.blueprint.manifest import range_in, version_in
from generator.core.paths import parse_path
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.core.helm.versions import Range
    from generator.core.paths import KeyPath
    from generator.core.yaml.fields import Fields

_ANY = "*"


class Split(NamedTuple):
    """A text that becomes a map: what stands between separators goes to these keys, the rest to the last."""

    separator: str
    into: tuple[str, ...]


class Migration(NamedTuple):
    """Steps that are due once a platform goes from before `version` to it; paths may have `*` for any key.

    `rename` gives a key another name, `move` another place, `split` makes a map of a text; then keys are
    dropped, and set where nobody states them. Services that the blueprint has no longer platforms keep.
    An optional one is made where it is chosen by its name.
    """

    name: str
    version: str
    only_from: Range
    optional: bool
    note: str
    rename: Mapping[KeyPath, str]
    move: Mapping[KeyPath, KeyPath]
    split: Mapping[KeyPath, Split]
    drop: tuple[KeyPath, ...]
    set: Mapping[KeyPath, Any]
    keep: tuple[str, ...]


def parse_migrations(fields: Fields) -> tuple[Migration, ...]:
    """The migrations of a manifest, in their order; what is wrong with them is noted in its fields."""
    return tuple(_migration(name, entry) for name, entry in fields.children("migrations"))


def _migration(name: str, fields: Fields) -> Migration:
    migration = Migration(
        name=name,
        version=version_in(fields),
        only_from=range_in(fields, fields.text("from", ""), "from"),
        optional=fields.flag("optional"),
        note=fields.text("note", "").strip(),
        rename=dict(_renames(fields)),
        move=dict(_moves(fields)),
        split=dict(_splits(fields)),
        drop=tuple(
            path
            for number, text in enumerate(fields.texts("drop"))
            if (path := _path(fields, text, "drop", number)) is not None
        ),
        set={
            path: value
            for text, value in fields.mapping("set").items()
            if (path := _path(fields, text, "set", text)) is not None
        },
        keep=tuple(fields.texts("keep")),
    )
    for path in migration.set:
        if _ANY in path:
            fields.wrong("a key that is set has no * in its path", "set")
    fields.close()
    return migration


def _path(fields: Fields, text: str, *place: str | int) -> KeyPath | None:
    try:
        path = parse_path(text)
    except BlueprintError as error:
        fields.wrong(error.what, *place)
        return None
    if not path or not all(type(one) is str for one in path):
        fields.wrong("a path of keys is expected, as in order-service.image or *.image", *place)
        return None
    return path


def _renames(fields: Fields) -> Iterator[tuple[KeyPath, str]]:
    for text, name in fields.mapping("rename").items():
        path = _path(fields, text, "rename", text)
        if not isinstance(name, str) or not name or _ANY in name or (path and path[-1] == _ANY):
            fields.wrong("the new name of a key is expected", "rename", text)
        elif path is not None:
            yield path, name


def _moves(fields: Fields) -> Iterator[tuple[KeyPath, KeyPath]]:
    for text, target in fields.mapping("move").items():
        path = _path(fields, text, "move", text)
        to = _path(fields, target if isinstance(target, str) else "", "move", text)
        if path is None or to is None:
            continue
        if path.count(_ANY) != to.count(_ANY):
            fields.wrong("both paths have the same number of *", "move", text)
        elif to[: len(path)] == path:
            fields.wrong("a key cannot move into itself: split it", "move", text)
        else:
            yield path, to


def _splits(fields: Fields) -> Iterator[tuple[KeyPath, Split]]:
    for text, entry in fields.children("split"):
        separator, into = entry.text("separator"), entry.texts("into")
        if len(into) < 2:
            entry.wrong("two keys are expected, at least", "into")
        entry.close()
        if (path := _path(fields, text, "split", text)) is not None:
            yield path, Split(separator, into)
