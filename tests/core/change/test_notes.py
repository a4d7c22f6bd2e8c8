"""What is told of a change: what equals what it inherits, what is overruled, what becomes of what goes."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import pytest

from generator.core.change.notes import (
    about_edits,
    about_heirs,
    about_removal,
    about_stated,
    nothing_set,
    overruled_by,
)
from generator.core.change.promote import Promotion
from generator.core.edit.edits import Edit, changes_of
from generator.core.paths import parse_path
from generator.core.values.model import ValuesModel, load_values
from tests.small_platform import DEV, DR, PROD, VALUES, small_platform

OF_DEV, OF_PROD = PurePosixPath("values-dev.yaml"), PurePosixPath("values-prod.yaml")

# File, path, value as it was set (the platform already says so), the files, and what is told.
NOTES: list[tuple[str, str, Any, dict[str, str], list[str]]] = [
    ("values-dev.yaml", "web.replicaCount", 1, {}, []),
    (
        "values-dev.yaml",
        "web.replicaCount",
        2,
        {"values_dev": DEV.replace("Count: 1", "Count: 2")},
        ["web.replicaCount in values-dev.yaml equals what it inherits (values.yaml:8): it could be left out"],
    ),
    (
        "values.yaml",
        "web.image.pullPolicy",
        "IfNotPresent",
        {"values": VALUES.replace("tag: 1.4.2", "tag: 1.4.2, pullPolicy: IfNotPresent")},
        ["web.image.pullPolicy in values.yaml equals what it inherits (charts/deployment/defaults.json:1): it could be left out"],
    ),
    # An environment that comes after another: where it is overruled in both, both are told.
    (
        "values.yaml",
        "web.image.tag",
        "1.4.2",
        {},
        ["web.image.tag in values.yaml is overridden in staging (values-staging.yaml:5)"],
    ),
    (
        "values-prod.yaml",
        "orders.replicaCount",
        5,
        {"values_prod": PROD + "  replicaCount: 5\n", "values_dr": DR + "orders: {replicaCount: 1}\n"},
        ["orders.replicaCount in values-prod.yaml is overridden in dr (values-dr.yaml:5)"],
    ),
    (
        "values-dev.yaml",
        "web.replicaCount",
        1,
        {"values_dev": DEV, "values": VALUES.replace("  presets:", "  overrides: {all: {replicaCount: 7}}\n  presets:")},
        ["web.replicaCount in values-dev.yaml is overridden in dev (values.yaml:7, global.overrides.all)"],
    ),
    # Of a map, each value that it states.
    (
        "values-prod.yaml",
        "orders.autoscaling",
        {"enabled": True, "maxReplicas": 30},
        {"values_dr": DR + "orders: {autoscaling: {enabled: false}}\n"},
        ["orders.autoscaling.enabled in values-prod.yaml is overridden in dr (values-dr.yaml:5)"],
    ),
    # An empty map is a value.
    (
        "values-prod.yaml",
        "web.env",
        {},
        {"values_prod": PROD + "web: {env: {}}\n"},
        ["web.env in values-prod.yaml equals what it inherits (charts/deployment/defaults.json:1): it could be left out"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("file", "path", "value", "files", "notes"), NOTES)
def test_what_is_worth_telling(
    file: str, path: str, value: object, files: dict[str, str], notes: list[str]
) -> None:
    edit = Edit(PurePosixPath(file), "set", parse_path(path), value)
    assert about_edits(load_values(small_platform(**files)), [edit]) == notes


def test_without_environments_the_place_alone_is_told() -> None:
    tree = small_platform(
        values=VALUES.replace("  presets:", "  overrides: {all: {image: {tag: 9}}}\n  presets:")
    )
    alone = {path: data for path, data in tree.items() if path.stem in ("values", "Chart", "values.schema")}
    alone |= {path: data for path, data in tree.items() if path.parts[0] == "charts"}
    edit = Edit(PurePosixPath("values.yaml"), "set", ("web", "image", "tag"), "1.4.2")
    assert about_edits(load_values(alone), [edit]) == [
        "web.image.tag in values.yaml is overridden in values.yaml:7, global.overrides.all"
    ]


def test_what_was_removed_has_no_say() -> None:
    edit = Edit(PurePosixPath("values.yaml"), "delete", ("web", "image", "tag"))
    assert about_edits(load_values(small_platform()), [edit]) == []


def test_what_is_stated_nowhere_is_overruled_by_nothing() -> None:
    model = load_values(small_platform())
    assert overruled_by(model, "dev", Edit(OF_DEV, "set", parse_path("web.nodeSelector.a"), "b")) == ""


def removal(edit: Edit, **files: str) -> list[str]:
    before = load_values(small_platform(**files))
    return about_removal(before, before.with_changes(changes_of(before.tree, [edit])), [edit])


def test_what_becomes_of_each_value_that_goes() -> None:
    dev = "web:\n  replicaCount: 1\n  image: {tag: 1.4.2}\n  env: {A: b}\n"
    assert removal(Edit(OF_DEV, "delete", ("web",)), values_dev=dev) == [
        "web.replicaCount of dev becomes 2 (values.yaml:8)",
        'web.image.tag of dev stays "1.4.2"',
        "web.env.A of dev becomes nothing",
    ]


def test_each_environment_that_reads_the_file_is_told() -> None:
    edit = Edit(OF_PROD, "delete", parse_path("orders.autoscaling.enabled"))
    assert removal(edit) == [
        "orders.autoscaling.enabled of prod becomes false (charts/deployment/defaults.json:1)",
        "orders.autoscaling.enabled of dr becomes false (charts/deployment/defaults.json:1)",
    ]


def test_of_many_the_first_are_told_and_each_once() -> None:
    many = "".join(f"    A{number}: b\n" for number in range(25))
    edit = Edit(OF_DEV, "delete", parse_path("web.env"))
    notes = removal(edit, values_dev=f"web:\n  env:\n{many}")
    assert [notes[0], notes[-1], len(notes)] == [
        "web.env.A0 of dev becomes nothing",
        "… and so on, for 5 more",
        21,
    ]
    before = load_values(small_platform())
    after = before.with_changes(
        changes_of(before.tree, [Edit(OF_DEV, "delete", parse_path("web.replicaCount"))])
    )
    twice = [Edit(OF_DEV, "delete", parse_path(name)) for name in ("web", "web.replicaCount")]
    assert about_removal(before, after, twice) == ["web.replicaCount of dev becomes 2 (values.yaml:8)"]


def plan(*stays: tuple[str, str], stated: tuple[tuple[str, str], ...] = ()) -> Promotion:
    model = ValuesModel(small_platform())
    return Promotion(
        changes=(),
        after=model,
        carried=(),
        stays=tuple((parse_path(name), why) for name, why in stays),
        stated=tuple((parse_path(name), why) for name, why in stated),
    )


def test_what_is_carried_although_its_origin_does_not_go_by_it() -> None:
    found = about_stated(plan(stated=(("web.replicaCount", "staging goes by values.yaml:3"),)))
    assert found == ["web.replicaCount is carried as stated, but staging goes by values.yaml:3"]


@pytest.mark.parametrize(
    ("environments", "notes"),
    [
        (("prod",), []),
        (("prod", "dr"), ["dr inherits from prod, and changes with it"]),
        ((None, "prod", "dr", "eu"), ["dr, eu inherit from prod, and change with it"]),
    ],
)
def test_environments_that_change_with_it(environments: tuple[str | None, ...], notes: list[str]) -> None:
    assert about_heirs(environments, "prod") == notes


def test_why_nothing_is_set() -> None:
    edits = [
        Edit(OF_DEV, "set", parse_path("web.replicaCount"), 1),
        Edit(OF_PROD, "set", parse_path("web.replicaCount"), 1),
    ]
    assert nothing_set([*edits, edits[0]]) == (
        "Nothing to change: web.replicaCount is so in values-dev.yaml, web.replicaCount is so in values-prod.yaml."
    )
