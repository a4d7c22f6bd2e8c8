"""What is told of values: what cannot be known of them, what Helm will not take."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pytest

from generator.core.data import MISSING
from generator.core.values.model import load_values
from generator.core.values.notes import about_charts, about_environment, about_key, about_nulls
from generator.errors import BlueprintError
from tests.bench.synthetic import write
from tests.small_platform import foreign_umbrella, small_platform

if TYPE_CHECKING:
    from generator.core.helm.coalesce import Major


def test_version_that_is_not_there_is_told() -> None:
    tree = foreign_umbrella(
        **{
            "Chart.yaml": "name: x\nversion: 1.0.0\ndependencies:\n"
            "  - {name: cart, version: 2.x, alias: new}\n  - {name: cart, version: ^3.0.0}\n",
        },
    )
    model = load_values(tree)
    assert model.effective(None, ("new", "port")) is MISSING
    assert model.effective(None, ("cart", "port")) == 80
    assert about_environment(model, None) == [
        'new: Chart.yaml wants version "2.x" of cart, charts/ has 1.0.0: Helm gives it no alias, and no chart reads these values',
        'cart: Chart.yaml wants version "^3.0.0" of cart, charts/ has 1.0.0, which Helm takes all the same',
    ]


def test_notes_tell_what_cannot_be_known() -> None:
    chart = """\
apiVersion: v2
name: theirs
version: 1.0.0
dependencies:
  - {name: cart, version: 1.0.0, import-values: [data]}
  - {name: redis, version: 1.0.0}
