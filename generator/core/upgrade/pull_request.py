"""Title and body of a pull request for an upgrade: the summary first, what is long folded or left out.

Whatever a blueprint or a team wrote stands in code, between more backticks than it has itself: there it is no
Markdown, no HTML, mentions nobody and gives GitLab no order.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple

from generator.core.changes import unified
from generator.core.platform.whole import is_made_whole
from generator.core.printable import printable
from generator.core.upgrade.majors import is_other_major
from generator.core.words import first_few

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.core.changes import Change, MaskedLines
    from generator.core.platform.file import Origin
    from generator.core.report.consequences import ClusterEffects
    from generator.core.upgrade.owned import HandEdit

# GitHub takes 65,536 characters; GitLab gets them as an option of a push: as many bytes, a line break as two.
_MOST = 65_000
_MOST_OF_CHAPTER = 9_000
_LONGEST = 400
_LONGEST_TITLE = 120
_ROOM_FOR_NAMES = 7_000  # of files that are left out, or made anew


class ProposedUpgrade(NamedTuple):
    """What is to be said of an upgrade: `newer` are its versions, `standing` is what stands at conflicts."""

    platform: str
    made: Origin
    here: str
    newer: Sequence[str] | None
    effects: ClusterEffects
    conflicts: Sequence[str]
    standing: str
    notes: Sequence[str]
    solved: Sequence[str]
    edits: Sequence[HandEdit]
    keeps_charts: bool
    changes: Sequence[Change]

    @property
    def title(self) -> str:
        if self.made.version == self.here:
            what = f"Take over what changed in {self.made.name} {self.here}"
        else:
            what = f"Upgrade {self.platform} to {self.made.name} {self.here}"
        return printable(what)[:_LONGEST_TITLE]


class PullRequest(NamedTuple):
    title: str
    body: str


def pull_request(proposed: ProposedUpgrade, masked: MaskedLines) -> PullRequest:
    """The pull request, whose body is of at most 65,000 characters (and bytes, line breaks counted twice)."""
    body = "\n".join(_chapters(proposed, masked))
    left = _MOST - _size(body) - _ROOM_FOR_NAMES
    return PullRequest(proposed.title, f"{body}\n{_changes(proposed.changes, masked, left)}")


def _chapters(one: ProposedUpgrade, masked: MaskedLines) -> Iterator[str]:
    yield _summary(one)
    if one.effects.unknown:
        yield f"### What it does to clusters\n\n{_code(one.effects.unknown)}\n"
    else:
        rows = _within(_lines(one.effects.text))
        yield f"### What it does to clusters\n\n{_fenced('text', rows)}"
    if one.conflicts:
        side = {"theirs": "the blueprint's stands there", "markers": "git's markers stand there"}
        stands = side.get(one.standing, "yours stands there, the blueprint's is left out")
        yield _list("Conflicts", f"Both sides changed the same, and {stands}:", one.conflicts)
    if one.notes:
        yield _list("To know", "", one.notes)
    if one.edits:
        fate = "kept" if one.keeps_charts else "made anew: `--keep-charts` keeps them"
        diff = _lines(unified((edit.change for edit in one.edits), masked))
        head = f"### Vendored charts edited by hand\n\nThey are {fate}.\n\n"
        yield head + _folded("What was edited", _fenced("diff", _within(diff)))
    if one.solved:
        lines = "".join(f"- {_code(text)}\n" for text in _within(one.solved))
        yield "### Solved\n\nBoth sides touched one mapping or list.\n\n" + _folded("Where, and how", lines)


def _summary(one: ProposedUpgrade) -> str:
    counts = {
        "added": sum(change.before is None for change in one.changes),
        "changed": sum(None not in (change.before, change.after) for change in one.changes),
        "removed": sum(change.after is None for change in one.changes),
    }
    files = ", ".join(f"{number} {what}" for what, number in counts.items() if number)
    steps = f" ({len(one.newer)} versions)" if one.newer and len(one.newer) > 1 else ""
    name = _code(f"{one.made.name} {one.made.version}")
    is_same = one.made.version == one.here
    what = (
        f"takes over what changed in {name}" if is_same else f"goes from {name} to {_code(one.here)}{steps}"
    )
    risks = [_MAJOR] if is_other_major(one.made.version, one.here) else []
    risks += [title for of, title in _RISKS.items() if any(row.of == of for row in one.effects.found)]
    risk = f"\n**Look at this first: {', '.join(risks)}.**\n" if risks else ""
    conflicts = f" {_counted(len(one.conflicts), 'conflict')}." if one.conflicts else ""
    return f"{_code(one.platform)} {what}. Files: {files}.{conflicts}\n{risk}"


_MAJOR = "this is another major version"
_RISKS = {
    "data": "claims or data are at risk",
    "refused": "the API refuses a change",
}


def _list(title: str, about: str, lines: Sequence[str]) -> str:
    intro = f"{about}\n\n" if about else ""
    return f"### {title}\n\n{intro}" + "".join(f"- {_code(one)}\n" for one in _within(lines))


def _within(lines: Sequence[str]) -> list[str]:
    """As many of the lines as a chapter holds, each cut, and how many more there are."""
    found: list[str] = []
    left = _MOST_OF_CHAPTER
    for text in lines:
        shown = printable(text)
        shown = shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
        left -= _size(_code(shown)) + 4  # what stands around it
        if left < 0:
            return [*found, f"… and {len(lines) - len(found)} more"]
        found.append(shown)
    return found


def _changes(changes: Sequence[Change], masked: MaskedLines, left: int) -> str:
    """Each file's diff, folded; the largest are left out where they do not fit, which is said."""
    written = [one for one in changes if not is_made_whole(one.path)]
    made = sorted({"/".join(one.path.parts[:2]) for one in changes if is_made_whole(one.path)})
    blocks = {one: _diff(one, masked) for one in written}
    shown = set()
    for one in sorted(blocks, key=lambda one: len(blocks[one])):
        left -= _size(blocks[one]) + 2
        if left < 0:
            break
        shown.add(one)
    text = "### Files\n\n" + "".join(f"{block}\n" for one, block in blocks.items() if one in shown)
    if missing := [one for one in written if one not in shown]:
        names = first_few([_code(str(one.path)[-_LONGEST_TITLE:]) for one in missing], 5)
        text += f"Left out here, being too long: {names}. The diff of the branch has all of it.\n\n"
    if made:
        text += f"Made anew: {first_few([_code(name[-_LONGEST_TITLE:]) for name in made], 8)}.\n"
    return text


