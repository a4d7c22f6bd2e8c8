"""The data that Helm reads from a values file, by the rules of its own reader instead of PyYAML's."""

from __future__ import annotations

import base64
import binascii

from generator.core.helm_scalars import Data, resolve_plain
from generator.core.yaml_limits import DEPTH_LIMIT
from generator.core.yaml_tree import BOM, Document, Node, key_name, place, read
from generator.errors import BlueprintError

_TAG = "tag:yaml.org,2002:"
_RESOLVED_TAGS = frozenset(_TAG + name for name in ("int", "bool", "null"))


def load_values(text: str, *, file: str = "") -> dict[str, Data]:
    """The values of a file's text; {} where it is empty.

    Raises BlueprintError where it is not YAML, a template, or not a map.
    """
    document = read(text.removeprefix(BOM), file=file)
    check_depth(document, file=file)
    data = data_of(document)
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


def data_of(document: Document, node: Node | None = None) -> Data:
    """The data of a node (by default the whole document), aliases and merge keys resolved."""
    check_depth(document)
    if not document.aliases and "<<" not in document.text:
        return _plain_data(document.root if node is None else node)
    return _Resolver(document).data(document.root if node is None else node)


def scalar_data(node: Node) -> Data:
    """The value of a scalar."""
    if node.plain:
        return resolve_plain(node.value)
    if node.tag in _RESOLVED_TAGS:
        return resolve_plain(node.value)
    if node.tag == _TAG + "float":
        number = resolve_plain(node.value)
        return float(number) if isinstance(number, int) else number
    if node.tag == _TAG + "binary":
        try:
            return base64.b64decode(node.value, validate=False).decode("utf-8", "replace")
        except binascii.Error:
            return node.value
    return node.value


def _plain_data(node: Node) -> Data:
    if node.kind == "scalar":
        return scalar_data(node)
    if node.kind == "map":
        return {key_name(key): _plain_data(value) for key, value in node.pairs}
    return [_plain_data(item) for item in node.items]


class _Resolver:
    def __init__(self, document: Document) -> None:
        self.targets = dict(document.aliases)

    def data(self, node: Node) -> Data:
        node = self.targets.get(node, node)
        if node.kind == "scalar":
            return scalar_data(node)
        if node.kind == "seq":
            return [self.data(item) for item in node.items]
        result: dict[str, Data] = {}
        for key, value in node.pairs:
            if is_merge(key):
                self._merge(value, result)
            else:
                result[key_name(key)] = self.data(value)
        return result

    def _merge(self, value: Node, into: dict[str, Data]) -> None:
        """As Helm does it: at the place of the `<<`, over the keys before it; the first of a list wins."""
        source = self.targets.get(value, value)
        if source.kind == "seq":
            for item in reversed(source.items):
                self._merge(item, into)
        elif source.kind == "map":
            into.update(self.data(source))


def is_merge(key: Node) -> bool:
    return key.kind == "scalar" and key.plain and key.value == "<<"
