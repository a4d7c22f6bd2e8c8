"""`author init`: a blueprint from a platform that there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.commands import _upgrading as upgrading
from generator.commands._called import to_copy
from generator.commands._options import FilePath
from generator.commands._trial import unlike
from generator.core.blueprint.from_platform import initial_blueprint
from generator.core.styled import line
from generator.core.words import wrong_with_label
from generator.edge.files import explained
from generator.edge.new_folder import what_is_in_the_way, write_new_folder
from generator.edge.terminal import show
from generator.errors import UsageError, raise_any

if TYPE_CHECKING:
    from pathlib import Path


@click.command("init")
@click.argument("folder", metavar="FOLDER", type=FilePath())
@on_platform.platform_option
def command(folder: Path, platform: Path | None) -> None:
    r"""Make a blueprint of a platform, in a new folder of the blueprint's name.

    What the platform's files say is its files; where an answer of platform.yaml stands in them as a whole
    word (name, domain, registry …), it is asked again. Choices stay as they were answered. The new blueprint
    is tried before it is written: with its defaults it makes the platform, to the byte.

    \b
      author init ../company-shop
      author init ./blueprints/shop --platform ./shop
    """
    with explained(folder, "read"):
        name = folder.resolve().name
    if reason := wrong_with_label(name):
        raise UsageError(f'"{name}" cannot name a blueprint: {reason}')
    if obstacle := what_is_in_the_way(folder):
        raise UsageError(f'cannot make "{folder}": {obstacle}', hint="Name a folder that is new or empty.")
    followed = upgrading.followed(platform, upgrading.WantedVersion(newest=False))
    assert followed.model.platform is not None
    files = upgrading.editable_files(followed)
    made = initial_blueprint(name, files, followed.model.platform, followed.source.options)
    raise_any("the blueprint would make another platform", unlike(made, files))
    write_new_folder(folder, made.files)
    asked = ", ".join(one.name for one in made.options)
    show([line(f"{len(made.files)} files written to {folder}. It asks: {asked}.")])
    if made.fixed:
        on_platform.show_notes([f"as it was answered, and not asked: {', '.join(made.fixed)}"])
    on_platform.show_notes(
        ["look for secrets in its files before you publish it", to_copy(f"next: `author test {folder}`")]
    )
