"""A file of several YAML documents, as the texts of each: what the edit engine reads is one."""

from __future__ import annotations

import re

# At the left edge it ends a document, whatever stands around it: not even a block of text may have it there.
_MARKER = re.compile(r"^---(?=[ \t\r\n]|\Z)", re.MULTILINE)


def split_documents(text: str) -> list[str]:
    r"""The documents' texts; joined they are the file. All but the first begin with their `---` line."""
    cuts = [match.start() for match in _MARKER.finditer(text) if match.start() > 0]
    return [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
