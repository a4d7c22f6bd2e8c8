"""The pages for who works on the program agree with the tree: every path, name and order that they tell is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from importlinter.api import read_configuration

ROOT = Path(__file__).resolve().parent.parent
CORE = ROOT / "generator" / "core"
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text()
TOP = {path.name for path in ROOT.iterdir()}
PAGES = ["CONTRIBUTING.md", "SECURITY.md", "docs/architecture.md", *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs" / "decisions").glob("*.md"))]  # fmt: skip
# What a recipe makes, and is not there before.
TO_BE_MADE = {"blueprints/platform/{{cookiecutter.name}}/gitops/<flavour>/"}


def spans(text: str) -> Iterator[str]:
    """What stands between backticks, line by line, outside of fenced blocks."""
    for line in re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE).splitlines():
        yield from re.findall(r"`([^`]+)`", line)


def paths(text: str) -> list[str]:
    """Paths of this repository, from its top."""
    found = [span for span in spans(text) if " " not in span and span.partition("/")[0] in TOP]
    return [span for span in found if span not in TO_BE_MADE]


@pytest.mark.parametrize("page", PAGES)
def test_every_path_of_the_page_exists(page: str) -> None:
    """`<name>` stands for any: at least one must be there."""
    named = paths((ROOT / page).read_text())
    assert [path for path in named if not list(ROOT.glob(re.sub(r"<\w+>", "*", path)))] == []


def test_paths_are_found_in_a_page() -> None:
    text = "see `docs/gone.md`, `make test`, `charts/<type>/x` and `name`\n```sh\n$ less `README.md`\n```\n"
    assert paths(text) == ["docs/gone.md", "charts/<type>/x"]
    assert len(paths((ROOT / "CONTRIBUTING.md").read_text())) > 40


@pytest.mark.parametrize("page", PAGES)
def test_every_target_of_the_page_can_be_made(page: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", (ROOT / page).read_text(), re.MULTILINE)) <= targets


# ── docs/architecture.md ────────────────────────────────────────────────────────────────────────


def contract(name: str) -> dict[str, Any]:
    contracts = read_configuration(str(ROOT / "pyproject.toml"))["contracts_options"]
    (found,) = [one for one in contracts if one["name"] == name]
    return dict(found)


def chapter(title: str) -> str:
    match = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", ARCHITECTURE, re.DOTALL | re.MULTILINE)
    assert match, title
    return match[1]


def floors() -> list[set[str]]:
    """The rooms of core that the page tells, from the top; several in a row stand on one floor."""
    rows = re.findall(r"^\| (`.+?) \|", chapter("The floors of core"), re.MULTILINE)
    return [{name.rstrip("/") for name in re.findall(r"`([^`]+)`", row)} for row in rows]


def test_floors_of_core_are_those_of_the_contract() -> None:
    layers = [set(re.split(r" [:|] ", layer)) for layer in contract("The floors of core")["layers"]]
    assert floors() == layers


def test_rooms_of_core_are_those_that_are_there() -> None:
    there = {path.name for path in CORE.iterdir() if (path / "__init__.py").exists()}
    there |= {path.stem for path in CORE.glob("*.py") if path.stem != "__init__"}
    assert set.union(*floors()) == there


def test_floors_of_the_program_are_those_of_the_contract() -> None:
    order = re.search(r"Imports go one way: (.+?)\.\n", chapter("The program's floors"))
    assert order
    told = re.findall(r"`(\w+)`", order[1])
    layers = [
        name for layer in contract("The program's floors")["layers"] for name in re.split(r" [:|] ", layer)
    ]
    assert told == [name for name in layers if name in told]
    rooms = re.findall(r"^\| `generator/(\w+)/`", chapter("The program's floors"), re.MULTILINE)
    assert set(rooms) == {path.parent.name for path in (ROOT / "generator").glob("*/__init__.py")}


def test_what_the_walks_call_is_where_they_say() -> None:
    """A step names a file, then what it calls there: `file.py`: `name()`."""
    steps = re.findall(r"`(generator/[\w/]+\.py)`(?:: | to )`(\w+)\(\)`", chapter("Three walks"))
    assert len(steps) >= 8
    missing = [
        f"{path}: {name}"
        for path, name in steps
        if not re.search(rf"^def {name}\(", (ROOT / path).read_text(), re.MULTILINE)
    ]
    assert missing == []


def test_every_decision_is_in_their_list() -> None:
    listed = re.findall(
        r"^\| \[.+?\]\((.+?)\)", (ROOT / "docs/decisions/README.md").read_text(), re.MULTILINE
    )
    assert sorted(listed) == sorted(path.name for path in (ROOT / "docs/decisions").glob("*.md") if path.name != "README.md")  # fmt: skip
