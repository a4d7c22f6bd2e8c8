"""What is rendered, resolved as the API server and the kubelet resolve it, and run on a node."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.charts.support import the
from tests.real.namespaces import ENTRYPOINT, Container, Mounted, Node, Process

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.charts.support import Object

SECRET = "letters-and-digits"
ALPINE = ("docker.io/gitea/gitea",)  # images whose shell, tar and find are BusyBox's


class Release:
    """Rendered objects on a node: pods of StatefulSets, Jobs; claims outlive them."""

    def __init__(self, node: Node, folder: Path, objects: Sequence[Object]) -> None:
        self.node = node
        self.folder = folder
        self.objects = list(objects)
        self.secrets: dict[str, str] = {}  # values that differ from SECRET, by Secret/key

    def claim(self, name: str) -> Path:
        """The folder that is the volume of a claim."""
        return self.folder / "claims" / name

    def pod(self, statefulset: str, ordinal: int = 0, *, without: Sequence[str] = ()) -> Pod:
        """A new pod of a StatefulSet, not started; `without` are arguments of the server left out."""
        found = the("StatefulSet", self.objects, statefulset)
        name = f"{statefulset}-{ordinal}"
        claims = {each["metadata"]["name"]: f"{each['metadata']['name']}-{name}"
                  for each in found["spec"].get("volumeClaimTemplates", [])}  # fmt: skip
        made = Pod(self, name, found["spec"]["template"]["spec"], claims)
        made.without = tuple(without)
        for service in (each for each in self.objects if each["kind"] == "Service"):
            selector = service["spec"].get("selector", {})
            if service["metadata"]["name"] == found["spec"]["serviceName"]:
                self.node.know(f"{name}.{service['metadata']['name']}", made.address)
            elif selector.get("statefulset.kubernetes.io/pod-name", f"{statefulset}-0") == name and (
                service["metadata"]["name"] == statefulset
            ):
                self.node.know(statefulset, made.address)
        return made

    def job(self, name: str, kind: str = "CronJob") -> Pod:
        """A new pod of a Job or of a CronJob, not started; of a Job whose name has a sum behind it the beginning will do."""
        found = [
            each
            for each in self.objects
            if each["kind"] == kind and re.fullmatch(rf"{name}(-[0-9a-f]{{8}})?", each["metadata"]["name"])
        ]
        assert len(found) == 1, [each["metadata"]["name"] for each in found]
        spec = found[0]["spec"]
        template = (spec["jobTemplate"]["spec"] if kind == "CronJob" else spec)["template"]
        return Pod(self, f"{name}-{len(self.node.hosts)}", template["spec"], {})

    def value(self, secret: str, key: str) -> str:
        return self.secrets.get(f"{secret}/{key}", SECRET)

    def config(self, name: str) -> Mapping[str, str]:
        data: dict[str, str] = the("ConfigMap", self.objects, name)["data"]
        return data


class Pod:
    def __init__(self, release: Release, name: str, spec: Object, claims: Mapping[str, str]) -> None:
        self.release = release
        self.name = name
        self.spec = spec
        self.claims = claims
        self.namespace, self.address = release.node.address()
        release.node.know(name, self.address)
        self.folder = release.folder / "pods" / f"{name}-{self.address}"
        self.folder.mkdir(parents=True)
        self.without: tuple[str, ...] = ()
        self.process: Process | None = None

    def start(self) -> Pod:
        """Carry out the init containers, start the main one; AssertionError with the log of an init container that fails."""
        for number, _ in enumerate(self.spec.get("initContainers", [])):
            process = self.begin(number)
            assert process.wait() == 0, process.logs()[-3000:]
        return self.restart()

    def begin(self, number: int = 0) -> Process:
        """Start one init container."""
        container = self.spec["initContainers"][number]
        return self.release.node.start(
            self.namespace, self._container(container), self.folder / f"{container['name']}.log"
        )

    def restart(self) -> Pod:
        """Start the main container alone, as the kubelet does after it died."""
        log = self.folder / "main.log"
        self.process = self.release.node.start(
            self.namespace, self._container(self.spec["containers"][0]), log
        )
        return self

    def shell(self, script: str) -> str:
        """Run a script in place of the main container, with its image, variables and volumes: what it wrote."""
        container = {**self.spec["containers"][0], "command": ["bash", "-euc", script], "args": []}
        log = self.folder / f"shell-{len(list(self.folder.iterdir()))}.log"
        process = self.release.node.start(self.namespace, self._container(container), log)
        assert process.wait() == 0, process.logs()[-3000:]
        return process.logs()

    @property
    def main(self) -> Process:
        assert self.process, f"{self.name} was not started"
        return self.process

    def run(self, seconds: float = 60) -> tuple[int, str]:
        """Start it, wait for its end: exit code and log."""
        self.start()
        return self.main.wait(seconds), self.main.logs()

    def is_(self, probe: str) -> bool:
        """Whether a probe (startup, readiness, liveness) passes now."""
        command = self.spec["containers"][0][f"{probe}Probe"]["exec"]["command"]
        return self.main.runs and self.main.exec(*command).returncode == 0

    def up(self, seconds: float = 60) -> Pod:
        """Start it and wait until it has started and is ready."""
        self.start()
        return self.ready(seconds)

    def ready(self, seconds: float = 60) -> Pod:
        eventually(lambda: self.is_("startup") and self.is_("readiness"), seconds, self.log)
        return self

    def log(self) -> str:
        return "\n".join(f"{file.name}:\n{file.read_text()[-3000:]}" for file in self.folder.glob("*.log"))

    def sql(self, query: str, database: str = "app") -> str:
        """What the server in it answers through its socket; AssertionError where it refuses."""
        done = self.main.exec(
            "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-U", "app", "-d", database, "-c", query
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def path(self, inside: str) -> Path:
        """The file of this machine that the main container sees at a path."""
        mounts = self._container(self.spec["containers"][0]).mounts
        mount = max(
            (each for each in mounts if inside.startswith(each.path)), key=lambda each: len(each.path)
        )
        return mount.source / inside.removeprefix(mount.path).lstrip("/")

    def _container(self, container: Object) -> Container:
        env: dict[str, str] = {}
        for each in container.get("env", []):
            env[each["name"]] = _expanded(self._value(each), env)
        security = {**self.spec.get("securityContext", {}), **container.get("securityContext", {})}
        words = [_expanded(word, env) for word in container.get("args", [])]
        for word in self.without:
            at = words.index(word)
            del words[at - 1 : at + 1]
        command = [_expanded(word, env) for word in container.get("command", [])]
        groups = [security["fsGroup"]] if "fsGroup" in security else []
        mounts = [self._mount(each, security) for each in container.get("volumeMounts", [])]
        if container["image"].partition(":")[0] in ALPINE:
            mounts.append(Mounted(self.release.node.busybox(), "/image", is_read_only=True))
            env["PATH"] = "/image:/usr/bin"
        return Container(
            [*(command or [ENTRYPOINT.name]), *words],
            env,
            mounts,
            security["runAsUser"],
            security.get("runAsGroup", security["runAsUser"]),
            groups,
        )

    def _value(self, variable: Object) -> str:
        source = variable.get("valueFrom", {})
        if "secretKeyRef" in source:
            return self.release.value(source["secretKeyRef"]["name"], source["secretKeyRef"]["key"])
        if "fieldRef" in source:
            return {"metadata.name": self.name}[source["fieldRef"]["fieldPath"]]
        value: str = variable.get("value", "")
        return value

    def _mount(self, mount: Object, security: Mapping[str, Any]) -> Mounted:
        name = mount["name"]
        if name in self.claims:
            folder, is_config = self.release.claim(self.claims[name]), False
        else:
            volume = next(each for each in self.spec["volumes"] if each["name"] == name)
            is_config = "configMap" in volume
            if "persistentVolumeClaim" in volume:
                folder = self.release.claim(volume["persistentVolumeClaim"]["claimName"])
            else:
                folder = self.folder / "volumes" / name
            if is_config:
                folder.mkdir(parents=True, exist_ok=True)
                for file, text in self.release.config(volume["configMap"]["name"]).items():
                    (folder / file).write_text(text)
        if not folder.exists():
            folder.mkdir(parents=True)
        if not is_config and "fsGroup" in security:
            os.chown(folder, -1, security["fsGroup"])
            folder.chmod(0o2775)
        return Mounted(
            folder / mount.get("subPath", ""), mount["mountPath"], is_config or mount.get("readOnly", False)
        )


def _expanded(text: str, env: Mapping[str, str]) -> str:
    """`$(NAME)` of a variable stated before; `$$(NAME)` stays `$(NAME)`, as does what nobody stated."""

    def value(found: re.Match[str]) -> str:
        return found[0][1:] if found[0].startswith("$$") else env.get(found[1], found[0])

    return re.sub(r"\$?\$\(([A-Za-z_][\w.-]*)\)", value, text)


def eventually(holds: Any, seconds: float = 30, told: Any = lambda: "") -> None:
    """Wait until `holds()` is true; AssertionError with `told()` where that takes too long."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"not after {seconds} s\n{told()}"
        time.sleep(0.2)
