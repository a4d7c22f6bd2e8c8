"""The texts of environments' values files: what their first comments say, and what a new one begins with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.core.yaml.document import BOM, read, with_line_feeds
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import PurePosixPath


def renamed_in_comments(text: str, old: str, new: str, files: tuple[str, str]) -> str:
    """The text whose first comments call the environment `new`, and its file (old, new) by its new name.

    `# staging: smaller peaks` becomes `# uat: smaller peaks`. Everything below the first key stays.
    """
    end = first_key(text)
    bom = BOM if text.startswith(BOM) else ""
    called = rf"(?m)^([ \t]*#+[ \t]*){re.escape(old)}(?=[ \t]*(?:[:,–—]|- |\r?$))"
    head = re.sub(called, rf"\g<1>{new}", text[len(bom) : end])
    return bom + renamed_files(head, files) + text[end:]


def renamed_files(text: str, files: tuple[str, str]) -> str:
    """The text with the new name of a file wherever the old one stands as a word of its own."""
    old, new = files
    return re.sub(rf"(?<![-\w.]){re.escape(old)}(?![-\w]|\.\w)", lambda _: new, text)


def first_key(text: str) -> int:
    """The offset of the first key, or the end of a text that has none; 0 where it is no YAML."""
    bom = len(BOM) if text.startswith(BOM) else 0
    try:
        root = read(with_line_feeds(text[bom:])).root
    except BlueprintError:
        return 0
    return bom + root.start if root.kind == "map" and root.pairs else len(text)


def heir_head(name: str, base: str, files: Sequence[PurePosixPath]) -> str:
    """The first lines of the file of an environment that inherits; `files` are all of its files, in order."""
    options = " ".join(f"-f {file}" for file in files)
    return f"# {name}: only what differs from {base}. Comes after {files[-2]}: {options}\n"
