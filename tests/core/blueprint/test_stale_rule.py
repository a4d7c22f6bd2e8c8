"""The rule `stale` on a platform of the charts that come with the program."""

from pathlib import PurePosixPath

from generator.core.blueprint.stale import about_versions
from generator.core.lint.facts import findings
from generator.core.lint.rules import stale
from generator.core.tree import Tree
from generator.core.values.model import load_values
from tests.core.blueprint.test_derived import BUNDLED, platform
from tests.core.lint.cases import example


def found(tree: Tree) -> list[str]:
    return [
        f"{one.where}: {one.what} | {one.fix}" for one in findings(load_values(tree), [stale.check], BUNDLED)
    ]


def with_file(path: str, old: bytes, new: bytes) -> Tree:
    files = dict(platform())
    assert old in files[PurePosixPath(path)]
    return {**files, PurePosixPath(path): files[PurePosixPath(path)].replace(old, new)}


def test_new_platform_is_clean() -> None:
    assert found(platform()) == []


def test_schema_and_charts_are_told_with_the_line_where_they_differ() -> None:
    assert found(with_file("charts/web/templates/web.yaml", b"Web", b"Other")) == [
        (
            "charts/web/templates/web.yaml:1:1: this is not up to date: it comes with helm-blueprint, and is not edited"
            " | Run: `refresh`"
        )
    ]
    fix = "Run: `refresh`"
    follows = "this is not up to date: it follows from Chart.yaml"
    assert found(with_file("Chart.yaml", b"front", b"store")) == [
        f"charts/lib/dependencies.json:3:1: {follows} | {fix}",
        f"README.md:4:1: this is not up to date: it follows from the values and platform.yaml | {fix}",
        f"values.schema.json:23:1: {follows} | {fix}",
    ]


def test_charts_of_another_version_are_no_finding_but_a_note() -> None:
    other = with_file("charts/web/Chart.yaml", b"1.3.0", b"1.2.0")
    assert found(other) == []
    assert about_versions(other, BUNDLED) == [
        (
            "whether it is stale is not known: charts/web/Chart.yaml: the platform has version 1.2.0 of this chart, "
            "this helm-blueprint brings 1.3.0"
        )
    ]
    assert about_versions(platform(), BUNDLED) == about_versions(other, None) == []


def test_chart_yaml_that_nothing_can_be_made_of_is_told_line_by_line() -> None:
    assert found(with_file("Chart.yaml", b", condition: front.enabled", b"")) == [
        (
            'Chart.yaml:6:1: what follows from this cannot be told: front: "condition: front.enabled" is missing'
            " | Without it `enabled` would be accepted and do nothing."
        )
    ]


def test_platform_of_other_charts_has_only_what_follows_from_platform_yaml() -> None:
    assert found(example(stale.check.good)) == []
    assert len(found(example(stale.check.bad))) == 1
