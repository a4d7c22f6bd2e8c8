"""Item by item: what differs between lists is told so that one side can be made of the other one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.core.data import MISSING, equal
from generator.core.item_rows import item_rows
from generator.core.paths import Item, format_path
from generator.core.values.beside_text import texts_beside
from generator.core.values.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.core.data import Data
    from generator.core.item_rows import ItemRow
    from generator.core.paths import KeyPath

DEBUG = {"name": "LOG_LEVEL", "value": "debug"}
INFO = {"name": "LOG_LEVEL", "value": "info"}
EXTRA, OLD = {"name": "EXTRA", "value": "1"}, {"name": "OLD", "value": "x"}


def shown(*values: Data) -> list[str]:
    return [
        f"{row.kind} {format_path(row.path)}: {' | '.join(map(one_line, row.values))}"
        for row in item_rows(values, ("env",))
    ]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (([DEBUG, OLD], [INFO, EXTRA]), [
            "value env[name=LOG_LEVEL].value: debug | info",
            'item env[name=OLD]: {name: OLD, value: x} | —',
            'item env[name=EXTRA]: — | {name: EXTRA, value: "1"}',
        ]),
        (([OLD, DEBUG], [DEBUG, OLD]), [
            "order env: [OLD, LOG_LEVEL] | [LOG_LEVEL, OLD]",
        ]),
        ((["-v", "-q"], ["-q", "-x"]), ["item env[]: -v | —", "item env[]: — | -x"]),
        ((["a", "b", "a"], ["a", "a", "b"]), ["order env: [a, b, a] | [a, a, b]"]),
        (([{"a": {"x": 1}}, {"a": {"x": 2}}], [{"a": {"x": 1}}, {"a": {"x": 3}}]), ["value env[1].a.x: 2 | 3"]),
        (([DEBUG], MISSING), ["value env: [{name: LOG_LEVEL, value: debug}] | —"]),
        (([], MISSING, [DEBUG]), ["value env: [] | — | [{name: LOG_LEVEL, value: debug}]"]),
        (([DEBUG], MISSING, [INFO]), ["item env[name=LOG_LEVEL]: {name: LOG_LEVEL, value: debug} | — | {name: LOG_LEVEL, value: info}"]),
        (([1, 2.0], [1.0, 2]), []),
        (([DEBUG], "debug"), ["value env: [{name: LOG_LEVEL, value: debug}] | debug"]),
    ],
)  # fmt: skip
def test_what_differs_is_told_item_by_item(values: tuple[Data, ...], expected: list[str]) -> None:
    assert shown(*values) == expected


# ── properties ──────────────────────────────────────────────────────────────────────────────────

_TEXTS = st.sampled_from(["a", "b", "c", "1", "true", "null", "", " ", "a ", "a\u00a0b", "a b", "ab", "a\u200bb", "\u0430b", "—", "[name=a]", "x" * 300, "x" * 299 + "y", "x" * 301, "l\nm", "l\nm\n", "\x1b[0m"])  # fmt: skip
_SCALARS = st.one_of(
    _TEXTS, st.text(max_size=6), st.integers(-2, 3), st.booleans(), st.none(), st.floats(width=16)
)
_NAMED = st.lists(
    st.fixed_dictionaries({"name": st.sampled_from(["a", "b", "c", "d", 1, "1"])}, optional={"value": _SCALARS, "more": st.lists(_SCALARS, max_size=2)}),
    max_size=4,
    unique_by=lambda one: repr(one["name"]),
)  # fmt: skip
_DATA = st.recursive(
    st.one_of(_SCALARS, _NAMED, st.lists(_SCALARS, max_size=4)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["a", "b", "name"]), inner, max_size=3)
    ),
    max_leaves=6,
)


def applied(value: Data, rows: list[ItemRow], path: KeyPath = ()) -> Data:
    """One side with what differs made as it is on the other one."""
    own = [row for row in rows if row.path == path]
    for row in own:
        if row.kind == "value":
            return row.values[1]
    if isinstance(value, dict):
        keys = [*value, *(str(row.path[len(path)]) for row in rows if len(row.path) > len(path))]
        made = {
            key: applied(value.get(key, MISSING), _below(rows, (*path, key)), (*path, key)) for key in keys
        }
        return {key: one for key, one in made.items() if one is not MISSING}
    if not isinstance(value, list):
        return value
    mine = [row for row in rows if row.kind == "item" and len(row.path) == len(path) + 1]
    gone = {row.places[0] for row in mine if row.places[1] is None}
    steps = {place: _step(rows, path, place, item) for place, item in enumerate(value) if place not in gone}
    kept = [applied(value[place], _below(rows, step), step) for place, step in steps.items()]
    for row in own:
        assert row.kind == "order"
        if equal(row.values[0], value):
            return row.values[1]
        first = row.values[0][0]
        names = first if isinstance(first, dict) else [_key_of(value, row.values[0])]
        kept = [item for name in row.values[1] for item in kept if _called(item, names) == _typed(name)]
    for row in sorted((row for row in mine if row.places[1] is not None), key=lambda row: row.places[1] or 0):
        kept.insert(row.places[1] or 0, row.values[1])
    return kept


def _key_of(items: list[Data], called: list[Data]) -> str:
    """The key whose values these are."""
    return next(
        key for key in items[0] if [_typed(one[key]) for one in items] == [_typed(one) for one in called]
    )


def _called(item: Data, names: Iterable[str]) -> Data:
    known = {key: item[key] for key in names if key in item}
    return _typed(next(iter(known.values())) if len(known) == 1 and not isinstance(names, dict) else known)


def _typed(value: Data) -> Data:
    return {k: _typed(v) for k, v in value.items()} if isinstance(value, dict) else (type(value), value)


def _below(rows: list[ItemRow], path: KeyPath) -> list[ItemRow]:
    return [row for row in rows if row.path[: len(path)] == path]


def _step(rows: list[ItemRow], path: KeyPath, place: int, item: Data) -> KeyPath:
    """What the item goes by in the rows; its place where no row speaks of it."""
    for row in rows:
        step = row.path[len(path) : len(path) + 1]
        if (
            step
            and isinstance(step[0], Item)
            and step[0].keys
            and isinstance(item, dict)
            and all(
                item.get(key) == value and type(item.get(key)) is type(value) for key, value in step[0].keys
            )
        ):
            return (*path, *step)
    return (*path, place)


@settings(max_examples=80, deadline=None)
@given(_DATA, _DATA)
def test_the_differences_make_one_side_the_other(before: Data, after: Data) -> None:
    made = applied(before, list(item_rows([before, after])))
    assert equal(made, after)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.one_of(_DATA, st.just(MISSING)), min_size=2, max_size=4), st.sampled_from([None, 20, 60]))
@example([0, [0.0], 0, [0]], None)
@example([1.0, 1, 2], 20)
def test_what_differs_never_looks_the_same(values: list[Data], longest: int | None) -> None:
    """In a row, and over all rows of a list that several have."""
    cells: list[list[str]] = [texts_beside(row.values, longest) for row in item_rows(values)]
    for one in range(len(values)):
        for other in range(one):
            looks_different = any(row[one] != row[other] for row in cells)
            is_same = values[one] is values[other] or equal(values[one], values[other])
            # 1 and 1.0 are equal, and each is shown as its file has it beside a third that differs.
            is_alike = repr(values[one]) == repr(values[other])
            assert looks_different or is_same
            assert not (looks_different and is_same and is_alike)
