"""Migrations as a manifest states them."""

from __future__ import annotations

import pytest

from generator.core.blueprint.manifest import parse_blueprint
from generator.core.blueprint.migration import Split
from generator.core.helm.versions import parse_version
from generator.errors import Invalid

HEAD = "name: x\nversion: 2.0.0\ndescription: d\nmigrations:\n"


def test_every_step_is_read() -> None:
    (found,) = parse_blueprint(
        (
            HEAD
            + "  all:\n    version: 1.2.0\n    from: '>=1.1'\n    optional: true\n    note: |\n      Why\n"
            "    rename: {'*.replicas': replicaCount}\n    move: {'*.a.b': '*.c'}\n"
            "    split: {'*.image': {separator: ':', into: [repository, tag]}}\n"
            "    drop: [global.old]\n    set: {global.new: {a: 1}}\n    keep: [queue]\n"
        ).encode(),
        "b.yaml",
    ).migrations
    assert found._replace(only_from=None) == (  # type: ignore[arg-type]
        "all", "1.2.0", None, True, "Why", {("*", "replicas"): "replicaCount"}, {("*", "a", "b"): ("*", "c")},
        {("*", "image"): Split(":", ("repository", "tag"))}, (("global", "old"),), {("global", "new"): {"a": 1}}, ("queue",),
    )  # fmt: skip
    assert parse_version("1.1.0") in found.only_from
    assert parse_version("1.0.0") not in found.only_from


def test_blueprint_without_migrations_has_none() -> None:
    assert parse_blueprint(b"name: x\nversion: 1.0.0\ndescription: d\n", "b.yaml").migrations == ()


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(Invalid) as caught:
        parse_blueprint(
            (
                HEAD + "  bad:\n    version: soon\n    from: '>'\n    rename: {'a.*': b, 'a.b': 1, 'a[': x}\n"
                "    move: {'*.a': b, a: a.b, c: 7}\n    split: {a: {separator: ':', into: [x]}}\n"
                "    drop: ['a[0]']\n    set: {'*.a': 1}\n    more: 1\n  none: {}\n"
            ).encode(),
            "b.yaml",
        )
    assert [error.what for error in caught.value.errors] == [
        'migrations.bad.version: "soon" is not a version such as 1.2.0',
        'migrations.bad.from: ">" is not a range of versions such as ">=1.2 <2"',
        "migrations.bad.rename.a.*: the new name of a key is expected",
        "migrations.bad.rename.a.b: the new name of a key is expected",
        "migrations.bad.rename.a[: 'a[' is not the path of a value: this [ is not closed, at character 2",
        "migrations.bad.move.*.a: both paths have the same number of *",
        "migrations.bad.move.a: a key cannot move into itself: split it",
        "migrations.bad.move.c: a path of keys is expected, as in order-service.image or *.image",
        "migrations.bad.split.a.into: two keys are expected, at least",
        "migrations.bad.drop.0: a path of keys is expected, as in order-service.image or *.image",
        "migrations.bad.set: a key that is set has no * in its path",
        "migrations.bad.more: this key is not known",
        'migrations.none: "version" is missing',
    ]
