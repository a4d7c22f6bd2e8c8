"""What history says is meant to differ, to belong to its environment, and to match."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator.core.change import proposed_intent
from generator.core.change.proposed_intent import (
    Habit,
    as_intent,
    edits_of_proposal,
    proposed,
    snapshots,
)
from generator.core.data import equal
from generator.core.edit.edits import changes_of
from generator.core.platform.file import PLATFORM_FILE, parse_platform
from generator.core.platform.intent import Intent
from generator.core.values.model import load_values
from tests.small_platform import PLATFORM, foreign_umbrella, small_platform

if TYPE_CHECKING:
    from generator.core.data import Data

ENVIRONMENTS = ("dev", "prod")


def histories(**keys: list[tuple[object, object]]) -> list[dict[str, dict[str, object]]]:
    """Times at which dev and prod say this; the last of a shorter list stays."""
    length = max(map(len, keys.values()))
    return [
        {
            name: {key: said[min(time, len(said) - 1)][place] for key, said in keys.items()}
            for place, name in enumerate(ENVIRONMENTS)
        }
        for time in range(length)
    ]


FOLLOWED = [(1, 1), (2, 1), (2, 2), (3, 2), (3, 3)]
CASES: list[tuple[str, list[tuple[object, object]], list[Habit]]] = [
    ("always apart", [("a", "b"), ("a", "c")], [Habit("mustDiffer", ("x",), (), 2)]),
    ("seen once", [("a", "b")], []),
    ("never changed, in a short time", [("a", "b")] * 4, []),
    ("never changed, in a long time", [("a", "b")] * 5, [Habit("mustDiffer", ("x",), (), 5)]),
    ("never apart", [("a", "a"), ("b", "b")], []),
    ("apart by and by", [("a", "a"), ("a", "b"), ("a", "c")], []),
    ("followed twice", FOLLOWED, [Habit("mustMatch", ("x",), ENVIRONMENTS, 2)]),
    ("the last may follow yet", [*FOLLOWED, (4, 3)], [Habit("mustMatch", ("x",), ENVIRONMENTS, 2)]),
    ("followed once", FOLLOWED[:3], []),
    ("not followed once", [*FOLLOWED, (4, 3), (5, 3), (5, 5), (5, 5.5), (5, 5)], []),
    ("ahead all the time", [(1, 0), (2, 1), (3, 2), (4, 3)], [Habit("mustMatch", ("x",), ENVIRONMENTS, 2)]),
    ("carried once", [("a", "b"), ("c", "b"), ("d", "c")], []),
]


@pytest.mark.parametrize(("name", "series", "habits"), CASES, ids=[name for name, _, _ in CASES])
def test_a_key_by_its_history(name: str, series: list[tuple[object, object]], habits: list[Habit]) -> None:
    assert proposed(histories(x=series), Intent(), within=2) == habits


def test_three_environments_of_which_two_agree_keep_it_to_themselves() -> None:
    times = [{"dev": {"n": 1}, "test": {"n": 1}, "prod": {"n": size}} for size in (3, 4)]
    assert proposed(times, Intent(), within=2) == [Habit("environmentOnly", ("n",), (), 2)]


def services(**of: list[tuple[object, object]]) -> list[dict[str, dict[str, object]]]:
    return [
        {name: {key: {"n": {"m": value}} for key, value in data.items()} for name, data in one.items()}
        for one in histories(**of)
    ]


def test_what_several_services_have_alike_is_one_pattern() -> None:
    apart = [("a", "b"), ("a", "c")]
    assert proposed(services(web=apart, api=apart), Intent(), within=2) == [
        Habit("mustDiffer", ("*.n.m",), (), 2)
    ]
    assert proposed(services(web=apart, **{"global": apart}), Intent(), within=2) == [
        Habit("mustDiffer", ("web.n.m", "global.n.m"), (), 2)
    ]
    # One that goes its own way: the pattern would speak of it, too.
    unruly = services(web=apart, api=apart, db=[("a", "a"), ("a", "b")])
    assert proposed(unruly, Intent(), within=2) == [Habit("mustDiffer", ("web.n.m", "api.n.m"), (), 2)]
    both = services(web=apart, api=FOLLOWED)
    assert [one.keys for one in proposed(both, Intent(), within=2)] == [("api.n.m",), ("web.n.m",)]


def test_what_the_intent_says_already_is_not_proposed() -> None:
    text = PLATFORM + "intent: {ordered: [{keys: x, order: prod > dev}]}\n"
    intent = parse_platform(text.encode()).intent
    assert proposed(histories(x=[(1, 2), (1, 3)], y=[(1, 2), (1, 3)]), intent, within=2) == [
        Habit("mustDiffer", ("y",), (), 2)
    ]
    assert proposed([], intent, within=2) == []


def test_times_are_those_at_which_values_changed() -> None:
    model = load_values(foreign_umbrella())
    dev = model.files("dev")[0]
    base, prod = model.base_file, model.files("prod")[0]
    tree = dict(model.tree)
    history = [
        {base: tree[base]},
        {base: tree[base], dev: b"cart: {replicas: 9}\n", prod: b"{"},
        {base: tree[base], dev: b"# the same\ncart: {replicas: 9}\n"},
    ]
    found = snapshots(model, history)
    assert [list(one) for one in found] == [[], ["dev"], ["dev", "prod"]]
    assert found[1]["dev"] == {"cart": {"replicas": 9, "tag": "1.0.0", "debug": False}}


def test_rules_are_added_below_those_that_are_there() -> None:
    habits = [
        Habit("mustMatch", ("*.image.tag",), ("dev", "staging", "prod", "dr"), 3),
        Habit("mustMatch", ("x-a", "x-b"), ("prod", "dr"), 2),
        Habit("environmentOnly", ("x-size",), (), 4),
    ]
    model = load_values(small_platform(intent="  environmentOnly: # ours\n    - x-own # mine\n"))
    rules = as_intent(habits, model.environments, 5)
    (change,) = changes_of(model.tree, edits_of_proposal(model, rules))
    assert change.path == PLATFORM_FILE
    assert (
        change.after
        == (
            PLATFORM + "intent:\n  environmentOnly: # ours\n    - x-own # mine\n    - x-size\n"
            "  mustMatch:\n"
            "    - keys:\n"
            '        - "*.image.tag"\n'
            "      reason: each change was followed within 5 commits\n"
            "    - keys:\n"
            "        - x-a\n"
            "        - x-b\n"
            "      environments:\n"
            "        - prod\n"
            "        - dr\n"
            "      reason: each change was followed within 5 commits\n"
        ).encode()
    )
    assert len(model.with_changes([change]).intent.must_match) == 2


def test_comparisons_grow_with_states_and_environments_and_not_with_their_pairs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = [f"e{number}" for number in range(160)]
    now = {name: {"a": number // 2, "b": number // 2, "c": number // 2} for number, name in enumerate(names)}
    times = [now := {**now, "e0": {**now["e0"], "a": 1000 + number}} for number in range(150)]
    compared = 0

    def counting(one: Data, other: Data) -> bool:
        nonlocal compared
        compared += 1
        return equal(one, other)

    monkeypatch.setattr(proposed_intent, "equal", counting)
    found = proposed(times, Intent(), within=5)
    assert found[0].kind == "environmentOnly"
    assert 0 < compared < 10 * (len(names) + len(times)) * len(names), "a pair at a time would be 3,840,000"
