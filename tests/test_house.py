"""The house: imports run one way, commands are strangers to each other, thought touches nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "generator"

# Who may import whom, by the first folder or module below generator/.
ALLOWED = {
    "__init__": set(),
    "__main__": {"cli", "__init__"},
    "cli": {"commands", "errors", "streams", "__init__"},
    "completion": {"cli", "streams"},
    "commands": {"commands", "edge", "core", "errors", "__init__"},
    "edge": {"edge", "core", "errors"},
    "core": {"core", "errors"},
    "errors": set(),
    "streams": set(),
}
# What core must not touch: programs, the command line, the network, the clock, chance, the machine.
FORBIDDEN_IN_CORE = {
    "asyncio", "click", "cookiecutter", "datetime", "jinja2", "os", "random", "requests", "rich", "shutil",
    "signal", "socket", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip
FORBIDDEN_CALLS = {"open", "print", "input", "exec", "eval"}
FORBIDDEN_METHODS = {
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "mkdir",
    "unlink",
    "exists",
    "iterdir",
}


def imports(source: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports name the package"
            yield node.lineno, node.module or ""
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else "__init__"


def breaches(path: str, source: str) -> list[str]:
    """What a module's imports and calls break; `path` is relative to generator/."""
    own = path.removesuffix(".py").split("/")[0]
    found = []
    for line, name in imports(source):
        top = name.partition(".")[0]
        if top == "generator" and room(name) in ALLOWED and room(name) not in ALLOWED[own]:
            # `from generator import __version__` is seen twice; its second form names no module.
            found.append(f"{path}:{line}: {own} imports {name}")
        if own == "commands" and name.startswith("generator.commands.") and _is_other_command(path, name):
            found.append(f"{path}:{line}: a command imports the command {name}")
        # urllib.parse knows how addresses are written, and opens none.
        if own == "core" and top in FORBIDDEN_IN_CORE and not name.startswith("urllib.parse"):
            found.append(f"{path}:{line}: core imports {top}")
    if own == "core":
        found += list(_impure(path, source))
    return found


def _is_other_command(path: str, name: str) -> bool:
    module = name.split(".")[2]
    return not module.startswith("_") and (PACKAGE / "commands" / f"{module}.py").exists()


def _impure(path: str, source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in FORBIDDEN_CALLS:
            yield f"{path}:{node.lineno}: core calls {node.func.id}"
        if isinstance(node.func, ast.Attribute) and node.func.attr in FORBIDDEN_METHODS:
            yield f"{path}:{node.lineno}: core calls .{node.func.attr}"


MODULES = sorted(
    str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.py") if "_bundled" not in path.parts
)


@pytest.mark.parametrize("module", MODULES)
def test_module_keeps_to_its_room(module: str) -> None:
    assert breaches(module, (PACKAGE / module).read_text()) == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("core/a.py", "import subprocess"),
        ("core/a.py", "from os import environ"),
        ("core/a.py", "import datetime"),
        ("core/a.py", "from generator.edge.files import read_file"),
        ("core/a.py", "def f():\n    import click"),
        ("core/a.py", "open('x')"),
        ("core/a.py", "print('x')"),
        ("core/a.py", "path.read_text()"),
        ("edge/a.py", "from generator.commands import folder"),
        ("edge/a.py", "import generator.cli"),
        ("commands/a.py", "from generator.commands.list import command"),
        ("commands/a.py", "from generator.cli import run"),
        ("errors.py", "from generator.core.tree import Tree"),
        ("cli.py", "from generator.edge.files import read_file"),
    ],
)
def test_breach_is_found(module: str, source: str) -> None:
    assert breaches(module, source) != []


def test_there_is_no_drawer_for_everything() -> None:
    assert [m for m in MODULES if Path(m).stem in {"utils", "util", "helpers", "common", "misc"}] == []
