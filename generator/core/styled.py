"""What a command shows, as a value: lines whose parts may have a style, and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    """Rows below their headers. The first `whole` columns are never cut; with 0, long cells are folded.

    Nothing is cut where it `is_full`.
    """

    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    whole: int = 0
    is_full: bool = False


Block: TypeAlias = "Line | Table"


def line(*parts: str | Part) -> Line:
    """A line of these parts; those that are empty are left out."""
    all_parts = (Part(part) if isinstance(part, str) else part for part in parts)
    return Line(tuple(part for part in all_parts if part.text))


def heading(text: str) -> list[Block]:
    """An empty line and a title."""
    return [line(), line(Part(text, "bold"))]


def has_colours(wish: str, environment: Mapping[str, str]) -> bool | None:
    """Whether what is shown has colours; None where that is the terminal's to say.

    `wish` is `auto`, `always` or `never`. With `auto` the variables decide that others heed, too:
    NO_COLOR first, then FORCE_COLOR and CLICOLOR_FORCE, then TERM=dumb and CLICOLOR=0.
    """
    if wish != "auto":
        return wish == "always"
    if environment.get("NO_COLOR"):
        return False
    if any(environment.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return False if environment.get("TERM") == "dumb" or environment.get("CLICOLOR") == "0" else None
