"""--verify: a blueprint is taken only where a key of the user signed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands._options import FilePath, kept_option

if TYPE_CHECKING:
    from pathlib import Path

_KEY = "generator.verifying_key"  # in what a command remembers

verify_option = kept_option(
    _KEY,
    "--verify",
    metavar="KEY",
    type=FilePath(),
    help="Take it only if this key signed it: a keyring of PGP (Helm's provenance), or cosign's public key.",
)


def verifying_key() -> Path | None:
    """The key that the command line names; None where nothing is to be verified."""
    key: Path | None = click.get_current_context().meta.get(_KEY)
    return key
