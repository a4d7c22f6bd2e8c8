"""Text that somebody else wrote, as it may be shown: one line, and nothing that a terminal obeys."""

from __future__ import annotations

import json
import re

# What is no letter: controls (C0, C1), line and paragraph separators, what turns the direction of writing,
# halves of surrogate pairs, the byte order mark. Most texts need it not: it takes 1 ms to compile.
_UNPRINTABLE = (
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


def is_printable(text: str) -> bool:
    """Whether a text can be shown on one line as it is."""
    return (text.isascii() and text.isprintable()) or not re.search(_UNPRINTABLE, text)


def printable(text: str) -> str:
    r"""The text on one line, what cannot be shown as JSON writes it: `\n`, `\u001b`."""
    if text.isascii() and text.isprintable():
        return text
    return re.sub(_UNPRINTABLE, lambda found: json.dumps(found[0])[1:-1], text)


def printable_lines(text: str) -> str:
    """The same for a text whose line breaks are its own."""
    return "\n".join(map(printable, text.split("\n")))


def no_order(line: str) -> str:
    """A line that the runner of GitHub's workflows takes for no order to it, as `::error::…` is."""
    start = line.lstrip()[:3]
    if not start.startswith("::") and start != "##[":
        return line
    indent = line[: len(line) - len(line.lstrip())]
    return f"{indent}\\u{ord(start[0]):04x}{line[len(indent) + 1 :]}"
