"""Renders a blueprint whose hooks somebody trusts, and runs them: in no sandbox, with all that the user may.

What runs is what was shown: everything is taken from the files that were read then, none of it from their
folder, which may be another one by now.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from generator.core import file_names
from generator.core.blueprint.programs import hooks_of
from generator.core.tree import folders_at_top, text_of
from generator.edge.files import new_file, read_tree
from generator.edge.limited import fetched_by
from generator.edge.render import render_program, render_text, rendered_into
from generator.edge.scratch import scratch

if TYPE_CHECKING:
    from generator.core.blueprint.answers import Answers
    from generator.core.blueprint.programs import Hook
    from generator.edge.blueprints import BlueprintFolder

# Tokens and passwords of the user's shell are none of their business.
_PASSED_ON = ("PATH", "HOME", "USER", "LANG", "LC_ALL", "TMPDIR", "TZ", "SYSTEMROOT")


def render_with_hooks(layer: BlueprintFolder, answers: Answers) -> dict[PurePosixPath, bytes]:
    """The files that a blueprint's folder becomes with its hooks run, without its templated top folder.

    BlueprintError where a hook fails, with its own words; Invalid with every template that is wrong.
    """
    with scratch() as copied, scratch() as temporary:
        for path, data in layer.files.items():
            (copied / path).parent.mkdir(parents=True, exist_ok=True)
            with new_file(copied / path, 0o600) as stream:
                stream.write(data)
        copy = layer._replace(folder=copied)
        made = temporary / _name_of(layer, answers)
        made.mkdir()
        for hook in hooks_of(layer.files):
            if hook.stage == "pre_gen_project":
                _run(hook, copy, answers, made)
        rendered_into(temporary, copy, answers)
        for hook in hooks_of(layer.files):
            if hook.stage == "post_gen_project":
                _run(hook, copy, answers, made)
        return read_tree(made)


def _name_of(layer: BlueprintFolder, answers: Answers) -> str:
    """What the templated folder is called."""
    template = next(name for name in folders_at_top(layer.files) if "{{" in name)
    name = render_text(template, answers)
    path = PurePosixPath(name)
    if len(path.parts) != 1 or (reason := file_names.wrong_with_path(path)) or path.is_absolute():
        raise file_names.refused(name, reason if len(path.parts) == 1 else "it is no name", layer.shown)
    return name


def _run(hook: Hook, layer: BlueprintFolder, answers: Answers, there: Path) -> None:
    text = render_program(layer, str(hook.path), text_of(hook.content, f"{layer.shown}/{hook.path}"), answers)
    with scratch() as temporary:
        program = temporary / hook.path.name
        with new_file(program, 0o700) as stream:
            stream.write(text.encode())
        command = [sys.executable, str(program)] if hook.path.suffix == ".py" else [str(program)]
        environment = {name: value for name, value in os.environ.items() if name in _PASSED_ON}
        fetched_by(command, env=environment, doing=f"run {layer.shown}/{hook.path}", at=there, hint="")
