"""The house: doors between its rooms are contracts of import-linter, thought touches nothing, no drawer for everything."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePath

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "generator"
MODULES = sorted(
    str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.py") if "_bundled" not in path.parts
)
CONTRACTS = (ROOT / "pyproject.toml").read_text().partition("[tool.importlinter]")[2]

# ── what core may not do, beyond what it imports ────────────────────────────────────────────────────

FORBIDDEN_CALLS = {"open", "print", "input", "exec", "eval", "compile", "breakpoint", "__import__"}
# What a path does that asks the disk. Texts, matches, maps and edits have those taken away, too.
OF_OTHERS = {"copy", "group", "info", "move", "rename", "replace"}
FORBIDDEN_METHODS = {name for name in dir(Path) if name[0] != "_"} - set(dir(PurePath)) - OF_OTHERS


def impure(path: str, source: str) -> Iterator[str]:
    """What a module of core does with the machine that its imports do not tell: `file:line: …` each."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FORBIDDEN_CALLS:
            yield f"{path}:{node.lineno}: core calls {node.func.id}"
        # Passing a method on is as good as calling it. An archive is opened on bytes.
        elif isinstance(node, ast.Attribute) and node.attr in FORBIDDEN_METHODS:
            if not (node.attr == "open" and isinstance(node.value, ast.Name) and node.value.id == "tarfile"):
                yield f"{path}:{node.lineno}: core uses .{node.attr}"
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from (f"{path}:{node.lineno}: core imports {name}" for name in _opening(node))


def _opening(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """Imports that a contract cannot tell from harmless ones of the same package."""
    names = [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        names = [f"{node.module}.{name}" for name in names]
    for name in names:
        is_pure = name.startswith(("pathlib.Pure", "urllib.parse"))
        if name.split(".")[0] in {"pathlib", "urllib"} and not is_pure:
            yield name


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("core/")])
def test_thought_touches_nothing(module: str) -> None:
    assert list(impure(module, (PACKAGE / module).read_text())) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("open('x')", "core calls open"),
        ("print('x')", "core calls print"),
        ("__import__('os')", "core calls __import__"),
        ("path.read_text()", "core uses .read_text"),
        ("path.is_file()", "core uses .is_file"),
        ("path.is_dir()", "core uses .is_dir"),
        ("path.is_symlink()", "core uses .is_symlink"),
        ("path.exists()", "core uses .exists"),
        ("path.glob('*')", "core uses .glob"),
        ("path.rglob('*')", "core uses .rglob"),
        ("path.iterdir()", "core uses .iterdir"),
        ("path.stat()", "core uses .stat"),
        ("path.lstat()", "core uses .lstat"),
        ("path.resolve()", "core uses .resolve"),
        ("path.open()", "core uses .open"),
        ("path.touch()", "core uses .touch"),
        ("list(map(PurePosixPath.exists, paths))", "core uses .exists"),
        ("from pathlib import Path", "core imports pathlib.Path"),
        ("import pathlib", "core imports pathlib"),
        ("from urllib.request import urlopen", "core imports urllib.request.urlopen"),
        ("import urllib.request", "core imports urllib.request"),
    ],
)
def test_touch_is_found(source: str, expected: str) -> None:
    assert list(impure("a.py", source)) == [f"a.py:1: {expected}"]


@pytest.mark.parametrize(
    "source",
    [
        "from pathlib import PurePosixPath",
        "from urllib.parse import quote",
        "import urllib.parse",
        "text.replace('a', 'b')",
        "match.group(1)",
        "tarfile.open(fileobj=file)",
    ],
)
def test_thought_is_free(source: str) -> None:
    assert list(impure("a.py", source)) == []


# ── the contracts ───────────────────────────────────────────────────────────────────────────────────

# A line that is added to a file, and what import-linter says of it; at least one of every contract.
BREACHES = {
    "edge/files.py": ("import generator.cli", "generator.edge is not allowed to import generator.cli:"),
    "errors.py": (
        "from generator.core.tree import Tree",
        "generator.errors is not allowed to import generator.core:",
    ),
    "core/paths.py": (
        "def f():\n    from generator.edge.files import read_file",
        "generator.core is not allowed to import generator.edge:",
    ),
    "cli.py": (
        "from generator.edge.files import read_file",
        "generator.cli is not allowed to import generator.edge:",
    ),
    "core/yaml/limits.py": (
        "from generator.core.edit import edits",
        "generator.core.yaml is not allowed to import generator.core.edit:",
    ),
    "core/attic/__init__.py": ("", "- generator.core.attic\n"),
    "attic.py": ("", "- generator.attic\n"),
    "core/planted.py": ("import dataclasses", "generator is not allowed to import dataclasses:"),
    "commands/list.py": (
        "from generator.commands.show import command as other",
        "generator.commands.list is not allowed to import generator.commands.show:",
    ),
    "commands/values/get.py": (
        "from generator.commands.values import set",
        "generator.commands.values.get is not allowed to import generator.commands.values.set:",
    ),
}
OUTSIDE = {
    "click", "cookiecutter", "datetime", "http", "importlib", "os", "pkgutil", "random", "rich", "shutil", "socket",
    "sqlite3", "subprocess", "sys", "tempfile", "threading", "time",
}  # fmt: skip


