"""Volumes as the kubelet lays them out: `..data` links, modes, projections, the group of the pod."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.charts.support import Object
    from tests.real.pods import Pod

_DATA, _FIRST = "..data", "..2026_01_01_00_00_00.1"


class File(NamedTuple):
    content: bytes
    mode: int


def laid_out(pod: Pod, volume: Object, group: int | None) -> Path:
    """The folder of a volume that is not a claim; made when it is missing, filled anew when its content is kept elsewhere."""
    folder = pod.folder / "volumes" / str(volume["name"])
    if "hostPath" in volume:
        folder = pod.release.folder / "host" / str(volume["hostPath"]["path"]).strip("/")
    folder.mkdir(parents=True, exist_ok=True)
    files = files_of(pod, volume)
    if files is None:
        if "emptyDir" in volume or "ephemeral" in volume:
            owned(folder, group)
    else:
        publish(folder, files, group)
    return folder


def is_written_by_the_kubelet(volume: Object) -> bool:
    return any(kind in volume for kind in ("configMap", "secret", "projected", "downwardAPI"))


def owned(folder: Path, group: int | None) -> None:
    """A folder that pods write in: anybody's, or the group's where the pod has one."""
    folder.chmod(0o777)
    if group is not None:
        os.chown(folder, -1, group)
        folder.chmod(0o2775)


def publish(folder: Path, files: Mapping[str, File], group: int | None) -> None:
    """Write files so that whoever reads sees all of the old or all of the new; where nothing changed, nothing is written."""
    link = folder / _DATA
    number = len([each for each in folder.iterdir() if each.name.startswith("..2026")])
    if link.exists() and {name: (link / name).read_bytes() for name in files if (link / name).is_file()} == {
        name: each.content for name, each in files.items()
    }:
        return
    version = folder / f"{_FIRST}{number}"
    version.mkdir()
    for name, each in files.items():
        path = version / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(each.content)
        path.chmod(each.mode | (0o440 if group is not None else 0))
        os.chown(path, 0, 0 if group is None else group)
    new = folder / f"{_DATA}_tmp"
    new.symlink_to(version.name)
    new.rename(link)
    for name in {name.partition("/")[0] for name in files}:
        if not (folder / name).is_symlink():
            (folder / name).symlink_to(f"{_DATA}/{name}")


def files_of(pod: Pod, volume: Object) -> dict[str, File] | None:
    """What the kubelet writes into a volume; None where it writes nothing. AssertionError for what nobody has."""
    if "projected" in volume:
        projected = volume["projected"]
        mode = projected.get("defaultMode", 0o644)
        return {name: file for source in projected["sources"] for name, file in _source(pod, source, mode)}
    if is_written_by_the_kubelet(volume):
        return dict(_source(pod, volume, 0o644))
    return None


def _source(pod: Pod, source: Object, mode: int) -> Iterator[tuple[str, File]]:
    if "downwardAPI" in source:
        for item in source["downwardAPI"]["items"]:
            yield (
                item["path"],
                File(pod.field(item["fieldRef"]["fieldPath"]).encode(), item.get("mode", mode)),
            )
        return
    if "serviceAccountToken" in source:
        yield source["serviceAccountToken"]["path"], File(b"a token", 0o644)
        return
    kind = "configMap" if "configMap" in source else "secret"
    stated = source[kind]
    name = stated.get("secretName") or stated["name"]
    data = pod.release.data(kind, name, stated.get("items"), is_optional=stated.get("optional", False))
    mode = stated.get("defaultMode", mode)
    if "items" in stated:
        for item in stated["items"]:
            if item["key"] in data:
                yield item["path"], File(data[item["key"]], item.get("mode", mode))
        return
    for key, content in data.items():
        yield key, File(content, mode)
