"""`version`: which helm-blueprint this is, and with --verbose what it runs on."""

from __future__ import annotations

import platform as machine
from pathlib import Path

import click

from generator import __version__
from generator.core.styled import line
from generator.edge.terminal import detail, show


@click.command("version")
def command() -> None:
    """Show the version; with --verbose where the program lies and what runs it, for reports of bugs."""
    show([line(f"helm-blueprint {__version__}")])
    detail(f"{Path(__file__).parents[2]}, Python {machine.python_version()}, {machine.platform()}")
