"""Values as plain data: merging maps, what stands at a path, and what is equal.

No function changes its arguments: results share what they did not have to change.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from generator.core.paths import Item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.paths import KeyPath


# A value as values files hold it: str, int, float, bool, None, and lists and dicts (keys: str) of them.
Data: TypeAlias = Any
Values: TypeAlias = Mapping[str, Data]


class _Missing:
    """The type of MISSING: no value, which is not null."""

    def __repr__(self) -> str:
        return "MISSING"

    def __bool__(self) -> bool:
        return False


MISSING: Final[Any] = _Missing()


class Whole(int):
    """A whole number that is written in a way of its own: 0x1F, 0644, 1_000."""

    written: str

    def __new__(cls, value: int, written: str) -> Whole:  # noqa: PYI034  # Self is not in Python 3.10
        made = super().__new__(cls, value)
        made.written = written
        return made


class Real(float):
    """A number with a point or an exponent that is written in a way of its own: 1.10, 1e3, .5."""

    written: str

    def __new__(cls, value: float, written: str) -> Real:  # noqa: PYI034  # Self is not in Python 3.10
        made = super().__new__(cls, value)
        made.written = written
        return made


def without_spelling(data: Data) -> Data:
    """The same data with numbers that are nothing but numbers, for what looks at their types."""
    if isinstance(data, dict):
        return {key: without_spelling(value) for key, value in data.items()}
    if isinstance(data, list):
        return [without_spelling(item) for item in data]
    if isinstance(data, Whole):
        return int(data)
    return float(data) if isinstance(data, Real) else data


def merged(below: Values, above: Values) -> dict[str, Data]:
    """Two maps: maps merge, everything else is replaced, null included."""
    result = dict(below)
    for key, value in above.items():
        if isinstance(value, dict):
            old = result.get(key)
            result[key] = merged(old, value) if isinstance(old, dict) else value
        else:
            result[key] = value
    return result


def map_or_empty(value: Data) -> dict[str, Data]:
    """The value itself where it is a map, else an empty one."""
    return value if isinstance(value, dict) else {}


def map_at(data: Values, key: str) -> dict[str, Data]:
    """The map under a key, an empty one where there is none."""
    return map_or_empty(data.get(key))


def without_nulls(data: Data) -> Data:
    """The same data without the keys that are null. Lists are one value, and keep theirs."""
    if not isinstance(data, dict):
        return data
    kept: dict[Any, Data] | None = None
    for key, value in data.items():
        inner = without_nulls(value) if isinstance(value, dict) else value
        if value is not None and inner is value:
            continue
        # Most maps have none, and are not copied.
        kept = dict(data) if kept is None else kept
        if value is None:
            del kept[key]
        else:
            kept[key] = inner
    return data if kept is None else kept


def value_at(data: Data, path: KeyPath) -> Data:
    """What is at `path`; MISSING when nothing is there, or several items of a list go by one name."""
    for step in path:
        if isinstance(step, Item):
            place = only_place(data, step)
            if place is None:
                return MISSING
            data = data[place]
        elif isinstance(step, str):
            if not isinstance(data, dict) or step not in data:
                return MISSING
            data = data[step]
        else:
            if not isinstance(data, list) or step >= len(data):
                return MISSING
            data = data[step]
    return data


def places_of(data: Data, item: Item) -> list[int]:
    """The indexes of what goes by this name in a list: one, unless the list has it twice or not at all.

    A number is also found by its digits where no other item is: whoever types a name sees no type.
    """
    if not isinstance(data, list) or not item.keys:
        return []
    names = tuple(name for name, _ in item.keys)
    values = tuple(value for _, value in item.keys)
    found = _places(_TheList(data), names, by_text=False).get(tuple((_type(one), one) for one in values))
    return list(found or _places(_TheList(data), names, by_text=True).get(tuple(map(str, values)), []))


class _TheList:
    """A list as a key: this one, and none that says the same. What is known stays true: data never change."""

    __slots__ = ("items",)

    def __init__(self, items: list[Data]) -> None:
        self.items = items

    def __hash__(self) -> int:
        return id(self.items)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _TheList) and self.items is other.items


@lru_cache(maxsize=32)  # a promotion of a long list asks for each of its items, in a few versions of it
def _places(of: _TheList, names: tuple[str, ...], *, by_text: bool) -> dict[tuple[object, ...], list[int]]:
    """The indexes of the items that have a word or a whole number under all these names, by those."""
    found: dict[tuple[object, ...], list[int]] = {}
    for index, one in enumerate(of.items):
        values = [one.get(name) for name in names] if isinstance(one, dict) else [None]
        if all(isinstance(value, str | int) and not isinstance(value, bool) for value in values):
            called = tuple(str(value) if by_text else (_type(value), value) for value in values)
            found.setdefault(called, []).append(index)
    return found


def only_place(data: Data, item: Item) -> int | None:
    """The index of the one item of this name in a list; None where there is none, or more than one."""
    found = places_of(data, item)
    return found[0] if len(found) == 1 else None


def resolved_path(data: Data, path: KeyPath) -> KeyPath:
    """The path with indexes instead of names, as far as it leads to something in these data."""
    steps: list[str | int] = []
    for step in path:
        place = only_place(data, step) if isinstance(step, Item) else None
        steps.append(step if place is None else place)
        data = value_at(data, (steps[-1],))
    return tuple(steps)


def deciding(data: Data, path: KeyPath) -> int | None:
    """How much of `path` decides it here: its whole length where something is stated at it.

    Shorter where a null, a scalar or a list stands further up, which leaves nothing at `path`.
    None where the data says nothing: a higher or lower layer speaks.
    """
    for depth, step in enumerate(path):
        if isinstance(data, list) and isinstance(step, Item):
            place = only_place(data, step)
            if place is None:
                return depth
            data = data[place]
        elif isinstance(data, dict):
            if step not in data:
                return None
            data = data[step]
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return depth
    return len(path)


def placed(data: Values, path: KeyPath) -> dict[str, Data]:
    """The data as a part of a larger map, at `path`."""
    for step in reversed(path):
        data = {str(step): data}
    return dict(data)


def equal(left: Data, right: Data) -> bool:
    """The same to a template: 1 and 1.0 are, 1 and true are not, the order of keys is nothing."""
    if left is right:
        return True
    if isinstance(left, dict):
        return (
            isinstance(right, dict)
            and left.keys() == right.keys()
            and all(equal(value, right[key]) for key, value in left.items())
        )
    if isinstance(left, list):
        return isinstance(right, list) and len(left) == len(right) and all(map(equal, left, right))
    if isinstance(left, bool) or isinstance(right, bool):
        return False
    return bool(left == right) or (left != left and right != right)  # noqa: PLR0124  # `.nan` is like itself


def leaves(data: Data, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Data]]:
    """Every value that is replaced as a whole: scalars, lists and empty maps, with their paths."""
    if isinstance(data, dict) and (data or not path):
        for key, value in data.items():
            yield from leaves(value, (*path, key))
    else:
        yield path, data


def same(left: Data, right: Data) -> bool:
    """Equal in value and in type, at every depth; the order of keys and how numbers are written aside."""
    if type(left) is not type(right) and _type(left) is not _type(right):
        return False
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(same(v, right[k]) for k, v in left.items())
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, float) and math.isnan(left):
        return math.isnan(right)
    return bool(left == right)


def _type(value: Data) -> type:
    return int if isinstance(value, Whole) else float if isinstance(value, Real) else type(value)