def _diff(change: Change, masked: MaskedLines) -> str:
    lines = _lines(unified([change], masked))
    plus, minus = (sum(one.startswith(sign) for one in lines[2:]) for sign in "+-")
    return _folded(f"{change.path}", _fenced("diff", lines), f" +{plus} -{minus}")


def _folded(title: str, inside: str, after: str = "") -> str:
    summary = html.escape(printable(title))
    return f"<details><summary><code>{summary}</code>{after}</summary>\n\n{inside}\n</details>\n"


def _fenced(language: str, lines: Iterable[str]) -> str:
    text = "".join(f"{printable(one)}\n" for one in lines)
    fence = "`" * max(3, _longest_run(text) + 1)
    return f"{fence}{language}\n{text}{fence}\n"


def _code(text: str) -> str:
    """Words as code in a line, whatever they have in them."""
    shown = printable(text)
    run = _longest_run(shown)
    if not run:
        return f"`{shown}`"
    fence = "`" * (run + 1)
    return f"{fence} {shown} {fence}"


def _lines(text: str) -> list[str]:
    """Not splitlines(): no line of a diff ends but at a line feed."""
    return text.split("\n")[:-1]


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)


def _size(text: str) -> int:
    r"""As GitLab gets it: its line breaks are two bytes each, and a `\n` that stands in it has a gap."""
    return len(text.encode("utf-8", "replace")) + text.count("\n") + text.count(r"\n")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
