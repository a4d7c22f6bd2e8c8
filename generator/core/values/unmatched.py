"""Patterns and paths that lead nowhere: what was probably meant."""

from __future__ import annotations

from contextlib import suppress
from itertools import takewhile
from typing import TYPE_CHECKING

from generator.core.data import map_at, map_or_empty
from generator.core.identity import item_of, names_of, ways_to_name
from generator.core.paths import Item, format_path
from generator.core.platform.patterns import Pattern, item_words
from generator.core.values.knowledge import schema_of
from generator.core.values.notes import about_key
from generator.core.words import did_you_mean
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.core.data import Data
    from generator.core.paths import KeyPath
    from generator.core.platform.patterns import Patterns
    from generator.core.values.model import ValuesModel


def refuse_unmatched(
    models: Sequence[ValuesModel], wanted: Patterns, *, first: Sequence[str | None] = ()
) -> None:
    """Raise where a pattern covers nothing that is set in any environment, nor is known to a schema.

    What it covers nothing of has no differences, and nobody would see the slip of the pen. `first` are
    the environments that are looked at first: most patterns cover something there.
    """
    for pattern in wanted.several:
        if not is_matched(models, pattern, first):
            raise nothing_covered(models, pattern)


def is_matched(models: Sequence[ValuesModel], pattern: Pattern, first: Sequence[str | None] = ()) -> bool:
    """Whether a pattern covers something that is set in any environment, or that a schema knows."""
    return _is_set(models, pattern, first) or _is_known(models, pattern)


def nothing_covered(models: Sequence[ValuesModel], pattern: Pattern) -> BlueprintError:
    """The error that nothing is set that a pattern covers, with what was probably meant."""
    return BlueprintError(f'nothing is set that "{pattern.text}" covers', hint=hint(models, pattern))


def probably_meant(steps: Sequence[str], known: Iterable[str]) -> str:
    r"""A hint where `known` are the keys of a map and the path goes on with `steps`, of which it has none.

    Keys are shown as they are typed in a path. Where dots were typed that belong to the key, the hint
    says how: `annotations.example.com/owner` has a key `example\.com/owner`.
    """
    names = {key: format_path((key,)) for key in known}
    for count in range(len(steps), 1, -1):
        key = ".".join(steps[:count])
        if key in names:
            return rf"A dot within a key is written \. in a path: {names[key]}"
    return did_you_mean(format_path((steps[0],)), names.values())


def item_meant(step: Item, lists: Iterable[Data]) -> str:
    """A hint where a path names an item that none of these lists has: the name that was probably meant.

    "" where nobody can say; where the items are told by another key, that key.
    """
    known = [one for one in lists if isinstance(one, list)]
    items = [item for one in known for item in one if isinstance(item, dict)]
    keys = tuple(key for key, _ in step.keys)
    names = {_said(item_of(one, keys)) for one in items if one.keys() >= {*keys}}
    if names:
        return did_you_mean(_said(step), names)
    others = names_of(*known)
    return f"Items of this list are told by {' and '.join(others)}." if others else ""


def _said(item: Item) -> str:
    """What an item is called, without its keys: those are typed right."""
    return ",".join(str(value) for _, value in item.keys)


def _is_set(models: Sequence[ValuesModel], pattern: Pattern, first: Sequence[str | None]) -> bool:
    return any(_reached(one, pattern)[0] for one in _data(models, first))


def _data(models: Sequence[ValuesModel], first: Sequence[str | None] = ()) -> Iterator[Data]:
    """What is set in each environment."""
    for model in models:
        for environment in dict.fromkeys((*first, None, *model.environments)):
            # An environment that cannot be read is reported where it is needed.
            with suppress(BlueprintError):
                yield model.effective(environment)
                yield model.declared(environment)


def _reached(data: Data, pattern: Pattern) -> tuple[bool, int, list[Data]]:
    """Whether something is there, how many steps lead somewhere, and what is there, where they end."""
    nodes = [data]
    for depth, step in enumerate(pattern.steps):
        if step is None:
            below = list(_all(nodes))
        else:
            below = [inner for node in nodes for key, inner in _entries(node) if step.fullmatch(key)]
            if depth == 0 and pattern.speaks_of_all:
                below += _of_all_services(data)
        if not below:
            return False, depth, nodes
        # Environments and services share most of their values: each is looked at once.
        nodes = list({id(node): node for node in below}.values())
    return True, len(pattern.steps), nodes


def _entries(node: Data) -> Iterator[tuple[str, Data]]:
    if isinstance(node, dict):
        yield from node.items()
    elif isinstance(node, list):
        for number, item in enumerate(node):
            yield str(number), item
            yield from ((item_words(way.keys), item) for way in ways_to_name(item))
        if names := names_of(node):
            yield from ((item_words(item_of(item, names).keys), item) for item in node)


def _all(nodes: Iterable[Data]) -> Iterator[Data]:
    for node in nodes:
        yield node
        yield from _all(inner for _, inner in _entries(node))


def _of_all_services(data: Data) -> list[Data]:
    """Presets and overrides: a pattern that begins with a star speaks of them, too."""
    shared = map_at(map_or_empty(data), "global")
    return [one for kind in ("presets", "overrides") for one in map_at(shared, kind).values()]


def _is_known(models: Sequence[ValuesModel], pattern: Pattern) -> bool:
    """Whether a schema has the key by name, of one service or of any: a map of anything knows no key."""
    first, *rest = pattern.words or ("",)
    path = tuple(step for step in rest if step is not None)
    if len(path) < len(rest):
        return False
    for model in models:
        for key in model.subcharts if first is None else (first,):
            known = schema_of(model, (key, *path))
            if known is not None and known.is_allowed and (not path or path[-1] in known.siblings):
                return True
    return False


def hint(models: Sequence[ValuesModel], pattern: Pattern) -> str:
    """What was probably meant by a pattern that covers nothing; "" where nobody can say."""
    deepest, known = -1, dict[str, None]()
    lists: list[Data] = []
    for data in _data(models):
        found, depth, nodes = _reached(data, pattern)
        if found:
            return ""
        if depth > deepest:
            deepest, known, lists = depth, {}, []
        if depth == deepest:
            lists += [node for node in nodes if isinstance(node, list)]
            known |= dict.fromkeys(key for node in nodes if isinstance(node, dict) for key in node)
    steps = list(takewhile(lambda step: step is not None, pattern.words[deepest:]))
    if steps and isinstance(steps[0], Item):
        return item_meant(steps[0], lists)
    return probably_meant([str(step) for step in steps], known) if steps else ""


def not_set(model: ValuesModel, environment: str | None, path: KeyPath) -> BlueprintError:
    """The error that nothing is at a path, with the key that was probably meant."""
    depth = 0
    above = model.effective(environment)
    while depth < len(path) and isinstance(above, dict) and path[depth] in above:
        above = above[path[depth]]
        depth += 1
    known = schema_of(model, path)
    rest = [str(step) for step in path[depth:]]
    meant = probably_meant(rest, above) if isinstance(above, dict) and rest else ""
    if not meant and path:
        meant = hint([model], Pattern(format_path(path)))
    if known and known.is_allowed and depth == len(path) - 1:
        meant = "The schema knows this key; nothing sets it."
    meant = next(iter(about_key(model, environment, path)), meant)
    of = f" of {environment}" if environment else ""
    return BlueprintError(f"{format_path(path)}{of} is not set", hint=meant)
