"""A blueprint as a chart archive, which Helm pushes, pulls and signs; and what a blueprint's content is."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from generator.core import archive
from generator.core.blueprint.address import is_address
from generator.core.blueprint.manifest import BLUEPRINT_FILE
from generator.core.budget import Budget
from generator.core.file_names import is_gits, refused
from generator.core.helm.chart_file import CHART_FILE
from generator.core.tree import moved_under
from generator.core.yaml.library import yaml
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.core.blueprint.manifest import Blueprint
    from generator.core.tree import Tree

_KIND = "helm-blueprint/kind"


class Package(NamedTuple):
    """A chart archive: its file's name as Helm wants it, and its bytes."""

    name: str
    content: bytes


def packaged(blueprint: Blueprint, files: Tree, *, builtin: Iterable[str], where: str) -> Package:
    """The archive of a blueprint's folder: the same bytes for the same files.

    BlueprintError where it would not stand by itself: it extends a folder, or has a Chart.yaml of its own.
    """
    extends = blueprint.extends
    if extends and extends not in builtin and not is_address(extends):
        raise BlueprintError(
            f'it extends the folder "{extends}", which is not in the archive',
            where=f"{where}/{BLUEPRINT_FILE}",
            hint="Push that one first, and extend its address: oci://host/name:1.0.0.",
        )
    if CHART_FILE in files:
        raise BlueprintError(
            f"a blueprint's folder has no {CHART_FILE}: the archive gets one from {BLUEPRINT_FILE}",
            where=f"{where}/{CHART_FILE}",
            hint="Remove it, or move it into the templated folder.",
        )
    chart = {
        "apiVersion": "v2",
        "name": blueprint.name,
        "version": blueprint.version,
        "description": blueprint.description,
        "type": "library",  # nobody can install it
        "annotations": {_KIND: "blueprint"},
    }
    text = yaml.safe_dump(chart, sort_keys=False, allow_unicode=True).encode()
    content = archive.pack(moved_under(blueprint.name, {**files, CHART_FILE: text}))
    return Package(f"{blueprint.name}-{blueprint.version}.tgz", content)


def unpackaged(data: bytes, where: str) -> dict[PurePosixPath, bytes]:
    """The blueprint's folder in a chart archive. BlueprintError where the archive is damaged or is none."""
    found: dict[PurePosixPath, bytes] = {}
    tops = set()
    for name, content in archive.archived_files(data, where, Budget(), files_alone=True):
        path = PurePosixPath(name)
        refuse_path(path, where)
        tops.add(path.parts[0])
        if len(path.parts) > 1:
            found[PurePosixPath(*path.parts[1:])] = content
    found.pop(CHART_FILE, None)
    if len(tops) != 1 or PurePosixPath(BLUEPRINT_FILE) not in found:
        raise BlueprintError(
            f"this archive holds no blueprint: NAME/{BLUEPRINT_FILE} is expected",
            where=where,
            hint="`author package` makes one of a blueprint's folder.",
        )
    return found


def refuse_path(path: PurePosixPath, where: str) -> None:
    """BlueprintError where a file from elsewhere would be written out of its folder, or where git looks.

    Names of templates may have what names of files may not: they are judged once they are rendered.
    """
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise refused(path, "it leads out of the blueprint", where)
    if any(is_gits(part) for part in path.parts):
        raise refused(path, "it lies in git's own folder", where)
    if not str(path).isprintable() or "\\" in str(path) or len(str(path).encode()) > 1000:
        raise refused(path, "it has characters that cannot be seen, or too many", where)


def digest_of(layers: Sequence[Tree]) -> str:
    """What identifies the content of blueprints' folders, wherever they came from: sha256:…"""
    total = hashlib.sha256()
    for number, files in enumerate(layers):
        for path, data in sorted(files.items()):
            total.update(f"{number}\0{path}\0{len(data)}\0".encode(errors="surrogateescape"))
            total.update(data)
    return f"sha256:{total.hexdigest()}"
