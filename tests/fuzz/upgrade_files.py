"""Whole files as people treat them: deleted, added, run through formatters, written on other systems."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import yaml

from generator.core.tree import Tree
from tests.fuzz.upgrade_steps import CHART, PLATFORM, VALUES, Files

README = PurePosixPath("README.md")


def deleted(path: str, tree: Tree) -> Files:
    return {file: data for file, data in tree.items() if str(file) != path}


def appended(path: str, words: str, tree: Tree) -> Files:
    file = PurePosixPath(path)
    return _with(tree, file, tree[file].decode().rstrip("\r\n") + f"\n\n{words}\n")


def headed(path: str, words: str, tree: Tree) -> Files:
    file = PurePosixPath(path)
    return _with(tree, file, f"{words}\n\n" + tree[file].decode())


def file_added(path: str, words: str, tree: Tree) -> Files:
    return _with(tree, PurePosixPath(path), f"{words}\n")


def _with(tree: Tree, path: PurePosixPath, text: str) -> Files:
    """The tree with a text, whose lines end all alike."""
    if "\r\n" in text:
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    return {**tree, path: text.encode()}


def _written_by_hand(tree: Tree) -> list[PurePosixPath]:
    values = [
        path for path in tree if len(path.parts) == 1 and re.fullmatch(r"values(-.+)?\.yaml", path.name)
    ]
    return [*values, CHART, PLATFORM]


def with_returns(tree: Tree) -> Files:
    """CRLF, as an editor on another system writes it."""
    paths = [README, VALUES, *_written_by_hand(tree)]
    return {**tree, **{path: tree[path].replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") for path in paths}}


def formatted(tree: Tree) -> Files:
    """What prettier makes of files of YAML: spaces in braces, double quotes, one blank line, no white space at ends."""
    return {**tree, **{path: _formatted(tree[path].decode()).encode() for path in _written_by_hand(tree)}}


def _formatted(text: str) -> str:
    kept = _texts_in(text)
    lines = []
    for at, line in enumerate(text.split("\n")):
        code, mark, comment = line.partition(" #")
        if at in kept or line.lstrip().startswith("#"):
            lines.append(line if at in kept else line.rstrip())
            continue
        # a brace behind a word is of a text, such as a query's
        is_text = any(each in code for each in '"|`$') or re.search(r"\w\{", code)
        if not is_text:
            code = re.sub(r"\{(?=[^ {}])", "{ ", code)
            code = re.sub(r"(?<=[^ {}])\}", " }", code)
            code = re.sub(r"(?<=[:,] )'([^'\"\\]*)'", r'"\1"', code)
        lines.append(f"{code.rstrip() if not mark else code}{mark}{comment.rstrip()}")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) if not kept else "\n".join(lines)


def _texts_in(text: str) -> dict[int, int]:
    """The lines of texts of several lines, each with what the first of its text is indented by."""
    kept: dict[int, int] = {}
    lines = text.split("\n")
    for token in yaml.scan(text, yaml.CSafeLoader):
        if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):
            inside = range(token.start_mark.line + 1, token.end_mark.line)
            first = next((at for at in inside if lines[at].strip()), None)
            if first is not None:
                kept.update(dict.fromkeys(inside, len(lines[first]) - len(lines[first].lstrip(" "))))
    return kept


def indented(tree: Tree) -> Files:
    """What yamlfmt makes of them with four spaces: twice as many in front, but for what a text has of its own."""
    return {**tree, **{path: _indented(tree[path].decode()).encode() for path in _written_by_hand(tree)}}


def _indented(text: str) -> str:
    kept = _texts_in(text)

    def one(at: int, line: str) -> str:
        if at in kept or not line.strip():
            return f"{' ' * kept.get(at, 0)}{line}" if line.strip() else line
        words = line.lstrip(" ")
        dashes = re.match(r"(- )*", words)
        assert dashes is not None
        inside = dashes[0].replace("- ", "-   ") + words[dashes.end() :]
        return f"{'  ' * (len(line) - len(words))}{inside}"

    return "\n".join(one(at, line) for at, line in enumerate(text.split("\n")))
