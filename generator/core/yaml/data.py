"""The data that Helm reads from a values file, by the rules of its own reader instead of PyYAML's."""

from __future__ import annotations

import base64
import binascii
import math
from typing import TYPE_CHECKING

from generator.core.data import Whole
from generator.core.yaml.document import BOM, Document, Node, child, key_name, place, place_of_key, read
from generator.core.yaml.limits import DEPTH_LIMIT
from generator.core.yaml.scalars import number_text, resolve_plain
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from generator.core.data import Data

_EXACT = 2**53
_NULLS = ("", "~", "null", "Null", "NULL")
_TAG = "tag:yaml.org,2002:"
_RESOLVED_TAGS = frozenset(_TAG + name for name in ("int", "bool", "null"))


def values_of_text(text: str, *, file: str = "") -> dict[str, Data]:
    """The values of a file's text; {} where it is empty.

    Raises BlueprintError where it is not YAML, a template, or not a map.
    """
    document = read(text.removeprefix(BOM), file=file)
    data = data_of(document, file=file)
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise BlueprintError("values are a map of keys, this is not", where=file or "line 1")
    return data


def check_depth(document: Document, *, file: str = "") -> None:
    """Raise BlueprintError where data would be so deep that nothing could walk through them."""
    if document.deep_at is not None:
        raise BlueprintError(
            f"values are nested more than {DEPTH_LIMIT} levels deep",
            where=place(document.text, document.deep_at, file),
        )


def data_of(document: Document, node: Node | None = None, *, file: str = "") -> Data:
    """The data of a node (by default the whole document), aliases and merge keys resolved.

    BlueprintError where it is YAML that Helm refuses, with the place in `file`.
    """
    check_depth(document, file=file)
    node = document.root if node is None else node
    try:
        if not document.aliases and not document.may_merge:
            return _plain_data(node)
        return _Resolver().data(node)
    except _RefusedError as error:
        raise BlueprintError(
            f"Helm refuses this: {error.what}",
            where=place(document.text, error.node.start, file),
            hint=error.hint,
        ) from None


class _RefusedError(Exception):
    def __init__(self, node: Node, what: str, hint: str) -> None:
        self.node, self.what, self.hint = node, what, hint


def scalar_data(node: Node) -> Data:
    """The value of a scalar."""
    if node.plain:
        value = resolve_plain(node.value)
        return value if value.__class__ is str else _as_json(value)
    if node.tag in _RESOLVED_TAGS:
        return _as_json(resolve_plain(node.value))
    if node.tag == _TAG + "float":
        number = resolve_plain(node.value)
        return float(number) if isinstance(number, int) else number
    if node.tag == _TAG + "binary":
        try:
            return base64.b64decode(node.value, validate=False).decode("utf-8", "replace")
        except binascii.Error:
            return node.value
    return node.value


def _as_json(value: Data) -> Data:
    """Helm has every number as JSON has it, in 64 bits with a point: whole ones are exact up to 2**53."""
    if isinstance(value, int) and not -_EXACT <= value <= _EXACT:
        exact = int(float(value))
        return value if exact == value else Whole(exact, number_text(value))
    return value


def _finite(node: Node) -> Data:
    value = scalar_data(node)
    if value.__class__ is float and not math.isfinite(value):
        raise _RefusedError(node, f"{node.value} is no number that JSON has", "Put it in quotes.")
    return value


def _key(key: Node) -> str:
    own = key.target or key
    if own.kind != "scalar":
        raise _RefusedError(key, "a key that is a map or a list", "A key is a word.")
    if own.plain and own.value in _NULLS:
        raise _RefusedError(key, "a key that is null", 'Put it in quotes if it is meant: "null".')
    return key_name(own)


def _plain_data(node: Node) -> Data:
    if node.kind == "scalar":
        # Most scalars, and nearly all keys, are words: no need to look further.
        word = resolve_plain(node.value) if node.plain else None
        return word if word.__class__ is str else _finite(node)
    if node.kind == "map":
        data = {}
        for key, value in node.pairs:
            name = resolve_plain(key.value) if key.plain else None
            data[name if name.__class__ is str else _key(key)] = _plain_data(value)
        return data
    return [_plain_data(item) for item in node.items]


class _Resolver:
    """Data with aliases and merges; without them `_plain_data` is quicker."""

    def data(self, node: Node) -> Data:
        node = node.target or node
        if node.kind == "scalar":
            return _finite(node)
        if node.kind == "seq":
            return [self.data(item) for item in node.items]
        result: dict[str, Data] = {}
        for key, value in node.pairs:
            if is_merge(key):
                self._merge(value, result)
            else:
                result[_key(key)] = self.data(value)
        return result

    def _merge(self, value: Node, into: dict[str, Data], *, is_item: bool = False) -> None:
        """As Helm does it: at the place of the `<<`, over the keys before it; the first of a list wins."""
        source = value.target or value
        if source.kind == "map":
            into.update(self.data(source))
        elif value.kind == "seq" and not is_item:
            for item in reversed(value.items):
                self._merge(item, into, is_item=True)
        else:
            raise _RefusedError(value, "<< takes a map or a list of maps", "Name an anchor that is one.")


def is_merge(key: Node) -> bool:
    """Whether a key is `<<`, also as some programs write it: `!!merge <<`."""
    if key.value != "<<" or key.kind != "scalar":
        return False
    return key.plain or key.tag == _TAG + "merge" or (key.tag == "!" and not key.style)


def entry_of(node: Node, segment: str | int) -> tuple[Node | None, Node] | None:
    """(key, value) of a map's entry, (None, item) of a list's; what is not its own it may have merged."""
    return child(node, segment) or merged_entry(node, segment)


def merged_entry(node: Node, segment: str | int) -> tuple[Node | None, Node] | None:
    """An entry that a map has from its merges: of several sources the nearest counts."""
    for key, value in reversed(node.pairs) if place_of_key(node, "<<") is not None else ():
        if is_merge(key):
            merged = value.target or value
            for source in merged.items if merged.kind == "seq" else [merged]:
                found = entry_of(source.target or source, segment)
                if found:
                    return found
    return None
