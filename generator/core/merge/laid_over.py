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

# Weaving asks for what both come from. They come from nothing, which has to say something.
_NOTHING = "nothing-of-either: true\n"


def laid_over(lower: str, upper: str) -> str:
    """The text of a file whose upper version says only what differs.

    Maps merge key by key, and so do items that something names (name, alias, host …); all other lists, and
    what is no map, the upper version replaces. Its null takes away the key that the lower one has; where
    that has none it stays. Comments of both stay, but those of what goes. Raises CannotMerge where one is no
    map in block style that Helm reads, or has a key twice.
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
                result[key] = _over(below[key], value) if key in below else value
        return result
    if isinstance(below, list) and isinstance(above, list) and (names := shared_names(below, above)):
        old, new = ({item_of(one, names): one for one in items} for items in (below, above))
        return [
            *(_over(value, new[name]) if name in new else value for name, value in old.items()),
            *(value for name, value in new.items() if name not in old),
        ]
    return above


def _dropped(below: Values, above: Values, path: KeyPath = ()) -> Iterator[KeyPath]:
    """The keys that a null of the upper version takes away."""
    for key, value in above.items():
        if key not in below:
            continue
        if value is None:
            yield (*path, key)
        elif isinstance(value, dict) and isinstance(below[key], dict):
            yield from _dropped(below[key], value, (*path, key))


def _without(text: str, path: KeyPath) -> str:
    """The text without a key and what explains it, if that can be; the data are made right later anyway."""
    errors: list[BlueprintError] = []
    edit = Edit(VALUES_FILE, "delete", path, comment=True, shared=True)
    after = edited(text, [edit], errors)
    return text if errors else after
