"""`service`: the services of a platform, one of which comes, goes or changes."""

from __future__ import annotations

from generator.commands import folder
from generator.commands._groups import OnPlatform

command = folder(
    "generator.commands.service",
    __file__,
    "The services of a platform: add one, and what follows from it in every file.",
    name="service",
    kind=OnPlatform,
)
