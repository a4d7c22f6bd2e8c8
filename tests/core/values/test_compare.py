from __future__ import annotations

from generator.core.data import MISSING
from generator.core.paths import Item
from generator.core.platform.patterns import patterns
from generator.core.values.compare import Column, Row, changed_paths, compare, followers, grouped, news
from generator.core.values.model import load_values
from tests.small_platform import foreign_umbrella, small_platform


def columns(tree_intent: str, *names: str | None, **files: str) -> list[Column]:
    model = load_values(small_platform(intent=tree_intent, **files))
    return [Column(name or "values.yaml", model, name) for name in names]


def test_a_preset_that_differs_is_told_once() -> None:
    rows = compare(columns("", "staging", "prod"))
    replicas = ("global", "presets", "deployment", "replicaCount")
    assert rows == [
        Row(("global", "domain"), ("staging.example.com", "example.com"), differs=True),
        Row(replicas, (2, 3), differs=True),
        Row(("web", "replicaCount"), (2, 3), differs=True, follows=replicas),
        Row(("web", "image", "tag"), ("1.5.0", "1.4.2"), differs=True),
        Row(("orders", "replicaCount"), (2, 3), differs=True, follows=replicas),
        Row(("orders", "env", "LOG_LEVEL"), ("debug", MISSING), differs=True),
        Row(("orders", "autoscaling", "enabled"), (False, True), differs=True),
        Row(("orders", "autoscaling", "maxReplicas"), (10, 30), differs=True),
    ]
    assert followers(rows) == {replicas: ["web", "orders"]}
    assert list(grouped(rows)) == ["global", "web", "orders"]


def test_declared_values_follow_from_nothing() -> None:
    rows = compare(columns("", "prod", "dr"), declared=True)
    assert rows == [Row(("global", "presets", "deployment", "replicaCount"), (3, 1), differs=True)]


def test_a_value_of_the_services_own_does_not_follow() -> None:
    rows = compare(columns("", "dev", "prod"), only=patterns("*.replicaCount"))
    assert [(row.path, row.follows) for row in rows] == [
        (("global", "presets", "deployment", "replicaCount"), None),
        (("web", "replicaCount"), None),
        (("orders", "replicaCount"), ("global", "presets", "deployment", "replicaCount")),
    ]


def test_what_the_intent_expects() -> None:
    intent = '  mustDiffer: [global.domain]\n  environmentOnly: ["*.replicaCount"]\n'
    rows = compare(columns(intent, "staging", "prod"))
    assert [row.path for row in rows if not row.expected] == [
        ("web", "image", "tag"),
        ("orders", "env", "LOG_LEVEL"),
        ("orders", "autoscaling", "enabled"),
        ("orders", "autoscaling", "maxReplicas"),
    ]


def test_expected_of_several_columns_only_when_every_two_that_differ_are() -> None:
    intent = '  ordered: [{keys: "*.replicaCount", order: prod >= staging}]\n'
    only = patterns("orders.replicaCount")
    assert [row.expected for row in compare(columns(intent, "staging", "prod"), only=only)] == [True]
    assert [row.expected for row in compare(columns(intent, "staging", "prod", "dr"), only=only)] == [False]
    assert [row.expected for row in compare(columns(intent, None, "prod"), only=only)] == [False]


def test_nothing_is_expected_to_differ_between_revisions_of_one_environment() -> None:
    intent = '  environmentOnly: ["*.replicaCount"]\n'
    old = load_values(small_platform(intent=intent))
    new = load_values(small_platform(intent=intent, values_dev="web: {replicaCount: 5}\n"))
    rows = compare([Column("dev@a", old, "dev"), Column("dev", new, "dev")], only=patterns("web"))
    assert rows == [Row(("web", "replicaCount"), (1, 5), differs=True)]


def test_an_upgraded_chart_is_told_as_its_defaults() -> None:
    old, new = dict(small_platform()), dict(small_platform())
    path = next(path for path in new if str(path) == "charts/deployment/defaults.json")
    new[path] = new[path].replace(b'"maxReplicas": 10', b'"maxReplicas": 12')
    rows = compare([Column("a", load_values(old), "dev"), Column("b", load_values(new), "dev")])
    cause = ("chart defaults", "deployment", "autoscaling", "maxReplicas")
    assert rows == [
        Row((service, "autoscaling", "maxReplicas"), (10, 12), differs=True, follows=cause)
        for service in ("web", "orders")
    ]


def test_all_keys() -> None:
    rows = compare(columns("", "dev", "prod"), all_keys=True, only=patterns("db"))
    assert len(rows) == 9
    assert rows[0] == Row(("db", "enabled"), (True, True), differs=False)


def test_one_and_true_and_a_missing_key_are_different_things() -> None:
    files = {
        "values_dev": "web: {env: {A: 1, B: null, C: 1.0, D: {}}}\n",
        "values_prod": "web: {env: {A: true, C: 1}}\n",
    }
    rows = compare(columns("", "dev", "prod", **files), only=patterns("web.env"))
    assert rows == [
        Row(("web", "env", "A"), (1, True), differs=True),
        Row(("web", "env", "D"), ({}, MISSING), differs=True),
    ]


