"""--trust: the programs of a blueprint are shown, then somebody says whether they run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands._options import kept_option
from generator.core.blueprint.programs import is_trusted, shown_programs
from generator.core.styled import Part, line
from generator.edge.terminal import can_ask, confirm, detail, show
from generator.errors import BlueprintError, UsageError

if TYPE_CHECKING:
    from generator.edge.blueprints import BlueprintChain

_TRUSTS = "generator.trusts"  # in what a command remembers

trust_option = kept_option(
    _TRUSTS,
    "--trust",
    is_flag=True,
    help="Show the blueprint's hooks, and run them if you say so: they may do whatever you may.",
)


def trusting(source: BlueprintChain, *, ran: str = "") -> BlueprintChain:
    """The blueprint, whose hooks run where they were shown and allowed, or the user's settings trust them.

    `ran` says that this platform was made with its hooks: BlueprintError where they may not run now, since an
    upgrade would take away what they made. UsageError where nobody is there to ask, or says no.
    """
    layers = source.with_hooks
    if not layers:
        return source
    from generator.edge.catalogues import settings_file, users_settings

    if is_trusted([one.source for one in layers], source.content, users_settings().trusted):
        detail(f"the hooks of {source.blueprint.name} are trusted by {settings_file()}")
        return source._replace(runs_hooks=True)
    if click.get_current_context().meta.get(_TRUSTS):
        _shown_and_allowed(source)
        return source._replace(runs_hooks=True)
    if ran:
        raise BlueprintError(
            f"this platform was made with the hooks of {source.blueprint.name}, which do not run unasked",
            hint="--trust shows them and asks; without them what they made would go.",
        )
    for layer in layers:
        said = (
            f"Note: {layer.shown} has hooks; they are programs, and are not run. --trust shows them and asks."
        )
        show([line(said)], err=True)
    return source


def _shown_and_allowed(source: BlueprintChain) -> None:
    for layer in source.with_hooks:
        show([line(one) for one in shown_programs(layer.shown, layer.files)], err=True)
    digest = source.content
    show([line(Part(f"{source.blueprint.name} {source.blueprint.version} is {digest}", "dim"))], err=True)
    if not can_ask():
        from generator.edge.catalogues import settings_file

        raise UsageError(
            "there is no terminal to ask on whether these programs may run",
            hint=f"`trusted: [{digest}]` in {settings_file()} says that they may.",
        )
    what = "Run these programs, in no sandbox, with all that you may do? They may start others of its files."
    if not confirm(what, default=False):
        raise UsageError("the hooks were not allowed: nothing was run, and nothing is written")
