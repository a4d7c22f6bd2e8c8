"""What is rendered, resolved as the API server and the kubelet resolve it, and run on a node."""

from __future__ import annotations

import base64
import re
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from tests.charts.support import the
from tests.real import probes, resolved, services
from tests.real.processes import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tests.charts.support import Object
    from tests.real.namespaces import Node
    from tests.real.processes import Process

SECRET = "letters-and-digits"


class Release:
    """Rendered objects on a node: pods of StatefulSets, Deployments, DaemonSets and Jobs; claims outlive them."""

    def __init__(self, node: Node, folder: Path, objects: Sequence[Object]) -> None:
        self.node = node
        self.folder = folder
        self.objects = list(objects)
        self.secrets: dict[str, str] = {}  # values that differ from SECRET, by Secret/key
        self.services = services.Services(node, objects)

    def claim(self, name: str) -> Path:
        """The folder that is the volume of a claim."""
        return self.folder / "claims" / name

    def pod(self, name: str, ordinal: int = 0, *, without: Sequence[str] = ()) -> Pod:
        """A new pod of a StatefulSet, Deployment or DaemonSet, not started; `without` are arguments of the server left out."""
        kinds = ("StatefulSet", "Deployment", "DaemonSet")
        found = [each for each in self.objects if each["kind"] in kinds and each["metadata"]["name"] == name]
        assert len(found) == 1, f"{len(found)} of {', '.join(kinds)} are named {name}"
        spec = found[0]["spec"]
        made = Pod(self, f"{name}-{ordinal}", spec["template"], spec.get("serviceName", ""))
        if found[0]["kind"] == "StatefulSet":
            made.labels |= {
                "statefulset.kubernetes.io/pod-name": made.name, "apps.kubernetes.io/pod-index": str(ordinal),
            }  # fmt: skip
            claims = (each["metadata"]["name"] for each in spec.get("volumeClaimTemplates", []))
            made.claims = {claim: f"{claim}-{made.name}" for claim in claims}
        made.without = tuple(without)
        self.services.join(made)
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
        return Pod(self, f"{name}-{len(self.node.hosts)}", template)

    def value(self, secret: str, key: str) -> str:
        """What stands in a Secret: as it was set here, as it is rendered, or SECRET."""
        if f"{secret}/{key}" in self.secrets:
            return self.secrets[f"{secret}/{key}"]
        for each in self.objects:
            if each["kind"] == "Secret" and each["metadata"]["name"] == secret:
                if key in each.get("stringData", {}):
                    return str(each["stringData"][key])
                return base64.b64decode(each.get("data", {})[key]).decode()
        return SECRET

    def config(self, name: str) -> Mapping[str, str]:
        data: dict[str, str] = the("ConfigMap", self.objects, name).get("data", {})
        return data

    def data(
        self, kind: str, name: str, items: Sequence[Object] | None, *, is_optional: bool
    ) -> dict[str, bytes]:
        """The content of a ConfigMap or Secret; of a Secret that somebody else makes, the keys that are asked for or set here."""
        if kind == "configMap":
            there = any(
                each["kind"] == "ConfigMap" and each["metadata"]["name"] == name for each in self.objects
            )
            if is_optional and not there:
                return {}
            found = the("ConfigMap", self.objects, name)
            binary = {key: base64.b64decode(text) for key, text in found.get("binaryData", {}).items()}
            return {key: text.encode() for key, text in self.config(name).items()} | binary
        rendered = [
            each for each in self.objects if each["kind"] == "Secret" and each["metadata"]["name"] == name
        ]
        keys = {key for each in rendered for key in [*each.get("data", {}), *each.get("stringData", {})]}
        keys |= {path.partition("/")[2] for path in self.secrets if path.startswith(f"{name}/")}
        if not keys and not is_optional:
            keys = {item["key"] for item in items or ()}
            assert keys, f"Secret {name}: nobody makes it; set release.secrets"
        return {key: self.value(name, key).encode() for key in sorted(keys)}


