"""What --impact shows: the objects of an environment that change, and what that does to pods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.styled import Part, line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.core.objects.effects import Effect
    from generator.core.styled import Line, Style

_COLOURS: dict[str, Style] = {"+": "green", "-": "red", "~": "yellow", "!": "red"}


def as_text(environment: str | None, found: Sequence[Effect]) -> list[Line]:
    """How many objects change in an environment, and a line for each."""
    where = environment or "values.yaml alone"
    count = f"{len(found)} object{'s' if len(found) > 1 else ''}" if found else "none"
    lines = [line(Part(f"Impact on {where}: {count}", "bold"))]
    width = max((len(f"{one.kind} {one.name}") for one in found), default=0)
    for one in found:
        name = f"{one.kind} {one.name}".ljust(width)
        lines.append(line(Part(f"  {one.sign} ", _COLOURS[one.sign]), f"{name}  {one.what}"))
    return lines
