"""Expected results are those of sigs.k8s.io/yaml, the reader that Helm uses."""

from __future__ import annotations

from typing import Any

import pytest

from generator.core.yaml.data import values_of_text
from generator.errors import BlueprintError


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("", {}),
        ("# nothing\n", {}),
        ("---\n---\na: 1\n", {}),
        ("a: 1\n---\nb: 2\n", {"a": 1}),
        ("a: 1\na: 2\n", {"a": 2}),
        ("yes: 1\n8080: [x]\n", {"true": 1, "8080": ["x"]}),
        ("a: 2020-01-01\nb: 1:30\n", {"a": "2020-01-01", "b": "1:30"}),
        ("a: &x {k: 1, m: 2}\nb:\n  k: 5\n  <<: *x\n", {"a": {"k": 1, "m": 2}, "b": {"k": 1, "m": 2}}),
        ("a: &x {k: 1, m: 2}\nb:\n  <<: *x\n  k: 5\n", {"a": {"k": 1, "m": 2}, "b": {"k": 5, "m": 2}}),
        ("a: &x {k: 1}\nc: &w {k: 2, z: 3}\nb:\n  <<: [*x, *w]\n", {"a": {"k": 1}, "c": {"k": 2, "z": 3}, "b": {"k": 1, "z": 3}}),
        ("a:\n  <<: {z: 1}\n  b: 2\n", {"a": {"z": 1, "b": 2}}),
        ("a: &x [1]\nb: *x\n", {"a": [1], "b": [1]}),
        ("a: !!str 5\nb: !!float 5\nc: !!binary aGk=\nd: !foo 5\ne: !!int '5'\nf: ! 5\n",
         {"a": "5", "b": 5.0, "c": "hi", "d": "5", "e": 5, "f": "5"}),
        ("x: &x {k: 1}\na:\n  !!merge <<: *x\n  m: 2\n", {"x": {"k": 1}, "a": {"k": 1, "m": 2}}),
        ("x: &x {k: 1}\na:\n  ! <<: *x\n", {"x": {"k": 1}, "a": {"k": 1}}),
        ("x: &x {k: 1}\na:\n  '<<': *x\nb:\n  !!str <<: *x\n", {"x": {"k": 1}, "a": {"<<": {"k": 1}}, "b": {"<<": {"k": 1}}}),
        ("k: &k name\nm:\n  *k : 1\n  z: 2\n", {"k": "name", "m": {"name": 1, "z": 2}}),
        ("k: &k 8080\nm: {*k : 1}\n", {"k": 8080, "m": {"8080": 1}}),
        ("a: {'null': 1, .inf: 2}\n", {"a": {"null": 1, ".inf": 2}}),
        ("a: 9007199254740993\nb: 0x20000000000001\nc: -9007199254740993\n9007199254740993: 1\n",
         {"a": 9007199254740992, "b": 9007199254740992, "c": -9007199254740992, "9007199254740993": 1}),
        ("\ufeffa: 'x\n\n  y'\n", {"a": "x\ny"}),
    ],
)  # fmt: skip
def test_values_are_what_helm_reads(text: str, data: Any) -> None:
    assert values_of_text(text) == data


def test_values_that_are_no_map_are_refused() -> None:
    with pytest.raises(BlueprintError) as caught:
        values_of_text("- a\n", file="values.yaml")
    assert str(caught.value) == "values.yaml: values are a map of keys, this is not"


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("a:\n  b: .inf\n", "v.yaml:2", ".inf is no number that JSON has"),
        ("a: [1, -.INF]\n", "v.yaml:1", "-.INF is no number that JSON has"),
        ("a: &a 1\nb: !!float .nan\nc: *a\n", "v.yaml:2", ".nan is no number that JSON has"),
        ("a:\n  null: 1\n", "v.yaml:2", "a key that is null"),
        ("a: {? : 1}\n", "v.yaml:1", "a key that is null"),
        ("~: 1\n", "v.yaml:1", "a key that is null"),
        ("a:\n  ? {b: 1}\n  : 2\n", "v.yaml:2", "a key that is a map or a list"),
        ("k: &k [1]\nm: {*k : 1}\n", "v.yaml:2", "a key that is a map or a list"),
        ("a:\n  <<: 5\n", "v.yaml:2", "<< takes a map or a list of maps"),
        ("x: &x [{k: 1}]\na:\n  <<: *x\n", "v.yaml:3", "<< takes a map or a list of maps"),
    ],
)
def test_what_helm_refuses_is_refused_with_its_line(text: str, where: str, what: str) -> None:
    with pytest.raises(BlueprintError) as caught:
        values_of_text(text, file="v.yaml")
    assert (caught.value.where, caught.value.what) == (where, f"Helm refuses this: {what}")


def test_binary_that_is_none_stays_text() -> None:
    assert values_of_text("a: !!binary x\n") == {"a": "x"}
