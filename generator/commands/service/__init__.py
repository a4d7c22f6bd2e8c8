"""`service`: the services of a platform, one of which comes, goes or changes."""

from generator.commands import folder

command = folder(
    "generator.commands.service",
    __file__,
    "The services of a platform: add one, and what follows from it in every file.",
    name="service",
)
