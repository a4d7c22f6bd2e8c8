"""What the documentation says is what the program does."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Container
from pathlib import Path

import pytest

from generator.core.blueprint.manifest import parse_blueprint

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


# A chart as somebody else laid it out, for the chapter "Your own chart".
OWN_CHART = {
    ".git/HEAD": "ref: refs/heads/main\n",
    "helm_deploy/orders/Chart.yaml": "apiVersion: v2\nname: orders\nversion: 1.0.0\n",
    "helm_deploy/orders/values.yaml": "replicaCount: 1\nimage:\n  repository: example.com/orders\n  tag: latest\n",
    "helm_deploy/orders/templates/deployment.yaml": (
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: orders}\nspec:\n"
        "  replicas: {{ .Values.replicaCount }}\n  template:\n    spec:\n      containers:\n"
        "        - name: orders\n"
        "          image: {{ .Values.image.repository }}:{{ .Values.image.tag }}\n"
    ),
    "flux/canary.yaml": (
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: orders-canary}\nspec:\n"
        "  chart: {spec: {chart: ./helm_deploy/orders}}\n  values:\n"
        "    image:\n      tag: 1.6.0 # by the pipeline\n  interval: 5m\n"
    ),
    **{
        f"helm_deploy/values-{name}.yaml": (
            f"replicaCount: {count} # measured\nimage:\n  tag: {tag}\n"
            f"ingress:\n  host: {name}.orders.example.com\n"
        )
        for name, count, tag in (("dev", 1, "1.5.0"), ("preprod", 2, "1.5.0"), ("prod", 4, "1.4.2"))
    },
}
PAGES_THAT_SHOW = ("values", "services", "clusters", "mesh", "merge", "upgrade")
ELIDED = "…"


def with_real_output(page: str, run: Callable[[str], str], chapter: Callable[[], None]) -> str:
    """The page, where what its commands print is what they really print; `…` may stand for lines of it.

    Every chapter begins afresh. A command with nothing below it, or only `…`, is run and not compared.
    """
    lines: list[str] = []
    rest = page.splitlines()
    is_console = False
    while rest:
        line = rest.pop(0)
        lines.append(line)
        if line.startswith("## "):
            chapter()
        if line.startswith("```"):
            is_console = line == "```console"
        elif is_console and line.startswith("$ "):
            shown: list[str] = []
            while not rest[0].startswith(("$ ", "```")):
                shown.append(rest.pop(0))
            told = run(line.removeprefix("$ ")).splitlines()
            lines += shown if is_shown(shown, told) or not shown else told
    return "\n".join(lines) + "\n"


def is_shown(shown: list[str], told: list[str]) -> bool:
    """Whether that is what was told, `…` for any lines."""
    if not shown:
        return not told
    first, *rest = shown
    if first == ELIDED:
        return any(is_shown(rest, told[number:]) for number in range(len(told) + 1))
    return bool(told) and first == told[0] and is_shown(rest, told[1:])


class Shop:
    """The platform of the page, and a shell in its folder; helm renders instead of installing."""

    def __init__(self, folder: Path, helm: Path) -> None:
        self.folder = folder
        programs = folder / "bin"
        programs.mkdir()
        start = f'export PYTHONPATH="{ROOT}"\nexec "{sys.executable}" -m generator "$@"\n'
        for name, text in {
            "helm-blueprint": start,
            "helm": f'test "$1" = upgrade && shift && set -- template "$@"\nexec "{helm}" "$@"\n',
        }.items():
            (programs / name).write_text(f"#!/bin/sh\n{text}")
            (programs / name).chmod(0o755)
        self.environment = {
            **os.environ,
            "PATH": f"{programs}:{os.environ['PATH']}",
            "XDG_STATE_HOME": str(folder / "state"),
            "PYTHONUNBUFFERED": "1",  # in the order in which a terminal has it
            "PYTHONUTF8": "1",
            **{
                f"GIT_{who}_{what}": "t@example.com"
                for who in ("AUTHOR", "COMMITTER")
                for what in ("NAME", "EMAIL")
            },
        }
        self._shell("helm-blueprint new ecommerce fresh --defaults", folder)
        for path, text in OWN_CHART.items():
            file = folder / "orders" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        fresh = folder / "fresh"
        self._shell(
            "git init -q && git config commit.gpgsign false && git add -A && git commit -q -m one", fresh
        )
        self.here = folder / "shop"

    def afresh(self) -> None:
        shutil.rmtree(self.folder / "shop", ignore_errors=True)
        shutil.copytree(self.folder / "fresh", self.folder / "shop")
        self.here = self.folder / "shop"

    def run(self, command: str) -> str:
        """What it prints, errors included; only what the page shows as an error may be one."""
        if command.startswith("cd "):
            self.here = (self.here / command.removeprefix("cd ")).resolve()
            return ""
        return self._shell(command, self.here, statuses=(0, 1, 2))

    def _shell(self, command: str, folder: Path, statuses: Container[int] = (0,)) -> str:
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=folder, env=self.environment, text=True, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        assert done.returncode in statuses, f"{command}\n{done.stdout}"
        assert "Traceback" not in done.stdout
        return done.stdout


@pytest.mark.long
@pytest.mark.helm
@pytest.mark.parametrize("name", PAGES_THAT_SHOW)
def test_page_shows_what_the_commands_print(name: str, tmp_path: Path, helm4: Path) -> None:
    shop = Shop(tmp_path, helm4)
    path = ROOT / "docs" / f"{name}.md"
    page = path.read_text()
    real = with_real_output(page, shop.run, shop.afresh)
    if os.environ.get("REFRESH_DOCS"):
        path.write_text(real)
    assert real == page, (
        "REFRESH_DOCS=1 python -m pytest tests/test_docs.py writes what is printed to the page"
    )


def test_output_that_is_not_what_is_printed_is_replaced() -> None:
    page = "## A\n```console\n$ a\nold\n$ b\n1\n…\n9\n$ c\n$ d\n…\n```\n$ e\n```yaml\n$ f\n```\n"
    begun: list[str] = []
    ran: list[str] = []

    def run(command: str) -> str:
        ran.append(command)
        return {"a": "new\n", "b": "1\n2\n9\n"}.get(command, "not shown\n")

    assert with_real_output(page, run, lambda: begun.append("chapter")) == page.replace("old", "new")
    assert (begun, ran) == (["chapter"], ["a", "b", "c", "d"])


def test_blueprint_of_the_journey_is_complete() -> None:
    text = re.search(r"```yaml\n(name: my.*?)```", JOURNEY, re.DOTALL)[1]  # type: ignore[index]
    assert [option.name for option in parse_blueprint(text.encode(), "x").options] == ["team", "size"]


PAGES = [
    path.relative_to(ROOT).as_posix() for path in (*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md")))
]


@pytest.mark.parametrize("page", PAGES)
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
