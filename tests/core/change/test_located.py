"""Items of lists are set and unset by their names: what was set is there, and what is unset is as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.change.assign import edits_of, split_assignment
from generator.core.change.inherited_lists import with_whole_lists
from generator.core.change.unset import unset
from generator.core.data import MISSING, equal
from generator.core.edit.edits import Edit, changes_of
from generator.core.paths import Item, format_path, parse_path
from generator.core.values.model import load_values
from generator.errors import BlueprintError
from tests.small_platform import VALUES, small_platform

if TYPE_CHECKING:
    from generator.core.values.model import ValuesModel

BASE = f"""{VALUES}
x-env:
  - {{name: LOG_LEVEL, value: info}} # for people
  - name: "80"
    value: eighty
    ports: [{{port: 1}}, {{port: 2, protocol: UDP}}]
"""
PROD = "# prod\nweb:\n  replicaCount: 3\n"


def model_of(prod: str = PROD, values: str = BASE) -> ValuesModel:
    return load_values(small_platform(values=values, values_prod=prod))


def after_set(
    model: ValuesModel, *given: str, environment: str | None = "prod"
) -> tuple[ValuesModel, list[str]]:
    edits = edits_of(model, [environment], [split_assignment(one) for one in given], "typed")
    edits, notes = with_whole_lists(model, [environment], edits)
    return model.with_changes(changes_of(model.tree, edits)), notes


def after_unset(model: ValuesModel, *names: str) -> tuple[str, list[str]]:
    file = model.own_file("prod")
    changes, notes = unset(model, [Edit(file, "delete", parse_path(name)) for name in names])
    return model.with_changes(changes).tree[file].decode(), notes


def prod_of(model: ValuesModel) -> str:
    return model.tree[model.own_file("prod")].decode()


def test_an_item_that_is_inherited_brings_the_list_and_says_so() -> None:
    after, notes = after_set(model_of(), "x-env[name=LOG_LEVEL].value=debug")
    assert (
        prod_of(after)
        == f"""{PROD}x-env:
  - name: LOG_LEVEL
    value: debug
  - name: "80"
    value: eighty
    ports:
      - port: 1
      - port: 2
        protocol: UDP
"""
    )
    assert notes == [
        "x-env in values-prod.yaml is a copy of the list in values.yaml:25: lists replace each other as a whole"
    ]
    assert after_unset(after, "x-env[name=LOG_LEVEL].value") == (
        PROD,
        ["x-env goes from values-prod.yaml: without this it is the list in values.yaml:25"],
    )


@pytest.mark.parametrize(
    ("given", "path", "expected"),
    [
        (["x-env[name=NEW].value=1", "x-env[name=NEW].more=x"], "x-env[name=NEW]", {"name": "NEW", "value": 1, "more": "x"}),
        (["x-env[name=80].value=x"], 'x-env[name="80"].value', "x"),
        (["x-env[name=80].ports[port=2,protocol=UDP].port=3"], "x-env[1].ports[1].port", 3),
        (["x-env[name=A].value=1", "x-env[name=B].value=2"], "x-env[name=B]", {"name": "B", "value": 2}),
        (["x-env[name=A]={value: 1}"], "x-env[name=A]", {"name": "A", "value": 1}),
        ([r"x-env[name=a\=b\]c].value=x=y"], r"x-env[name=a\=b\]c].value", "x=y"),
        (["x-new[name=A].value=1"], "x-new", [{"name": "A", "value": 1}]),
    ],
)  # fmt: skip
def test_what_is_set_is_there(given: list[str], path: str, expected: object) -> None:
    after, _ = after_set(model_of(), *given)
    assert after.effective("prod", parse_path(path)) == expected
    assert after.effective("dev") == model_of().effective("dev")


def test_an_item_of_an_own_list_is_edited_where_it_stands() -> None:
    own = f"{PROD}x-env:\n  # why\n  - {{name: A, value: a}}\n  - {{name: B, value: b}}\n"
    after, notes = after_set(model_of(own), "x-env[name=B].value=c")
    assert (prod_of(after), notes) == (own.replace("value: b", "value: c"), [])
    assert after_unset(after, "x-env[name=A]") == (
        f"{PROD}x-env:\n  # why\n  - {{name: B, value: c}}\n",
        [],
    )


def test_an_inherited_item_goes_from_a_copy_of_the_list() -> None:
    text, notes = after_unset(model_of(), 'x-env[name="80"]')
    assert text == f"{PROD}x-env:\n  - name: LOG_LEVEL\n    value: info\n"
    (note,) = notes
    assert note.startswith("x-env in values-prod.yaml is a copy of the list in values.yaml:25 without this: ")


@pytest.mark.parametrize(
    ("assignment", "what"),
    [
        ("web.replicaCount[name=A].value=1", "web.replicaCount is no list: it has no item [name=A]"),
        ("x-env[name=A]=1", "x-env[name=A] is an item: it is a map"),
        ("x-two[name=A].value=1", "x-two has 2 items [name=A]"),
    ],
)
def test_what_is_no_item_is_refused(assignment: str, what: str) -> None:
    values = f"{BASE}x-two: [{{name: A}}, {{name: A}}]\n"
    with pytest.raises(BlueprintError) as caught:
        after_set(model_of(values=values), assignment)
    assert caught.value.what == what


_NAMES = st.sampled_from(["A", "80", "a.b", "x=y", "[z]", "a,b", 'q"', "\\", "é", " s", "*", "true"])
_VALUES = st.sampled_from(["x", "1", "true", "null", "", "a: b", "é", "l\nm", "- x", "#"])


@settings(max_examples=40, deadline=None)
@given(st.lists(_NAMES, min_size=1, max_size=4, unique=True), st.data())
def test_set_then_get_returns_the_value_and_unset_restores(names: list[str], data: st.DataObject) -> None:
    import json

    items = [{"name": name, "value": data.draw(_VALUES)} for name in names]
    model = model_of(values=f"{VALUES}\nx-env: {json.dumps(items)}\n")
    name, value = data.draw(_NAMES), data.draw(_VALUES)
    item = format_path(("x-env", Item(("name", name))))
    path, text = split_assignment(f"{item}.value={value}")
    assert (path, text) == (("x-env", Item(("name", name)), "value"), value)
    edits = edits_of(model, ["prod"], [(path, text)], "string")
    edits, _ = with_whole_lists(model, ["prod"], edits)
    after = model.with_changes(changes_of(model.tree, edits))
    assert after.effective("prod", path) == value
    others = [one for one in after.effective("prod", ("x-env",)) if one["name"] != name]
    assert equal(others, [one for one in items if one["name"] != name])
    known = model.effective("prod", path) is not MISSING
    assert after_unset(after, f"{item}.value" if known else item)[0] == PROD
