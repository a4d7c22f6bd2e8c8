"""`values init`: platform.yaml for somebody's own chart, from what is found around it."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import click

from generator.commands import _platform as on_platform
from generator.commands import _writing as writing
from generator.core.blueprint.manifest import Option
from generator.core.changes import Change
from generator.core.deployers.names import is_parameters
from generator.core.platform.file import PLATFORM_FILE
from generator.core.platform.proposal import chosen_environments, label_of, proposed_platform
from generator.edge.terminal import ask, can_ask
from generator.errors import BlueprintError


@click.command("init")
@click.option("--defaults", is_flag=True, help="Take what is found, ask nothing about it.")
@writing.writing_options
@on_platform.place_options
def command(platform: Path | None, *, defaults: bool, how: writing.Writing) -> None:
    r"""Write a platform.yaml for a chart of your own: where it is, and the files of each environment.

    Takes the chart and the environments that --chart and --values name, or else what the names of files
    around the chart tell, and asks about that. A platform.yaml that is there is never replaced.

    \b
      values init
      values init --chart deploy/app --values test=deploy/test.yaml --values prod=deploy/prod.yaml
      values init --defaults --dry-run
    """
    root, model = on_platform.opened(platform, proposes=True)
    if model.platform:
        raise BlueprintError(
            "there is one already, and it is not replaced",
            where=str(model.layout.platform_file),
            hint="Edit it, or remove it first.",
        )
    names = list(model.environments)
    if names and not (defaults or how.yes or how.dry_run) and can_ask():
        names = _asked(names)
    root = root.resolve()
    target = _target(platform, root)
    folder = PurePosixPath(target.relative_to(root).as_posix()) if target.is_relative_to(root) else None
    shift = PurePosixPath() if folder is not None else PurePosixPath(root.relative_to(target).as_posix())
    text = proposed_platform(
        {
            # Parameters come with their manifest.
            name: [shift / path for path in model.files(name) if not is_parameters(path)]
            for name in names
        },
        None if model.layout.chart is None else shift / model.layout.chart,
        folder or PurePosixPath(),
    )
    on_platform.show_notes(f"{name} is called {label_of(name)}" for name in names if label_of(name) != name)
    how.carry_out(target, [Change(PLATFORM_FILE, None, text.encode())])


def _asked(names: list[str]) -> list[str]:
    question = Option("environments", "Environments, in promotion order", "string", ", ".join(names), ())
    return chosen_environments(names, str(ask(question, ", ".join(names))))


def _target(platform: Path | None, root: Path) -> Path:
    """Where platform.yaml goes: the folder named, or where the user is, if all is below; else the root."""
    place = (platform or Path.cwd()).resolve()
    return place if platform or root.is_relative_to(place) else root
