"""A platform.yaml for a chart that somebody else laid out: from what was found to what is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.core.platform.file import API_VERSION, parse_platform
from generator.core.platform.places import common_folder, normal
from generator.core.words import wrong_with_label
from generator.core.yaml.library import yaml
from generator.errors import BlueprintError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import PurePosixPath
    from typing import Any

_HEAD = """\
# Where the chart is, and which values files make each environment; plain Helm needs none of it.
"""


def proposed_platform(
    chains: Mapping[str, Sequence[PurePosixPath]],
    chart: PurePosixPath | None,
    folder: PurePosixPath,
) -> str:
    """The text of a platform.yaml in `folder` that says the chart and the files of the environments.

    BlueprintError where nothing was found, or two environments would be called the same.
    """
    names = {name: label_of(name) for name in chains}
    if not names:
        raise BlueprintError(
            "no environment was found", hint="Name the files of each: --values ENV=FILE[,FILE…]. Repeats."
        )
    if len({*names.values()}) < len(names):
        raise BlueprintError(f"these would not be told apart: {', '.join(names)}")
    files = {names[name]: tuple(_from(folder, path) for path in chain) for name, chain in chains.items()}
    head: dict[str, Any] = {"apiVersion": API_VERSION}
    if chart is not None and chart != folder:
        head["chart"] = _from(folder, chart)
    for data in (*_by_template(files), _one_by_one(files)):
        text = _text({**head, **data})
        found = parse_platform(text.encode())
        said = {name: tuple(map(str, found.values_files(name))) for name in found.environments}
        if said == {
            name: tuple(str(normal(type(folder)(file))) for file in own) for name, own in files.items()
        }:
            return text
    raise AssertionError(files)


def label_of(name: str) -> str:
    """The name as platform.yaml takes it: lower case, with dashes, beginning with a letter."""
    label = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return f"env-{label}" if wrong_with_label(label) else label


def chosen_environments(known: Sequence[str], answer: str) -> list[str]:
    """The environments that an answer names, in its order. UsageError where one is not known."""
    wanted = [word for word in re.split(r"[,\s]+", answer) if word]
    if unknown := [word for word in wanted if word not in known]:
        raise UsageError(f'there is no environment "{unknown[0]}"', hint=f"Known are {', '.join(known)}.")
    return list(dict.fromkeys(wanted))


def _from(folder: PurePosixPath, path: PurePosixPath) -> str:
    """The path from a folder, upwards where it must."""
    shared = len(common_folder([folder, path]).parts)
    return str(type(path)(*[".."] * (len(folder.parts) - shared), *path.parts[shared:]))


def _by_template(files: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """What one list with {environment} says of all; nothing where none does."""
    for name, own in files.items():
        word = rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])"
        if any("{" in file for file in own) or not any(re.search(word, file) for file in own):
            continue
        template = [re.sub(word, "{environment}", file) for file in own]
        environments = {each: _heir(each, files) for each in files}
        return [{"files": template, "environments": environments}]
    return []


def _one_by_one(files: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    environments = {}
    for name, own in files.items():
        heir = _heir(name, files)
        base = files[heir["inherits"]] if heir else ()
        environments[name] = {**heir, "files": list(own[len(base) :])}
    return {"environments": environments}


def _heir(name: str, files: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """That an environment inherits from another one, whose files come first in its own list."""
    bases = [
        base
        for base, own in files.items()
        if name.startswith(f"{base}-") and len(own) < len(files[name]) and files[name][: len(own)] == own
    ]
    return {"inherits": max(bases, key=len)} if bases else {}


def _text(data: Mapping[str, Any]) -> str:
    return _HEAD + yaml.safe_dump(dict(data), sort_keys=False, width=100, default_flow_style=None)
