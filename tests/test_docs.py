"""What the documentation says is what the program does."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from generator.core.blueprint import parse_blueprint

ROOT = Path(__file__).resolve().parent.parent
JOURNEY = (ROOT / "docs" / "new.md").read_text()


def commands(text: str) -> list[str]:
    """Every `$ …` line of the console blocks that starts our program or helm."""
    lines = [
        line[2:]
        for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL)
        for line in block.splitlines()
        if line.startswith("$ ")
    ]
    return [line for line in lines if line.startswith(("helm-blueprint ", "helm "))]


def test_every_command_of_the_journey_runs(tmp_path: Path, helms: Path) -> None:
    """In their order, in one folder, with the files that the page shows; no terminal is asked."""
    (tmp_path / "answers.yaml").write_text(re.search(r"  ```yaml\n(.*?)  ```", JOURNEY, re.DOTALL)[1])  # type: ignore[index]
    own = tmp_path / "my-blueprint" / "{{cookiecutter.name}}"
    own.mkdir(parents=True)
    (own / "TEAM").write_text("{{ cookiecutter.team }}")
    (own.parent / "blueprint.yaml").write_text(re.search(r"```yaml\n(name: my.*?)```", JOURNEY, re.DOTALL)[1])  # type: ignore[index]
    (own.parent / "cookiecutter.json").write_text(
        '{"team": "{{ cookiecutter.name }}-team", "size": ["small", "large"]}'
    )
    written = 0
    for command in commands(JOURNEY):
        words = shlex.split(command)
        if words[:2] == ["helm-blueprint", "new"]:
            written += 1
            if "--defaults" not in words:
                words.append("--defaults")
            if words[3:4] == ["store"]:
                words[3] = f"store{written}" if written > 2 else "store"
        if words[:2] == ["helm", "install"]:
            words[1] = "template"  # the same arguments, without a cluster
        folder = tmp_path / "store" if words[0] == "helm" else tmp_path
        program = [helms] if words[0] == "helm" else [sys.executable, "-I", "-m", "generator"]
        done = subprocess.run([*program, *words[1:]], cwd=folder, capture_output=True, text=True, check=False)
        if "replicas=2" in command:
            assert "additional properties 'replicas' not allowed" in done.stderr
        else:
            assert done.returncode == 0, f"{command}\n{done.stderr}"
    assert written == 5


def test_blueprint_of_the_journey_is_complete() -> None:
    text = re.search(r"```yaml\n(name: my.*?)```", JOURNEY, re.DOTALL)[1]  # type: ignore[index]
    assert [option.name for option in parse_blueprint(text.encode(), "x").options] == ["team", "size"]


@pytest.mark.parametrize(
    "page", ["README.md", *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md")))]
)
def test_links_lead_somewhere(page: str) -> None:
    links = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", (ROOT / page).read_text())
    missing = [link for link in links if "://" not in link and not ((ROOT / page).parent / link).exists()]
    assert missing == []


def test_make_targets_of_the_readme_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert (
        set(
            re.findall(
                r"\bmake ([a-z-]+)\b",
                "\n".join(
                    re.findall(
                        r"`make [a-z-]+`|^\$ make [a-z-]+", (ROOT / "README.md").read_text(), re.MULTILINE
                    )
                ),
            )
        )
        <= targets
    )
