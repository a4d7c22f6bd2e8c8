"""A control plane on loopback: etcd, kube-apiserver, kube-controller-manager, kube-scheduler, and kwok as every node's kubelet.

Nothing runs in the pods: they are admitted, scheduled and reported Ready as on real nodes, their images are never pulled.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import secrets
import shutil
import socket
import ssl
import subprocess
import sys
import time
import urllib.parse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from tests.cluster import programs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

HERE = Path(__file__).parent
HOST_PATHS = Path(
    "/tmp/hostpath_pv"
)  # where the hostpath provisioner of the controller manager makes its folders

# Linux ends the program when whoever started it is killed and cannot do so (1: PR_SET_PDEATHSIG).
_DIE_WITH_PARENT = (
    sys.executable,
    "-c",
    "import ctypes, os, sys; ctypes.CDLL(None).prctl(1, 15); os.execv(sys.argv[1], sys.argv[1:])",
)


class ControlPlaneError(Exception):
    """A program of the control plane did not start."""


class Refused(Exception):
    """The API server answered with an error."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


# One connection per server, kept open: a handshake takes longer than most requests.
_connections: dict[str, http.client.HTTPSConnection] = {}


def _disconnect(url: str) -> None:
    connection = _connections.pop(url, None)
    if connection is not None:
        connection.close()


class Process(NamedTuple):
    """A program that runs, and what it says."""

    name: str
    popen: subprocess.Popen[bytes]
    log: Path

    def has_ended(self) -> bool:
        return self.popen.poll() is not None

    def last_words(self) -> str:
        said = self.log.read_text(encoding="utf-8", errors="replace")
        return f"{self.name} ended with {self.popen.poll()}:\n{said[-2000:]}"

    def stop(self) -> None:
        self.popen.terminate()
        try:
            self.popen.wait(10)
        except subprocess.TimeoutExpired:
            self.popen.kill()
            self.popen.wait()


