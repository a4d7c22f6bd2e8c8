"""The values files of regions: what each begins with, and those that a new platform has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.core.tree import text_of
from generator.core.yaml.document import BOM

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import PurePosixPath

    from generator.core.platform.file import Environment, Platform
    from generator.core.tree import Tree

_SCHEMA_LINE = re.compile(r"#\s*yaml-language-server:[^\n]*")


def region_files(tree: Tree, platform: Platform) -> dict[PurePosixPath, bytes]:
    """A file for each region that platform.yaml declares; a region says nothing yet but where it is."""
    files = {}
    for one in platform.environments.values():
        if one.region:
            *below, own = platform.values_files(one.name)
            base = text_of(tree.get(below[-1], b""), str(below[-1]))
            files[own] = (schema_line(base) + region_text(one, [*below, own])).encode()
    return files


def schema_line(text: str) -> str:
    """The line that tells editors the schema, with its line break; nothing where there is none."""
    match = _SCHEMA_LINE.match(text.removeprefix(BOM))
    return match[0].rstrip("\r") + "\n" if match else ""


def region_text(region: Environment, files: Sequence[PurePosixPath]) -> str:
    """The values file of a region that differs in nothing yet; `files` are all of its files, in order."""
    options = " ".join(f"-f {file}" for file in files)
    return (
        f"# {region.name}: only what differs from {region.inherits} in this region. "
        f"Comes after {files[-2]}: {options}\n"
        "global:\n"
        f"  region: {region.region} # a label of every object\n"
    )
