"""`values`: the values of a platform in all its environments."""

from generator.commands import folder

command = folder(
    "generator.commands.values",
    __file__,
    "Read and change values across environments: explain, compare, set, promote, lint.",
    name="values",
)
