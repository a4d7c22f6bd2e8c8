"""`completion`: what a shell has to read, so that it completes `helm-blueprint`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from generator.commands._called import program_name
from generator.commands._options import Word
from generator.edge.helm import helm_command
from generator.edge.terminal import show_text
from generator.errors import UsageError

PROGRAM = "helm-blueprint"
_VARIABLE = "_HELM_BLUEPRINT_COMPLETE"  # click's own: of the program's name


@click.command("completion")
@click.argument("shell", type=Word(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    r"""Print the completion of helm-blueprint for a shell, which reads it from where it starts.

    \b
      source <(helm-blueprint completion bash)                                     # ~/.bashrc
      source <(helm-blueprint completion zsh)                                      # ~/.zshrc, below compinit
      helm-blueprint completion fish > ~/.config/fish/completions/helm-blueprint.fish
    """
    if program_name() != PROGRAM:
        raise UsageError(
            "Helm completes its plugins itself",
            hint=f"Have your shell read: {helm_command()} completion {shell}",
        )
    completion = get_completion_class(shell)
    assert completion is not None
    # Its source alone: click asks bash for its version, on which the script does not depend.
    made = completion(ctx.find_root().command, {}, PROGRAM, _VARIABLE)
    show_text((made.source_template % made.source_vars()).rstrip())
