"""What commands in pipelines and Makefiles say of environments: `helm upgrade … CHART -f FILE`.

Nothing is run, and no shell is understood: a line is words, a variable is what the file says once that it
is, or else whatever makes a file of the repository of it.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from generator.core.deployers.hint import Hint, LeftOut, environment_named, parents_first, path_in_repository
from generator.core.helm.chart_file import CHART_FILE, VALUES_FILE
from generator.core.platform.file_roles import is_usual, name_in_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.core.budget import Budget
    from generator.core.deployers.hint import Deployer
    from generator.core.tree import Tree

_HELM = re.compile(r"\bhelm(?:3|4)?[ \t]+(?:\S+[ \t]+){0,4}?(?:upgrade|install|template)[ \t]")
_WORD = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|(?:\$\{\{[^}\n]*\}\}|[^\s\"'])+")
_VARIABLE = re.compile(r"\$\{\{[^}\n]{0,200}\}\}|\$\{\w{1,80}\}|\$\(\w{1,80}\)|\$\w{1,80}")
_STATED = re.compile(
    r"(?m)^[ \t]*(?:export[ \t]+)?(?P<name>\w{1,80})[ \t]{0,8}[:?]?=[ \t]{0,8}(?P<text>[^\n]{0,400})$"
)
_LONGEST = 4096  # letters of a command
_MOST = 100  # commands of a file


class _Command(NamedTuple):
    """The words of a command, and its line."""

    words: tuple[str, ...]
    line: int


def deployer_of(path: PurePosixPath) -> Deployer | None:
    """Whose commands a file has; None where it is no pipeline and no Makefile."""
    if path.name in ("Makefile", "makefile", "GNUmakefile"):
        return "the Makefile"
    is_yaml = path.suffix in (".yaml", ".yml")
    is_pipeline = path.parts[:2] == (".github", "workflows") or path.name in (
        ".gitlab-ci.yml",
        ".gitlab-ci.yaml",
    )
    return "the pipeline" if is_yaml and is_pipeline else None


def hints_of_commands(
    file: PurePosixPath, content: bytes, tree: Tree, budget: Budget
) -> Iterator[Hint | LeftOut]:
    """The environments that the Helm commands of a file name, by the values files that each gets."""
    by = deployer_of(file)
    text = content.decode("utf-8", "replace").replace("\r\n", "\n")
    if by is None or "helm" not in text:
        return
    known = _variables(text)
    for number, command in enumerate(_commands(text)):
        budget.entry(file)
        if number >= _MOST:
            return
        yield from _of_command(command, file, by, known, tree)


def _commands(text: str) -> Iterator[_Command]:
    """The commands of Helm, each with the lines that it goes on in."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        found = _HELM.search(line[:_LONGEST])
        if found is None or line.lstrip().startswith("#"):
            continue
        whole, here = line[found.start() :], number
        while whole.rstrip().endswith("\\") and here + 1 < len(lines) and len(whole) < _LONGEST:
            here += 1
            whole = f"{whole.rstrip()[:-1]} {lines[here].strip()}"
        words = tuple(
            word.strip("\"'") for word in _WORD.findall(re.split(r"&&|\|\||[;|>]", whole[:_LONGEST])[0])
        )
        yield _Command(words, number + 1)


def _variables(text: str) -> dict[str, str]:
    """What a file says that a variable is, where it says so once and without another variable."""
    found: dict[str, set[str]] = {}
    for match in _STATED.finditer(text):
        found.setdefault(match["name"], set()).add(match["text"].strip().strip("\"'"))
    return {
        name: next(iter(texts))
        for name, texts in found.items()
        if len(texts) == 1 and not any("$" in text for text in texts)
    }


def _of_command(
    command: _Command, file: PurePosixPath, by: Deployer, known: Mapping[str, str], tree: Tree
) -> Iterator[Hint | LeftOut]:
    words = [part for word in command.words for part in _filled(word, known)]
    folder = file.parent if by == "the Makefile" else PurePosixPath()
    chart = next((path for word in words if (path := _chart(folder, word, tree)) is not None), None)
    texts = [text for text in _values(words) if text]
    if chart is None or not texts:
        return
    where = f"{file}:{command.line}"
    for name, own in _by_environment(texts, folder, chart, tree):
        files = [path for path in own if path != chart / VALUES_FILE]
        missing = [path for path in files if path not in tree]
        yield from (LeftOut(where, str(path), "it is not there") for path in missing)
        if files and not missing:
            yield Hint(name, str(chart), tuple(dict.fromkeys(files)), where, by)


def _filled(word: str, known: Mapping[str, str]) -> list[str]:
    """A word with variables that are known, which may be several words then."""
    made = _VARIABLE.sub(lambda found: known.get(found[0].strip("${}() "), found[0]), word)
    return [word] if made == word else made.split()


def _chart(folder: PurePosixPath, word: str, tree: Tree) -> PurePosixPath | None:
    path = None if word.startswith("-") else path_in_repository(folder, word)
    return path if path is not None and path / CHART_FILE in tree else None


def _values(words: Sequence[str]) -> Iterator[str]:
    """What -f and --values get."""
    for number, word in enumerate(words):
        if word in ("-f", "--values"):
            yield from (words[number + 1] if number + 1 < len(words) else "").split(",")
        elif word.startswith(("-f=", "--values=")):
            yield from word.partition("=")[2].split(",")


def _by_environment(
    texts: Sequence[str], folder: PurePosixPath, chart: PurePosixPath, tree: Tree
) -> Iterator[tuple[str, list[PurePosixPath]]]:
    """The files of each environment that the command is for: of all where a variable stands for its name."""
    variable = next((found[0] for text in reversed(texts) if (found := _VARIABLE.search(text))), None)
    if variable is None:
        paths = [path for text in texts if (path := path_in_repository(folder, text)) is not None]
        names = (environment_named(parents_first(path), chart.name) for path in reversed(paths))
        if len(paths) == len(texts) and (name := next(filter(None, names), "")):
            yield name, paths
        return
    for name in _names_for(variable, next(t for t in reversed(texts) if variable in t), folder, tree):
        filled = [text.replace(variable, name) for text in texts]
        if not any(_VARIABLE.search(text) for text in filled):
            yield name, [path for text in filled if (path := path_in_repository(folder, text)) is not None]


def _names_for(variable: str, text: str, folder: PurePosixPath, tree: Tree) -> list[str]:
    """The names of environments that make a file of the repository of a text with a variable."""
    before, _, after = text.partition(variable)
    start = path_in_repository(folder, f"{before}x{after}".replace(variable, "x"))
    if start is None or "$" in after.replace(variable, ""):
        return []
    pattern = re.escape(str(path_in_repository(folder, f"{before}\x01{after}"))).replace(
        "\x01", r"(?P<name>[\w.-]{1,60})", 1
    )
    pattern = pattern.replace(re.escape(variable), "(?P=name)")
    matches = (re.fullmatch(pattern, str(path)) for path in tree)
    names = {match["name"] for match in matches if match}
    return sorted(
        name for name in names if is_usual(name) and name_in_values(PurePosixPath(f"values-{name}.yaml"))
    )
