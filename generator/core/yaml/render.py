"""Values as YAML text: one scalar in the style that was there, or the lines of a new block.

Every string is written so that Helm's reader, PyYAML and YAML 1.2 readers all take it for a string.
"""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from generator.core.yaml.scalars import number_text, reads_as_string

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.core.data import Data

ScalarStyle: TypeAlias = Literal["", "'", '"', "|", ">"]

# What a YAML reader does not take literally: controls, other line breaks, the byte order mark. They need
# escapes; what turns the direction of writing gets them, or a line reads otherwise than it is. It is compiled
# where a text is looked at that is not of plain letters: that takes 1 ms.
_UNPRINTABLE = (
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e"
    r"\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_PLAIN_FORBIDDEN_START = frozenset(",[]{}#&*!|>'\"%@`")
_FLOW_FORBIDDEN = frozenset(",[]{}?")


class Layout(NamedTuple):
    """How a file indents: spaces for a map in a map, and for a list's dashes under their key."""

    step: int = 2
    dash: int = 2
    blocks: bool = True  # text with line breaks becomes a block scalar where it can


class Scalar(NamedTuple):
    """A scalar's text after `key: ` or `- `; body has the lines of a block scalar, without indentation."""

    head: str
    body: tuple[str, ...] = ()


# ── scalars ─────────────────────────────────────────────────────────────────────────────────────


def inline(value: Data, style: ScalarStyle = "", *, flow: bool = False) -> str:
    """A scalar or an empty collection on one line, in the given style where that can say it."""
    if isinstance(value, str):
        return _inline_string(value, style, flow=flow)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, dict):
        return "{}"
    if isinstance(value, list):
        return "[]"
    raise TypeError(f"{value!r} is no value of a values file")


def _inline_string(value: str, style: ScalarStyle, *, flow: bool) -> str:
    printable = "\n" not in value and _is_literal(value)
    if printable:
        if style == "'":
            return _single(value)
        if style != '"':
            if is_plain(value, flow=flow):
                return value
            if ('"' in value or "\\" in value) and "'" not in value:
                return _single(value)
    return double(value)


def _single(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def double(value: str) -> str:
    """A string in double quotes; JSON's escapes are YAML's too."""
    quoted = json.dumps(value, ensure_ascii=False)
    if _is_literal(quoted):
        return quoted
    return re.sub(_UNPRINTABLE, lambda match: f"\\u{ord(match[0]):04x}", quoted)


def _is_literal(text: str) -> bool:
    """Whether a YAML reader takes each of its letters as it is."""
    return (text.isascii() and text.isprintable()) or not re.search(_UNPRINTABLE, text)


def is_plain(value: str, *, flow: bool = False) -> bool:
    """True where the string needs no quotes."""
    if not value or value != value.strip() or "\n" in value or "\t" in value or not reads_as_string(value):
        return False
    if value[0] in _PLAIN_FORBIDDEN_START or value.startswith(("---", "...")):
        return False
    if value[0] in "-?:" and (len(value) == 1 or value[1] == " " or flow):
        return False
    if ": " in value or " #" in value or value[-1] == ":":
        return False
    if flow and (not _FLOW_FORBIDDEN.isdisjoint(value) or _flow_colon(value)):
        return False
    return _is_literal(value)


def _flow_colon(value: str) -> bool:
    """A colon before a quote, a bracket or a comma ends a plain scalar in braces, before a letter not."""
    return re.search(r":(?![\w/.\-])", value) is not None


def scalar(value: Data, style: ScalarStyle, layout: Layout, *, parent_indent: int, indent: int) -> Scalar:
    """A scalar in block context: text with line breaks becomes a block scalar if it can.

    indent is where a block scalar's lines are to stand, parent_indent where the key or the dash above does.
    """
    if not isinstance(value, str):
        return Scalar(inline(value))
    quoted = style in ("'", '"')
    if layout.blocks and (style in ("|", ">") or value.count("\n") > (1 if quoted else 0)):
        text = _block(value, style, relative=indent - parent_indent)
        if text:
            return text
    return Scalar(inline(value, style))


def _block(value: str, style: ScalarStyle, *, relative: int) -> Scalar | None:
    """`|` or `>` with its lines, or None where neither can hold the string."""
    if not _is_literal(value) or value.endswith("\n\n") or not value.strip() or value[0] == "\t":
        return None
    content = value.removesuffix("\n")
    lines = content.split("\n")
    if any(line and not line.strip() for line in lines):
        return None
    chomp = "" if value.endswith("\n") else "-"
    first = next(line for line in lines if line)
    hint = ""
    if first[0] in " \t":
        if not 1 <= relative <= 9:
            return None
        hint = str(relative)
    sign = ">" if style == ">" and not _needs_breaks(lines) else "|"
    return Scalar(f"{sign}{hint}{chomp}", tuple(lines))


def _needs_breaks(lines: Sequence[str]) -> bool:
    """True where a folded scalar would need additional empty lines to keep the line breaks."""
    return any(not (a[:1] in " \t" and a) and not (b[:1] in " \t" and b) for a, b in pairwise(lines))


# ── keys and collections ────────────────────────────────────────────────────────────────────────


def key(name: str, style: ScalarStyle = "", *, flow: bool = False) -> str:
    """A key, quoted where it must be or where its neighbours are."""
    return _inline_string(name, style, flow=flow)


def in_flow(value: Data, style: ScalarStyle = "", *, spaced: bool = False) -> str:
    """Any value on one line, in braces and brackets; keys and strings in double quotes if style says so."""
    quotes: ScalarStyle = '"' if style == '"' else ""
    space = " " if spaced else ""
    if isinstance(value, dict) and value:
        pairs = (
            f"{key(k, quotes, flow=True)}: {in_flow(v, quotes, spaced=spaced)}" for k, v in value.items()
        )
        return "{" + space + ", ".join(pairs) + space + "}"
    if isinstance(value, list) and value:
        return "[" + ", ".join(in_flow(item, quotes, spaced=spaced) for item in value) + "]"
    return inline(value, style, flow=True)


def is_block(value: Data) -> bool:
    """A collection that takes lines of its own."""
    return isinstance(value, (dict, list)) and bool(value)


def block(value: Data, layout: Layout) -> list[str]:
    """The lines of a map or a list, the first at column 0."""
    lines: list[str] = []
    if isinstance(value, dict):
        for name, item in value.items():
            lines += entry(name, item, layout)
    else:
        for item in value:
            lines += list_item(item, layout)
    return lines


def entry(
    name: str, value: Data, layout: Layout, *, key_style: ScalarStyle = "", style: ScalarStyle = ""
) -> list[str]:
    """The lines of `name: value` in a block map."""
    head = key(name, key_style) + ":"
    if is_block(value):
        return [
            head,
            *indented(block(value, layout), layout.step if isinstance(value, dict) else layout.dash),
        ]
    text = scalar(value, style, layout, parent_indent=0, indent=layout.step)
    return [f"{head} {text.head}", *indented(text.body, layout.step)]


def list_item(value: Data, layout: Layout, *, gap: int = 1, style: ScalarStyle = "") -> list[str]:
    """The lines of `- value` in a block list, gap spaces after the dash."""
    width = 1 + gap
    if is_block(value):
        lines = block(value, layout)
        return ["-" + " " * gap + lines[0], *indented(lines[1:], width)]
    text = scalar(value, style, layout, parent_indent=0, indent=width)
    return ["-" + " " * gap + text.head, *indented(text.body, width)]


def indented(lines: Sequence[str], by: int) -> list[str]:
    """The lines moved to the right; empty ones stay empty."""
    return [" " * by + line if line else line for line in lines]
