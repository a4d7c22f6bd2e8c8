"""What stands where both sides changed the same is asked on a terminal, one place after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands import _platform as on_platform
from generator.core.blueprint.manifest import Option
from generator.core.changes import Change
from generator.core.data import MISSING
from generator.core.report.changes import shown_changes
from generator.core.styled import Part, line
from generator.core.upgrade.choices import Sides, merged_by_choice, sides_of
from generator.core.upgrade.planned import Choices
from generator.core.values.text import as_yaml
from generator.core.yaml.data import data_of
from generator.core.yaml.document import read
from generator.edge.terminal import ask, show
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from generator.core.data import Data
    from generator.core.paths import KeyPath
    from generator.core.upgrade.file_merge import MergeLines, UpgradeConflict
    from generator.core.upgrade.planned import Planned


def asked_conflicts(plan: Planned, merge_lines: MergeLines) -> Choices:
    """Ask for each conflict of a plan: ours, theirs, both where that can be, or something else."""
    keys: dict[tuple[PurePosixPath, KeyPath], Data] = {}
    files: dict[PurePosixPath, bytes | None] = {}
    for one in plan.conflicts:
        if one.file in files:
            continue
        show([line(), line(Part(one.sentence, "bold"))], err=True)
        if one.extent == "key":
            keys[one.file, one.path] = _value(plan, one)
        else:
            files[one.file] = _file(plan, one, merge_lines)
    return Choices(keys, files)


def _value(plan: Planned, one: UpgradeConflict) -> Data:
    sides = sides_of(plan.versions[one.file], one.path)
    show([line(Part("ours    ", "red"), _shown(sides.ours, one.path)),
          line(Part("theirs  ", "green"), _shown(sides.theirs, one.path))], err=True)  # fmt: skip
    words = ("ours", "theirs", *(["both"] if sides.both is not MISSING else []), "edit")
    answer = _asked("Which shall stand?", words)
    if answer == "edit":
        return _typed(sides)
    return {"ours": sides.ours, "theirs": sides.theirs, "both": sides.both}[answer]


def _shown(value: Data, path: KeyPath) -> str:
    """A value on one line, secrets masked."""
    if value is MISSING:
        return "(removed)"
    text = as_yaml(on_platform.veil().data({str(path[-1]): value}, path[:-1]), bare=False)
    return " ".join(part.strip() for part in text.strip().split("\n"))


def _typed(sides: Sides) -> Data:
    default = as_yaml(sides.ours, bare=False).strip() if isinstance(sides.ours, str | int | float) else ""
    while True:
        text = ask(Option("answer", "The value, as YAML on one line", "string", default), default)
        try:
            return data_of(read(str(text)))
        except BlueprintError as error:
            show([line(f"  {error.what}")], err=True)


def _file(plan: Planned, one: UpgradeConflict, merge_lines: MergeLines) -> bytes | None:
    versions = plan.versions[one.file]
    change = Change(one.file, versions.ours, versions.theirs)
    show(shown_changes([change], on_platform.veil().lines), err=True)
    words = ("ours", "theirs", *(["both", "edit"] if one.extent == "lines" else []))
    answer = _asked("Which shall stand in this file?", words)
    if answer != "edit":
        return merged_by_choice(one.file, versions, answer, merge_lines)
    marked = merged_by_choice(one.file, versions, "markers", merge_lines) or b""
    text = marked.decode("utf-8", "surrogateescape")
    while "<<<<<<< ours\n" in text:
        text = click.edit(text, extension=one.file.suffix) or text
        if "<<<<<<< ours\n" in text and _asked("There are markers left.", ("edit", "ours")) == "ours":
            return versions.ours
    return text.encode("utf-8", "surrogateescape")


def _asked(question: str, words: tuple[str, ...]) -> str:
    return str(ask(Option("answer", question, "choice", words[0], words), words[0]))
