"""Flux: gitops/flux/<environment>/release.yaml, a HelmRelease for each release of the environment.

A region's is in a cluster that Flux reaches from elsewhere, see remote_namespaces.py for its namespace.

A new environment's file is the one of its neighbour with other names: address, intervals and remediation are
people's, and theirs are in there already.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.core.data import MISSING
from generator.core.delivery.chains import with_chain
from generator.core.delivery.documents import statement, with_statements
from generator.core.delivery.entries import IGNORED
from generator.core.delivery.remote_namespaces import (
    CLUSTER,
    chart_prefix,
    makes_namespace,
    with_namespace,
    with_their_releases,
)
from generator.core.edit.edits import Edit
from generator.core.tree import text_of
from generator.core.yaml.split import split_documents

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.core.data import Data
    from generator.core.delivery.releases import Delivered
    from generator.core.paths import KeyPath
    from generator.core.platform.file import Environment

_FOLDER = PurePosixPath("gitops/flux")
_CHAIN: KeyPath = ("spec", "chart", "spec", "valuesFiles")
_NAME: KeyPath = ("metadata", "name")
_NAMESPACES: tuple[KeyPath, ...] = (("spec", "targetNamespace"), ("spec", "storageNamespace"))
_SOURCE: KeyPath = ("spec", "chart", "spec", "sourceRef", "name")
_PATH: KeyPath = ("spec", "path")
_REFERENCE: KeyPath = ("spec", "sourceRef", "name")
_REGION: KeyPath = ("spec", "values", "global", "region")


def flux_entries(delivered: Delivered) -> dict[PurePosixPath, bytes | None]:
    """The files with a HelmRelease for each release, if the platform has any; None where one is gone."""
    present = {
        path.parent.name: text_of(data, str(path))
        for path, data in delivered.tree.items()
        if path.parent.parent == _FOLDER and path.name == "release.yaml"
    }
    files = {name: text for name, text in present.items() if _is_ours(text)}
    found: dict[PurePosixPath, bytes | None] = {}
    for old, new in delivered.renamed.items():
        if old in files and new not in present:
            present[new] = files[new] = _renamed(files.pop(old), old, new)
            found[_path(old)] = None
    models = dict(files)
    for release in delivered.platform.releases():
        folder = _folder(release)
        if folder in files:
            files[folder] = _with_release(files[folder], folder, release, delivered)
        elif folder not in present and release.clusters:
            near = next((one for one in map(_folder, delivered.neighbours(release)) if one in models), "")
            files.update({folder: _like(models[near], near, folder, release, delivered)} if near else {})
    for name, text in files.items():
        kept = [one for one in split_documents(text) if not _is_gone(one, name, delivered)]
        kept = with_their_releases(kept)
        is_needed = any(_is_release(one) for one in kept)
        found[_path(name)] = "".join(kept).encode() if is_needed else None
    return found


def _path(folder: str) -> PurePosixPath:
    return _FOLDER / folder / "release.yaml"


def _folder(release: Environment) -> str:
    return (release.inherits or release.name) if release.region else release.name


# ── documents ───────────────────────────────────────────────────────────────────────────────────


def _is_ours(text: str) -> bool:
    return IGNORED not in text and any(_is_release(one) for one in split_documents(text))


def _is_release(document: str) -> bool:
    """Whether it is a HelmRelease with a chain of values files, as we make them."""
    chain, name = statement(document, _CHAIN), statement(document, _NAME)
    return (
        statement(document, ("kind",)) == "HelmRelease" and isinstance(chain, list) and isinstance(name, str)
    )


def _is_of(document: str, names: Iterable[str]) -> bool:
    name = str(statement(document, _NAME))
    return _is_release(document) and any(name == one or name.endswith(f"-{one}") for one in names)


def _is_gone(document: str, folder: str, delivered: Delivered) -> bool:
    chain = statement(document, _CHAIN)
    if not _is_release(document) or not isinstance(chain, list):
        return False
    for release in delivered.platform.releases():
        if _folder(release) == folder and _is_of(document, delivered.candidates(release, by_cluster=True)):
            return False
    home = chart_prefix(document)
    ours = [one for one in chain if isinstance(one, str) and _is_own(one, home, delivered)]
    return bool(ours) and PurePosixPath(ours[-1].removeprefix(home)) not in delivered.tree


def _is_own(file: str, home: str, delivered: Delivered) -> bool:
    return file.startswith(home) and delivered.is_ours(file.removeprefix(home))


def _without(document: str, path: KeyPath, file: str) -> str:
    is_there = statement(document, path) is not MISSING
    return Edit(PurePosixPath(file), "delete", path, comment=True).of(document) if is_there else document


# ── releases ────────────────────────────────────────────────────────────────────────────────────


def _with_release(text: str, folder: str, release: Environment, delivered: Delivered) -> str:
    """An environment's file with the chain of a release; with a HelmRelease for it, where it has none."""
    documents, file = split_documents(text), str(_path(folder))
    exact = [place for place, one in enumerate(documents) if _is_of(one, [release.name])]
    names = delivered.candidates(release, by_cluster=True)
    mine = exact or [place for place, one in enumerate(documents) if _is_of(one, names)]
    for place in mine:
        documents[place] = _with_chain(documents[place], release, delivered, file)
    if not mine and release.clusters:
        last = max(place for place, one in enumerate(documents) if _is_release(one))
        new = _with_names(documents[last], folder, release, delivered, file)
        above = documents[last]
        documents[last] = above if above.endswith("\n") else above + "\n"
        documents.insert(last + 1, new if new.startswith("---") else f"---\n{new}")
        mine = [last + 1]
    for place in reversed(mine):
        documents = with_namespace(documents, place, delivered, file)
    return "".join(documents)


