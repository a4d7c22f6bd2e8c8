"""What cannot be removed, and what to do instead."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.change.unset import unset
from generator.core.edit.edits import Edit
from generator.core.paths import parse_path
from generator.core.values.model import load_values
from generator.errors import BlueprintError, Invalid
from tests.small_platform import VALUES, foreign_umbrella, small_platform

BASE, DEV, PROD = (PurePosixPath(f"{name}.yaml") for name in ("values", "values-dev", "values-prod"))


def deletes(file: PurePosixPath, *names: str) -> list[Edit]:
    return [Edit(file, "delete", parse_path(name)) for name in names]


def refusal(edits: list[Edit], *, prune: bool | None = None, **files: str) -> BlueprintError:
    with pytest.raises(BlueprintError) as caught:
        unset(load_values(small_platform(**files)), edits, prune=prune)
    return caught.value


def test_removes_from_the_file() -> None:
    (change,), notes = unset(load_values(small_platform()), deletes(DEV, "web.replicaCount"))
    assert change.after == b"# dev: small\nglobal:\n  domain: dev.example.com\n"
    assert notes == []


@pytest.mark.parametrize(
    ("file", "name", "hint"),
    [
        (BASE, "web.replicaCount", "values-dev.yaml has it: with --env dev."),
        (DEV, "web.image.tag", "values.yaml has it: without --env."),
        (DEV, "orders.env.LOG_LEVEL", "values-staging.yaml has it: with --env staging."),
        (BASE, "web.imag", 'Did you mean "image"?'),
        (BASE, "web.image.tag.x", ""),
        (BASE, "nothing.at.all", ""),
    ],
)
def test_key_that_is_not_there_is_told_with_where_it_is(file: PurePosixPath, name: str, hint: str) -> None:
    error = refusal(deletes(file, name))
    assert (error.what, error.where, error.hint) == (f"{name} is not here", str(file), hint)


def test_all_keys_that_are_not_there_are_told_at_once() -> None:
    error = refusal(deletes(DEV, "web.a", "web.replicaCount", "web.b"))
    assert isinstance(error, Invalid)
    assert error.what == "there is nothing to remove"
    assert [one.what for one in error.errors] == ["web.a is not here", "web.b is not here"]


def test_item_of_an_inherited_list_is_removed_by_setting_the_list() -> None:
    values = VALUES.replace("  ports: {sql: 5432}\n", "  ports: {sql: 5432}\n  args: [a, b]\n")
    error = refusal(deletes(PROD, "db.args[0]"), values=values)
    assert error.hint == "It is in the list that values.yaml:24 states: set db.args to the list without it."
    assert refusal(deletes(PROD, "db.args[7]"), values=values).hint == ""


COMMENTED = "web:\n  # why there is a tag\n  image: {tag: x}\n"


def test_refusal_names_the_options_that_would_help() -> None:
    error = refusal(deletes(DEV, "web.image.tag"), prune=True, values_dev=COMMENTED)
    assert error.hint == (
        "The file is unchanged. --with-comment removes the comment, too; --keep-empty leaves an empty map."
    )


def test_several_refusals_share_the_options_that_would_help() -> None:
    dev = "x-a: 1\nweb: {image: {tag: 1}} # why\norders: {image: {tag: 1}} # why\n"
    error = refusal(deletes(DEV, "web.image.tag", "orders.image.tag"), prune=True, values_dev=dev)
    assert isinstance(error, Invalid)
    assert [one.what for one in error.errors] == [
        "delete web.image.tag: the comment '# why' would be lost",
        "delete orders.image.tag: the comment '# why' would be lost",
    ]
    assert error.hint == (
        "The file is unchanged. --with-comment removes the comment, too; --keep-empty leaves an empty map."
    )


def test_refusal_that_no_option_mends_stays_as_it_is() -> None:
    error = refusal(deletes(DEV, "x-a.b"), values_dev="x-a: &a {b: 1}\nx-c: *a\n")
    assert (error.what, error.hint) == (
        "x-a is anchored as &a and shared with line 2",
        "An edit here would change both places: write the alias out first.",
    )


def test_an_item_that_is_not_there_is_told_with_the_one_that_was_meant() -> None:
    text = "web:\n  env: [{name: LOG_LEVEL, value: info}]\n"
    model = load_values(foreign_umbrella(values=text, values_dev="a: 1\n"))
    for environment in (None, "dev"):
        edit = Edit(model.own_file(environment), "delete", parse_path("web.env[name=LOG_LEVLE].value"))
        with pytest.raises(BlueprintError) as caught:
            unset(model, [edit])
        assert caught.value.hint == 'Did you mean "LOG_LEVEL"?'
