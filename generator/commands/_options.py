"""Options that several commands share, so that they look and read the same everywhere."""

from __future__ import annotations

import click

output_option = click.option(
    "--output",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text for people, or JSON that stays the same from version to version.",
)
