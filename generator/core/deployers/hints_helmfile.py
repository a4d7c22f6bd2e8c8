"""What a helmfile says of environments: the values files of each release in each of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.core.data import map_or_empty
from generator.core.deployers.hint import Hint, LeftOut, is_template, path_in_repository
from generator.core.deployers.manifests import file_text, spans
from generator.core.helm.chart_file import CHART_FILE
from generator.core.yaml.data import data_of
from generator.core.yaml.document import locate, read
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import PurePosixPath

    from generator.core.budget import Budget
    from generator.core.data import Data
    from generator.core.tree import Tree

_NAME = re.compile(r"\{\{-?\s*\.Environment\.Name\s*-?\}\}")
_ENVIRONMENTS = re.compile(r"(?m)^environments:")


def is_helmfile(path: PurePosixPath) -> bool:
    """Whether a file is called as helmfile's are."""
    name = re.sub(r"\.gotmpl$", "", path.name)
    is_yaml = name.endswith((".yaml", ".yml"))
    return is_yaml and (name.startswith("helmfile") or path.parent.name == "helmfile.d")


def hints_of_helmfile(
    file: PurePosixPath, content: bytes, tree: Tree, budget: Budget
) -> Iterator[Hint | LeftOut]:
    """The hints of a helmfile; each environment that it has but `default`."""
    text = file_text(content.decode("utf-8", "replace"))
    names = [name for name in _environments(text) if name != "default"]
    told: set[LeftOut] = set()
    for name in names:
        budget.entry(file)  # the whole file is read for each
        for one in _of_environment(file, text, name, tree):
            if isinstance(one, Hint):
                yield one
            elif one not in told:
                told.add(one)
                yield one


def _environments(text: str) -> list[str]:
    found: dict[str, None] = {}
    for start, end in spans(text):
        part = text[start:end]
        if not _ENVIRONMENTS.search(part):
            continue
        try:
            data = data_of(read(_NAME.sub("default", part)))
        except BlueprintError:
            continue
        found.update(dict.fromkeys(map_or_empty(map_or_empty(data).get("environments"))))
    return list(found)


def _of_environment(file: PurePosixPath, text: str, name: str, tree: Tree) -> Iterator[Hint | LeftOut]:
    for start, end in spans(text):
        part = _NAME.sub(name, text[start:end])
        above = text.count("\n", 0, start)
        if "releases" not in part:
            continue
        try:
            document = read(part)
            data = map_or_empty(data_of(document))
        except BlueprintError:
            line = above + text[start:end].count("\n", 0, part.find("releases")) + 1
            yield LeftOut(
                f"{file}:{line}", "its releases", "they are a template that helmfile alone fills in"
            )
            continue
        releases = data.get("releases")
        for number, release in enumerate(releases if isinstance(releases, list) else ()):
            place = locate(document, ("releases", number))
            where = f"{file}:{above + (place.line if place else 1)}"
            yield from _of_release(map_or_empty(release), name, where, file.parent, tree)


def _of_release(
    release: Mapping[str, Data], environment: str, where: str, folder: PurePosixPath, tree: Tree
) -> Iterator[Hint | LeftOut]:
    stated = release.get("chart")
    chart = stated if isinstance(stated, str) else ""
    here = path_in_repository(folder, chart)
    name, namespace = (
        text if isinstance(text := release.get(key), str) else "" for key in ("name", "namespace")
    )
    files: list[PurePosixPath] = []
    for key in ("values", "secrets"):
        entries = release.get(key)
        for entry in entries if isinstance(entries, list) else ():
            reason = _reason_against(entry, key, folder, tree)
            if reason:
                yield LeftOut(where, str(entry) if isinstance(entry, str) else f"values of {name}", reason)
            elif (path := path_in_repository(folder, entry)) is not None and path not in files:
                files.append(path)
    if files:
        is_here = here is not None and here / CHART_FILE in tree
        shown = str(here) if is_here else chart.rpartition("/")[2]
        yield Hint(environment, shown, tuple(files), where, "helmfile", name, namespace)


def _reason_against(entry: Data, key: str, folder: PurePosixPath, tree: Tree) -> str:
    if not isinstance(entry, str):
        return "they stand in the helmfile itself"
    if key == "secrets":
        return "it is decrypted by helmfile"
    if is_template(entry):
        return "it is a template that helmfile alone fills in"
    path = path_in_repository(folder, entry)
    if path is None:
        return "it leads out of the repository"
    return "" if path in tree else "it is not there"
