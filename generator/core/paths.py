r"""Paths of values, as in Helm's --set: `image.tag`, `hosts[0].name`, `annotations.example\.com/owner`.

A dot separates keys, `[0]` is an index of a list, and a backslash makes the next character part of the key.
"""

from __future__ import annotations

import re
from typing import TypeAlias

from generator.errors import BlueprintError

Segment: TypeAlias = str | int
KeyPath: TypeAlias = tuple[Segment, ...]

_INDEX = re.compile(r"\[([0-9]+)\]")
_SPECIAL = re.compile(r"([\\.\[\]=,])")


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


def _malformed(text: str, position: int, reason: str) -> BlueprintError:
    return BlueprintError(
        f"{text!r} is not the path of a value: {reason}, at character {position + 1}",
        hint=r"Write image.tag, hosts[0].name or annotations.example\.com/owner.",
    )


def format_path(path: KeyPath) -> str:
    r"""("a.b", 0, "c") → `a\.b[0].c`; the inverse of parse_path for every path without empty keys."""
    text = ""
    for segment in path:
        if isinstance(segment, int):
            text += f"[{segment}]"
        else:
            key = segment if segment.isalnum() else _SPECIAL.sub(r"\\\1", segment)
            text += f".{key}" if text else key
    return text
