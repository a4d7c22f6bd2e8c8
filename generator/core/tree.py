"""A folder's content as a value: what flows from the blueprint to the one writer at the end."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import TypeAlias

from generator.errors import BlueprintError

Tree: TypeAlias = Mapping[PurePosixPath, bytes]


def text_of(data: bytes, where: str) -> str:
    """A file's content as text, a byte order mark included; BlueprintError with `where:line` if not UTF-8."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BlueprintError("this is not UTF-8 text", where=f"{where}:{line}") from error


def subtree(tree: Tree, folder: PurePosixPath | str) -> dict[PurePosixPath, bytes]:
    """The files below `folder`, their paths relative to it."""
    depth = len(PurePosixPath(folder).parts)
    prefix = PurePosixPath(folder).parts
    return {PurePosixPath(*p.parts[depth:]): data for p, data in tree.items() if p.parts[:depth] == prefix}


def moved_under(folder: PurePosixPath | str, tree: Tree) -> dict[PurePosixPath, bytes]:
    """The same files with `folder` put before their paths."""
    return {PurePosixPath(folder, path): data for path, data in tree.items()}


def folders_at_top(tree: Tree) -> list[str]:
    """The names of the folders that hold files, sorted."""
    return sorted({path.parts[0] for path in tree if len(path.parts) > 1})


def overlay(*layers: Tree) -> dict[PurePosixPath, bytes]:
    """All layers' files, where a later layer's file replaces an earlier one of the same path.

    What holds only white space is left out: so an option leaves a file out, and a layer removes a
    file of the layer below.
    """
    files: dict[PurePosixPath, bytes] = {}
    for layer in layers:
        files.update(layer)
    return {path: data for path, data in sorted(files.items()) if data.strip()}


def outline(tree: Tree, root: str) -> list[str]:
    """The lines of a drawing of the tree, as `tree` draws it: files before folders, sorted."""
    lines = [f"{root}/"]

    def draw(files: Tree, indent: str) -> None:
        names = sorted(path.name for path in files if len(path.parts) == 1)
        folders = folders_at_top(files)
        entries = [(name, False) for name in names] + [(name, True) for name in folders]
        for position, (name, is_folder) in enumerate(entries):
            last = position == len(entries) - 1
            lines.append(f"{indent}{'└── ' if last else '├── '}{name}{'/' if is_folder else ''}")
            if is_folder:
                draw(subtree(files, name), indent + ("    " if last else "│   "))

    draw(tree, "")
    return lines
