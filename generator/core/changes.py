"""Changes to files: what every command that writes decides, shows, and hands to the one writer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.printable import printable
from generator.core.styled import Line, Part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import PurePosixPath
    from typing import TypeAlias

    from generator.core.styled import Style
    from generator.core.tree import Tree

    MaskedLines: TypeAlias = Callable[
        [PurePosixPath, bytes | None, Sequence[str], Sequence[tuple[int, int]]], Sequence[str]
    ]

CONTEXT = 3
_STYLES: Mapping[str, Style] = {"+": "green", "-": "red", "@": "cyan"}


class Change(NamedTuple):
    """A file as it was read and as it shall be. None: the file is not there, or shall not be."""

    path: PurePosixPath
    before: bytes | None
    after: bytes | None


def changes_between(before: Tree, after: Mapping[PurePosixPath, bytes | None]) -> tuple[Change, ...]:
    """What makes of a tree these files of another: those that are equal are left out."""
    found = (Change(path, before.get(path), data) for path, data in after.items())
    return tuple(change for change in found if change.before != change.after)


def applied(tree: Tree, changes: Iterable[Change]) -> dict[PurePosixPath, bytes]:
    """The tree with the changes made."""
    result = dict(tree)
    for change in changes:
        if change.after is None:
            result.pop(change.path, None)
        else:
            result[change.path] = change.after
    return result


def _as_they_are(
    _path: PurePosixPath, _content: bytes | None, lines: Sequence[str], _shown: Sequence[tuple[int, int]]
) -> Sequence[str]:
    return lines


def unified(changes: Iterable[Change], masked: MaskedLines = _as_they_are, folder: str = "") -> str:
    """The changes as a diff that people read and, where nothing is masked, `git apply` takes.

    `masked` gives the lines of a file as they may be shown: of its path, its content, all its lines, and
    the stretches of them (from, to) that are shown. `folder` stands before the names of files: `deploy/`.
    """
    return "".join(line for change in changes for line in _diff(change, masked, folder))


def as_text(changes: Iterable[Change], masked: MaskedLines = _as_they_are, folder: str = "") -> list[Line]:
    """The same in the colours of a diff."""
    lines = []
    for text in unified(changes, masked, folder).split("\n")[:-1]:
        style: Style = "bold" if text.startswith(("--- ", "+++ ")) else _STYLES.get(text[:1], "")
        lines.append(Line((Part(text, style),), is_exact=True))
    return lines


def _diff(change: Change, masked: MaskedLines, folder: str) -> Iterator[str]:
    if change.before == change.after:
        return
    from generator.core.stretches import hunks_of  # who only reads shows no diff

    # Line by line it is shown as it is: a name must not bring lines of its own.
    name = printable(f"{folder}{change.path}")
    name += "\t" if " " in name else ""  # as git has it: patch takes a name to end at its first space
    yield f"--- {'/dev/null' if change.before is None else f'a/{name}'}\n"
    yield f"+++ {'/dev/null' if change.after is None else f'b/{name}'}\n"
    old, new = _lines(change.before), _lines(change.after)
    hunks = list(hunks_of(old, new, CONTEXT))
    old_shown = masked(change.path, change.before, old, [(group[0][1], group[-1][2]) for group in hunks])
    new_shown = masked(change.path, change.after, new, [(group[0][3], group[-1][4]) for group in hunks])
    for group in hunks:
        first, last = group[0], group[-1]
        yield f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@\n"
        for tag, a, b, c, d in group:
            if tag == "equal":
                yield from _marked(" ", new_shown[c:d])
            else:
                yield from _marked("-", old_shown[a:b])
                yield from _marked("+", new_shown[c:d])


def _lines(data: bytes | None) -> list[str]:
    # Not splitlines(): a lone \r or a form feed ends no line of a file.
    text = (data or b"").decode("utf-8", "replace")
    parts = text.split("\n")
    return [*(part + "\n" for part in parts[:-1]), *filter(None, parts[-1:])]


def _marked(sign: str, lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield sign + (line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")


def _range(start: int, end: int) -> str:
    length = end - start
    return f"{start + 1 if length else start}{f',{length}' if length != 1 else ''}"
