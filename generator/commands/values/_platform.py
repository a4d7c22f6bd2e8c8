"""What every command on values begins with: the platform that it is about, and notes beside its output."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from generator.core.values_model import ValuesModel, load_values
from generator.edge.platform import find_platform, read_platform

if TYPE_CHECKING:
    from collections.abc import Iterable

platform_option = click.option(
    "--platform",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The platform, by default the nearest folder upwards with a platform.yaml (or a Chart.yaml).",
)


class Opened(NamedTuple):
    """A platform's folder and its values."""

    root: Path
    model: ValuesModel


def opened(platform: Path | None) -> Opened:
    root = find_platform(platform)
    return Opened(root, load_values(read_platform(root)))


def show_notes(notes: Iterable[str]) -> None:
    """On stderr, so that output stays what it is."""
    for note in notes:
        click.secho("Note: ", fg="yellow", nl=False, err=True)
        click.echo(note, err=True)
