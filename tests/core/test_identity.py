"""An item of a list is the one of the same name, else an equal one, else the one at the same place."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.data import MISSING, same
from generator.core.identity import aligned, by_place, names_of, paired
from generator.core.stretches import in_order


def named(*names: Any, key: str = "name", **rest: Any) -> list[dict[str, Any]]:
    return [{key: name, **rest} for name in names]


NAMES = [
    ([named("a", "b"), named("b")], ("name",)),
    ([named("web", "db", key="alias", name="deployment")], ("alias",)),
    ([named("A", "B", key="key"), named("C", key="key")], ("key",)),
    ([named("a.com", "b.com", key="host", path="/")], ("host",)),
    ([named(80, 443, key="containerPort")], ("containerPort",)),
    ([[{"containerPort": 53, "protocol": "UDP"}, {"containerPort": 53, "protocol": "TCP"}]], ("containerPort", "protocol")),
    ([[{"mountPath": "/a", "name": "v"}, {"mountPath": "/b", "name": "v"}]], ("mountPath",)),
    ([[{"mountPath": "/a", "subPath": "x"}, {"mountPath": "/a"}]], ("mountPath", "subPath")),
    # a key that nobody knows, where the lists have items in common by it
    ([[{"topic": "a", "n": 1}, {"topic": "b", "n": 1}], [{"topic": "b", "n": 2}]], ("topic",)),
    ([[{"topic": "a"}], [{"topic": "b"}]], None),
    # nothing that is the same in two items, that one of them lacks, or that is no word, is a name
    ([named("a", "a")], None),
    ([[{"name": "a"}, {"x": 1}]], None),
    ([[{"name": ["a"]}, {"name": True}]], None),
    ([[{"name": "a", "namespace": [1]}, {"name": "a", "namespace": [2]}]], None),
    ([["a", "b"]], None),
    ([[]], None),
]  # fmt: skip


@pytest.mark.parametrize(("lists", "names"), NAMES)
def test_what_names_items(lists: list[list[Any]], names: tuple[str, ...] | None) -> None:
    assert names_of(*lists) == names


PAIRS: list[tuple[list[Any], list[Any], list[int | None]]] = [
    (named("a", "b", "c"), named("c", "x", "a"), [2, None, 0]),
    (named(1, "1"), named("1", 1), [1, 0]),
    (list("abcd"), list("bd"), [1, 3]),
    (list("ab"), list("ba"), [1, 0]),
    (list("aab"), list("baa"), [2, 0, 1]),
    (list("abc"), list("axcd"), [0, 1, 2, None]),
    ([1, [2], {"a": 3}], [{"a": 3}, 4, [2]], [2, 0, 1]),
    ([1, 1.0, True], [True, 1], [2, 0]),
    # another name is another item, unless most of what stands beside it has stayed
    (named("a", "b", image="i"), named("a", "x", image="i"), [0, 1]),
    (named("a", "b"), named("a", "x"), [0, None]),
    ([{"name": "a", "v": 1, "w": 1}], [{"name": "b", "v": 2, "w": 2}], [None]),
    (named(80, 443, key="containerPort"), named(8080, 443, key="containerPort"), [0, 1]),
    ([], ["a"], [None]),
    (["a"], [], []),
]


@pytest.mark.parametrize(("old", "new", "expected"), PAIRS)
def test_who_is_who(old: list[Any], new: list[Any], expected: list[int | None]) -> None:
    assert paired(old, new) == expected


ITEMS = st.lists(
    st.sampled_from(["a", "b", 1, {"name": "a"}, {"name": "b", "x": 1}, {"name": "c"}, None]), max_size=6
)


@given(ITEMS, ITEMS)
def test_nobody_is_two(old: list[Any], new: list[Any]) -> None:
    for pairs in (paired(old, new), by_place(old, new)):
        used = [index for index in pairs if index is not None]
        assert len(pairs) == len(new)
        assert sorted(set(used)) == sorted(used)
        assert set(used) <= set(range(len(old)))


@given(ITEMS)
def test_a_list_is_itself(items: list[Any]) -> None:
    assert paired(items, items) == by_place(items, items) == list(range(len(items)))


@given(st.permutations(range(6)))
def test_what_keeps_its_order_rises_and_is_as_much_as_can_be(indexes: list[int]) -> None:
    kept = in_order(indexes)
    assert [one for one in indexes if one in kept] == sorted(kept)
    rising = [some for size in range(7) for some in permutations(indexes, size) if list(some) == sorted(some)
              and [indexes.index(one) for one in some] == sorted(indexes.index(one) for one in some)]  # fmt: skip
    assert len(kept) == max(map(len, rising))


def test_lists_side_by_side() -> None:
    first, second, third = named("a", "b"), named("b", "c"), named("c", "d", "a")
    rows = aligned([first, second, third])
    assert rows == [
        ({"name": "a"}, MISSING, {"name": "a"}),
        ({"name": "b"}, {"name": "b"}, MISSING),
        (MISSING, {"name": "c"}, {"name": "c"}),
        (MISSING, MISSING, {"name": "d"}),
    ]
    assert aligned([["a", "b"], ["a", "c", "d"]]) == [("a", "a"), ("b", "c"), (MISSING, "d")]
    assert all(same(left, right) for left, right in aligned([first, first]))
