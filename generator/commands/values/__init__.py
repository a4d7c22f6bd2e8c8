"""`values`: the values of a platform in all its environments."""

from __future__ import annotations

from generator.commands import folder
from generator.commands._groups import OnPlatform

command = folder(
    "generator.commands.values",
    __file__,
    "Read and change values across environments: explain, compare, set, promote, lint.",
    name="values",
    kind=OnPlatform,
)
