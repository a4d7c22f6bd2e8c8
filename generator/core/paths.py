r"""Paths of values, as in Helm's --set: `image.tag`, `hosts[0].name`, `annotations.example\.com/owner`.

A dot separates keys, `[0]` is an index of a list, and a backslash makes the next character part of the key.
Beyond --set, `env[name=LEVEL]` is the item of a list that has this name, `[port=53,protocol=UDP]` with two.
"""

from __future__ import annotations

import json
import re
from typing import TypeAlias

from generator.errors import BlueprintError


class Item(str):
    """An item of a list by what names it: keys and their values, strings or whole numbers.

    As a text it is what stands in a path, brackets included: `[name=LEVEL]`.
    """

    __slots__ = ("keys",)
    keys: tuple[tuple[str, str | int], ...]

    def __new__(cls, *keys: tuple[str, str | int]) -> Item:  # noqa: PYI034  # Self is not in Python 3.10
        made = super().__new__(
            cls, f"[{','.join(f'{_worded(key)}={_worded(value)}' for key, value in keys)}]"
        )
        made.keys = keys
        return made

    @classmethod
    def label(cls, word: str) -> Item:
        """What stands in brackets where no item is meant; no path that can be typed has it."""
        made = super().__new__(cls, f"[{word}]")
        made.keys = ()
        return made


Segment: TypeAlias = str | int  # an item of a list is a str, too: Item
KeyPath: TypeAlias = tuple[Segment, ...]

_INDEX = re.compile(r"\[([0-9]+)\]")
_SPECIAL = re.compile(r"([\\.\[\]=,])")
_SPECIAL_IN_ITEM = re.compile(r"([\\\]=,*])")
_NUMBER = r"-?(?:0|[1-9][0-9]{0,17})"


def parse_path(text: str) -> KeyPath:
    r"""`a\.b[0].c` → ("a.b", 0, "c"); "" is the whole document. Raises BlueprintError if malformed."""
    if not text:
        return ()
    segments: list[Segment] = []
    position = 0
    while True:
        if match := _INDEX.match(text, position):
            segments.append(int(match[1]))
            position = match.end()
        elif text[position : position + 1] == "[" and segments:
            item, position = _read_item(text, position)
            segments.append(item)
        else:
            key, position = _read_key(text, position)
            segments.append(key)
        if position == len(text):
            return tuple(segments)
        if text[position] == ".":
            position += 1
            if text[position : position + 1] == "[":
                raise _malformed(text, position, "an index follows its list without a dot")
        elif text[position] != "[":
            raise _malformed(text, position, "a dot is missing after ]")


def _read_key(text: str, start: int) -> tuple[str, int]:
    key: list[str] = []
    position = start
    while position < len(text) and text[position] not in ".[":
        if text[position] == "]":
            raise _malformed(text, position, "] without [")
        if text[position] == "\\":
            position += 1
            if position == len(text):
                raise _malformed(text, position - 1, "nothing follows the backslash")
        key.append(text[position])
        position += 1
    if not key:
        bracket = text[position : position + 1] == "["
        raise _malformed(text, position, "an index is a number, as in [0]" if bracket else "a key is empty")
    return "".join(key), position


def _read_item(text: str, start: int) -> tuple[Item, int]:
    """The item that begins with the bracket at `start`, and where the path goes on."""
    keys: list[tuple[str, str | int]] = []
    position = start
    while text[position : position + 1] != "]" or not keys:
        key, position = _read_word(text, position + 1, start)
        if text[position : position + 1] != "=" or not isinstance(key, str):
            raise _malformed(text, start, "in brackets is an index, as in [0], or a name, as in [name=x]")
        value, position = _read_word(text, position + 1, start, is_value=True)
        if text[position : position + 1] == "=":
            raise _malformed(text, position, r"a = within a name is written \=")
        keys.append((key, value))
    return Item(*keys), position + 1


def end_of_brackets(text: str, start: int) -> int:
    """Where a path goes on behind the index or the item that begins at `start`, or a BlueprintError."""
    index = _INDEX.match(text, start)
    return index.end() if index else _read_item(text, start)[1]


def _read_word(text: str, start: int, bracket: int, *, is_value: bool = False) -> tuple[str | int, int]:
    """A key or a value in brackets: a string of JSON, or the letters up to the next sign."""
    if text[start : start + 1] == '"':
        try:
            word, end = json.JSONDecoder().raw_decode(text, start)
        except ValueError as error:
            raise _malformed(text, start, 'a " opens a string of JSON, and this is none') from error
        return str(word), end
    letters: list[str] = []
    position = start
    while text[position : position + 1] not in ("", "]", ",", "="):
        position += text[position] == "\\"
        letters.append(text[position : position + 1])
        position += 1
    if position >= len(text):
        raise _malformed(text, bracket, "this [ is not closed")
    word = "".join(letters)
    if not word:
        raise _malformed(text, start, 'a name is empty: write it as ""')
    return (int(word) if is_value and re.fullmatch(_NUMBER, text[start:position]) else word), position


def _worded(word: str | int) -> str:
    r"""A key or a value of an item as it stands in brackets: `LEVEL`, `8080`, `"8080"`, `a\]b`."""
    if isinstance(word, int):
        return str(word)
    # Spaces that look like others and what nobody can type are written as JSON has them.
    if not word.isascii() or not word.isprintable() or word != word.strip() or word[:1] in ("", '"'):
        return json.dumps(word)
    return json.dumps(word) if re.fullmatch(_NUMBER, word) else _SPECIAL_IN_ITEM.sub(r"\\\1", word)


def _malformed(text: str, position: int, reason: str) -> BlueprintError:
    return BlueprintError(
        f"{text!r} is not the path of a value: {reason}, at character {position + 1}",
        hint=r"Write image.tag, hosts[0].name or annotations.example\.com/owner.",
    )


def format_path(path: KeyPath) -> str:
    r"""("a.b", 0, "c") → `a\.b[0].c`; the inverse of parse_path for every path without empty keys."""
    text = ""
    for segment in path:
        if isinstance(segment, Item):
            text += segment
        elif isinstance(segment, int):
            text += f"[{segment}]"
        else:
            key = segment if segment.isalnum() else _SPECIAL.sub(r"\\\1", segment)
            text += f".{key}" if text else key
    return text