@dataclass(frozen=True)
class Api:
    """What a client of the control plane needs."""

    url: str
    token: str
    authority: Path
    kubeconfig: Path

    def call(
        self, method: str, path: str, body: object = None, *, kind: str = "application/json"
    ) -> dict[str, Any]:
        """One request. Refused when the server answers with an error."""
        return self.answer(method, path, body, kind=kind)[0]

    def answer(
        self, method: str, path: str, body: object = None, *, kind: str = "application/json"
    ) -> tuple[dict[str, Any], list[str]]:
        """One request: what comes back, and of what the server warns. Refused when it answers with an error."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": kind}
        data = None if body is None else json.dumps(body)
        try:
            status, text, warnings = self._exchange(method, path, data, headers)
        except (http.client.HTTPException, ConnectionError, ssl.SSLEOFError):
            # A connection that was kept open, and that the server has closed since.
            _disconnect(self.url)
            status, text, warnings = self._exchange(method, path, data, headers)
        if status >= 400:
            raise Refused(status, f"{method} {path}: {text.decode(errors='replace')[:2000]}")
        found: dict[str, Any] = json.loads(text) if text.startswith(b"{") else {"text": text.decode()}
        return found, warnings

    def _exchange(
        self, method: str, path: str, data: str | None, headers: dict[str, str]
    ) -> tuple[int, bytes, list[str]]:
        connection = _connections.get(self.url)
        if connection is None:
            address = urllib.parse.urlsplit(self.url)
            tls = ssl.create_default_context(cafile=str(self.authority))
            connection = http.client.HTTPSConnection(address.netloc, timeout=60, context=tls)
            _connections[self.url] = connection
        connection.request(method, path, body=data, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.headers.get_all("Warning") or []

    def get(self, path: str) -> dict[str, Any]:
        return self.call("GET", path)

    def items(self, path: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.get(path)["items"]
        return found

    def create(self, path: str, manifest: Mapping[str, Any]) -> None:
        """Create an object; one that exists already is left as it is."""
        try:
            self.call("POST", path, manifest)
        except Refused as error:
            if error.status != 409:
                raise

    def kubectl(self, *arguments: str, check: bool = True, timeout: float = 120) -> str:
        program = programs.find("kubectl")
        command = [
            str(program),
            "--kubeconfig",
            str(self.kubeconfig),
            "--cache-dir",
            str(self.kubeconfig.parent / "kubectl"),
        ]
        done = subprocess.run(
            [*command, *arguments], capture_output=True, text=True, check=False, timeout=timeout
        )
        if check and done.returncode:
            raise ControlPlaneError(f"kubectl {' '.join(arguments)}: {done.stderr.strip()}")
        return done.stdout + ("" if check else done.stderr)


def connect(kubeconfig: Path) -> Api:
    """The client of a control plane that runs already."""
    config = yaml.safe_load(kubeconfig.read_text(encoding="utf-8"))
    cluster = config["clusters"][0]["cluster"]
    token = config["users"][0]["user"]["token"]
    return Api(cluster["server"], token, Path(cluster["certificate-authority"]), kubeconfig)


@contextlib.contextmanager
def running(folder: Path, *, nodes: bool = True) -> Iterator[Api]:
    """A control plane; stopped in any case. Without `nodes` it only keeps objects and has webhooks judge them."""
    processes: list[Process] = []
    api: Api | None = None
    try:
        api = _start(folder, processes, nodes=nodes)
        yield api
    finally:
        made = [] if api is None else _provisioned(api)
        if api is not None:
            _disconnect(api.url)
        for process in reversed(processes):
            process.stop()
        for path in made:
            shutil.rmtree(path, ignore_errors=True)
        with contextlib.suppress(OSError):
            HOST_PATHS.rmdir()


def started(
    name: str,
    program: Path | None,
    arguments: Sequence[str],
    folder: Path,
    environment: Mapping[str, str] | None = None,
) -> Process:
    """A program that runs in a folder, what it says in a file there; it ends with whoever started it."""
    said = folder / f"{name}.log"
    with said.open("wb") as log:
        popen = subprocess.Popen(
            [*_DIE_WITH_PARENT, str(program), *arguments],
            stdout=log,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            cwd=folder,
            env=environment,
        )
    return Process(name, popen, said)


def _start(folder: Path, processes: list[Process], *, nodes: bool) -> Api:
    folder.mkdir(parents=True, exist_ok=True)
    clients, peers, port = free_ports(3)
    key = folder / "accounts.key"
    subprocess.run(["openssl", "genrsa", "-out", str(key), "2048"], check=True, capture_output=True)
    token = secrets.token_hex(16)
    (folder / "tokens.csv").write_text(f"{token},admin,admin,system:masters\n", encoding="utf-8")
    certificates = folder / "certificates"
    api = Api(f"https://127.0.0.1:{port}", token, certificates / "apiserver.crt", folder / "kubeconfig")
    _write_kubeconfig(api)
    client, peer = f"http://127.0.0.1:{clients}", f"http://127.0.0.1:{peers}"

    def run(name: str, *arguments: str) -> Process:
        processes.append(started(name, programs.find(name), arguments, folder))
        return processes[-1]

    run(
        "etcd",
        f"--data-dir={folder / 'etcd'}",
        f"--listen-client-urls={client}",
        f"--advertise-client-urls={client}",
        f"--listen-peer-urls={peer}",
        f"--initial-advertise-peer-urls={peer}",
        f"--initial-cluster=default={peer}",
        "--unsafe-no-fsync",
        "--log-level=error",
    )
    server = run(
        "kube-apiserver",
        f"--etcd-servers={client}",
        f"--secure-port={port}",
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        f"--cert-dir={certificates}",
        f"--service-account-key-file={key}",
        f"--service-account-signing-key-file={key}",
        "--service-account-issuer=https://kubernetes.default.svc",
        f"--token-auth-file={folder / 'tokens.csv'}",
        "--authorization-mode=RBAC",
        "--service-cluster-ip-range=10.0.0.0/16",
        "--allow-privileged=true",
        "--endpoint-reconciler-type=none",
        "--max-requests-inflight=2000",
        "--max-mutating-requests-inflight=1000",
    )
    _await_ready(api, server)
    if not nodes:
        return api
    run(
        "kube-controller-manager",
        f"--kubeconfig={api.kubeconfig}",
        "--secure-port=0",
        f"--service-account-private-key-file={key}",
        f"--root-ca-file={api.authority}",
        "--use-service-account-credentials=false",
        "--leader-elect=false",
        "--enable-hostpath-provisioner=true",
        # Without metrics an autoscaler only holds its bounds: it need not wait for them.
        "--horizontal-pod-autoscaler-sync-period=3s",
        "--kube-api-qps=500",
        "--kube-api-burst=1000",
        *(
            f"--concurrent-{each}-syncs=10"
            for each in ("deployment", "replicaset", "statefulset", "namespace")
        ),
    )
    run(
        "kube-scheduler",
        f"--kubeconfig={api.kubeconfig}",
        "--secure-port=0",
        "--leader-elect=false",
        "--kube-api-qps=500",
        "--kube-api-burst=1000",
    )
    run(
        "kwok",
        f"--kubeconfig={api.kubeconfig}",
        "--manage-all-nodes=true",
        "--node-lease-duration-seconds=200",
        "--v=WARN",
        "--cidr=10.64.0.1/12",
        f"--config={HERE / 'stages.yaml'}",
    )
    time.sleep(0.5)
    for process in processes:
        if process.has_ended():
            raise ControlPlaneError(process.last_words())
    return api


def free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def _write_kubeconfig(api: Api) -> None:
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [
            {"name": "test", "cluster": {"server": api.url, "certificate-authority": str(api.authority)}}
        ],
        "users": [{"name": "test", "user": {"token": api.token}}],
        "contexts": [{"name": "test", "context": {"cluster": "test", "user": "test"}}],
        "current-context": "test",
    }
    api.kubeconfig.write_text(yaml.safe_dump(config), encoding="utf-8")
    api.kubeconfig.chmod(0o600)


def _await_ready(api: Api, server: Process) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if server.has_ended():
            raise ControlPlaneError(server.last_words())
        with contextlib.suppress(OSError, http.client.HTTPException, Refused):
            if api.get("/readyz")["text"] == "ok":
                return
        time.sleep(0.2)
    raise ControlPlaneError("kube-apiserver is not ready after two minutes\n" + server.last_words())


def _provisioned(api: Api) -> list[str]:
    """The folders that the provisioner made for volumes: only those are ours to remove."""
    with contextlib.suppress(OSError, http.client.HTTPException, Refused):
        volumes = api.items("/api/v1/persistentvolumes")
        return [volume["spec"]["hostPath"]["path"] for volume in volumes if "hostPath" in volume["spec"]]
    return []
