"""What is written into platform.yaml when services are renamed and removed."""

from __future__ import annotations

import pytest

from generator.core.change.history import entries_past, forget_names, remember_move, remember_removal
from generator.core.edit.edits import changes_of
from generator.core.platform.file import PLATFORM_FILE
from generator.core.values.model import ValuesModel, load_values
from generator.errors import BlueprintError
from tests.small_platform import PLATFORM, foreign_umbrella, small_platform


def moved(model: ValuesModel, old: str, new: str) -> ValuesModel:
    return model.with_changes(changes_of(model.tree, remember_move(model, old, new)))


def added(model: ValuesModel) -> str:
    return model.tree[PLATFORM_FILE].decode().removeprefix(PLATFORM)


def test_a_rename_says_since_when() -> None:
    after = moved(load_values(small_platform()), "db", "store")
    assert added(after) == "moved:\n  - from: db\n    to: store\n    since: 0.1.0\n"


def test_the_next_one_stands_below() -> None:
    after = moved(moved(load_values(small_platform()), "db", "store"), "web", "shop")
    first = "moved:\n  - from: db\n    to: store\n    since: 0.1.0\n"
    assert added(after) == first + "  - from: web\n    to: shop\n    since: 0.1.0\n"


def test_a_move_back_takes_the_entry_away() -> None:
    first = moved(load_values(small_platform()), "db", "store")
    second = moved(first, "web", "shop")
    assert added(moved(second, "shop", "web")) == added(first)
    assert added(moved(first, "store", "db")) == ""


def test_a_removal_is_said_once() -> None:
    model = load_values(small_platform())
    after = model.with_changes(changes_of(model.tree, remember_removal(model, "db")))
    assert added(after) == "removed:\n  - service: db\n    since: 0.1.0\n"
    assert remember_removal(after, "db") == []


def entries(model: ValuesModel) -> list[tuple[str, str]]:
    assert model.platform
    return [(move.old, move.new) for move in model.platform.history.moved]


def test_a_name_that_is_in_use_again_leads_nowhere_else() -> None:
    """Where a became b, b became c, and c becomes a: who comes with a is right, who comes with b is led to a."""
    model = load_values(small_platform())
    for old, new in (("a", "b"), ("b", "c"), ("c", "a")):
        model = moved(model, old, new)
    assert entries(model) == [("b", "c"), ("c", "a")]


def test_another_service_of_the_old_name_moves_for_itself() -> None:
    model = moved(moved(moved(load_values(small_platform()), "a", "b"), "x", "y"), "a", "c")
    assert entries(model) == [("x", "y"), ("a", "c")]


def test_names_that_are_in_use_again_are_forgotten() -> None:
    model = moved(load_values(small_platform()), "web", "shop")
    for name in ("db", "x"):
        model = model.with_changes(changes_of(model.tree, remember_removal(model, name)))
    again = model.with_changes(changes_of(model.tree, forget_names(model, ["web", "db"])))
    assert added(again) == "removed:\n  - service: x\n    since: 0.1.0\n"
    last = again.with_changes(changes_of(again.tree, forget_names(again, ["x"])))
    assert added(last) == ""


def test_a_service_that_gets_the_name_of_a_removed_one_is_there() -> None:
    model = load_values(small_platform())
    model = model.with_changes(changes_of(model.tree, remember_removal(model, "db")))
    assert added(moved(model, "orders", "db")) == "moved:\n  - from: orders\n    to: db\n    since: 0.1.0\n"


def test_what_every_environment_is_past_goes() -> None:
    text = (
        "moved:\n  - {from: a, to: b, since: 0.1.0}\n  - {from: c, to: d, since: 0.3.0}\n  - {from: e, to: f}\n"
        "removed:\n  - {service: g, since: 0.2.0}\n"
    )
    model = load_values(small_platform(platform=PLATFORM + text))
    past = model.with_changes(changes_of(model.tree, entries_past(model, "0.2.0")))
    assert added(past) == "moved:\n  - {from: c, to: d, since: 0.3.0}\n  - {from: e, to: f}\n"
    assert entries_past(past, "0.2.0") == []


def test_what_is_no_version_stays_and_is_refused_where_one_is_asked_for() -> None:
    model = load_values(small_platform(platform=PLATFORM + "moved: [{from: a, to: b, since: spring}]\n"))
    assert entries_past(model, "9") == []
    with pytest.raises(BlueprintError, match='"soon" is not a version'):
        entries_past(model, "soon")
    assert entries_past(load_values(foreign_umbrella()), "1") == []


def test_without_a_version_nothing_is_said_of_it() -> None:
    model = load_values(small_platform(**{"Chart.yaml": "apiVersion: v2\nname: shop\n"}))
    assert added(moved(model, "db", "store")) == "moved:\n  - from: db\n    to: store\n"


def test_an_umbrella_without_platform_yaml_remembers_nothing() -> None:
    model = load_values(foreign_umbrella())
    assert (
        remember_move(model, "cart", "basket")
        == forget_names(model, ["cart"])
        == remember_removal(model, "cart")
        == []
    )
