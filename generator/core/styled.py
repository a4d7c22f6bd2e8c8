"""What a command shows, as a value: lines whose parts may have a style, and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

Style: TypeAlias = Literal["", "bold", "dim", "alarm", "red", "green", "yellow", "cyan"]


class Part(NamedTuple):
    """Text in one style."""

    text: str
    style: Style = ""


class Line(NamedTuple):
    """A line of text; without parts, an empty one. An exact one is for programs, too: a line of a diff."""

    parts: tuple[Part, ...] = ()
    is_exact: bool = False

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts)


class Table(NamedTuple):
    """Rows below their headers. The first `whole` columns are never cut; with 0, long cells are folded."""

    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    whole: int = 0


Block: TypeAlias = "Line | Table"


def line(*parts: str | Part) -> Line:
    """A line of these parts; those that are empty are left out."""
    all_parts = (Part(part) if isinstance(part, str) else part for part in parts)
    return Line(tuple(part for part in all_parts if part.text))


def heading(text: str) -> list[Block]:
    """An empty line and a title."""
    return [line(), line(Part(text, "bold"))]