class Pod:
    def __init__(self, release: Release, name: str, template: Object, subdomain: str = "") -> None:
        self.release = release
        self.name = name
        self.spec: Object = template["spec"]
        self.labels: dict[str, str] = dict(template.get("metadata", {}).get("labels", {}))
        self.subdomain = subdomain
        self.claims: Mapping[str, str] = {}
        self.namespace, self.address = release.node.address()
        release.node.know(name, self.address)
        self.folder = release.folder / "pods" / f"{name}-{self.address}"
        self.folder.mkdir(parents=True)
        self.without: tuple[str, ...] = ()
        self.processes: dict[str, Process] = {}

    # ── its life ──

    def start(self) -> Pod:
        """Carry out the init containers, start the others; AssertionError with the log of an init container that fails."""
        for number, container in enumerate(self.spec.get("initContainers", [])):
            process = self.begin(number)
            if container.get("restartPolicy") == "Always":
                eventually(lambda each=container: self.has_started(each), 60, self.log)
            else:
                assert process.wait() == 0, process.logs()[-3000:]
        for container in self.spec["containers"][1:]:
            self._begin(container, f"{container['name']}.log")
        return self.restart()

    def begin(self, number: int = 0) -> Process:
        """Start one init container."""
        container = self.spec["initContainers"][number]
        return self._begin(container, f"{container['name']}.log")

    def begin_sidecar(self, name: str) -> Process:
        """Start one of the other containers, as the kubelet does after it died."""
        (container,) = (each for each in self.spec["containers"][1:] if each["name"] == name)
        return self._begin(container, f"{name}.log")

    def restart(self) -> Pod:
        """Start the main container alone, as the kubelet does after it died."""
        self._begin(self.spec["containers"][0], "main.log")
        return self

    def stop(self) -> bool:
        """End it as the kubelet does, sidecars last: whether all ended within the grace period."""
        end = time.monotonic() + self.spec.get("terminationGracePeriodSeconds", 30)
        mains, sidecars = self.spec["containers"], self.spec.get("initContainers", [])
        ended = True
        for container in [*mains, *reversed(sidecars)]:
            process = self.processes.get(container["name"])
            if not process or not process.runs:
                continue
            hook = container.get("lifecycle", {}).get("preStop", {})
            if "exec" in hook:
                process.exec(*hook["exec"]["command"], seconds=max(1, end - time.monotonic()))
            elif "sleep" in hook:
                time.sleep(hook["sleep"]["seconds"])
            ended &= process.end(max(1, end - time.monotonic()))
        return ended

    def kill(self) -> None:
        """As a node that loses its power."""
        for process in self.processes.values():
            process.kill()

    def shell(self, script: str) -> str:
        """Run a script in place of the main container, with its image, variables and volumes: what it wrote."""
        container = {**self.spec["containers"][0], "command": ["bash", "-euc", script], "args": []}
        log = self.folder / f"shell-{len(list(self.folder.iterdir()))}.log"
        process = self.release.node.start(self.namespace, resolved.container_of(self, container), log)
        assert process.wait() == 0, process.logs()[-3000:]
        return process.logs()

    @property
    def main(self) -> Process:
        name = self.spec["containers"][0]["name"]
        assert name in self.processes, f"{self.name} was not started"
        return self.processes[name]

    def run(self, seconds: float = 60) -> tuple[int, str]:
        """Start it, wait for its end: exit code and log."""
        self.start()
        return self.main.wait(seconds), self.main.logs()

    # ── its health ──

    def is_(self, probe: str, container: Object | None = None) -> bool:
        """Whether a probe (startup, readiness, liveness) of a container, else of the main one, passes now; one not stated does."""
        container = container or self.spec["containers"][0]
        stated = container.get(f"{probe}Probe")
        process = self.processes.get(container["name"])
        if not process or not process.runs:
            return False
        return not stated or probes.passes(self, container, stated)

    def has_started(self, container: Object) -> bool:
        process = self.processes[container["name"]]
        assert process.runs, f"{container['name']} has ended:\n{process.logs()[-3000:]}"
        return self.is_("startup", container)

    def up(self, seconds: float = 60) -> Pod:
        """Start it and wait until it has started and is ready."""
        self.start()
        return self.ready(seconds)

    def ready(self, seconds: float = 60, *, restarts: int = 0) -> Pod:
        """Wait until every container has started, is ready and alive; AssertionError with the logs at once where one ends.

        The main one may end `restarts` times before, and is started again as the kubelet does.
        """
        main = self.spec["containers"][0]
        left = [main] * restarts
        sidecars = [
            each for each in self.spec.get("initContainers", []) if each.get("restartPolicy") == "Always"
        ]

        def holds(probe: str, container: Object) -> bool:
            if not self.processes[container["name"]].runs:
                assert container in left, f"{container['name']} has ended\n{self.log()}"
                left.pop()
                self.restart()
            return self.is_(probe, container)

        for container in [*sidecars, *self.spec["containers"]]:
            for probe in ("startup", "readiness", "liveness"):
                if container["name"] in self.processes:
                    eventually(lambda which=probe, where=container: holds(which, where), seconds, self.log)
        return self

    def log(self) -> str:
        return "\n".join(
            f"{file.name}:\n{file.read_text(errors='replace')[-3000:]}" for file in self.folder.glob("*.log")
        )

    def sql(self, query: str, database: str = "app", user: str = "") -> str:
        """What the server in it answers through its socket, the superuser by default; AssertionError where it refuses."""
        made = (each for each in self.spec["containers"][0]["env"] if each["name"] == "POSTGRES_USER")
        user = user or str(next(made, {"value": "postgres"})["value"])
        done = self.main.exec(
            "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-U", user, "-d", database, "-c", query
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    # ── what it is made of ──

    def path(self, inside: str) -> Path:
        """The file of this machine that the main container sees at a path."""
        mounts = resolved.container_of(self, self.spec["containers"][0]).mounts
        mount = max(
            (each for each in mounts if inside.startswith(each.path)), key=lambda each: len(each.path)
        )
        return mount.source / inside.removeprefix(mount.path).lstrip("/")

    def ports(self, port: int | str) -> list[int]:
        return services.numbers(self.spec["containers"], port)

    def field(self, path: str) -> str:
        """A field of the pod, as the downward API gives it."""
        label = re.fullmatch(r"metadata\.labels\['(.+)'\]", path)
        if label:
            return self.labels.get(label[1], "")
        known = {
            "metadata.name": self.name,
            "metadata.namespace": next(
                (
                    each["metadata"]["namespace"]
                    for each in self.release.objects
                    if "namespace" in each["metadata"]
                ),
                "default",
            ),
            "spec.nodeName": "node-1",
            "status.podIP": self.address,
            "status.hostIP": self.release.node.gateway,
        }
        return known[path]

    def _begin(self, container: Object, log: str) -> Process:
        process = self.release.node.start(
            self.namespace, resolved.container_of(self, container), self.folder / log
        )
        self.processes[container["name"]] = process
        return process


def killed(pod: Pod, after: float) -> None:
    """Start it and have it lose its power, whichever of its containers runs then; what comes after it does not run any more."""
    with ThreadPoolExecutor(1) as threads:
        begun = threads.submit(pod.start)
        time.sleep(after)
        while not begun.done():
            pod.kill()
            time.sleep(0.01)
    pod.kill()


def eventually(holds: Any, seconds: float = 30, told: Any = lambda: "") -> None:
    """Wait until `holds()` is true; AssertionError with `told()` where that takes too long."""
    end = time.monotonic() + seconds * PATIENCE
    while not holds():
        assert time.monotonic() < end, f"not after {seconds * PATIENCE:g} s\n{told()}"
        time.sleep(0.2)
