"""Lines between entries: comments and blank lines, three versions of which become one."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def said(lines: str) -> list[str]:
    """What comment lines say: without indentation and blank lines."""
    return [one for line in lines.split("\n") if (one := line.strip())]


def merged_lines(base: str, ours: str, theirs: str) -> str:
    """Whole lines of three versions as one: where both changed them, ours and what is new in theirs."""
    if theirs in (ours, base):
        return ours
    old, mine, new = said(base), said(ours), said(theirs)
    if mine == old:
        return theirs if new != old else ours
    if new in (old, mine):
        return ours
    return _both(old, ours.splitlines(keepends=True), theirs.splitlines(keepends=True))


def _both(old: Sequence[str], ours: list[str], theirs: Sequence[str]) -> str:
    """Ours without the lines that they removed, with those that they added behind what they stand behind."""
    gone = Counter(old) - Counter(_stripped(theirs))
    added = Counter(_stripped(theirs)) - Counter(old) - (Counter(_stripped(ours)) - Counter(old))
    result = []
    for line in ours:
        if gone[line.strip()] > 0 and line.strip():
            gone[line.strip()] -= 1
        else:
            result.append(line)
    place = 0
    for line in theirs:
        one = line.strip()
        if not one:
            continue
        if added[one] > 0:
            added[one] -= 1
            result.insert(place, line)
            place += 1
            continue
        found = next((at for at in range(place, len(result)) if result[at].strip() == one), None)
        place = place if found is None else found + 1
    return "".join(result)


def _stripped(lines: Iterable[str]) -> list[str]:
    return [one for line in lines if (one := line.strip())]


def only_in(ours: str, base: str, column: int) -> str:
    """The comments of a text that another one does not have, as lines at a column."""
    new = Counter(_comments(ours)) - Counter(_comments(base))
    return "".join(f"{' ' * column}{one}\n" for one in new.elements())


def _comments(text: str) -> list[str]:
    found = []
    for line in text.split("\n"):
        one = line.strip()
        if one.startswith("#"):
            found.append(one)
        elif (mark := re.search(r"[ \t]#", one)) and not {"'", '"'} & {*one[: mark.start()]}:
            found.append(one[mark.start() + 1 :])
    return found
