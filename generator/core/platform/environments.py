"""The environments of an umbrella chart that has no platform.yaml: known from its files' names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import PurePosixPath

# Folders that people keep their environments' files in.
FOLDERS = ("environments", "envs", "env", "values")

_BESIDE = re.compile(r"values[-._](?P<name>[\w][-.\w]*)\.ya?ml")
_INSIDE = re.compile(r"(?:values[-._])?(?P<name>(?!values\.)[\w][-.\w]*)\.ya?ml")
# The order in which a change usually travels; others stand between them and the last, by name.
_FIRST = ("local", "dev", "development", "test", "testing", "qa", "int", "integration", "uat", "stage")
_LAST = ("staging", "preprod", "pre-prod", "prod", "production", "dr")


def found_environments(files: Iterable[PurePosixPath]) -> dict[str, PurePosixPath]:
    """The environments and the values file of each, in the order in which a change usually travels.

    values-<env>.yaml and values.<env>.yaml beside Chart.yaml; where there is none, the files of a
    folder: environments/<env>.yaml, environments/<env>/values.yaml (or envs, env, values).
    """
    paths = sorted(files)
    found = {name: path for path in paths if len(path.parts) == 1 and (name := _name(_BESIDE, path))}
    for folder in FOLDERS:
        if found:
            break
        inside = [path for path in paths if path.parts[0] == folder]
        for path in inside:
            if len(path.parts) == 2 and (name := _name(_INSIDE, path)):
                found[name] = path
            elif len(path.parts) == 3 and path.name in ("values.yaml", "values.yml"):
                found[path.parts[1]] = path
    return dict(sorted(found.items(), key=lambda item: _place(item[0])))


def _name(pattern: re.Pattern[str], path: PurePosixPath) -> str | None:
    match = pattern.fullmatch(path.name)
    return match["name"] if match else None


def _place(name: str) -> tuple[int, int, str]:
    if name in _FIRST:
        return 0, _FIRST.index(name), name
    if name in _LAST:
        return 2, _LAST.index(name), name
    return 1, 0, name
