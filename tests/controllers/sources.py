"""What Flux's source-controller does, of a repository in a folder: artifacts by HTTP, and their place in the status of sources.

source-controller itself clones by git, checks signatures and speaks to registries; what helm-controller and kustomize-controller
are told by it is this status, and what they fetch is such an archive. A chart is packed as it packs one: by Helm's own rules of
what belongs in it, with the values files merged into its values.yaml, and the revision behind its version.
"""

from __future__ import annotations

import hashlib
import http.server
import io
import subprocess
import tarfile
import tempfile
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from tests import tools
from tests.charts.support import merged
from tests.cluster.controlplane import Refused
from tests.serving import Silent, address_of, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tests.cluster.controlplane import Api

Object = dict[str, Any]
_GROUP = "/apis/source.toolkit.fluxcd.io/v1"
_NOW = "2026-01-01T00:00:00Z"


class _Files(Silent, http.server.SimpleHTTPRequestHandler):
    """What is fetched, the controllers tell."""


class Sources(NamedTuple):
    """The repositories, by the name of their platform (a GitRepository is called <platform>-<environment>), and where they are served."""

    api: Api
    repositories: dict[str, Path]
    home: Path
    address: str

    def look(self) -> None:
        """Every source that does not have the present state of its repository gets it."""
        for repository in self.api.items(f"{_GROUP}/gitrepositories"):
            folder = self._folder(repository["metadata"]["name"])
            if folder:
                revision = f"main@sha1:{_revision(folder)}"
                self._tell(repository, "gitrepositories", revision, partial(_packed, folder))
        for chart in self.api.items(f"{_GROUP}/helmcharts"):
            folder = self._folder(chart["spec"]["sourceRef"]["name"])
            if folder:
                version = _version(folder, chart["spec"])
                pack = partial(_chart, folder, chart["spec"], version)
                more = {"observedSourceArtifactRevision": f"main@sha1:{_revision(folder)}"}
                self._tell(chart, "helmcharts", version, pack, more)

    def _folder(self, name: str) -> Path | None:
        """Of the platform with the longest name that it begins with."""
        found = [one for one in self.repositories if name.startswith(f"{one}-")]
        return self.repositories[max(found, key=len)] if found else None

    def _tell(
        self,
        source: Object,
        resource: str,
        revision: str,
        pack: Callable[[], bytes],
        more: Object | None = None,
    ) -> None:
        generation = source["metadata"]["generation"]
        status = source.get("status", {})
        known = status.get("artifact", {}).get("revision"), status.get("observedGeneration")
        if known == (revision, generation):
            return
        content = pack()
        digest = hashlib.sha256(content).hexdigest()
        (self.home / digest).write_bytes(content)
        said = {
            "observedGeneration": generation,
            "conditions": [
                {
                    "type": "Ready",
                    "status": "True",
                    "reason": "Succeeded",
                    "message": f"stored artifact for revision '{revision}'",
                    "lastTransitionTime": _NOW,
                    "observedGeneration": generation,
                }
            ],
            "artifact": {
                "digest": f"sha256:{digest}",
                "path": digest,
                "url": f"{self.address}/{digest}",
                "revision": revision,
                "lastUpdateTime": _NOW,
                "size": len(content),
            },
            **(more or {}),
        }
        name, namespace = source["metadata"]["name"], source["metadata"]["namespace"]
        path = f"{_GROUP}/namespaces/{namespace}/{resource}/{name}/status"
        try:
            self.api.call("PATCH", path, {"status": said}, kind="application/merge-patch+json")
        except Refused as error:
            if error.status != 404:  # which has gone meanwhile
                raise


@contextmanager
def served(api: Api, repositories: Mapping[str, Path]) -> Iterator[Sources]:
    with tempfile.TemporaryDirectory(prefix="helm-blueprint-sources-") as home:
        handler = partial(_Files, directory=home)
        with serving(http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)) as server:
            yield Sources(api, dict(repositories), Path(home), address_of(server))


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts)


def _revision(folder: Path) -> str:
    """What a commit of this state could be called."""
    digest = hashlib.sha1(usedforsecurity=False)
    for path in _files(folder):
        digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _packed(folder: Path) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for path in _files(folder):
            archive.add(path, str(path.relative_to(folder)))
    return out.getvalue()


def _version(folder: Path, spec: Object) -> str:
    stated = yaml.safe_load((folder / spec["chart"] / "Chart.yaml").read_text(encoding="utf-8"))["version"]
    is_by_commit = spec.get("reconcileStrategy") == "Revision"
    return f"{stated}+{_revision(folder)[:12]}" if is_by_commit else str(stated)


def _chart(folder: Path, spec: Object, version: str) -> bytes:
    """The archive of a chart."""
    home = folder / spec["chart"]
    values: Object = {}
    for name in spec.get("valuesFiles", []):
        values = merged(values, yaml.safe_load((folder / name).read_text(encoding="utf-8")) or {})
    with tempfile.TemporaryDirectory() as place:
        subprocess.run(
            [str(tools.install("helm4")), "package", str(home), "--version", version, "-d", place],
            check=True, capture_output=True,
        )  # fmt: skip
        (packed,) = Path(place).glob("*.tgz")
        return _with_values(packed.read_bytes(), values) if values else packed.read_bytes()


def _with_values(archive: bytes, values: Object) -> bytes:
    out = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(archive)) as before,
        tarfile.open(fileobj=out, mode="w:gz") as after,
    ):
        for member in before.getmembers():
            stream = before.extractfile(member)
            content = stream.read() if stream else b""
            if member.name.count("/") == 1 and member.name.endswith("/values.yaml"):
                content = yaml.safe_dump(values).encode()
                member.size = len(content)
            after.addfile(member, io.BytesIO(content))
    return out.getvalue()
