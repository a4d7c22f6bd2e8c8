"""What may be set: keys that schemas know, values that they take."""

from __future__ import annotations

import json
from pathlib import PurePosixPath

import pytest

from generator.core.change.checks import refuse_invalid, refuse_unknown
from generator.core.edit.edits import Edit
from generator.core.paths import KeyPath, parse_path
from generator.core.values.model import ValuesModel, load_values
from generator.errors import BlueprintError
from tests.small_platform import DEV, VALUES, foreign_umbrella, small_platform

UNKNOWN = [
    ("web.replicas", 'web.replicas: this key is not known\n  Did you mean "replicaCount"?'),
    # The first key that is wrong is told, however many follow.
    ("web.img.tag.x", 'web.img: this key is not known\n  Did you mean "image"?'),
    ("wbe.replicaCount", 'wbe: this key is not known\n  Did you mean "web"?'),
    ("reporting.image", "reporting: this key is not known\n  Known are: db, global, orders, web, workload."),
    ("web.replicaCount.x", "web.replicaCount.x: this key is not known: web.replicaCount is a whole number"),
    (
        "web[0]",
        (
            "web[0]: this key is not known: web is a map\n"
            "  Known are: args, autoscaling, enabled, env, global, image, nodeSelector, ports, presets, replicaCount."
        ),
    ),
    ("web.args.first", "web.args.first: this key is not known: web.args is a list"),
    (
        "web.env.example.com/owner",
        (
            "web.env.example.com/owner: this key is not known: web.env.example is a string or a number or true or false\n"
            "  Write example\\.com/owner if the dots belong to one key."
        ),
    ),
]


@pytest.mark.parametrize(("path", "said"), UNKNOWN)
def test_unknown_key_is_refused_with_what_was_meant(path: str, said: str) -> None:
    with pytest.raises(BlueprintError) as caught:
        refuse_unknown(load_values(small_platform()), [parse_path(path)])
    assert str(caught.value) == said


def test_all_unknown_keys_are_told_at_once() -> None:
    with pytest.raises(BlueprintError) as caught:
        refuse_unknown(
            load_values(small_platform()), [("web", "replicas"), ("web", "env", "A"), ("db", "img")]
        )
    assert str(caught.value) == (
        "these keys are not known\n"
        '  web.replicas: this key is not known\n    Did you mean "replicaCount"?\n'
        '  db.img: this key is not known\n    Did you mean "image"?'
    )


def test_service_that_is_not_there_is_added_in_chart_yaml() -> None:
    many = {f"service-{number}": {} for number in range(20)}
    schema = json.dumps({"additionalProperties": False, "properties": many})
    with pytest.raises(BlueprintError) as caught:
        refuse_unknown(load_values(small_platform(**{"values.schema.json": schema})), [("reports", "tag")])
    assert str(caught.value) == (
        "reports: this key is not known\n"
        "  Services are added in Chart.yaml; keys of your own templates begin with x-."
    )


@pytest.mark.parametrize("path", [(), (0, "a")])
def test_value_without_a_path_is_refused(path: KeyPath) -> None:
    with pytest.raises(BlueprintError, match="a value needs a path"):
        refuse_unknown(load_values(small_platform()), [path])


def test_known_keys_need_no_words() -> None:
    model = load_values(small_platform())
    assert refuse_unknown(model, [("web", "args"), ("web", "env", "ANY"), ("x-mine", "a"), ("global",)]) == [
        # whatever begins with x- is allowed, and nobody can know it
        "x-mine.a is new here; there is no schema that tells whether the chart knows it"
    ]


UNSURE = [
    ("cart.replicas", []),
    ("cart.replicass", ['cart.replicass is new here, and no schema knows it. Did you mean "replicas"?']),
    ("cart.labels.team", ["cart.labels.team is new here; there is no schema that tells whether the chart knows it"]),
    ("crat.replicas", ['crat.replicas is new here, and no schema knows it. Did you mean "cart"?']),
    ("cart.tag.x", ["cart.tag.x is new here; there is no schema that tells whether the chart knows it"]),
    # Only one environment states it: it is known all the same.
    ("cart.only", []),
]  # fmt: skip


@pytest.mark.parametrize(("path", "notes"), UNSURE)
def test_without_a_schema_what_nobody_states_is_told(path: str, notes: list[str]) -> None:
    model = load_values(foreign_umbrella(values_dev="cart: {only: here}\n"))
    assert refuse_unknown(model, [parse_path(path)]) == notes


def after(model: ValuesModel, **files: str) -> ValuesModel:
    named = {PurePosixPath(f"{name.replace('_', '-')}.yaml"): text.encode() for name, text in files.items()}
    return load_values({**model.tree, **named})


