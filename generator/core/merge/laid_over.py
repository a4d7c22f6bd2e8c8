"""One file of YAML laid over another, key by key: the lower text, with what the upper one says otherwise."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from generator.core.edit.edits import Edit, edited
from generator.core.helm.chart_file import VALUES_FILE
from generator.core.identity import item_of
from generator.core.merge.merge import CannotMerge, mergeable, text_saying
from generator.core.merge.three_way import shared_names
from generator.core.merge.weave import woven
from generator.core.yaml.data import data_of
from generator.core.yaml.document import BOM, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.data import Data, Values
    from generator.core.paths import KeyPath
    from generator.core.yaml.document import Document
    from generator.errors import BlueprintError

# As a strategic merge patch of Kubernetes says it of an item: {name: search, $patch: delete}.
_PATCH, _DELETE = "$patch", "delete"
# Weaving asks for what both come from. They come from nothing, which has to say something.
_NOTHING = "nothing-of-either: true\n"


def laid_over(lower: str, upper: str) -> str:
    """The text of a file whose upper version says only what differs.

    Maps merge key by key, and so do items that something names (name, alias, host …); all other lists, and
    what is no map, the upper version replaces. Its null takes away the key that the lower one has, where
    that has none it stays; an item with `$patch: delete` takes away the one of its name. Comments of both
    stay, but those of what goes. Raises CannotMerge where one is no map in block style that Helm reads, or
    has a key twice.
    """
    texts = [_plain(lower), _plain(upper)]
    below, above = (data_of(mergeable(text)) for text in texts)
    wanted = _over(below, above)
    for path in _dropped(below, above):
        texts = [_without(text, path) for text in texts]
    made = None
    if all(data_of(read(text)) for text in texts):
        made = text_saying(_woven(*(mergeable(text) for text in texts)), wanted)
    made = made or text_saying(texts[0], wanted)
    if made is None:
        raise CannotMerge("no text was found that says what the two become")
    return made


def _woven(below: Document, above: Document) -> str:
    text = woven(read(_NOTHING), below, above)
    # What stands at the top of a file, as the schema for editors, stays there.
    first, second = (_head(one.text) for one in (below, above))
    if first and second and text.startswith(second + first):
        return first + second + text[len(first + second) :]
    return text


def _head(text: str) -> str:
    """The comments above the first key."""
    return "".join(
        takewhile(lambda one: not one.strip() or one.startswith("#"), text.splitlines(keepends=True))
    )


def _plain(text: str) -> str:
    text = text.removeprefix(BOM).replace("\r\n", "\n")
    return text if text.endswith("\n") else f"{text}\n"


def _over(below: Data, above: Data) -> Data:
    if isinstance(below, dict) and isinstance(above, dict):
        result = dict(below)
        for key, value in above.items():
            if value is None and key in below:
                del result[key]
            else:
                result[key] = _over(below.get(key), value)
        return result
    if isinstance(below, list) and isinstance(above, list) and (names := shared_names(below, above)):
        old, new = ({item_of(one, names): one for one in items} for items in (below, above))
        return [
            *(
                _over(value, new.get(name, {}))
                for name, value in old.items()
                if not _takes_away(new.get(name))
            ),
            *(value for name, value in new.items() if name not in old and not _takes_away(value)),
        ]
    return [one for one in above if not _takes_away(one)] if isinstance(above, list) else above


def _takes_away(item: Data) -> bool:
    return isinstance(item, dict) and item.get(_PATCH) == _DELETE


def _dropped(below: Values, above: Values, path: KeyPath = ()) -> Iterator[KeyPath]:
    """The keys and items that the upper version takes away."""
    for key, value in above.items():
        if key not in below:
            continue
        if value is None:
            yield (*path, key)
        elif isinstance(value, dict) and isinstance(below[key], dict):
            yield from _dropped(below[key], value, (*path, key))
        elif isinstance(value, list) and (names := shared_names(below[key], value)):
            yield from ((*path, key, item_of(one, names)) for one in value if _takes_away(one))


def _without(text: str, path: KeyPath) -> str:
    """The text without a key and what explains it, if that can be; the data are made right later anyway."""
    errors: list[BlueprintError] = []
    edit = Edit(VALUES_FILE, "delete", path, comment=True, shared=True)
    after = edited(text, [edit], errors)
    return text if errors else after
