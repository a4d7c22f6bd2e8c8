"""Renovate is told where every image and every pinned program is: its regular expressions find them all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.core.blueprint.answers import parse_assignments, resolve
from generator.core.tree import Tree, overlay
from generator.edge import blueprints
from generator.edge.render import render_layer, render_text
from tests import tools

ROOT = Path(__file__).resolve().parent.parent
CONFIG: dict[str, Any] = json.loads((ROOT / ".github" / "renovate.json").read_text())
FILES = [
    path.relative_to(ROOT).as_posix()
    for folder in ("blueprints", "charts", "tests")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.is_file()
]


def pattern(text: str) -> re.Pattern[str]:
    """As Python writes what RE2 and JavaScript write: named groups differ. RE2 knows no look-around."""
    assert not re.search(r"\(\?(?:[=!]|<[=!])", text), f"RE2 cannot read {text}"
    return re.compile(re.sub(r"\(\?<(\w+)>", r"(?P<\1>", text))


def looks_into(manager: dict[str, Any], file: str) -> bool:
    return any(pattern(one[1:-1]).search(file) for one in manager["managerFilePatterns"])


def found_in(file: str, text: str) -> set[tuple[str, str]]:
    """What Renovate would take a file's text for: (name, version)."""
    found = set()
    for manager in CONFIG["customManagers"]:
        if looks_into(manager, file):
            for match in chain.from_iterable(pattern(one).finditer(text) for one in manager["matchStrings"]):
                groups = match.groupdict()
                name = manager.get("depNameTemplate", groups.get("depName"))
                for key, value in groups.items():
                    name = name.replace(f"{{{{{{{key}}}}}}}", value or "")
                found.add((name, groups["currentValue"]))
    return found


FOUND = {
    file: found_in(file, (ROOT / file).read_text())
    for file in FILES
    if file.endswith((".yaml", ".yml", ".py"))
}


def images(data: Any) -> Iterator[tuple[str, str]]:
    """Every repository with its tag in parsed values, and every image in the YAML texts within them."""
    if isinstance(data, dict):
        if isinstance(data.get("repository"), str) and "tag" in data:
            yield data["repository"], str(data["tag"])
        for key, value in data.items():
            if (
                key in ("image", "name")
                and isinstance(value, str)
                and re.fullmatch(r"[\w.-]+\.\w+/.+:[\w.-]+", value)
            ):
                yield tuple(value.rsplit(":", 1))  # type: ignore[misc]
            yield from images(value)
    elif isinstance(data, list):
        yield from chain.from_iterable(map(images, data))
    elif isinstance(data, str) and "image:" in data:
        yield from images(yaml.safe_load(data))


def variants(blueprint: str) -> Iterator[Tree]:
    """A blueprint's files, with each part of them at least once: every choice, every switch both ways."""
    source = blueprints.load_blueprint(blueprint)
    asked = [
        (one.name, ("true", "false") if one.kind == "boolean" else one.choices) for one in source.options
    ]
    for number in range(max(len(values) for _, values in asked)):
        answers = [f"{name}={values[number % len(values)]}" for name, values in asked if values]
        given = resolve(source.options, parse_assignments(answers), render_text)
        yield overlay(*(render_layer(layer, given) for layer in source.layers))


@pytest.mark.long
@pytest.mark.parametrize("blueprint", [blueprint.name for blueprint in blueprints.list_builtin()])
def test_every_image_of_a_blueprint_is_found(blueprint: str) -> None:
    there: set[tuple[str, str]] = set()
    for files in variants(blueprint):
        for path, data in files.items():
            if path.suffix in (".yaml", ".yml") and path.parts[0] != "templates":
                there |= set(chain.from_iterable(map(images, yaml.safe_load_all(data))))
    of_blueprint = [
        file for file in FOUND if file.startswith((f"blueprints/{blueprint}/", "blueprints/platform/"))
    ]
    assert len(there) > 5
    assert there - set().union(*(FOUND[file] for file in of_blueprint)) == set()


@pytest.mark.parametrize("chart", sorted(path.parent.name for path in ROOT.glob("charts/*/values.yaml")))
def test_every_image_of_a_chart_is_found(chart: str) -> None:
    there = {
        one
        for one in images(yaml.safe_load((ROOT / "charts" / chart / "values.yaml").read_text()))
        if all(one)
    }
    assert (
        there - set().union(*(FOUND[f"charts/{name}/schema.yaml"] for name in (chart, "workload"))) == set()
    )


def test_every_line_with_an_image_is_found() -> None:
    """Each place, not only one of each image: an update changes all of them."""
    for file in FILES:
        if file.startswith("blueprints/") and "values" in Path(file).name:
            text = (ROOT / file).read_text()
            lines = [line for line in text.splitlines() if re.search(r"\brepository: \S+[./]\S+/", line)]
            assert len([one for one in lines if not found_in(file, one)]) == 0, file


def test_what_is_found_is_an_image_with_its_registry() -> None:
    names = {name for file, found in FOUND.items() if file.startswith("blueprints/") for name, _ in found}
    assert {
        name for name in names - {"helm/helm"} if not re.match(r"[a-z0-9-]+(\.[a-z0-9-]+)+/", name)
    } == set()


def test_no_path_with_a_version_is_ignored() -> None:
    """The recommended settings ignore tests/, unless other paths are named."""
    assert CONFIG["ignorePaths"] == ["tests/**/golden/**"]


def test_programs_of_the_tests_are_found() -> None:
    """But for the old Helms, which are there because they are old."""
    everyday = {
        name: tool.version
        for name, tool in tools.TOOLS.items()
        if not re.search(r"helm\d\.", name) and not tool.is_ours and not tool.wrapper
    }
    assert {version for _, version in FOUND["tests/tools.py"]} == set(everyday.values())
    assert ("helm.sh/helm/v4", everyday["helm4"]) in FOUND["tests/tools.py"]
    assert ("sigs.k8s.io/kwok", everyday["kwok"]) in FOUND["tests/tools.py"]


def test_libraries_of_our_own_programs_are_found() -> None:
    """Renovate reads go.mod; the program is built anew when its version here says so, too."""
    assert "gomod" in CONFIG["enabledManagers"]
    for name, tool in tools.TOOLS.items():
        if tool.is_ours:
            assert re.search(
                rf"^\t\S+ v{tool.version}$", (tool.folder / "go.mod").read_text(), re.MULTILINE
            ), name
        if tool.wrapper:
            assert tool.version, (
                f"{name}: tests/programs/{tool.wrapper}/go.mod does not require {tool.package}"
            )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  image: {repository: quay.io/a/b, tag: 1.2.3} # note\n", {("quay.io/a/b", "1.2.3")}),
        ("  image:\n    repository: quay.io/a/b\n    tag: v1-alpine\n", {("quay.io/a/b", "v1-alpine")}),
        ('image: {repository: "quay.io/a/b", tag: "1.2"}\n', {("quay.io/a/b", "1.2")}),
        (
            "- {name: test, image: docker.io/library/golang:1.25, commands: [go]}\n",
            {("docker.io/library/golang", "1.25")},
        ),
        ("  repository: platform\n  tag: x\n", set()),
        ("  repository: ghcr.io/a/b\n  other: 1\n", set()),
    ],
)
def test_spellings_of_images(text: str, expected: set[tuple[str, str]]) -> None:
    assert found_in("blueprints/x/{{cookiecutter.name}}/values.yaml", text) == expected
