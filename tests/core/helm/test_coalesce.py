"""What Helm renders with, to the last null: computed here, and by both majors."""

from __future__ import annotations

import base64
import json
import random
import subprocess
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import pytest

from generator.core.values.model import load_values
from tests.bench.synthetic import write

if TYPE_CHECKING:
    from generator.core.helm.coalesce import Major
    from generator.core.tree import Tree

SHOW = "all: {{ .Values | toJson | b64enc }}\n"


def tree_of(**files: str) -> dict[PurePosixPath, bytes]:
    """A key is a path with __ for /, without .yaml."""
    tree = {PurePosixPath(f"{key.replace('__', '/')}.yaml"): text.encode() for key, text in files.items()}
    return {PurePosixPath("templates/show.yaml"): SHOW.encode(), **tree}


def chart(name: str, *dependencies: str, version: str = "1.0.0") -> str:
    wants = "".join(f"  - {one}\n" for one in dependencies)
    head = f"apiVersion: v2\nname: {name}\nversion: {version}\n"
    return head + (f"dependencies:\n{wants}" if wants else "")


def helms_values(helm: Path, folder: Path, *chain: object) -> Any:
    """All values of the umbrella as Helm renders with them; the message where Helm refuses them."""
    arguments = [argument for file in chain for argument in ("-f", str(folder / str(file)))]
    done = subprocess.run(
        [helm, "template", "r", folder, *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        return done.stderr.strip().rpartition("\n")[2]
    line = next(line for line in done.stdout.splitlines() if line.startswith("all: "))
    return json.loads(base64.b64decode(line.removeprefix("all: ")))


def assert_like_helm(tree: Tree, folder: Path, helm3: Path, helm4: Path) -> None:
    model = load_values(tree)
    write(tree, folder)
    for environment in (None, *model.environments):
        majors: tuple[tuple[Major, Path], ...] = ((3, helm3), (4, helm4))
        for major, helm in majors:
            theirs = helms_values(helm, folder, *model.files(environment))
            assert model.rendered(environment, major) == theirs, (environment, major)


class Cases:
    """Random values with many nulls, for keys that charts, values.yaml and -f files share."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def value(self, depth: int = 0) -> Any:
        kind = self.random.random()
        if kind < 0.3:
            return None
        if kind < 0.65 and depth < 3:
            return self.map(depth + 1)
        return self.random.choice([0, 1, "x", False, [], [None], {}])

    def map(self, depth: int = 0) -> dict[str, Any]:
        keys = [key for key in "abcd" if self.random.random() < 0.5]
        return {key: self.value(depth) for key in keys}

    def values(self, *charts: str) -> str:
        """A file's; `charts` are the keys of charts, of which some are stated."""
        values = self.map()
        if self.random.random() < 0.6:
            values["global"] = self.map()
        for key in charts:
            if self.random.random() < 0.6:
                values[key] = json.loads(self.values(*(("in",) if key != "in" else ())))
        return json.dumps(values)


@pytest.mark.helm
@pytest.mark.parametrize("seed", range(12))
def test_rendered_values_are_helms_to_the_last_null(
    helm3: Path, helm4: Path, tmp_path: Path, seed: int
) -> None:
    cases = Cases(seed)
    keys = ("one", "two", "plain", "lib")
    tree = tree_of(
        Chart=chart(
            "shop",
            "{name: other, version: 1.x, alias: one}",
            "{name: other, version: ^1.0.0, alias: two}",
            "{name: plain, version: '>=1 <2', condition: plain.a}",
            "{name: lib, version: 1.0.0}",
        ),
        charts__lib__Chart=chart("lib") + "type: library\n",
        charts__lib__values=cases.values(),
        charts__other__Chart=chart("other", "{name: deep, version: 1.0.0, alias: in, condition: in.b}"),
        charts__other__values=cases.values("in"),
        charts__other__charts__deep__Chart=chart("deep"),
        charts__other__charts__deep__values=cases.values(),
        charts__plain__Chart=chart("plain"),
        charts__plain__values=cases.values("in"),
        charts__plain__charts__in__Chart=chart("in"),
        charts__plain__charts__in__values=cases.values(),
        values=cases.values(*keys),
        **{"values-dev": cases.values(*keys), "values-prod": cases.values(*keys)},
    )
    assert_like_helm(tree, tmp_path / "shop", helm3, helm4)


OURS = {
    "charts/job/Chart.yaml": "name: job\nversion: 1.0.0\nannotations: {helm-blueprint/workload: job}\n",
    "charts/job/defaults.json": '{"enabled": true, "a": {"b": 1, "c": 2}, "presets": []}',
    "Chart.yaml": chart("shop", "{name: job, version: 1.0.0, alias: nightly}"),
    "values.yaml": "global: {presets: {job: {a: {b: 5}}}}\nnightly: {a: {b: null, d: null}}\nown: {x: null}\n",
    "values-dev.yaml": "nightly: {a: null}\n",
}


def test_services_are_rendered_as_our_templates_merge_them() -> None:
    tree = {PurePosixPath(path): text.encode() for path, text in OURS.items()}
    rendered = load_values(tree).rendered("dev", 3)
    assert rendered["nightly"] == {"enabled": True, "a": {"b": 5, "c": 2}, "presets": []}
    assert rendered["own"] == {"x": None}


@pytest.mark.helm
@pytest.mark.parametrize(
    "tree",
    [
        pytest.param(
            tree_of(
                Chart=chart("shop", "{name: b, version: 1.x.x, alias: one}", "{name: b, version: ^2, alias: two}"),
                **{
                    "charts__b-1__Chart": chart("b", version="1.0.0"), "charts__b-1__values": "v: 1",
                    "charts__b-2__Chart": chart("b", version="2.0.0"), "charts__b-2__values": "v: 2",
                },
            ),
            id="two versions of a chart",
        ),
        pytest.param(
            tree_of(
                Chart=chart("shop", "{name: b, version: 3.x, alias: one}", "{name: b, alias: two}"),
                charts__b__Chart=chart("b"), charts__b__values="v: 1", values="one: {x: null}\nb: {y: 1}",
            ),
            id="no version that fits, and none at all",
        ),
        pytest.param(
            tree_of(
                Chart="apiVersion: v1\nname: shop\nversion: 1.0.0\n",
                requirements="dependencies:\n  - {name: b, version: 1.0.0, alias: one, condition: one.on}\n"
                "  - {name: b, version: 1.0.0, alias: two, condition: two.on}\n",
                charts__b__Chart=chart("b"), charts__b__values="v: 1", values="one: {on: false, v: 5}",
            ),
            id="requirements.yaml",
        ),
        pytest.param(
            tree_of(
                Chart=chart(
                    "shop",
                    "{name: b, version: 1.0.0, alias: one, tags: [off]}",
                    "{name: b, version: 1.0.0, alias: two, tags: [off, on]}",
                    "{name: b, version: 1.0.0, alias: three, tags: ['off'], condition: three.v}",
                    "{name: b, version: 1.0.0, alias: four, tags: [nowhere]}",
                ),
                charts__b__Chart=chart("b"), charts__b__values="v: true",
                values="tags: {'off': false, 'on': true}", **{"values-dev": "tags: {'on': null, 'off': true}"},
            ),
            id="tags",
        ),
        pytest.param(
            tree_of(
                Chart=chart(
                    "shop",
                    "{name: b, version: 1.0.0, alias: x, import-values: [data, {child: d.e, parent: f.g}]}",
                ),
                charts__b__Chart=chart("b"), charts__b__values="exports: {data: {own: 1, n: null}}\nd: {e: {z: 2}}",
                values="own: 5\nf: {g: {y: 3}}", **{"values-dev": "x: {d: {e: {z: 9}}}"},
            ),
            id="import-values",
        ),
        pytest.param(
            tree_of(
                Chart=chart("shop", "{name: b, version: 1.0.0}"),
                charts__b__Chart=chart("b"), charts__b__values="v: 1", values="a: 1\n---\nb: {v: 2}\n---\n# no more",
                **{"values-dev": "b: {w: 3}\n---\na: null\nb: {w: null}\n"},
            ),
            id="several documents",
        ),
        pytest.param(
            tree_of(
                Chart=chart("shop", "{name: b, version: 1.0.0}"),
                charts__b__Chart=chart("b"), charts__b__values="v: 1",
                **{"charts___c__Chart": chart("c"), "charts__.d__Chart": chart("d"), "charts___c__values": "v: 1"},
            ),
            id="charts put aside",
        ),
        pytest.param(
            tree_of(
                Chart=chart("shop"),
                charts__a__Chart=chart("a", "{name: b, version: 1.0.0, alias: c, condition: c.on}"),
                charts__a__charts__b__Chart=chart("b"), charts__a__charts__b__values="v: 1\non: false",
            ),
            id="a chart that nothing wants",
        ),
    ],
)  # fmt: skip
def test_charts_are_those_that_helm_takes(tree: Tree, helm3: Path, helm4: Path, tmp_path: Path) -> None:
    assert_like_helm(tree, tmp_path / "shop", helm3, helm4)
