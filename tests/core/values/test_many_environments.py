"""Time grows with the environments: what those that inherit have in common is read and merged once."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import PurePosixPath

from generator.core.report import matrix
from generator.core.values.compare import Column, compare
from generator.core.values.model import load_values
from tests.calls import growth

ENV = "env: [{name: A, value: a}, {name: B}]"
VALUES = "".join(f"web-{at}:\n  replicaCount: 1\n  {ENV}\n" for at in range(5))


def shown(environments: int) -> Callable[[], object]:
    """The matrix of environments of which each inherits from the one before."""
    names = [f"e{at}" for at in range(environments)]
    chain = "".join(f"  {name}: {{inherits: {below}}}\n" for below, name in pairwise(names))
    tree = {
        "Chart.yaml": "apiVersion: v2\nname: many\nversion: 1.0.0\n",
        "platform.yaml": f"apiVersion: helm-blueprint/v1\nenvironments:\n  e0: {{}}\n{chain}",
        "values.yaml": VALUES,
    }
    for at, name in enumerate(names):
        own = f"web-1:\n  replicaCount: {at}\n  env: [{{name: B}}, {{name: A, value: a{at % 3}}}]\n"
        tree[f"values-{name}.yaml"] = f"{own}new-{at % 5}: {{x: {at}}}\n"
    files = {PurePosixPath(path): text.encode() for path, text in tree.items()}

    def act() -> object:
        model = load_values(files)
        columns = [Column(name, model, name) for name in model.environments]
        rows = compare(columns)
        assert (len(columns), len(rows)) == (environments, 7)
        return matrix.as_text(rows, names, all_keys=False, longest=60)

    return act


def test_matrix_of_a_long_chain() -> None:
    assert growth(shown, 25, 100) < 8
