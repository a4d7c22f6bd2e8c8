"""What is shared by aliases and merges: the options of the two ways out, and the question on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import click

from generator.core.change import sharing_edits
from generator.edge.terminal import ask, can_ask
from generator.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.core.change.carried_changes import Way
    from generator.core.change.sharing_edits import SharedEdit
    from generator.core.edit.edits import Edit
    from generator.core.values.model import ValuesModel

_C = TypeVar("_C", bound="Callable[..., object]")
_NEITHER, _SHARED, _WRITE_OUT = "neither", "shared", "write-out"


def sharing_options(function: _C) -> _C:
    """--shared and --write-out, which the command gets as `shared` and `write_out`."""
    for option in (
        click.option(
            "--write-out",
            is_flag=True,
            help="Copy here what an alias or a merge shares, and change the copy.",
        ),
        click.option(
            "--shared", is_flag=True, help="Change what an alias or a merge shares, for all who share it."
        ),
    ):
        function = option(function)
    return function


def chosen_way(*, shared: bool, write_out: bool) -> Way | None:
    """The way that the options name. UsageError where they name both."""
    if shared and write_out:
        raise UsageError("--shared and --write-out exclude each other", hint="Name one of them.")
    return "shared" if shared else "write-out" if write_out else None


def settled(
    model: ValuesModel, edits: list[Edit], *, shared: bool, write_out: bool
) -> tuple[list[Edit], list[SharedEdit]]:
    """The edits as they are to be made, and those of them that change a value for others, too.

    BlueprintError where something is shared and nobody has said, or says, what is to become of it.
    """
    chosen_way(shared=shared, write_out=write_out)
    found = sharing_edits.shared_edits(model, edits, for_everyone=shared)
    if not found:
        return edits, []
    if not (shared or write_out):
        refused = sharing_edits.refusal(model, found)
        way = _asked(refused.what) if can_ask() else _NEITHER
        if way == _NEITHER:
            raise refused
        shared = way == _SHARED
    if shared:
        return sharing_edits.for_all(edits, found), found
    return sharing_edits.written_out(model, edits, found), []


def _asked(what: str) -> str:
    from generator.core.blueprint.manifest import Option

    question = f"{what}. Change it for all who share it, or write it out here?"
    option = Option("way", question, "choice", _NEITHER, (_SHARED, _WRITE_OUT, _NEITHER))
    return str(ask(option, _NEITHER))
