"""Groups of commands that are about a platform."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.commands import Folder
from generator.errors import BlueprintError

if TYPE_CHECKING:
    import click


class OnPlatform(Folder):
    """Errors about the platform's files lead to them from where the user is, as a compiler's do."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BlueprintError as error:
            from generator.commands._platform import found_in, make_relative_to_caller, mask

            mask(error, ctx)
            if root := found_in(ctx):
                make_relative_to_caller(error, root)
            raise
