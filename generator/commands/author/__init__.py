"""`author`: blueprints of one's own, from a folder to a registry."""

from generator.commands import folder

command = folder(
    "generator.commands.author",
    __file__,
    "Blueprints of your own: check a folder, pack it as a chart archive, publish it.",
    name="author",
)
