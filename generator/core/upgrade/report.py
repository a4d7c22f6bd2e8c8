"""`status` and the upgrades: what people changed, what the blueprint did, and where both meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.changes import as_text, unified
from generator.core.styled import Part, line
from generator.core.words import first_few

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import PurePosixPath

    from generator.core.changes import MaskedLines
    from generator.core.styled import Block, Line
    from generator.core.upgrade.owned import HandEdit
    from generator.core.upgrade.state import PlatformState

_MOST = 12  # keys of a file that are named
_MAJOR = "another major version: `upgrade --major` takes it over"


def shown_file(path: PurePosixPath, what: str, keys: Sequence[tuple[str, str, int]]) -> list[Block]:
    """A file that was changed, and its keys below it: name, what became of it, line."""
    lines: list[Block] = [line(Part(str(path), "bold"), f": {what}")]
    for name, fate, number in keys[:_MOST]:
        where = f" (line {number})" if number else ""
        lines.append(line(f"  {name}: {fate}{where}"))
    if len(keys) > _MOST:
        lines.append(line(f"  and {len(keys) - _MOST} keys more"))
    return lines


def shown_files(paths: Iterable[PurePosixPath], says: str) -> list[Block]:
    """One line on files that have one thing in common; none without files."""
    names = [str(one) for one in paths]
    return [line(f"{says}: {first_few(names, _MOST)}")] if names else []


def status_lines(state: PlatformState) -> list[Block]:
    """What `status` shows people."""
    made = state.made_from
    lines: list[Block] = [line(Part(f"{made.name} {made.version}", "bold"), f": {_ahead(state)}")]
    if state.has_news and state.waiting:
        lines.append(line(f"{state.waiting} is here, too, {_MAJOR}"))
    lines += shown_files(state.news, "changed in the blueprint")
    if state.charts:
        lines.append(line("changed in the blueprint: the vendored charts"))
    if not state.is_modified:
        return [*lines, line("Nothing was changed here.")]
    lines += [line(f"answer {one.name}: {one.was or 'none'} → {one.now or 'none'}") for one in state.answers]
    lines += [line(text) for text in _steps(state)]
    for one in state.files:
        lines += shown_file(one.path, one.what, [(key.name, key.what, key.line) for key in one.keys])
    lines += shown_files(state.edited, "vendored charts edited by hand")
    return lines


def _ahead(state: PlatformState) -> str:
    """How far the blueprint is ahead, and what takes that over."""
    if not state.has_news:
        return f"{state.waiting} is here, {_MAJOR}" if state.waiting else "the newest that is here"
    if state.made_from.version == state.version:
        return "it was changed since, `upgrade` takes it over"
    ahead = f", {len(state.newer)} versions newer" if state.newer and len(state.newer) > 1 else ""
    taken = _MAJOR if state.major == state.version else "`upgrade` takes it over"
    return f"{state.version} is here{ahead}, {taken}"


def lines_of_hand_edits(edits: Sequence[HandEdit], masked: MaskedLines) -> list[Line]:
    """The diff of what people edited in vendored charts."""
    unknown = [line(f"{one.change.path}: what it was made as is not known: beside what is made now")
               for one in edits if not one.is_known]  # fmt: skip
    return [*unknown, *as_text((one.change for one in edits), masked)]


def _steps(state: PlatformState) -> Iterator[str]:
    steps = state.steps
    yield from (f"service {old}: renamed to {new}" for old, new in steps.renamed)
    yield from (f"service {name}: removed" for name in steps.removed)
    yield from (f"environment {old}: renamed to {new}" for old, new in steps.environments_renamed)
    yield from (f"environment {name}: removed" for name in steps.environments_removed)
    yield from (f"environment {name}: added, like {like}" for name, like in steps.environments_added)


def status_as_json(state: PlatformState, edits: Sequence[HandEdit], masked: MaskedLines) -> dict[str, object]:
    """What `status --output json` writes."""
    made, steps = state.made_from, state.steps
    return {
        "blueprint": {
            "name": made.name,
            "source": made.source,
            "version": made.version,
            "here": state.version,
        },
        "behind": state.is_behind,
        "major": state.major or None,
        "newerVersions": None if state.newer is None else list(state.newer),
        "modified": state.is_modified,
        "news": [str(path) for path in state.news],
        "chartsChanged": state.charts,
        "files": [
            {
                "path": str(one.path),
                "what": one.what,
                "keys": [{"key": key.name, "what": key.what, "line": key.line or None} for key in one.keys],
            }
            for one in state.files
        ],
        "answers": [one._asdict() for one in state.answers],
        "vendoredEdited": [str(path) for path in state.edited],
        "vendoredDiffs": [
            {
                "path": str(one.change.path),
                "against": "made" if one.is_known else "now",
                "diff": unified([one.change], masked),
            }
            for one in edits
        ],
        "services": {"renamed": dict(steps.renamed), "removed": list(steps.removed)},
        "environments": {
            "renamed": dict(steps.environments_renamed),
            "removed": list(steps.environments_removed),
            "added": dict(steps.environments_added),
        },
    }