BASE = load_values(small_platform())


def test_what_the_schema_refuses_is_refused_with_its_place() -> None:
    with pytest.raises(BlueprintError) as caught:
        refuse_invalid(
            BASE, after(BASE, values_dev=DEV.replace("replicaCount: 1", "replicaCount: many")), ["dev"]
        )
    assert str(caught.value) == (
        'values-dev.yaml:5: web.replicaCount: a whole number is expected, not "many"'
    )


def test_what_is_not_written_yet_has_no_line() -> None:
    with pytest.raises(BlueprintError) as caught:
        refuse_invalid(BASE, after(BASE, values_dev=DEV + "  image: {pullPolicy: always}\n"), ["dev"])
    assert str(caught.value) == (
        'values-dev.yaml: web.image.pullPolicy: "always" is not allowed\n  Did you mean "Always"?'
    )


def test_one_refusal_of_many_environments_is_told_once() -> None:
    wrong = VALUES.replace("  ports: {sql: 5432}", "  ports: {sql: many}\n  args: 5")
    with pytest.raises(BlueprintError) as caught:
        refuse_invalid(BASE, after(BASE, values=wrong), [None, "dev", "prod"])
    assert str(caught.value) == (
        "the schema refuses this\n"
        '  values.yaml:23: db.ports.sql: a whole number is expected, not "many"\n'
        "  values.yaml: db.args: a list is expected, not 5"
    )


def test_what_the_whole_file_lacks_has_no_line() -> None:
    tree = small_platform(**{"values.schema.json": '{"required": ["x-a"]}'}, values="x-a: 1\n", values_dev="")
    before = load_values(tree)
    with pytest.raises(BlueprintError) as caught:
        refuse_invalid(before, after(before, values=""), ["dev"])
    assert str(caught.value) == "values-dev.yaml: the key x-a is missing"


def test_what_was_refused_before_is_no_news() -> None:
    old = after(BASE, values_dev="web: {replicaCount: many}\n")
    new = after(BASE, values_dev="web: {replicaCount: many, args: [a]}\n")
    refuse_invalid(old, new, ["dev"])
    with pytest.raises(BlueprintError, match="db.args: a list is expected"):
        refuse_invalid(old, after(old, values_dev="web: {replicaCount: many}\ndb: {args: 5}\n"), ["dev"])


def test_edits_of_plain_types_load_no_validator(monkeypatch: pytest.MonkeyPatch) -> None:
    def judge(*_: object) -> None:
        raise AssertionError("a validator was loaded")

    monkeypatch.setattr("generator.core.change.checks.Judge", judge)
    file = PurePosixPath("values-dev.yaml")
    sure = Edit(file, "set", ("web", "image", "tag"), "2.0")
    refuse_invalid(BASE, BASE, ["dev"], [sure])
    for unsure in (sure._replace(value=[]), sure._replace(op="delete")):
        with pytest.raises(AssertionError, match="a validator was loaded"):
            refuse_invalid(BASE, BASE, ["dev"], [sure, unsure])


ITEMS = "web:\n  env:\n    - {name: LOG_LEVEL, value: info}\n"


@pytest.mark.parametrize(
    ("name", "notes"),
    [
        (
            "web.env[name=LOG_LEVLE].value",
            ['web.env[name=LOG_LEVLE] is a new item. Did you mean "LOG_LEVEL"?'],
        ),
        ("web.env[name=Q].value", ["web.env[name=Q] is a new item. Known are: LOG_LEVEL."]),
        ("web.env[name=LOG_LEVEL].value", []),
    ],
)
def test_an_item_that_may_be_a_slip_of_the_pen_is_told(name: str, notes: list[str]) -> None:
    model = load_values(foreign_umbrella(values="a: 1\n", values_dev=ITEMS))
    assert refuse_unknown(model, [parse_path(name)]) == notes


def test_an_item_that_a_schema_knows_is_told_where_another_one_is_near() -> None:
    schema = '{"properties": {"web": {"properties": {"env": {"type": "array", "items": {"properties": {"value": {"type": "string"}}}}}}}}'
    model = load_values(
        {**foreign_umbrella(values=ITEMS), PurePosixPath("values.schema.json"): schema.encode()}
    )
    assert refuse_unknown(model, [parse_path("web.env[name=LOG_LEVELS].value")]) == [
        'web.env[name=LOG_LEVELS] is a new item. Did you mean "LOG_LEVEL"?'
    ]
    assert refuse_unknown(model, [parse_path("web.env[name=Q].value")]) == []
