"""Values that aliases and merges share: changed for all, or copied to one place first."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.change.sharing_edits import about_shared, for_all, refusal, shared_edits, written_out
from generator.core.change.unset import unset
from generator.core.data import Data, value_at
from generator.core.edit.edits import Edit, changes_of
from generator.core.edit.sharing import Sharing, sharing_at
from generator.core.paths import format_path, parse_path
from generator.core.values.model import ValuesModel, load_values
from generator.core.yaml.document import read
from generator.errors import BlueprintError
from tests.small_platform import foreign_umbrella

FILE = PurePosixPath("values.yaml")
TEXT = """\
x-common: &common
  size: 1 # of all
  env: {A: a, B: b}
x-tag: &tag "1.0"
web:
  <<: *common
  tag: *tag
  res: &res {cpu: 1}
api:
  <<: *common
  tag: *tag
  res: *res
  own: 1
"""
MODEL = load_values(foreign_umbrella(values=TEXT))


def of(*names: str, value: Data = 9, op: str = "set") -> list[Edit]:
    return [Edit(FILE, op, parse_path(name), value) for name in names]  # type: ignore[arg-type]


def made(edits: list[Edit]) -> tuple[str, ValuesModel]:
    after = MODEL.with_changes(changes_of(MODEL.tree, edits))
    return after.tree[FILE].decode(), after


@pytest.mark.parametrize(
    ("name", "real", "through"),
    [
        ("web.env.A", "x-common.env.A", "web.env"),
        ("web.env.C", "x-common.env.C", "web.env"),
        ("api.res.cpu", "web.res.cpu", "api.res"),
        ("api.size", "x-common.size", "api.size"),
        ("x-common.size", "x-common.size", None),
        ("x-tag", "x-tag", None),
        ("web.res.cpu", "web.res.cpu", None),
    ],
)
def test_where_what_is_shared_stands(name: str, real: str, through: str | None) -> None:
    found = sharing_at(read(TEXT), parse_path(name))
    assert found is not None
    assert (format_path(found.real), found.through) == (real, parse_path(through) if through else None)


@pytest.mark.parametrize("name", ["api.own", "api.new", "new.key", "web.new", "x-common", "api.own.deeper"])
def test_what_nobody_shares(name: str) -> None:
    found = sharing_at(read(TEXT), parse_path(name))
    assert found is None or (name, found.anchor) == ("x-common", "common")
    assert sharing_at(read("a: {b: 1}\n"), ("a", "b")) is None


def test_an_alias_and_a_key_of_a_merge_can_be_stated_here() -> None:
    edits = of("api.tag", "web.size", "api.own")
    assert shared_edits(MODEL, edits) == []
    assert [one.sharing for one in shared_edits(MODEL, edits, for_everyone=True)] == [
        Sharing("tag", ("x-tag",), ("api", "tag")),
        Sharing("common", ("x-common", "size"), ("web", "size"), is_merged=True),
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "others"),
    [
        ("web.env.A", "A: a", "A: 9", "x-common.env.A, api.env.A"),
        ("api.res.cpu", "cpu: 1", "cpu: 9", "web.res.cpu"),
        ("x-common.size", "size: 1", "size: 9", "web.size, api.size"),
        ("api.tag", '&tag "1.0"', "&tag 9", "x-tag, web.tag"),
        ("web.env.C", "B: b}", "B: b, C: 9}", "x-common.env.C, api.env.C"),
    ],
)
def test_changed_for_all_and_told_for_whom(name: str, old: str, new: str, others: str) -> None:
    edits = of(name)
    shared = shared_edits(MODEL, edits, for_everyone=True)
    text, after = made(for_all(edits, shared))
    assert text == TEXT.replace(old, new)
    assert about_shared(MODEL, after, shared) == [f"what is shared changes in values.yaml, too: {others}"]
    for place in [name, *others.split(", ")]:
        assert value_at(after.source(FILE).data, parse_path(place)) == 9


def test_written_out_with_all_changes_of_one_place() -> None:
    edits = of("web.env.A", "web.env.C", "api.res.cpu", "api.own")
    text, after = made(written_out(MODEL, edits, shared_edits(MODEL, edits)))
    assert text == TEXT.replace("own: 1", "own: 9").replace("  res: *res\n", "  res:\n    cpu: 9\n").replace(
        "cpu: 1}\n", "cpu: 1}\n  env:\n    A: 9\n    B: b\n    C: 9\n"
    )
    assert about_shared(MODEL, after, []) == []


def test_written_out_without_what_goes() -> None:
    edits = of("web.env.A", op="delete")
    text, _ = made(written_out(MODEL, edits, shared_edits(MODEL, edits)))
    assert text == TEXT.replace("cpu: 1}\n", "cpu: 1}\n  env:\n    B: b\n")


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (of("x-common.size"), "values.yaml:2: x-common.size cannot be written out here: it is what &common"),
        (of("web.size", op="delete"), "web.size cannot be written out here: a merge brings it"),
    ],
)
def test_what_has_no_place_of_its_own_is_not_written_out(edit: list[Edit], why: str) -> None:
    with pytest.raises(BlueprintError) as caught:
        written_out(MODEL, edit, shared_edits(MODEL, edit))
    assert why in str(caught.value)


WAYS = "`… --shared` changes it for all who share it, `… --write-out` copies it here and changes the copy."


def test_a_refusal_tells_both_ways_out() -> None:
    assert str(refusal(MODEL, shared_edits(MODEL, of("web.env.A")))) == (
        f"values.yaml:3: web.env.A is shared: it is x-common.env.A, in &common\n  {WAYS}"
    )
    assert str(refusal(MODEL, shared_edits(MODEL, of("web.env.A", "x-tag")))) == (
        "these values are shared\n"
        "  values.yaml:3: web.env.A is shared: it is x-common.env.A, in &common\n"
        "  values.yaml:4: x-tag is shared: it is in &tag, which stands in other places, too\n"
        f"  {WAYS}"
    )


def test_files_that_are_not_there_and_renames_share_nothing() -> None:
    other = Edit(PurePosixPath("none.yaml"), "set", ("a",), 1)
    assert shared_edits(MODEL, [other, *of("x-tag", op="rename", value="y")]) == []


def test_a_removal_is_of_what_is_shared_or_of_a_copy() -> None:
    (edit,) = of("api.res.cpu", op="delete")
    assert [one.edit for one in shared_edits(MODEL, [edit])] == [edit]
    assert shared_edits(MODEL, of("api.res.none", "api.res", op="delete")) == []
    found = shared_edits(MODEL, [edit])
    assert [(one.op, one.path, one.value) for one in written_out(MODEL, [edit], found)] == [
        ("set", ("api", "res"), {})
    ]
    assert [(one.op, one.path) for one in for_all([edit], found)] == [("delete", ("web", "res", "cpu"))]
    sets = written_out(MODEL, [edit, *of("api.own", op="delete")], found)
    changes, _ = unset(MODEL, sets)
    assert changes[0].after == TEXT.replace("  res: *res\n  own: 1\n", "  res: {}\n").encode()


def test_an_item_by_name_is_removed_from_a_copy_of_what_is_shared() -> None:
    text = "x: &x [{name: A, v: 1}, {name: B, v: 2}]\nweb: {env: *x}\n"
    model = load_values(foreign_umbrella(values=text))
    (edit,) = of("web.env[name=B].v", op="delete")
    found = shared_edits(model, [edit])
    changes, _ = unset(model, written_out(model, [edit], found))
    assert changes[0].after == text.replace("env: *x", "env: [{name: A, v: 1}, {name: B}]").encode()
