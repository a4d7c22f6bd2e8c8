"""`region`: the regions of an environment, each with a values file of its own."""

from generator.commands import folder

command = folder(
    "generator.commands.region",
    __file__,
    "The regions of an environment: each has a values file of its own, on top of the environment's.",
    name="region",
)