"""
    tree = foreign_umbrella(values="cart: 5\n", values_dev="", **{"Chart.yaml": chart})
    assert about_environment(load_values(tree), "dev") == [
        "cart: import-values in Chart.yaml is not followed",
        "cart: Helm refuses this, a map is expected here",
        "redis: the chart redis is not in charts/, its defaults are not known",
    ]


def test_note_about_a_named_preset_that_is_not_there() -> None:
    tree = small_platform(values_dev="web: {presets: [java]}\n")
    assert about_environment(load_values(tree), "dev") == [
        "web: presets names 'java', which global.presets does not have; Helm refuses this"
    ]


def test_notes_about_nulls_in_global() -> None:
    tree = small_platform(
        values_dev="global: {domain: null, presets: {deployment: {replicaCount: null}}, connections: null}\n"
    )
    model = load_values(tree)
    assert about_environment(model, "dev") == [
        (
            "values-dev.yaml:1: global.domain is null; the umbrella's own templates see nothing there, "
            "subcharts the value of values.yaml"
        ),
        (
            "values-dev.yaml:1: global.presets.deployment.replicaCount is null; "
            "Helm ignores that this deep in global: the value of values.yaml stays"
        ),
    ]
    assert model.effective("dev", ("web", "replicaCount")) == 2


@pytest.mark.parametrize(
    ("values", "dev", "refused"),
    [
        ("", "cart: null", True),
        ("cart: {}", "cart: null", False),
        ("cart: {tag: x}", "cart: null", False),
        ("cart:", "cart: {tag: x}", True),
        ("cart: 5", "cart: {tag: x}", True),
        ("cart: {}", "cart: []", True),
        ("cart: {}", "cart: {}", False),
    ],
)
def test_notes_tell_where_helm_wants_a_map(values: str, dev: str, refused: bool) -> None:
    model = load_values(foreign_umbrella(values=values, values_dev=dev))
    notes = [note for note in about_environment(model, "dev") if note.startswith("cart:")]
    assert notes == (["cart: Helm refuses this, a map is expected here"] if refused else [])


def test_notes_tell_of_nested_charts_where_helm_wants_a_map() -> None:
    tree = foreign_umbrella(
        **{
            "values.yaml": "cart: {b: x}\n",
            "charts/cart/charts/b/Chart.yaml": "name: b\nversion: 1.0.0\n",
        }
    )
    assert about_environment(load_values(tree), None) == [
        "redis: the chart redis is not in charts/, its defaults are not known",
        "cart: Helm refuses this, a map is expected at cart.b",
    ]


def test_nulls_that_templates_see_are_told() -> None:
    values = "ports: {http: 80, x: 1}\nown: {gone: null}\n"
    dev = "ports:\n  extra: null\n  x: null\n  b: 1\ncart: {port: null, new: null}\n"
    model = load_values(foreign_umbrella(values=values, values_dev=dev))
    assert model.effective("dev", ("ports",)) == {"http": 80, "b": 1}
    extra = "values-dev.yaml:2: ports.extra is null; templates see the key, without a value"
    assert about_nulls(model, "dev", ("ports",)) == [extra]
    assert about_nulls(model, "dev", ("ports", "extra")) == [extra]
    assert about_nulls(model, "dev", ("ports", "x")) == []
    assert about_nulls(model, "dev", ("cart",)) == [
        "values-dev.yaml:5: cart.new is null; templates see the key, without a value"
    ]
    assert about_nulls(model, "dev", ("own",)) == [
        "values.yaml:2: own.gone is null; Helm 3's templates see the key, without a value, and Helm 4's see no key"
    ]


def test_file_that_only_helm_4_refuses_is_read_as_helm_3_does() -> None:
    model = load_values(foreign_umbrella(values_dev="--- {a: null}\n"))
    assert about_nulls(model, "dev", ("a",)) == [
        "values-dev.yaml:1: a is null; templates see the key, without a value"
    ]
    assert model.rendered("dev", 3)["a"] is None
    with pytest.raises(
        BlueprintError, match="values-dev.yaml:1: Helm 4 refuses what stands on a line with ---"
    ):
        model.rendered("dev", 4)


def test_what_is_not_known_of_the_charts_is_told_once() -> None:
    chart = (
        "name: theirs\nversion: 1.0.0\ndependencies:\n"
        "  - {name: cart, version: 1.0.0, import-values: [data]}\n  - {name: redis, version: 1.0.0}\n"
    )
    assert about_charts(load_values(foreign_umbrella(**{"Chart.yaml": chart}))) == [
        "the defaults of redis are not known: the charts are not in charts/ (helm dependency update fetches them)",
        "import-values in Chart.yaml is not followed: of cart",
    ]
    assert about_charts(load_values(small_platform())) == []


def test_notes_about_a_key_are_those_of_its_subchart() -> None:
    tree = foreign_umbrella(values_dev="cart: {new: null}\n", **{"values.schema.json": "{"})
    model = load_values(tree)
    broken = "values.schema.json is no schema: nothing is known of any key, and Helm refuses the chart"
    assert about_key(model, "dev", ("cart", "tag")) == [broken]
    assert about_key(model, "dev", ("cart", "new")) == [
        "values-dev.yaml:1: cart.new is null; templates see the key, without a value",
        broken,
    ]
    assert about_key(model, "dev", ("redis",)) == [
        "redis: the chart redis is not in charts/, its defaults are not known",
        broken,
    ]
    assert about_key(model, "dev", ()) == [broken]


def test_note_about_a_key_that_nothing_reads() -> None:
    model = load_values(small_platform(values_dev="web: {enabled: false}\n"))
    assert about_key(model, "dev", ("web", "replicaCount")) == [
        "web is not enabled in dev: nothing reads its values"
    ]
    assert about_key(model, "prod", ("web", "replicaCount")) == []
    alone = load_values(small_platform(**{"values.yaml": "web: {enabled: false}\n"}))
    assert about_key(alone, None, ("web",)) == ["web is not enabled: nothing reads its values"]


def test_note_about_a_key_that_only_other_workload_types_have() -> None:
    tree = small_platform(**{"charts/deployment/unsupported.json": '["nodeSelector"]'})
    assert about_key(load_values(tree), "dev", ("web", "nodeSelector")) == [
        "web is a deployment, which has no nodeSelector: presets and overrides of it stop here"
    ]
    assert about_key(load_values(tree), "dev", ("web", "autoscaling")) == []


TWICE = {
    "Chart.yaml": "apiVersion: v2\nname: top\nversion: 0.1.0\ndependencies:\n"
    "  - {name: mid, alias: one, version: 1.0.0}\n  - {name: mid, alias: two, version: 1.0.0}\n",
    "charts/mid/Chart.yaml": "apiVersion: v2\nname: mid\nversion: 1.0.0\ndependencies:\n"
    "  - {name: leaf, alias: db, version: 1.0.0}\n",
    "charts/mid/values.yaml": "x: 0\n",
    "charts/mid/charts/leaf/Chart.yaml": "apiVersion: v2\nname: leaf\nversion: 1.0.0\n",
    "charts/mid/charts/leaf/values.yaml": "size: 1\n",
}
ONCE = (
    "two.db is read by Helm 4 alone: Helm 3 reads two.leaf instead, "
    "because two is a chart that is used twice and the aliases in it work once"
)


def chart_twice(**files: str) -> dict[PurePosixPath, bytes]:
    return {PurePosixPath(name): text.encode() for name, text in {**TWICE, **files}.items()}


@pytest.mark.parametrize(
    "values", ["", "two: {db: {size: 5}}\n", "two: {leaf: {size: 5}}\n", "two: {db: 5}\n"]
)
def test_chart_used_twice_by_alias_with_an_alias_in_it(values: str) -> None:
    model = load_values(chart_twice(**{"values.yaml": values, "values-dev.yaml": "one: {x: 1}\n"}))
    one = model.effective("dev", ("one",))
    assert one == {"x": 1, "db": {"size": 1}}
    assert about_charts(model) == [ONCE]
    assert about_key(model, "dev", ("two", "db", "size"))[-1:] == [ONCE]
    assert ONCE not in about_key(model, "dev", ("one", "db", "size"))


@pytest.mark.helm
def test_chart_used_twice_is_read_as_each_helm_reads_it(tmp_path: Path, helm3: Path, helm4: Path) -> None:
    show = "{{ .Values | toJson }}\n"
    tree = chart_twice(
        **{"values.yaml": "one: {db: {size: 2}}\ntwo: {db: {size: 3}}\n"},
        **{f"charts/mid/{folder}templates/NOTES.txt": "" for folder in ("", "charts/leaf/")},
        **{"templates/values.yaml": "kind: Values\nall: " + show},
    )
    write(tree, tmp_path)
    model = load_values(tree)
    majors: tuple[Major, Major] = (3, 4)
    for major, helm in zip(majors, (helm3, helm4), strict=True):
        run = subprocess.run([helm, "template", "x", tmp_path], capture_output=True, text=True, check=True)
        (all_values,) = (line for line in run.stdout.splitlines() if line.startswith("all: "))
        assert json.loads(all_values.removeprefix("all: ")) == model.rendered(None, major)
