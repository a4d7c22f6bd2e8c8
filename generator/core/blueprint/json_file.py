"""JSON files of one line per key, so that an upgrade's diff can be read.

`json.dumps` writes such lines in Python, one yield for each word; here the words are joined, which takes a
third of the time: of `new` that was a tenth.
"""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.core.data import Data


def json_file(data: Data, *, sort_keys: bool = False) -> bytes:
    """The bytes that json.dumps(data, indent=1, ensure_ascii=False) and a line break are.

    TypeError and ValueError where a value has no form in JSON: a date, infinity.
    """
    return (_text(data, "\n", sort_keys=sort_keys) + "\n").encode()


def _text(data: Data, line: str, *, sort_keys: bool) -> str:
    """`line` is a line break with the indentation of the line that the value begins on."""
    if isinstance(data, str):
        return encode_basestring(data)
    if isinstance(data, dict):
        if not data:
            return "{}"
        inner = line + " "
        parts = [
            f"{_key(key)}: {_text(value, inner, sort_keys=sort_keys)}"
            for key, value in (sorted(data.items()) if sort_keys else data.items())
        ]
        return f"{{{inner}{(',' + inner).join(parts)}{line}}}"
    if isinstance(data, list):
        if not data:
            return "[]"
        inner = line + " "
        parts = [_text(item, inner, sort_keys=sort_keys) for item in data]
        return f"[{inner}{(',' + inner).join(parts)}{line}]"
    return json.dumps(data, allow_nan=False)


def _key(key: Data) -> str:
    """A number as a key is text in JSON."""
    return encode_basestring(key if isinstance(key, str) else json.dumps(key, allow_nan=False))
