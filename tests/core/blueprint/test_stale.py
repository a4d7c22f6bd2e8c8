"""What is told of generated parts that are not what would be made of the platform now."""

from pathlib import PurePosixPath

from generator.core.blueprint.stale import Stale, stale_changes, stale_parts
from generator.core.values.model import load_values
from tests.core.blueprint.test_derived import BUNDLED, platform


def told(files: dict[str, str | None]) -> list[Stale]:
    """The parts that are stale with other files, None for none."""
    tree = dict(platform())
    for name, text in files.items():
        tree.pop(PurePosixPath(name), None)
        if text is not None:
            tree[PurePosixPath(name)] = text.encode()
    return list(stale_parts(stale_changes(load_values(tree), BUNDLED)))


def test_new_platform_has_nothing_stale() -> None:
    assert told({}) == []


def test_each_part_is_told_with_the_line_where_it_differs_and_what_it_follows_from() -> None:
    readme = platform()[PurePosixPath("README.md")].decode()
    assert told({"README.md": readme.replace("| front |", "| old |")}) == [
        Stale(
            PurePosixPath("README.md"),
            readme[: readme.index("| front |")].count("\n") + 1,
            "this is not up to date: it follows from the values and platform.yaml",
        )
    ]
    assert told({"values.schema.json": None}) == [
        Stale(PurePosixPath("values.schema.json"), 1, "this file is missing: it follows from Chart.yaml")
    ]
    assert told({"templates/first.yaml": ""}) == [
        Stale(
            PurePosixPath("templates/first.yaml"),
            1,
            "this is not up to date: it comes with helm-blueprint, and is not edited",
        )
    ]


def test_chart_is_told_once_by_its_first_file() -> None:
    found = told(
        {"charts/web/mine.txt": "x", "charts/web/templates/web.yaml": "kind: Other", "charts/ns/x": ""}
    )
    assert found == [
        Stale(PurePosixPath("charts/web/mine.txt"), 1, "nothing needs this file any more"),
        Stale(PurePosixPath("charts/ns/x"), 1, "nothing needs this file any more"),
    ]


def test_versions_and_entries_are_told_of_their_files() -> None:
    text = platform()[PurePosixPath("platform.yaml")].decode()
    line = text[: text.index("web: 1.3.0")].count("\n") + 1
    assert told({"platform.yaml": text.replace("web: 1.3.0", "web: 1.2.0")}) == [
        Stale(
            PurePosixPath("platform.yaml"), line, "this is not up to date: `charts` follows from Chart.yaml"
        )
    ]
    pipeline = 'render: {parallel: {matrix: [{ENVIRONMENT: dev, VALUES: "-f values-old.yaml"}]}}\n'
    pipeline = 'render:\n  parallel: {matrix: [{ENVIRONMENT: dev, VALUES: "-f values-old.yaml"}]}\n'
    what = "this is not up to date: it follows from platform.yaml"
    assert told({".gitlab-ci.yml": pipeline}) == [Stale(PurePosixPath(".gitlab-ci.yml"), 2, what)]
