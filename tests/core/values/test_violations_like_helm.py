"""What schemas refuse: as both majors of Helm refuse it, with what Helm adds to the values of charts."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

import pytest

from generator.core.tree import Tree
from generator.core.values.model import load_values
from generator.core.values.violations import Judge, broken_schemas, is_surely_valid, stated_violations
from tests.bench.synthetic import write
from tests.core.helm.test_coalesce import chart

CLOSED: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"port": {"type": "integer"}},
}
SEVEN = "http://json-schema.org/draft-07/schema#"
NEW = "https://json-schema.org/draft/2020-12/schema"
FOUR = "http://json-schema.org/draft-04/schema#"
ADDED = "Helm adds this key to the values of every dependency, and the chart's schema does not take it"


def taking(schema: dict[str, Any], **more: object) -> dict[str, Any]:
    """The schema with more properties."""
    return {**schema, "properties": {**schema["properties"], **more}}


class Case(NamedTuple):
    """Schemas of the umbrella, of `sub` and of the chart `in` within it, and what is refused by which."""

    sub: Any = None
    refused: tuple[str, ...] = ()
    values: str = ""
    defaults: str = "port: 80\n"
    own: Any = None
    inner: Any = None
    wants: str = "{name: sub, version: 1.0.0}"

    def tree(self) -> Tree:
        texts = {
            "Chart.yaml": chart("shop", self.wants),
            "values.yaml": self.values,
            "charts/sub/Chart.yaml": chart("sub"),
            "charts/sub/values.yaml": self.defaults,
            "charts/sub/charts/in/Chart.yaml": chart("in"),
        }
        schemas = {"": self.own, "charts/sub/": self.sub, "charts/sub/charts/in/": self.inner}
        texts |= {
            f"{at}values.schema.json": json.dumps(one) for at, one in schemas.items() if one is not None
        }
        return {PurePosixPath(path): text.encode() for path, text in texts.items()}


GLOBAL = {"global": {"type": "object"}, "in": {"type": "object"}}
CASES = {
    "closed": Case(taking(CLOSED, **{"in": {}}), (f"sub.global: {ADDED}",)),
    "closed, draft 7": Case({"$schema": SEVEN, **taking(CLOSED, **{"in": {}})}, (f"sub.global: {ADDED}",)),
    "closed, draft 4": Case({"$schema": FOUR, **taking(CLOSED, **{"in": {}})}, (f"sub.global: {ADDED}",)),
    "closed, unevaluated": Case(
        {"$schema": NEW, "unevaluatedProperties": False, "allOf": [{"properties": {"port": {}, "in": {}}}]},
        (f"sub.global: {ADDED}",),
    ),
    "closed by reference": Case(
        {"$schema": SEVEN, "$ref": "#/definitions/all", "definitions": {"all": taking(CLOSED, **{"in": {}})}},
        (f"sub.global: {ADDED}",),
    ),
    "with global": Case(taking(CLOSED, **GLOBAL)),
    "with global, stated": Case(taking(CLOSED, **GLOBAL), values="global: {a: 1}\n"),
    "a chart within": Case(inner=CLOSED, refused=(f"sub.in.global: {ADDED}",)),
    "the map of a chart within": Case(
        taking(CLOSED, **{"global": {}}), ("sub.in: this key is not known",)
    ),
    "switched off": Case(CLOSED, values="sub: {enabled: false}\n", wants="{name: sub, version: 1.0.0, condition: sub.enabled}"),
    "its own switch": Case(
        taking(CLOSED, **GLOBAL), ("sub.enabled: this key is not known",), "sub: {enabled: true}\n",
        wants="{name: sub, version: 1.0.0, condition: sub.enabled}",
    ),
    "a switch elsewhere": Case(taking(CLOSED, **GLOBAL), values="on: true\n", wants="{name: sub, version: 1.0.0, condition: on}"),
    "alias": Case(taking(CLOSED, **{"in": {}}), (f"one.global: {ADDED}",), wants="{name: sub, version: 1.0.0, alias: one}"),
    "its own defaults": Case({"properties": {"port": {"type": "string"}}}, ("sub.port: a string is expected, not 80",)),
    "defaults within the umbrella": Case(
        own={"properties": {"sub": {"additionalProperties": False, "properties": {"in": {}, "global": {}}}}},
        refused=("sub.port: this key is not known",),
    ),
    "null of values.yaml": Case(
        own={"properties": {"a": {"type": "string"}}}, values="a: null\n",
        refused=("a: a string is expected, not null; Helm 3 refuses this, Helm 4 does not",),
    ),
    "null over a required default": Case(
        {"required": ["port"]}, values="sub: {port: null}\n",
        refused=("sub: the key port is missing; Helm 3 refuses this, Helm 4 does not",),
    ),
    "format, draft 7": Case({"$schema": SEVEN, "properties": {"port": {"format": "ipv4"}}}, ('sub.port: "x" is not a "ipv4"',), defaults="port: x\n"),
    "format, 2020": Case({"$schema": NEW, "properties": {"port": {"format": "ipv4"}}}, defaults="port: x\n"),
    "words beside a reference": Case(
        {"$schema": SEVEN, "properties": {"port": {"$ref": "#/definitions/a", "type": "string"}}, "definitions": {"a": {}}}
    ),
    "whole numbers": Case({"properties": {"port": {"type": "integer"}}}, defaults="port: 80.0\n"),
    "exclusive, draft 4": Case(
        {"$schema": FOUR, "properties": {"port": {"minimum": 80, "exclusiveMinimum": True}}}, ("sub.port: 80 is less than or equal to the minimum of 80",)
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_is_refused(name: str) -> None:
    model = load_values(CASES[name].tree())
    assert tuple(one.what for one in Judge(model).violations(model, None)) == CASES[name].refused


@pytest.mark.helm
@pytest.mark.parametrize("major", [3, 4])
def test_helm_refuses_the_same(major: int, tmp_path: Path, helm3: Path, helm4: Path) -> None:
    found, expected = {}, {}
    for number, (name, case) in enumerate(CASES.items()):
        folder = write(case.tree(), tmp_path / str(number))
        done = subprocess.run(
            [helm3 if major == 3 else helm4, "template", "r", folder],
            capture_output=True,
            text=True,
            check=False,
        )
        found[name] = bool(done.returncode)
        expected[name] = any(f"; Helm {7 - major} refuses" not in one for one in case.refused)
    assert found == expected


def stated(case: Case, **files: str) -> list[tuple[str, str, int]]:
    tree = case.tree() | {PurePosixPath(f"{name}.yaml"): text.encode() for name, text in files.items()}
    return [(one.violation.what, str(one.file), one.line) for one in stated_violations(load_values(tree))]


def test_what_helm_adds_is_told_where_the_chart_is_stated_or_wanted() -> None:
    said = f"sub.global: {ADDED}"
    assert stated(CASES["closed"]) == [(said, "Chart.yaml", 5)]
    assert stated(CASES["closed"], values="x: 1\nsub: {port: 5}\n") == [(said, "values.yaml", 2)]
    case = CASES["closed"]._replace(wants="{name: other, version: 1.0.0}")
    assert stated(case) == [(said, "values.yaml", 1)]  # nothing wants what Helm renders all the same


def test_what_to_do_about_what_a_closed_schema_does_not_take() -> None:
    def hints(name: str) -> list[str]:
        model = load_values(CASES[name].tree())
        return [one.hint for one in Judge(model).violations(model, None)]

    assert hints("closed") == [
        (
            "Take a version of the chart whose schema takes it; until then only --skip-schema-validation "
            "(Helm 3.16 and newer) renders it."
        )
    ]
    assert hints("its own switch") == [
        (
            "`condition` in Chart.yaml asks for it, and the schema of this chart does not take it: let "
            "`condition` name a key of the umbrella's own."
        )
    ]


def test_global_that_a_file_states_is_an_unknown_key_as_any() -> None:
    model = load_values(CASES["closed"]._replace(values="sub: {global: {a: 1}}\n").tree())
    (found,) = Judge(model).violations(model, None)
    assert (found.what, found.is_unknown_key) == ("sub.global: this key is not known", True)


def test_schema_of_a_chart_within_is_broken_with_its_file() -> None:
    tree = {**Case().tree(), PurePosixPath("charts/sub/charts/in/values.schema.json"): b'{"type": 5}'}
    assert [str(file) for file, _, _ in broken_schemas(load_values(tree))] == [
        "charts/sub/charts/in/values.schema.json"
    ]


def test_value_of_a_chart_whose_inner_chart_has_a_schema_needs_a_validator() -> None:
    model = load_values(CASES["a chart within"].tree())
    assert not is_surely_valid(model, ("sub", "in", "port"), 5)
    assert is_surely_valid(model, ("x",), 5)
