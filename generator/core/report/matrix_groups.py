"""A matrix by its values: below each key what it is, and the environments that agree on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.cut import cut_apart
from generator.core.differences import first_equals
from generator.core.paths import format_path
from generator.core.styled import Part, line
from generator.core.values.beside_text import texts_beside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.core.data import Data
    from generator.core.styled import Line
    from generator.core.values.compare import Row

_VALUES = " " * 5  # where values begin, below a key that stands behind its mark
_NAMES = " " * 9  # where environments begin that have no room beside their value
_GAP = "  "
_LEAST = 24  # letters for environments, or they are better off below the value
_MANY = 5  # environments: of more, those that agree are counted where naming them all takes lines


def grouped_lines(
    row: Row, mark: str, titles: Sequence[str], *, longest: int | None = None, width: int | None = None
) -> list[Line]:
    """The key, and each of its values with its environments, in the order of their first ones.

    Values are cut to `longest` letters and to what is left of `width`, never so that two look the same;
    where the names of most environments take more than a line, they are `the other 20`.
    """
    groups = _groups(row.values, titles)
    texts = texts_beside([value for value, _ in groups], longest)
    least = min(_LEAST, max(len(", ".join(names)) for _, names in groups))
    if width:
        texts = cut_apart(texts, [max(width - len(_VALUES) - len(_GAP) - least, _LEAST)] * len(texts))
    column = max(map(len, texts))
    below = bool(width) and len(_VALUES) + column + len(_GAP) + least > (width or 0)
    lines = [line(mark.ljust(3), Part(format_path(row.path), "bold"))]
    begin = _NAMES if below else " " * (len(_VALUES) + column + len(_GAP))
    most = max(len(names) for _, names in groups)
    for text, (_, names) in zip(texts, groups, strict=True):
        room = width and max(width - len(begin), _LEAST)
        wrapped = _wrapped(names, room)
        if len(names) == len(titles):
            wrapped = ["everywhere"]
        elif len(wrapped) > 1 and len(names) == most and _MANY < len(titles) < 2 * len(names):
            wrapped = [f"the other {len(names)}"]
        if below:
            lines.append(line(_VALUES + text))
        else:
            lines.append(line(f"{_VALUES}{text.ljust(column)}{_GAP}{wrapped.pop(0)}"))
        lines += [line(begin + one) for one in wrapped]
    return lines


def _groups(values: Sequence[Data], titles: Sequence[str]) -> list[tuple[Data, list[str]]]:
    names: dict[int, list[str]] = {}
    for first, title in zip(first_equals(values), titles, strict=True):
        names.setdefault(first, []).append(title)
    return [(values[first], several) for first, several in names.items()]


def _wrapped(names: Sequence[str], room: int | None) -> list[str]:
    """The names, as many on a line as there is room for; each is whole."""
    lines = [""]
    for number, name in enumerate(names):
        word = name + ("," if number < len(names) - 1 else "")
        if lines[-1] and room and len(lines[-1]) + 1 + len(word) > room:
            lines.append(word)
        else:
            lines[-1] += f" {word}" if lines[-1] else word
    return lines
