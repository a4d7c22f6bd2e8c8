"""Blocks as a file shows them: no styles, tables in columns."""

from __future__ import annotations

from collections.abc import Iterable

from generator.core.columns import columns
from generator.core.styled import Block, Table


def plain(blocks: Iterable[Block]) -> str:
    lines: list[str] = []
    for block in blocks:
        lines += columns([block.headers, *block.rows]) if isinstance(block, Table) else [block.text]
    return "".join(f"{line}\n" for line in lines)