def test_scalar_against_map() -> None:
    files = {"values_dev": "x-a: {b: {c: 1}}\n", "values_prod": "x-a: {b: 5}\n"}
    rows = compare(columns("", "dev", "prod", **files), only=patterns("x-a"))
    assert rows == [Row(("x-a", "b"), ({"c": 1}, 5), differs=True)]


def test_umbrella_of_somebody_else() -> None:
    model = load_values(foreign_umbrella())
    rows = compare([Column(name, model, name) for name in model.environments])
    assert rows == [Row(("cart", "replicas"), (1, 2), differs=True)]


def test_presets_that_a_service_takes_here_and_not_there() -> None:
    spot = "global: {presets: {spot: {env: {A: 1}, replicaCount: 7}}}\n"
    files = {"values": spot, "values_dev": "web: {presets: [spot]}\n", "values_prod": ""}
    rows = compare(columns("", "dev", "prod", **files))
    assert [(row.path, row.follows) for row in rows] == [
        (("web", "replicaCount"), ("web", "presets")),
        (("web", "env", "A"), ("web", "presets")),
        (("web", "presets"), None),
    ]
    assert [row.path for row in news(rows)] == [("web", "presets")]


def test_within_a_list_only_what_a_pattern_names() -> None:
    files = {
        "values_dev": "web: {args: [a, b]}\nx-hosts: [{name: a, port: 1}, {name: b}]\n",
        "values_prod": "web: {args: [a, c, d]}\nx-hosts: [{name: a, port: 2}]\n",
    }
    both = columns("", "dev", "prod", **files)
    assert compare(both, only=patterns("web.args[1]", "x-hosts[*].port")) == [
        Row(("web", "args", 1), ("b", "c"), differs=True),
        Row(("x-hosts", Item(("name", "a")), "port"), (1, 2), differs=True),
    ]
    assert compare(both, only=patterns("*.args[0]"), all_keys=True) == [
        Row(("web", "args", 0), ("a", "a"), differs=False)
    ]
    assert [row.path for row in compare(both, only=patterns("web.args", "web.args[0]"))] == [("web", "args")]


def test_items_of_lists_are_compared_with_their_namesakes() -> None:
    files = {
        "values_dev": "web: {env: [{name: A, value: a}, {name: B, value: b}]}\n",
        "values_prod": "web: {env: [{name: C, value: c}, {name: B, value: x}, {name: A, value: a}]}\n",
    }
    assert compare(columns("", "dev", "prod", **files), only=patterns("web.env[*].value")) == [
        Row(("web", "env", Item(("name", "B")), "value"), ("b", "x"), differs=True),
        Row(("web", "env", Item(("name", "C")), "value"), (MISSING, "c"), differs=True),
    ]
    # By their places and by any of their words, too.
    for pattern in (
        "web.env[name=B]*",
        "web.env[1].value",
        "web.env[value=b].value",
        "web.env[name=B*].value",
    ):
        rows = compare(columns("", "dev", "prod", **files), only=patterns(pattern))
        assert rows[0].values in [("b", "x"), ({"name": "B", "value": "b"}, {"name": "B", "value": "x"})]
        assert len(rows) == 1


def test_keys_of_which_the_files_say_something_else_afterwards() -> None:
    before = load_values(small_platform())
    dev = "global: {domain: dev.example.com}\nweb: {env: {A: x}}\n"
    after = load_values(small_platform(values_dev=dev))
    assert changed_paths(before, after, "dev") == [("web", "replicaCount"), ("web", "env", "A")]
    assert changed_paths(before, after, "prod") == []


def test_values_yaml_alone_is_no_environment_that_intent_speaks_of() -> None:
    intent = "  mustDiffer: [global.domain]\n"
    (row,) = compare(columns(intent, None, "dev"), only=patterns("global.domain"))
    assert (row.differs, row.expected) == (True, False)


def test_service_is_told_once_of_what_follows_from_one_key() -> None:
    cause = ("global", "presets", "app")
    rows = [Row(("web", name), (1, 2), differs=True, follows=cause) for name in ("a", "b")]
    assert followers([*rows, Row(("db", "a"), (1, 2), differs=True, follows=cause)]) == {cause: ["web", "db"]}


def test_of_values_yaml_alone_nothing_is_expected_to_differ() -> None:
    intent = "  mustDiffer: [global.domain]\n"
    only = patterns("global.domain")
    assert [row.expected for row in compare(columns(intent, None, "dev"), only=only)] == [False]
    assert [row.expected for row in compare(columns(intent, "staging", "dev"), only=only)] == [True]


def test_changed_paths_are_those_that_the_files_state() -> None:
    """Not what follows from them in services."""
    before = load_values(small_platform())
    after = load_values(small_platform(values_dr="global: {presets: {deployment: {replicaCount: 4}}}\n"))
    assert changed_paths(before, after, "dr") == [("global", "presets", "deployment", "replicaCount")]
