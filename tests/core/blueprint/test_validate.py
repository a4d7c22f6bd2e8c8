import json
from pathlib import PurePosixPath

from generator.core.blueprint.validate import errors_of_values
from generator.core.lint.facts import findings
from generator.core.lint.rules import schema, unknown_key
from generator.core.values.model import load_values
from tests.small_platform import SCHEMA as SMALL
from tests.small_platform import small_platform

SCHEMA = {
    "properties": {
        "web": {"$ref": "#/$defs/web"},
        "global": {
            "type": "object",
            "properties": {"domain": {"type": "string"}},
            "additionalProperties": False,
        },
    },
    "additionalProperties": False,
    "$defs": {
        "web": {
            "type": "object",
            "properties": {"replicas": {"type": "integer", "maximum": 5}, "image": {"type": "string"}},
            "additionalProperties": False,
        }
    },
}
PLATFORM = """\
apiVersion: helm-blueprint/v1
blueprint: {name: x, version: 1.0.0}
environments: {dev: , prod: , dr: {inherits: prod}}
"""


def told(**values: str) -> list[str]:
    files = {"values": "", "values_dev": "", "values_prod": "", "values_dr": "", **values}
    tree = {PurePosixPath(f"{name.replace('_', '-')}.yaml"): text.encode() for name, text in files.items()}
    tree |= {
        PurePosixPath("values.schema.json"): json.dumps(SCHEMA).encode(),
        PurePosixPath("platform.yaml"): PLATFORM.encode(),
        PurePosixPath("Chart.yaml"): b"name: x\nversion: 1.0.0\n",
    }
    return [str(error) for error in errors_of_values(load_values(tree))]


def test_right_values_are_fine() -> None:
    assert told(values="web: {replicas: 1}\n", values_dr="web:\n  replicas: 5\n") == []


def test_wrong_value_is_told_once_in_the_file_that_states_it() -> None:
    assert told(
        values="web:\n  image: 1\n  replica: 2\n  imag: x\nwbe: {}\n",
        values_prod="global:\n  domain: x\nweb: {replicas: 6}\n",
        values_dr="web:\n  replicas: many\n",
    ) == [
        'values.yaml:2: web.image: a string is expected, not 1',
        'values.yaml:3: web.replica: this key is not known\n  Did you mean "replicas"?',
        'values.yaml:4: web.imag: this key is not known\n  Did you mean "image"?',
        'values.yaml:5: wbe: this key is not known\n  Did you mean "web"?',
        "values-prod.yaml:3: web.replicas: 6 is greater than the maximum of 5",
        'values-dr.yaml:2: web.replicas: a whole number is expected, not "many"',
    ]  # fmt: skip


def test_later_file_puts_a_value_right() -> None:
    assert told(values_prod="web: {replicas: 6}\n", values_dr="web: {replicas: 1}\n") == [
        "values-prod.yaml:1: web.replicas: 6 is greater than the maximum of 5"
    ]


def test_null_takes_a_value_away() -> None:
    wrong = "values.yaml:1: web.replicas: 9 is greater than the maximum of 5"
    away = "web: {replicas: null}\n"
    assert told(values="web: {replicas: 9}\n", values_dev=away) == [wrong]
    assert told(values="web: {replicas: 9}\n", values_dev=away, values_prod=away) == []


def test_malformed_files_are_told_all_at_once() -> None:
    found = told(values="a: [1\n", values_prod="a: 1\na: 2\n")
    assert [one.split(": ")[0] for one in found] == ["values.yaml:1", "values-prod.yaml:2"]


def test_missing_file_is_told() -> None:
    tree = {
        PurePosixPath("Chart.yaml"): b"name: x\nversion: 1.0.0\n",
        PurePosixPath("values.schema.json"): b"{}",
        PurePosixPath("platform.yaml"): PLATFORM.encode(),
        PurePosixPath("values-dev.yaml"): b"",
        PurePosixPath("values-prod.yaml"): b"",
    }
    hint = "\n  platform.yaml declares its environment; an empty file will do."
    assert [str(e) for e in errors_of_values(load_values(tree))] == [
        f"values.yaml: this file is missing{hint}",
        f"values-dr.yaml: this file is missing{hint}",
    ]


def test_same_judge_speaks_in_lint() -> None:
    tree = {
        **small_platform(values_dev="web: {replicaCount: many, imag: {}}\n"),
        PurePosixPath("values.schema.json"): json.dumps(SMALL).encode(),
    }
    model = load_values(tree)
    assert [str(error) for error in errors_of_values(model)] == [
        'values-dev.yaml:1: web.replicaCount: a whole number is expected, not "many"',
        'values-dev.yaml:1: web.imag: this key is not known\n  Did you mean "image"?',
    ]
    found = findings(model, [schema.check, unknown_key.check])
    assert [f"{one.file}:{one.line}: {one.what}" for one in found] == [
        'values-dev.yaml:1: web.replicaCount: a whole number is expected, not "many"',
        "values-dev.yaml:1: web.imag is not known",
    ]
