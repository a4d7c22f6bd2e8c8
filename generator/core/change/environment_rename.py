"""An environment under another name: its files, and every place that says the old one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.core.change.environment import declared, file_beside, refuse_environment_name
from generator.core.change.environment_add import EnvironmentChange
from generator.core.change.environment_entries import with_names
from generator.core.change.environment_own import generated_passwords
from generator.core.change.environment_texts import first_key, renamed_files, renamed_in_comments
from generator.core.changes import changes_between
from generator.core.data import same
from generator.core.delivery.files import delivery_files
from generator.core.edit.edits import Edit, changes_of
from generator.core.edit.sealed import refusal_in
from generator.core.platform.file import PLATFORM_FILE, parse_platform, region_name, wrong_with_region
from generator.core.tree import text_of
from generator.core.values.model import load_values
from generator.core.words import first_few
from generator.core.yaml.data import data_of
from generator.core.yaml.document import BOM, read
from generator.errors import BlueprintError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import PurePosixPath

    from generator.core.tree import Tree
    from generator.core.values.model import ValuesModel

_NAME = ("global", "environment")
_DOMAIN = ("global", "domain")
_MOST = 5


def with_environment_renamed(model: ValuesModel, old: str, new: str) -> EnvironmentChange:
    """The changes that call the environment `old` `new`, and its regions after it; its namespace stays.

    BlueprintError where there is none of that name, where it is a region, or where the new name will not do.
    """
    model.files(old)  # there may be no such environment
    refuse_environment_name(model, new)
    names = _names(model, old, new)
    tree = dict(model.tree)
    if model.platform is not None:
        text = text_of(tree[PLATFORM_FILE], str(PLATFORM_FILE))
        tree[PLATFORM_FILE] = with_names(text, old, new, names).encode()
    files = {model.own_file(name): _file_of(model, name, after) for name, after in names.items()}
    for path, after in files.items():
        if after in tree:
            raise BlueprintError("this file is there already, and no environment reads it", where=str(after))
        tree[after] = tree.pop(path)
    for (before, name), (was, path) in zip(names.items(), files.items(), strict=True):
        text = renamed_in_comments(text_of(tree[path], str(path)), before, name, (was.name, path.name))
        tree[path] = text.encode()
    tree = {path: _with_file_names(path, data, files) for path, data in tree.items()}
    tree, notes = _with_label(model, tree, old, new)
    everything: dict[PurePosixPath, bytes | None] = {**dict.fromkeys(model.tree), **tree}
    if PLATFORM_FILE in tree:
        everything |= delivery_files(tree, parse_platform(tree[PLATFORM_FILE]), {old: new})
    changes = changes_between(model.tree, everything)
    return EnvironmentChange(changes, (*notes, *_kept(model, old), *_mentions_of(tree, old)))


def _names(model: ValuesModel, old: str, new: str) -> dict[str, str]:
    """What the environment and its regions are called afterwards."""
    if model.platform is None:
        return {old: new}
    declared(model, old)
    names = {old: new}
    for one in model.platform.regions(old):
        name = region_name(new, one.region)
        is_taken = "that is an environment already" if name in model.environments else None
        if reason := wrong_with_region(new, one.region) or is_taken:
            raise UsageError(f"its region {one.region} would be called {name}: {reason}")
        names[one.name] = name
    return names


def _file_of(model: ValuesModel, name: str, after: str) -> PurePosixPath:
    file = model.own_file(name)
    return (
        file_beside(file, name, after) if model.platform is None else file.with_name(f"values-{after}.yaml")
    )


def _with_file_names(path: PurePosixPath, data: bytes, files: Mapping[PurePosixPath, PurePosixPath]) -> bytes:
    """A file of documentation or values whose texts and comments call the files by their new names."""
    is_values = len(path.parts) == 1 and path.name.startswith("values") and path.suffix in (".yaml", ".yml")
    if path.parts[0] == "charts" or not (path.suffix == ".md" or is_values):
        return data
    try:
        text = text_of(data, str(path))
        after = _with_new_files(text, files)
        if not is_values or _say_the_same(text, after):
            return after.encode()
    except BlueprintError:  # no text, or no YAML: nothing that could be proven
        return data
    # A value names a file: what reads it is not known here.
    end = first_key(text)
    return (_with_new_files(text[:end], files) + text[end:]).encode()


def _with_new_files(text: str, files: Mapping[PurePosixPath, PurePosixPath]) -> str:
    for old, new in files.items():
        text = renamed_files(text, (old.name, new.name))
    return text


def _say_the_same(one: str, other: str) -> bool:
    """Whether two texts of YAML differ in comments alone."""
    return one == other or same(*(data_of(read(text.removeprefix(BOM))) for text in (one, other)))


def _with_label(
    model: ValuesModel, tree: Tree, old: str, new: str
) -> tuple[dict[PurePosixPath, bytes], list[str]]:
    """The files with the new name as global.environment, where that was the old one; and what that means."""
    after = load_values(tree)
    file = after.own_file(new)
    if after.said(file, _NAME) != old:
        return dict(tree), []
    if generated_passwords(model, old):
        return dict(tree), [f"global.environment stays {old}: passwords are generated in dev and test alone"]
    own = model.own_file(old)
    # As it is called now: there it is edited first.
    if refused := refusal_in(own, model.tree[own])(_NAME, new):
        raise refused
    changes = changes_of(tree, [Edit(file, "set", _NAME, new)])
    told = f"global.environment becomes {new}, a label of every pod: each restarts once"
    return dict(after.with_changes(changes).tree), [told]


def _kept(model: ValuesModel, old: str) -> Iterator[str]:
    domain = model.declared(old, _DOMAIN)
    if isinstance(domain, str) and _as_word(old).search(domain):
        yield f"global.domain stays {domain}"


def _mentions_of(tree: Tree, old: str) -> Iterator[str]:
    """Where documentation still says the old name, which may mean something else."""
    for path, data in tree.items():
        if path.suffix != ".md" or path.parts[0] == "charts":
            continue
        lines = data.decode("utf-8", "replace").split("\n")
        found = [str(number) for number, line in enumerate(lines, 1) if _as_word(old).search(line)]
        if found:
            yield f"{path} still says {old}, in line {first_few(found, _MOST)}"


def _as_word(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])")
