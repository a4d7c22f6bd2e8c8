"""platform.yaml with an environment more, one less, or one of another name: edited as its neighbours are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.core.data import map_or_empty, value_at
from generator.core.edit.blocks import insert_block
from generator.core.edit.edit import edit
from generator.core.edit.edits import Edit, edited
from generator.core.edit.spots import shifted, slots
from generator.core.platform.file import PLATFORM_FILE
from generator.core.yaml import render
from generator.core.yaml.data import data_of
from generator.core.yaml.document import find, line_start, read
from generator.errors import BlueprintError, raise_any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.core.data import Data
    from generator.core.paths import KeyPath

_FILE = str(PLATFORM_FILE)
_AT = "environments"
_WORD = re.compile(r"[-\w]+")


def declared_entry(text: str, name: str) -> dict[str, Data]:
    """What platform.yaml says of an environment, as it is spelled there."""
    return dict(map_or_empty(value_at(data_of(read(text)), (_AT, name))))


def with_entry_like(text: str, name: str, entry: Mapping[str, Data], *, like: str, after: str) -> str:
    """The text with an environment below `after`, written as `like` is: its style, its comments within."""
    document = read(text, file=_FILE)
    slot = slots(document, (_AT, like))[0][-1]
    key, node = slot.key, slot.node
    assert key is not None
    if node.kind != "map" or document.aliases or node.anchor:
        return with_entry(text, name, entry, after=after)
    column = key.start - line_start(text, key.start)
    lines = text[key.start : node.end].split("\n")
    block = "\n".join([lines[0], *(shifted(line, -column) for line in lines[1:])]) + "\n"
    block = edit(edit(block, "set", (like,), dict(entry)), "rename", (like,), name)
    return _put_below(text, name, entry, block, after)


def with_entry(text: str, name: str, entry: Mapping[str, Data], *, after: str) -> str:
    """The text with an environment below `after`, in braces or in lines as that is."""
    above = find(read(text, file=_FILE), (_AT, after))
    if above is None or above.kind != "map" or above.flow:
        block = f"{render.key(name)}: {render.in_flow(dict(entry))}\n"
    else:
        block = "\n".join(render.entry(name, dict(entry), render.Layout())) + "\n"
    return _put_below(text, name, entry, block, after)


def _put_below(text: str, name: str, entry: Mapping[str, Data], block: str, after: str) -> str:
    environments = find(read(text), (_AT,))
    assert environments is not None
    if not environments.flow:
        return insert_block(text, block, (_AT, after), file=_FILE)
    # In braces what is new comes last: those that come after it are put behind it again.
    data = map_or_empty(value_at(data_of(read(text)), (_AT,)))
    names = list(data)
    text = edit(text, "set", (_AT, name), dict(entry), file=_FILE)
    for behind in names[names.index(after) + 1 :]:
        text = edit(text, "delete", (_AT, behind), file=_FILE)
        text = edit(text, "set", (_AT, behind), data[behind], file=_FILE)
    return text


def without_entries(text: str, names: Sequence[str], gone: str) -> str:
    """The text without the environment `gone`, and its intent without any of `names`.

    An expectation that is left with fewer environments than it needs goes, too: it would mean all of them.
    """
    edits = list(intent_edits(text, dict.fromkeys(names)))
    edits += [Edit(PLATFORM_FILE, "delete", (_AT, heir, "like")) for heir in _like(text, names)]
    return _all_edits(text, [*edits, Edit(PLATFORM_FILE, "delete", (_AT, gone), prune=False, comment=True)])


def with_names(text: str, old: str, new: str, names: Mapping[str, str]) -> str:
    """The text with `new` for the environment `old`; `names` maps it and its regions to what they become."""
    entries = map_or_empty(value_at(data_of(read(text)), (_AT,)))
    edits = list(intent_edits(text, names))
    for heir in entries:
        base = value_at(entries, (heir, "inherits"))
        if isinstance(base, str) and base in names:
            edits.append(Edit(PLATFORM_FILE, "set", (_AT, heir, "inherits"), names[base]))
    edits += [Edit(PLATFORM_FILE, "set", (_AT, heir, "like"), new) for heir in _like(text, [old])]
    return edit(_all_edits(text, edits), "rename", (_AT, old), new, file=_FILE)


def _like(text: str, names: Sequence[str]) -> list[str]:
    """The environments whose files were copied from one of these, and that are not among them."""
    entries = map_or_empty(value_at(data_of(read(text)), (_AT,)))
    return [one for one in entries if one not in names and value_at(entries, (one, "like")) in names]


def with_region(text: str, environment: str, region: str, entry: Mapping[str, Data]) -> str:
    """The text with a region more, the last one of its environment."""
    return _all_edits(text, [Edit(PLATFORM_FILE, "set", (_AT, environment, "regions", region), dict(entry))])


def without_region(text: str, environment: str, region: str, name: str) -> str:
    """The text without a region, which the intent calls `name`."""
    gone = Edit(PLATFORM_FILE, "delete", (_AT, environment, "regions", region), comment=True)
    return _all_edits(text, [*intent_edits(text, {name: None}), gone])


def _all_edits(text: str, edits: Sequence[Edit]) -> str:
    errors: list[BlueprintError] = []
    after = edited(text, edits, errors)
    raise_any(f"{_FILE} cannot be edited", errors)
    return after


# ── intent ──────────────────────────────────────────────────────────────────────────────────────

# How many environments an expectation needs that names some: with fewer it says nothing.
_LEAST = {"mustMatch": 2, "mustDiffer": 2, "environmentOnly": 2, "windows": 1}


def intent_edits(text: str, names: Mapping[str, str | None]) -> Iterator[Edit]:
    """The edits of the intent that give environments other names; None: it is no more."""
    intent = map_or_empty(value_at(data_of(read(text, file=_FILE)), ("intent",)))
    for kind, least in _LEAST.items():
        for path, rule in _rules(intent, kind):
            given = value_at(rule, ("environments",))
            if not isinstance(given, list) or not any(one in names for one in given):
                continue
            left = [after for one in given if (after := names.get(str(one), str(one))) is not None]
            at: KeyPath = ("intent", *path)
            if len(left) < min(least, len(given)):
                yield Edit(PLATFORM_FILE, "delete", at, comment=True)
            else:
                yield Edit(PLATFORM_FILE, "set", (*at, "environments"), left)
    for path, rule in _rules(intent, "ordered"):
        order = value_at(rule, ("order",))
        if isinstance(order, str) and any(word in names for word in _WORD.findall(order)):
            yield _ordered(("intent", *path), order, names)


def with_also_differing(text: str, base: str, name: str) -> str:
    """The text whose intent has `name` differ wherever it has `base` differ, by its name."""
    intent = map_or_empty(value_at(data_of(read(text, file=_FILE)), ("intent",)))
    edits = []
    for path, rule in _rules(intent, "mustDiffer"):
        given = value_at(rule, ("environments",))
        if isinstance(given, list) and base in given:
            behind = given.index(base) + 1
            wanted = [*given[:behind], name, *given[behind:]]
            edits.append(Edit(PLATFORM_FILE, "set", ("intent", *path, "environments"), wanted))
    return _all_edits(text, edits)


def _rules(intent: Mapping[str, Data], kind: str) -> Iterator[tuple[KeyPath, Data]]:
    found = intent.get(kind)
    pairs = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    for step, rule in pairs:
        if isinstance(rule, dict):
            yield (kind, step), rule


def _ordered(at: KeyPath, order: str, names: Mapping[str, str | None]) -> Edit:
    words = [after for word in _WORD.findall(order) if (after := names.get(word, word)) is not None]
    if len(words) < 2:
        return Edit(PLATFORM_FILE, "delete", at, comment=True)
    if len(words) == len(_WORD.findall(order)):
        renamed = _WORD.sub(lambda match: names.get(match[0], match[0]) or "", order)
        return Edit(PLATFORM_FILE, "set", (*at, "order"), renamed)
    sign = next(iter(re.findall(r"[<>]=?", order)))
    return Edit(PLATFORM_FILE, "set", (*at, "order"), f" {sign} ".join(words))
