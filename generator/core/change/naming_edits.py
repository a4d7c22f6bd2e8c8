"""Where files state a service's name as such: the edits that state another one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.core.data import map_at, map_or_empty, value_at
from generator.core.edit.edits import Edit
from generator.core.graph.calls import CALL_PLACES, calls_in
from generator.core.helm.chart_file import CHART_FILE, SCHEMA_FILE
from generator.core.helm.charts import REQUIREMENTS
from generator.core.helm.source import Source
from generator.core.platform.file import PLATFORM_FILE
from generator.core.platform.patterns import Pattern
from generator.core.yaml.document import locate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.data import Data
    from generator.core.paths import KeyPath
    from generator.core.tree import Tree
    from generator.core.values.model import ValuesModel

_BY_SERVICE: tuple[KeyPath, ...] = (*CALL_PLACES, ("global", "names"))
# Beside the keys of an expectation: names of environments, and sentences.
_NO_KEYS = frozenset(("reason", "order", "environments", "from", "to"))


def edits_of_values(source: Source, old: str, new: str) -> Iterator[Edit]:
    """In a values file: the block, its connections, its exact name, who reads its credentials or lag."""
    file, data = source.path, source.data
    if old == new:
        return
    for call in calls_in(data):
        if call.callee == old:
            yield Edit(file, "set", call.path, call._replace(callee=new).spelling)
    for path in _told_by(data, old):
        yield Edit(file, "set", path, new)
    for place in (*_BY_SERVICE, ()):
        if old in map_or_empty(value_at(data, place)):
            yield Edit(file, "rename", (*place, old), new)


def _told_by(data: Data, name: str, path: KeyPath = ()) -> Iterator[KeyPath]:
    """`credentialsOf: NAME`, and `service: NAME` of a trigger of KEDA."""
    if isinstance(data, dict):
        is_trigger = len(path) > 2 and path[-3:-1] == ("keda", "triggers")
        for key, value in data.items():
            if value == name and (key == "credentialsOf" or (key == "service" and is_trigger)):
                yield (*path, key)
            yield from _told_by(value, name, (*path, key))
    elif isinstance(data, list):
        for number, item in enumerate(data):
            yield from _told_by(item, name, (*path, number))


def edits_of_chart(tree: Tree, old: str, new: str) -> Iterator[Edit]:
    """In Chart.yaml (or the requirements.yaml of old): the alias, and conditions that read its values."""
    file = REQUIREMENTS if REQUIREMENTS in tree else CHART_FILE
    entries = Source(file, tree[file]).data.get("dependencies")
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        said = map_or_empty(entry)
        if old != new and (said.get("alias") or said.get("name")) == old:
            yield Edit(file, "set", ("dependencies", number, "alias"), new)
        condition = said.get("condition")
        if isinstance(condition, str):
            changed = ",".join(_with_name(path, old, new) for path in condition.split(","))
            if changed != condition:
                yield Edit(file, "set", ("dependencies", number, "condition"), changed)


def _with_name(path: str, old: str, new: str) -> str:
    """`order-db.enabled` as `orders.enabled`."""
    return re.sub(rf"^(\s*){re.escape(old)}(?=\.|\s*$)", rf"\g<1>{new}", path)


def edits_of_intent(tree: Tree, old: str, new: str) -> Iterator[Edit]:
    """In platform.yaml: the patterns of keys that begin with the service, or lead to it in `global`."""
    names = "|".join(".".join(map(str, place)) for place in _BY_SERVICE)
    pattern = re.compile(rf"(?P<above>(?:(?:{names})\.)?){re.escape(old)}(?=$|[.\[])")
    for path, text in _patterns(tree):
        if (found := pattern.match(text)) and old != new:
            yield Edit(PLATFORM_FILE, "set", path, f"{found['above']}{new}{text[found.end() :]}")


def edits_of_schema(model: ValuesModel, old: str, new: str) -> Iterator[Edit]:
    """In a values.schema.json that somebody wrote: what is compiled from the charts follows from them."""
    is_compiled = any(one.is_library for one in model.charts[1].inside)
    schema = model.schema if not is_compiled else None
    if schema is None or old == new:
        return
    for number, name in enumerate(required if isinstance(required := schema.get("required"), list) else ()):
        if name == old:
            yield Edit(SCHEMA_FILE, "set", ("required", number), new)
    if old in map_at(schema, "properties"):
        yield Edit(SCHEMA_FILE, "rename", ("properties", old), new)


def patterns_of_one_name(model: ValuesModel, old: str, new: str) -> Iterator[str]:
    """A sentence on each pattern with a star that is about one of the names and not about the other."""
    for path, text in _patterns(model.tree):
        pattern = Pattern(text)
        if pattern.words[:1] != (None,):
            continue
        first = pattern.steps[0]
        if first is None or bool(first.fullmatch(old)) == bool(first.fullmatch(new)):
            continue
        found = locate(Source(PLATFORM_FILE, model.tree[PLATFORM_FILE]).document, path)
        where = f"{PLATFORM_FILE}:{found.line}" if found else str(PLATFORM_FILE)
        news = f"was about {old}, and is not about {new}" if first.fullmatch(old) else f"is now about {new}"
        yield f"{where}: the pattern {text} {news}"


def _patterns(tree: Tree) -> Iterator[tuple[KeyPath, str]]:
    """Every pattern of keys of the intent, with its path in platform.yaml."""
    if PLATFORM_FILE not in tree:
        return
    waiting: list[tuple[KeyPath, Data]] = [
        (("intent",), Source(PLATFORM_FILE, tree[PLATFORM_FILE]).data.get("intent"))
    ]
    while waiting:
        path, data = waiting.pop()
        if isinstance(data, str):
            yield path, data
        elif isinstance(data, dict):
            waiting += [((*path, key), value) for key, value in data.items() if key not in _NO_KEYS]
        elif isinstance(data, list):
            waiting += [((*path, number), value) for number, value in enumerate(data)]
