"""Expected results are those of sigs.k8s.io/yaml, the reader that Helm uses."""

from __future__ import annotations

from typing import Any

import pytest

from generator.core.helm_data import load_values
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
        ("\ufeffa: 'x\n\n  y'\n", {"a": "x\ny"}),
    ],
)  # fmt: skip
def test_values_are_what_helm_reads(text: str, data: Any) -> None:
    assert load_values(text) == data


def test_values_that_are_no_map_are_refused() -> None:
    with pytest.raises(BlueprintError) as caught:
        load_values("- a\n", file="values.yaml")
    assert str(caught.value) == "values.yaml: values are a map of keys, this is not"


def test_binary_that_is_none_stays_text() -> None:
    assert load_values("a: !!binary x\n") == {"a": "x"}
