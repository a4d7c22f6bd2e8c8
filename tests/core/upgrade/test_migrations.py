"""Migrations: text in, text out."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.blueprint.manifest import parse_blueprint
from generator.core.upgrade.migrations import Migrated, as_named_here, due, migrated
from generator.errors import UsageError

VALUES = PurePosixPath("values.yaml")
PROD = PurePosixPath("values-prod.yaml")
CHART, PLATFORM = PurePosixPath("Chart.yaml"), PurePosixPath("platform.yaml")


def steps(text: str) -> str:
    return f"name: x\nversion: 2.0.0\ndescription: d\nmigrations:\n  m:\n    version: 2.0.0\n    {text}\n"


def after(text: str, step: str, file: PurePosixPath = VALUES) -> Migrated:
    blueprint = parse_blueprint(steps(step).encode(), "b.yaml")
    return migrated({file: text.encode()}, blueprint.migrations)


@pytest.mark.parametrize(
    ("step", "before", "expected"),
    [
        (
            "rename: {'*.replicas': replicaCount}",
            "global: {replicas: 1}\nweb:\n  # how many\n  replicas: 2 # ours\ndb: {replicas: 3, a: b}\n",
            "global: {replicas: 1}\nweb:\n  # how many\n  replicaCount: 2 # ours\ndb: {replicaCount: 3, a: b}\n",
        ),
        (
            "move: {'*.scaling.max': '*.autoscaling.maxReplicas'}",
            "web:\n  scaling:\n    max: 5 # measured\n    min: 1\n  a: b\n",
            "web:\n  scaling:\n    min: 1\n  a: b\n  autoscaling:\n    maxReplicas: 5 # measured\n",
        ),
        (
            "split: {'*.image': {separator: ':', into: [repository, tag]}}",
            'web:\n  image: host:5000/web:1.2 # pinned\ndb: {image: {repository: db, tag: "1"}}\n',
            "web:\n  image: # pinned\n    repository: host:5000/web\n    tag: \"1.2\"\ndb: {image: {repository: db, tag: \"1\"}}\n",
        ),
        (
            "drop: ['*.legacy', global.old]",
            "global:\n  old: 1\n  new: 2\nweb:\n  # long ago\n  legacy: true\n  a: b\n",
            "global:\n  new: 2\nweb:\n  a: b\n",
        ),
        ("set: {global.mode: strict, web.a: c}", "global: {x: 1}\nweb:\n  a: b\n", "global: {x: 1, mode: strict}\nweb:\n  a: b\n"),
        ("note: Read this.", "a: b\n", "a: b\n"),
    ],
)  # fmt: skip
def test_values_are_carried_along_with_their_comments(step: str, before: str, expected: str) -> None:
    assert after(before, step).tree[VALUES].decode() == expected


def test_every_file_of_values_is_migrated_and_no_other() -> None:
    blueprint = parse_blueprint(steps("rename: {a: b}").encode(), "b.yaml")
    files = {VALUES: b"a: 1\n", PROD: b"a: 2\n", PurePosixPath("docs/values-x.yaml"): b"a: 3\n"}
    assert migrated({**files, PurePosixPath(".helmignore"): b"a: 4\n"}, blueprint.migrations).tree == {
        VALUES: b"b: 1\n", PROD: b"b: 2\n", PurePosixPath("docs/values-x.yaml"): b"a: 3\n",
        PurePosixPath(".helmignore"): b"a: 4\n",
    }  # fmt: skip


def test_settings_are_for_values_yaml_alone() -> None:
    assert after("a: 1\n", "set: {x: 1}", PROD).tree == {PROD: b"a: 1\n"}


def test_base_gets_no_settings() -> None:
    blueprint = parse_blueprint(steps("set: {x: 1}").encode(), "b.yaml")
    assert migrated({VALUES: b"a: 1\n"}, blueprint.migrations, sets=False).tree == {VALUES: b"a: 1\n"}


def test_migrating_twice_changes_nothing_more() -> None:
    blueprint = parse_blueprint(steps("rename: {'*.a': b}").encode(), "b.yaml")
    once = migrated({VALUES: b"web: {a: 1}\n"}, blueprint.migrations)
    assert migrated(once.tree, blueprint.migrations) == once


def test_what_stands_there_already_is_told_and_not_overwritten() -> None:
    assert after("web: {a: 1, b: 2}\n", "move: {web.a: web.b}") == Migrated(
        {VALUES: b"web: {a: 1, b: 2}\n"},
        (
            "values.yaml: web.a is web.b now, which stands there, too: the old one stays, say which one is right",
        ),
    )


def test_what_cannot_be_split_or_carried_is_told() -> None:
    assert after("web: {image: nginx}\n", "split: {web.image: {separator: ':', into: [a, b]}}").notes == (
        'values.yaml: web.image has no ":" to split it at, and stays as it is',
    )
    shared = "base: &base\n  a: 1\n  b: 2\nweb: *base\n"
    found = after(shared, "move: {web.a: other}")
    assert found.tree[VALUES].decode() == shared
    assert found.notes[0].startswith("values.yaml: web.a could not be carried along to other: ")
    found = after(shared + "c: {a: 1}\n", "drop: [web.a, c]")
    assert found.tree[VALUES].decode() == shared
    assert found.notes[0].startswith("values.yaml: web.a could not be carried along: ")
    # A name is no other: what can be carried along is, what cannot be is told, too.
    found = after(shared + "c: {a: 1}\n", "rename: {web.a: z, c.a: z}")
    assert found.tree[VALUES].decode() == shared + "c: {z: 1}\n"
    assert [one.partition(": ")[2].partition(" ")[0] for one in found.notes] == ["web.a"]
    both = "web: {a: 1, z: 2}\n"
    found = after(both, "rename: {web.a: z}")
    assert found.tree[VALUES].decode() == both
    assert found.notes == (
        "values.yaml: web.a is web.z now, which stands there, too: the old one stays, say which one is right",
    )


def test_service_that_gets_another_name_is_called_by_it() -> None:
    blueprint = parse_blueprint(steps("rename: {db: store, global.connections.db: store}").encode(), "b.yaml")
    tree = {
        CHART: b"name: x\nversion: 1.0.0\ndependencies: [{name: statefulset, alias: db, version: 1.0.0}]\n",
        VALUES: b"global:\n  connections: {web: ['db:client', cache], db: [cache]}\ndb: {a: 1}\n",
        PROD: b"mine: {env: {P: {credentialsOf: db}}}\n",
        PLATFORM: b"intent: {match: [db.tag, web.tag]}\n",
    }
    found = migrated(tree, blueprint.migrations)
    assert {path: data.decode() for path, data in found.tree.items() if path != CHART} == {
        VALUES: "global:\n  connections: {web: ['store:client', cache], store: [cache]}\nstore: {a: 1}\n",
        PROD: "mine: {env: {P: {credentialsOf: store}}}\n",
        PLATFORM: "intent: {match: [store.tag, web.tag]}\n",
    }
    assert found.notes == ()


def test_service_of_another_name_here_is_migrated_by_it() -> None:
    given = "rename: {web.a: z, '*.k': l}, move: {web.b: web.c}, split: {web.d: {separator: ':', into: [e, f]}}, drop: [web.g], set: {web.h: 1}"
    migrations = parse_blueprint(
        steps(given.replace("}, ", "}\n    ").replace("], ", "]\n    ")).encode(), "b"
    ).migrations
    text = b"site: {a: 1, b: 2, d: x:z, g: 3, k: 4}\n"
    found = migrated({VALUES: text}, as_named_here(migrations, {"web": "site"}))
    assert found.tree[VALUES].decode() == "site: {z: 1, c: 2, d: {e: x, f: z}, l: 4, h: 1}\n"


MANY = parse_blueprint(
    b"name: x\nversion: 2.0.0\ndescription: d\nmigrations:\n"
    b"  later: {version: 2.0.0, note: b}\n  first: {version: 1.1.0, note: a}\n  past: {version: 1.0.0, note: z}\n"
    b"  future: {version: 3.0.0, note: z}\n  other: {version: 2.0.0, from: '<1', note: z}\n"
    b"  choice: {version: 1.5.0, optional: true, note: c}\n",
    "b.yaml",
)


def test_those_are_due_that_came_since_in_the_order_of_their_versions() -> None:
    found = due(MANY, "1.0.0")
    assert [one.name for one in found.made] == ["first", "later"]
    assert [one.name for one in found.left] == ["choice"]
    chosen = due(MANY, "1.0.0", ["choice"])
    assert ([one.name for one in chosen.made], chosen.left) == (["first", "choice", "later"], ())
    assert due(MANY, "2.0.0") == ((), ())
    assert migrated({}, found.made).notes == ("1.1.0 first: a", "2.0.0 later: b")


def test_migration_that_is_not_optional_cannot_be_chosen() -> None:
    with pytest.raises(UsageError) as caught:
        due(MANY, "1.0.0", ["choices"])
    assert str(caught.value) == (
        'there is no optional migration "choices" from 1.0.0 to 2.0.0\n  Did you mean "choice"?'
    )


def test_a_service_that_is_kept_is_no_part_of_the_base_and_stays_in_ours() -> None:
    blueprint = parse_blueprint(steps("keep: [queue]").encode(), "b.yaml")
    files = {
        VALUES: b"global: {connections: {web: [queue], queue: [queue]}}\n# of old\nqueue: {image: x}\nweb: {a: 1}\n",
        PROD: b"queue: {replicaCount: 3}\nweb: {a: 2}\n",
        CHART: b"apiVersion: v2\nname: x\nversion: 1.0.0\ndependencies:\n  - {name: deployment, alias: web}\n  - {name: statefulset, alias: queue}\n",
    }
    assert migrated(files, blueprint.migrations) == Migrated(files, ())
    assert migrated(files, blueprint.migrations, sets=False).tree == {
        VALUES: b"global: {connections: {web: [queue]}}\nweb: {a: 1}\n",
        PROD: b"web: {a: 2}\n",
        CHART: b"apiVersion: v2\nname: x\nversion: 1.0.0\ndependencies:\n  - {name: deployment, alias: web}\n",
    }


def test_a_service_that_is_kept_is_called_as_the_team_calls_it() -> None:
    blueprint = parse_blueprint(steps("keep: [queue]").encode(), "b.yaml")
    (here,) = as_named_here(blueprint.migrations, {"queue": "bus"})
    assert here.keep == ("bus",)
