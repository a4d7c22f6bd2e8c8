"""What two texts look like to somebody who reads them: the same, or not.

Spaces that are none, letters of no width, and letters of one script that are drawn like those of another
make texts that differ and look the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# Cyrillic and Greek letters that are drawn as Latin ones are, each above its twin.
_DRAWN_ALIKE = dict(
    zip(
        map(ord, "аеорсухіјѕԁһАВЕКМНОРСТХІЈЅοΑΒΕΖΗΙΚΜΝΟΡΤΥΧν"),  # noqa: RUF001  # this is what it is about
        "aeopcyxijsdhABEKMHOPCTXIJSoABEZHIKMNOPTYXv",
        strict=True,
    )
)
# No letters, whatever Unicode calls them: fillers of Korean, and Braille without a dot.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def look(text: str) -> str:
    """The text as it looks: two that have one look may not be shown for two different things."""
    if text.isascii() and text.isprintable():
        return text
    from unicodedata import category, normalize

    seen = []
    for letter in normalize("NFKC", text):
        kind = category(letter)
        if kind[0] == "Z" or letter == "\t":
            seen.append(" ")
        elif kind[0] not in "CM" and letter not in _BLANK:
            seen.append(letter)
    return "".join(seen).translate(_DRAWN_ALIKE)


def tells_apart(values: Sequence[str], texts: Sequence[str]) -> bool:
    """Whether texts that stand for different `values` look different; of one value they may be the same."""
    known: dict[str, str] = {}
    return all(
        known.setdefault(look(text), value) == value for value, text in zip(values, texts, strict=True)
    )
