from collections.abc import Sequence
from pathlib import PurePosixPath

import pytest

from generator.core.archive import unpack
from generator.core.blueprint.generate import Assembled, assemble, preview
from generator.core.blueprint.manifest import Blueprint, parse_blueprint
from generator.core.blueprint.pristine import parse_digests
from generator.core.platform.file import Origin, parse_platform
from generator.core.tree import Tree
from generator.errors import BlueprintError, Invalid
from tests.core.blueprint.test_vendor import CHARTS, UMBRELLA, tree

BASE = tree({"README.md": "# base\n", "notes.md": "x\n", "platform.yaml": "environments: {dev: }\n"})
ABOVE = tree(
    {
        "Chart.yaml": UMBRELLA,
        "values.yaml": "front: # shows pages\n  replicas: 1\n",
        "values-dev.yaml": "back: {replicas: 2}\n",
        "notes.md": " \n",
    }
)
BLUEPRINT = parse_blueprint(b"name: tiny\nversion: 1.0.0\ndescription: x\ncharts: {web: ^1, gone: ^9}\n", "b")
BELOW = parse_blueprint(b"name: base\nversion: 1.0.0\ndescription: x\n", "b")
ORIGIN = Origin("tiny", "builtin", "1.0.0")


def made(*layers: dict[PurePosixPath, bytes]) -> dict[str, bytes]:
    made = assembled(layers, BLUEPRINT)
    assert made.platform == parse_platform(made.files[PurePosixPath("platform.yaml")])
    return {str(path): data for path, data in made.files.items()}


def assembled(layers: Sequence[Tree], blueprint: Blueprint) -> Assembled:
    return assemble(
        layers,
        CHARTS,
        platform_schema=b"{}",
        blueprints=[*[BELOW] * (len(layers) - 1), blueprint],
        origin=ORIGIN,
        answers={"name": "shop"},
        clusters={},
    )


def test_platform_has_all_its_parts() -> None:
    assert list(made(BASE, ABOVE)) == [
        ".blueprint/base.tar.gz", ".blueprint/platform.schema.json", "Chart.yaml", "README.md",
        "charts/lib/Chart.yaml", "charts/lib/dependencies.json", "charts/lib/templates/_a.tpl",
        "charts/ns/Chart.yaml", "charts/ns/defaults.json", "charts/ns/templates/ns.yaml",
        "charts/web/Chart.yaml", "charts/web/defaults.json", "charts/web/templates/web.yaml",
            "charts/web/unsupported.json",
        "platform.yaml", "templates/first.yaml", "values-dev.yaml", "values.schema.json", "values.yaml",
    ]  # fmt: skip


def test_base_of_upgrades_is_what_the_user_may_edit() -> None:
    platform = made(BASE, ABOVE)
    base = {str(path): data for path, data in unpack(platform[".blueprint/base.tar.gz"]).items()}
    assert parse_digests(base.pop(".blueprint/owned.sha256")).keys() == {
        path for path in map(PurePosixPath, platform) if str(path) not in base
    } - {PurePosixPath(".blueprint/base.tar.gz")}
    assert sorted(base) == ["Chart.yaml", "README.md", "platform.yaml", "values-dev.yaml", "values.yaml"]
    assert base.items() <= platform.items()


def test_same_input_makes_the_same_bytes() -> None:
    assert made(BASE, ABOVE) == made(BASE, ABOVE)


def test_values_that_the_charts_refuse_are_told() -> None:
    wrong = {**ABOVE, PurePosixPath("values-dev.yaml"): b"bakc: {}\nfront: {replica: 1}\n"}
    with pytest.raises(Invalid) as caught:
        made(BASE, wrong)
    assert (
        str(caught.value)
        == """\
the blueprint "tiny" makes values that its charts do not accept
  values-dev.yaml:1: bakc: this key is not known
    Did you mean "back"?
  values-dev.yaml:2: front.replica: this key is not known
    Did you mean "replicas"?"""
    )


def test_readme_that_is_no_text_is_refused() -> None:
    with pytest.raises(BlueprintError) as caught:
        made(BASE, {**ABOVE, PurePosixPath("README.md"): b"# shop\n\xff\n"})
    assert str(caught.value) == "README.md:2: this is not UTF-8 text"


def test_blueprint_for_other_charts_is_refused() -> None:
    other = parse_blueprint(
        b"name: tiny\nversion: 1.0.0\ndescription: x\ncharts: {web: ^2, lib: ~1.1}\n", "b"
    )
    with pytest.raises(Invalid) as caught:
        assembled([BASE, ABOVE], other)
    assert [(error.where, error.what) for error in caught.value.errors] == [
        ("tiny: charts.web", "it needs web ^2, the charts here have 1.3.0"),
        ("tiny: charts.lib", "it needs lib ~1.1, the charts here have 1.2.0"),
    ]


def test_blueprint_without_a_platform_file_is_refused() -> None:
    with pytest.raises(BlueprintError, match=r"the blueprint makes no platform\.yaml"):
        made(ABOVE)
    with pytest.raises(BlueprintError, match=r"the blueprint makes no platform\.yaml"):
        preview([ABOVE], CHARTS, blueprints=[BLUEPRINT], origin=ORIGIN, answers={})


def test_preview_tells_services_and_environments() -> None:
    found = preview([BASE, ABOVE], CHARTS, blueprints=[BELOW, BLUEPRINT], origin=ORIGIN, answers={})
    assert [(one.name, one.workload, one.description) for one in found.services] == [
        ("front", "web", "shows pages"),
        ("back", "web", ""),
    ]
    assert [one.name for one in found.environments] == ["dev"]