def test_contracts_are_kept_and_every_breach_is_found(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "generator", ignore=shutil.ignore_patterns("__pycache__", "_bundled"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    kept = lint_imports(tmp_path)
    assert "0 broken." in kept

    for file, (line, _) in BREACHES.items():
        (tmp_path / "generator" / file).parent.mkdir(exist_ok=True)
        with (tmp_path / "generator" / file).open("a") as stream:
            stream.write(f"\n{line}\n")
    lines = [f"import {name}" for name in sorted(OUTSIDE)]
    text = "\n".join(
        [*lines, "from concurrent.futures import ThreadPoolExecutor", "def f():\n    import ssl\n"]
    )
    (tmp_path / "generator/core/yaml/planted.py").write_text(text)
    told = lint_imports(tmp_path)
    assert " 0 kept, " in told
    assert [said for _, said in BREACHES.values() if said not in told] == []
    outside = set(re.findall(r"^generator\.core is not allowed to import (\w+):$", told, re.MULTILINE))
    assert outside == OUTSIDE | {"concurrent", "ssl"}


def lint_imports(folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"],
        cwd=folder, env={**os.environ, "COLUMNS": "200"}, text=True, capture_output=True, check=False,
    )  # fmt: skip
    return done.stdout + done.stderr


def test_every_command_is_a_stranger_to_the_others() -> None:
    """The contract names commands, since what they share lies beside them; those of `values` by a star."""
    told = CONTRACTS.partition('"Commands do not know each other"')[2]
    files = [path for path in (PACKAGE / "commands").iterdir() if path.name[0] not in "_."]
    wanted = {f"{path.stem}.*" if path.is_dir() else path.stem for path in files}
    assert set(re.findall(r'"generator\.commands\.([\w.*]+)"', told)) == wanted


def test_there_is_no_drawer_for_everything() -> None:
    assert [m for m in MODULES if Path(m).stem in {"utils", "util", "helpers", "common", "misc"}] == []


def test_all_that_is_shown_goes_through_one_door() -> None:
    """edge/terminal escapes; cli tells only what is ours."""
    shows = {
        module
        for module in MODULES
        if any(
            word in (PACKAGE / module).read_text()
            for word in ("click.echo", "click.secho", "click.confirm", "click.prompt")
        )
    }
    assert shows == {"cli.py", "edge/terminal.py"}


# ── how long things are ─────────────────────────────────────────────────────────────────────────────

LONGEST_MODULE = 320  # lines: 300 is the rule, and nobody has to cut a module in two for a few more
SCREEN = 60  # lines of a command's own code: what stands in its functions, without options and docstrings


def code_lines(source: str) -> int:
    """The lines in the bodies of a module's functions and classes, without their docstrings."""
    total = 0
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            total += body[-1].end_lineno - body[0].lineno + 1 if body and body[-1].end_lineno else 0
    return total


def test_no_module_is_long() -> None:
    lengths = {module: (PACKAGE / module).read_text().count("\n") for module in MODULES}
    assert {module: count for module, count in lengths.items() if count > LONGEST_MODULE} == {}


@pytest.mark.parametrize(
    "module", [name for name in MODULES if name.startswith("commands/") and PurePath(name).name[0] != "_"]
)
def test_command_is_about_a_screen(module: str) -> None:
    assert code_lines((PACKAGE / module).read_text()) <= SCREEN


def test_lines_of_code_are_those_in_functions() -> None:
    source = 'import a\n\n\n@option("x")\ndef f(\n    b: int,\n) -> None:\n    """Doc."""\n    c()\n\n    d()\n\n\ndef g() -> None:\n    """Doc."""\n'
    assert code_lines(source) == 3


# What plays the same part wherever it stands: a command, a rule, what a presenter has for each output.
PARTS = {"command", "check", "as_json", "as_text", "summary", "T"}


def public_names(source: str) -> Iterator[str]:
    """The names of functions, classes and constants that others may import from a module."""
    body = ast.parse(source).body
    for node in [*body, *(inner for outer in body if isinstance(outer, ast.If) for inner in outer.body)]:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        targets = node.targets if isinstance(node, ast.Assign) else []
        targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def test_one_name_means_one_thing() -> None:
    """`git grep NAME` leads to one place. A new name that is taken wants another word, not a place in PARTS."""
    places: dict[str, list[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for name in dict.fromkeys(public_names(path.read_text())):
            if not name.startswith("_") and name not in PARTS:
                places.setdefault(name, []).append(path.relative_to(PACKAGE).as_posix())
    assert {name: where for name, where in places.items() if len(where) > 1} == {}
