"""What the commands that read values share: their options."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from generator.commands._called import remembered
from generator.commands._options import DECRYPTS, kept_option, output_options
from generator.commands._platform import asked_in
from generator.core.values.model import load_values
from generator.edge.platform import peek_platform
from generator.edge.site import find_site
from generator.errors import BlueprintError


def _complete_environment(
    ctx: click.Context, _parameter: click.Parameter, typed: str
) -> list[CompletionItem]:
    from shlex import quote

    try:
        # Whoever presses a key has not asked for anything to be finished.
        site = find_site(asked_in(ctx, ctx.params.get("platform")))
        model = load_values(peek_platform(site), layout=site.layout)
    except BlueprintError:
        return []
    # What a shell would have to quote may be a program that somebody wants to be run.
    return [
        CompletionItem(name) for name in model.environments if name.startswith(typed) and quote(name) == name
    ]


complete_environment = _complete_environment
# What --env is where it is not given. Nothing that Helm gives to its plugins begins like this.
ENVIRONMENT_VARIABLE = "HELM_BLUEPRINT_ENV"


def _one(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """The environment that a command asks about; '' is values.yaml, whatever the variable says."""
    remembered(ctx, parameter, value)
    return value or None


environment_option = click.option(
    "--env",
    "environment",
    metavar="ENV",
    envvar=ENVIRONMENT_VARIABLE,
    callback=_one,
    shell_complete=_complete_environment,
    help="The environment; without it, or with '', values.yaml alone.",
)
region_environment_option = click.option(
    "--env",
    "environment",
    metavar="ENV",
    required=True,
    shell_complete=complete_environment,
    help="The environment that runs there.",
)
environments_option = click.option(
    "--env",
    "environments",
    metavar="ENV",
    multiple=True,
    shell_complete=complete_environment,
    help="An environment; by default all. Repeats.",
)
full_option = click.option(
    "--full",
    is_flag=True,
    help="Cut no value, however long it is.",
)
decrypt_option = kept_option(
    DECRYPTS,
    "--decrypt",
    is_flag=True,
    help="Read files of SOPS by `sops -d`; what they hide is shown as <secret 1> without --show-secrets.",
)
declared_option = click.option(
    "--declared", is_flag=True, help="Only what the values files say, without presets and chart defaults."
)
report_option = output_options(
    "text",
    "json",
    "html",
    says="Text for people, JSON that stays the same from version to version, or one HTML page.",
)
