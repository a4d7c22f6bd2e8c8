"""What is told of edits that were made: what equals what it inherits, what is overruled and where."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import pytest

from generator.core.change.notes import notes_on
from generator.core.edit.edits import Edit
from generator.core.paths import parse_path
from generator.core.values.model import load_values
from tests.small_platform import DEV, DR, PROD, VALUES, small_platform

OVERRIDES = "global:\n  overrides:\n    deployment: {replicaCount: 7}\n"

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
    assert notes_on(load_values(small_platform(**files)), [edit]) == notes


def test_without_environments_the_place_alone_is_told() -> None:
    tree = small_platform(
        values=VALUES.replace("  presets:", "  overrides: {all: {image: {tag: 9}}}\n  presets:")
    )
    alone = {path: data for path, data in tree.items() if path.stem in ("values", "Chart", "values.schema")}
    alone |= {path: data for path, data in tree.items() if path.parts[0] == "charts"}
    edit = Edit(PurePosixPath("values.yaml"), "set", ("web", "image", "tag"), "1.4.2")
    assert notes_on(load_values(alone), [edit]) == [
        "web.image.tag in values.yaml is overridden in values.yaml:7, global.overrides.all"
    ]


def test_what_was_removed_has_no_say() -> None:
    edit = Edit(PurePosixPath("values.yaml"), "delete", ("web", "image", "tag"))
    assert notes_on(load_values(small_platform()), [edit]) == []
