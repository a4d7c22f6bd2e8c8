"""How much work a JSON Schema can make of little data: references to references multiply.

Thirty lines of `allOf` with two references each are a thousand million checks of one value. A validator
walks them all, and cannot be stopped: so they are counted before, once for each place and level.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from generator.core.schema.keys import resolved

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_CHECKS: Final = 2_000_000
_LEVELS = 20  # of data, where a schema contains itself: values of charts have 8
_HERE = frozenset(
    ("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas", "dependencies")
)
_OF_OTHERS = tuple(
    f"{word}{kind}" for word in ("additional", "unevaluated") for kind in ("Properties", "Items")
)
_BELOW = frozenset(("patternProperties", "items", "prefixItems", "contains", *_OF_OTHERS))
_MAPS = frozenset(("dependentSchemas", "dependencies", "patternProperties"))
_REFERENCES = frozenset(("$ref", "$dynamicRef", "$recursiveRef"))
_INNER = frozenset(("properties", *_HERE, *_BELOW, *_REFERENCES))


def is_explosive(schema: Any) -> bool:
    """Whether checking one path of keys can take more than MOST_CHECKS steps."""
    if not isinstance(schema, dict):
        return False
    try:
        counter = _Counter(schema)
        found = counter.checks(schema, None)
        if counter.is_recursive and found <= MOST_CHECKS:
            found = _Counter(schema).checks(schema, _LEVELS)
    except RecursionError:
        return True
    return found > MOST_CHECKS


class _Counter:
    def __init__(self, root: Mapping[str, Any]) -> None:
        self.root = root
        self.is_recursive = False
        self._known: dict[tuple[int, int | None], int | None] = {}
        self._named: dict[str, Any] | None = None

    def checks(self, node: Any, levels: int | None) -> int:
        """Of a value and of all on one path of keys below it; without levels, of any length."""
        if not isinstance(node, dict) or levels == 0 or _INNER.isdisjoint(node):
            return 1
        key = id(node), levels
        if key in self._known:
            found = self._known[key]
            # Where we are already: validators notice, or a level of the data is passed meanwhile.
            self.is_recursive |= found is None
            return found or 0
        self._known[key] = None
        below = levels and levels - 1
        count = 1
        for word, value in node.items():
            if word == "properties" and isinstance(value, dict):
                # A key has one of them.
                count += max((self.checks(one, below) for one in value.values()), default=0)
            elif word in _HERE:
                count += sum(self.checks(one, levels) for one in _several(word, value))
            elif word in _BELOW:
                count += sum(self.checks(one, below) for one in _several(word, value))
            elif word in _REFERENCES and isinstance(value, str):
                count += self.checks(self._referred(value), levels)
        self._known[key] = count = min(count, MOST_CHECKS + 1)
        return count

    def _referred(self, reference: str) -> Any:
        found = resolved(reference, self.root)
        return self._anchors().get(reference.rpartition("#")[2] or reference) if found is None else found

    def _anchors(self) -> dict[str, Any]:
        """The parts of the schema that have a name of their own."""
        if self._named is None:
            self._named = {}
            waiting: list[Any] = [self.root]
            while waiting:
                node = waiting.pop()
                if isinstance(node, dict):
                    for word in ("$anchor", "$dynamicAnchor", "$id", "id"):
                        if isinstance(node.get(word), str):
                            self._named[node[word].lstrip("#")] = node
                    waiting += node.values()
                elif isinstance(node, list):
                    waiting += node
        return self._named


def _several(word: str, value: Any) -> Iterable[Any]:
    """The schemas of a word: one, a list of them, or a map."""
    if isinstance(value, list):
        return value
    return value.values() if word in _MAPS and isinstance(value, dict) else (value,)
