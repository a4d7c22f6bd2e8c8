"""An item of an inherited list is changed in a copy of the list: nothing else of it is lost."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.change.inherited_lists import with_whole_lists
from generator.core.edit.edits import Edit, changes_of
from generator.core.paths import format_path, parse_path
from generator.core.values.model import load_values
from generator.errors import BlueprintError
from tests.small_platform import VALUES, small_platform

LISTS = VALUES.replace(
    "deployment: {replicaCount: 2}", "deployment: {replicaCount: 2, args: [p, q]}"
).replace("  ports: {sql: 5432}\n", "  ports: {sql: 5432}\n  args: [a, b, c]\n")
FILE = PurePosixPath("values-prod.yaml")


def made(
    *pairs: tuple[str, object], environment: str | None = "prod", **files: str
) -> tuple[list, list[str]]:
    model = load_values(small_platform(values=LISTS, **files))
    file = FILE if environment else PurePosixPath("values.yaml")
    edits = [Edit(file, "set", parse_path(path), value) for path, value in pairs]
    found, notes = with_whole_lists(model, [environment], edits)
    return [(format_path(one.path), one.value) for one in found], notes


def note(path: str, file: str, where: str) -> str:
    return f"{path} in {file} is a copy of the list in {where}: lists replace each other as a whole"


def test_item_of_an_inherited_list() -> None:
    assert made(("db.args[1]", "x")) == (
        [("db.args", ["a", "x", "c"])], [note("db.args", "values-prod.yaml", "values.yaml:24")],
    )  # fmt: skip


def test_several_items_are_one_edit() -> None:
    assert made(("db.args[0]", "x"), ("db.replicaCount", 1), ("db.args[3]", "y")) == (
        [("db.args", ["x", "b", "c", "y"]), ("db.replicaCount", 1)],
        [note("db.args", "values-prod.yaml", "values.yaml:24")],
    )


def test_list_of_a_preset_is_copied_into_values_yaml() -> None:
    assert made(("web.args[0]", "x"), environment=None) == (
        [("web.args", ["x", "q"])], [note("web.args", "values.yaml", "values.yaml:8")],
    )  # fmt: skip


def test_within_an_item() -> None:
    hosts = "web: {hosts: [{name: a, port: 1}, b]}\n"
    (found, _) = made(
        ("web.hosts[0].name", "x"), ("web.hosts[0].tls.on", True), values_dev="", values_prod=hosts
    )
    assert found == [("web.hosts[0].name", "x"), ("web.hosts[0].tls.on", True)]
    model = load_values(small_platform(values_prod=hosts))
    edits = [Edit(PurePosixPath("values-dr.yaml"), "set", parse_path("web.hosts[0].tls.on"), True)]
    (one,), _ = with_whole_lists(model, ["dr"], edits)
    assert one.value == [{"name": "a", "port": 1, "tls": {"on": True}}, "b"]


def test_list_of_its_own_is_edited_in_place() -> None:
    own = "db:\n  args: [z]\n"
    assert made(("db.args[0]", "x"), values_prod=own) == ([("db.args[0]", "x")], [])


def test_new_list_is_made() -> None:
    assert made(("orders.env.A[0]", "x"), environment=None) == ([("orders.env.A[0]", "x")], [])


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("db.args[4]", "db.args has 3 items: there is no item 4\n  The next one is db.args[3]."),
        ("db.args[0].a", "db.args[0] is no map: it has no key a"),
        ("db.args[0][1]", "db.args[0] is no list: it has no item 1"),
    ],
)
def test_what_the_list_does_not_have_is_told(path: str, error: str) -> None:
    with pytest.raises(BlueprintError) as caught:
        made((path, "x"))
    assert str(caught.value) == error


def test_a_list_that_is_set_beside_its_items_is_not_copied() -> None:
    for pairs in ((("db.args", ["x"]), ("db.args[1]", "y")), (("db.args[1]", "y"), ("db.args", ["x"]))):
        assert made(*pairs) == ([("db.args", ["x"]), ("db.args[1]", "y")], [])


def test_items_are_those_of_the_list_as_it_was() -> None:
    found, _ = made(("db.args[4]", "y"), ("db.args[3]", "x"))
    assert found == [("db.args", ["a", "b", "c", "x", "y"])]


def test_numbers_of_a_copy_are_as_they_were_written() -> None:
    model = load_values(small_platform(values=LISTS.replace("[a, b, c]", "[1.10, 0644, c]")))
    edits, _ = with_whole_lists(model, ["prod"], [Edit(FILE, "set", ("db", "args", 2), "x")])
    (change,) = changes_of({FILE: b""}, edits)
    assert change.after == b"db:\n  args:\n    - 1.10\n    - 0644\n    - x\n"


def test_edits_that_lead_into_no_list_stay_as_they_are() -> None:
    edits = [Edit(FILE, "set", ("web", "replicaCount"), 1), Edit(FILE, "set", ("web", "args"), ["x"])]
    assert with_whole_lists(load_values(small_platform()), ["prod"], edits) == (edits, [])


def test_lists_are_copied_into_the_file_of_each_environment() -> None:
    model = load_values(small_platform(values=LISTS))
    dev = PurePosixPath("values-dev.yaml")
    edits = [Edit(file, "set", parse_path("db.args[0]"), "x") for file in (dev, FILE)]
    found, notes = with_whole_lists(model, ["dev", "prod"], edits)
    assert [(one.file, format_path(one.path), one.value) for one in found] == [
        (dev, "db.args", ["x", "b", "c"]),
        (FILE, "db.args", ["x", "b", "c"]),
    ]
    assert [note.partition(" is a copy")[0] for note in notes] == [
        "db.args in values-dev.yaml",
        "db.args in values-prod.yaml",
    ]
