"""`env`: the environments of a platform, one of which comes, goes or gets another name."""

from generator.commands import folder

command = folder(
    "generator.commands.env",
    __file__,
    "The environments of a platform: add one, and what follows from it in every file.",
    name="env",
)