def _with_chain(document: str, release: Environment, delivered: Delivered, file: str) -> str:
    chain = statement(document, _CHAIN)
    assert isinstance(chain, list)
    home = chart_prefix(document)
    wanted = [f"{home}{one}" for one in delivered.platform.values_files(release.name)]
    after = with_chain(chain, wanted, lambda one: isinstance(one, str) and _is_own(one, home, delivered))
    values: dict[KeyPath, Data] = {_CHAIN: after}
    if release.region and len(release.clusters) == 1 and statement(document, CLUSTER) is not MISSING:
        values[CLUSTER] = release.clusters[0]
    return with_statements(document, values, file)


def _with_names(like: str, folder: str, release: Environment, delivered: Delivered, file: str) -> str:
    """A HelmRelease made like another one of `folder`, for a release of another name."""
    named = {
        _NAME: _renamed_to(statement(like, _NAME), folder, release.name),
        _SOURCE: _renamed_to(statement(like, _SOURCE), folder, _folder(release)),
    }
    if release.namespace:
        named |= dict.fromkeys(_NAMESPACES, release.namespace)
    document = with_statements(
        like, {path: value for path, value in named.items() if value is not MISSING}, file
    )
    if release.region:
        cluster = release.clusters[0] if release.clusters else release.region
        document = with_statements(document, {CLUSTER: cluster, _REGION: release.region}, file)
    else:
        document = _without(_without(document, _REGION, file), CLUSTER, file)
    return _with_chain(document, release, delivered, file)


def _renamed_to(name: Data, old: str, new: str) -> Data:
    """`shop-prod`, or `shop-prod-eu`, of prod → `shop-qa` of qa."""
    match = re.fullmatch(rf"(.*-)?{re.escape(old)}(-.*)?", name) if isinstance(name, str) else None
    return f"{match[1] or ''}{new}" if match else name


def _like(text: str, near: str, folder: str, release: Environment, delivered: Delivered) -> str:
    """The file of a new environment, made like that of another one."""
    file, documents = str(_path(near)), []
    has_release = False
    for one in split_documents(text):
        if _is_release(one):
            if not has_release:
                documents.append(_with_names(one, near, release, delivered, file))
            has_release = True
        elif statement(one, ("kind",)) == "Namespace":
            documents.append(with_statements(one, {_NAME: release.namespace or release.name}, file))
        elif not makes_namespace(one):
            names = {path: _renamed_to(statement(one, path), near, folder) for path in (_NAME, _REFERENCE)}
            names[_PATH] = _moved(statement(one, _PATH), near, folder)
            documents.append(
                with_statements(one, {at: name for at, name in names.items() if name is not MISSING}, file)
            )
    text = _with_comments("".join(documents), near, folder)
    return _with_release(text, folder, release, delivered) if release.region else text


def _moved(path: Data, old: str, new: str) -> Data:
    """`./gitops/flux/prod` of prod → `./gitops/flux/qa` of qa."""
    if not isinstance(path, str):
        return MISSING
    return f"{path.removesuffix(old)}{new}" if path.endswith(f"gitops/flux/{old}") else path


def _renamed(text: str, old: str, new: str) -> str:
    """The file of an environment that has another name now; its namespace is platform.yaml's matter."""
    documents = []
    for one in split_documents(text):
        is_namespace = statement(one, ("kind",)) == "Namespace"
        names = {} if is_namespace else {path: statement(one, path) for path in (_NAME, _SOURCE, _REFERENCE)}
        after: dict[KeyPath, Data] = {
            path: _renamed_in(name, old, new) for path, name in names.items() if isinstance(name, str)
        }
        if (path := _moved(statement(one, _PATH), old, new)) is not MISSING:
            after[_PATH] = path
        documents.append(with_statements(one, after, str(_path(new))))
    return _with_comments("".join(documents), old, new)


def _renamed_in(name: str, old: str, new: str) -> str:
    """`shop-prod` and `shop-prod-eu` with another name for prod, where it stands last."""
    match = re.fullmatch(rf"((?:.*-)?){re.escape(old)}((?:-.*)?)", name)
    return f"{match[1]}{new}{match[2]}" if match else name


def _with_comments(text: str, old: str, new: str) -> str:
    """The text with the environment's name in the comments of whole lines, where it stands as a word."""
    word = re.compile(rf"(?<![a-z0-9]){re.escape(old)}(?![-a-z0-9])")
    lines = text.split("\n")
    return "\n".join(word.sub(new, line) if line.startswith("#") else line for line in lines)
