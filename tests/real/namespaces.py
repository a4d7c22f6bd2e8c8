"""A stand-in for the kubelet: containers in namespaces of Linux, each pod with an address of its own.

Read-only root, the rendered user and groups, no capabilities, no new privileges, mounts as rendered. /usr is this machine's,
read-only; what an image has besides is mounted over it (images.py).
"""

from __future__ import annotations

import ctypes
import os
import shlex
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple, TypeVar

from tests.real.processes import Container, Mounted, Process

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

T = TypeVar("T")
_DEVICES = ("null", "zero", "full", "random", "urandom", "tty")
_SUBNET = "10.213.7"
_SERVICES = "10.214.7"
_GATEWAY = f"{_SUBNET}.254"


class Forwarding(NamedTuple):
    """A port of a Service: what is sent there goes to one of the endpoints (address, port), as kube-proxy does it."""

    address: str
    port: int
    protocol: str
    endpoints: Sequence[tuple[str, int]]


class Node:
    """A network of its own, in which pods find each other by name and Services have addresses."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = f"hb{os.getpid()}"
        self.hosts: dict[str, list[str]] = {}
        self._hosts_file = folder / "hosts"
        self._hosts_file.touch()
        self._namespaces: list[str] = []
        self._running: list[Process] = []
        self._services = 0
        self.gateway = _GATEWAY
        self._namespace(self.name)
        self._ip("link", "add", "pods", "type", "bridge")
        self._ip("addr", "add", f"{_GATEWAY}/24", "dev", "pods")
        self._ip("link", "set", "pods", "up")
        settings = ("ip_forward", 1), ("conf/all/send_redirects", 0), ("conf/pods/send_redirects", 0)
        for path, value in settings:
            write = f"echo {value} >/proc/sys/net/ipv4/{path}"
            _run("ip", "netns", "exec", self.name, "bash", "-c", write)
        # Where the bridge asks the rules itself, what a pod sends to itself through a Service is lost on it.
        bridge = "/proc/sys/net/bridge/bridge-nf-call-iptables"
        _run("ip", "netns", "exec", self.name, "bash", "-c", f"[ ! -e {bridge} ] || echo 0 >{bridge}")
        # Probes come from the node: from a thread that is in its namespace and stays there.
        self._inside = ThreadPoolExecutor(1, initializer=self._enter)

    def close(self) -> None:
        self._inside.shutdown()
        for process in self._running:
            process.kill()
        for name in reversed(self._namespaces):
            subprocess.run(["ip", "netns", "del", name], check=False)

    def address(self) -> tuple[str, str]:
        """A new network namespace on the node's network, and its address."""
        number = len(self._namespaces) + 1
        name = f"{self.name}-{number}"
        self._namespace(name)
        self._ip("link", "add", f"v{number}", "type", "veth", "peer", "name", "eth0", "netns", name)
        self._ip("link", "set", f"v{number}", "master", "pods", "up")
        # Through the node even to its neighbours, so that the answer of a Service's pod comes back the same way.
        _run("ip", "-n", name, "addr", "add", f"{_SUBNET}.{number}/32", "dev", "eth0")
        _run("ip", "-n", name, "link", "set", "eth0", "up")
        _run("ip", "-n", name, "route", "add", _GATEWAY, "dev", "eth0", "scope", "link")
        _run("ip", "-n", name, "route", "add", "default", "via", _GATEWAY)
        return name, f"{_SUBNET}.{number}"

    def service_address(self) -> str:
        """A new address for a Service."""
        self._services += 1
        return f"{_SERVICES}.{self._services}"

    def forward(self, ports: Sequence[Forwarding]) -> None:
        """The ports of all Services, in place of those that were forwarded before."""
        rules = []
        for each in ports:
            to = [f"{address} . {port}" for address, port in each.endpoints]
            match = f"ip daddr {each.address} {each.protocol} dport {each.port}"
            if to:
                chosen = ", ".join(f"{number} : {one}" for number, one in enumerate(to))
                rules.append(f"{match} dnat to numgen random mod {len(to)} map {{ {chosen} }}")
        pods = sorted({address for each in ports for address, _ in each.endpoints})
        # A pod that is sent to itself hears the node: its own address would be answered without the way back.
        itself = [f"ip saddr {address} ip daddr {address} masquerade" for address in pods]
        chains = {
            "in": ["type nat hook prerouting priority dstnat;", *rules],
            "out": ["type nat hook postrouting priority srcnat;", *itself],
        }
        body = "".join(f"chain {name} {{\n{chr(10).join(lines)}\n}}\n" for name, lines in chains.items())
        text = f"table ip services\ndelete table ip services\ntable ip services {{\n{body}}}\n"
        subprocess.run(
            ["ip", "netns", "exec", self.name, "nft", "-f", "-"], input=text, text=True, check=True,
        )  # fmt: skip

    def from_here(self, call: Callable[[], T]) -> T:
        """What `call` gives when it is made from the node's network."""
        return self._inside.submit(call).result()

    def run(self, *command: str, given: str = "") -> str:
        """What a program of this machine writes that is run in the node's network; AssertionError where it fails."""
        done = subprocess.run(
            ["ip", "netns", "exec", self.name, *command], input=given, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, f"{' '.join(command)}: {done.stderr}"
        return done.stdout

    @contextmanager
    def running(self, *command: str, output: IO[bytes]) -> Iterator[None]:
        """A program of this machine that runs in the node's network meanwhile."""
        with subprocess.Popen(["ip", "netns", "exec", self.name, *command], stdout=output) as process:
            try:
                yield
            finally:
                process.kill()

    def cut_off(self, namespace: str, *, is_cut: bool) -> None:
        """Whether a pod reaches the others."""
        self._ip("link", "set", f"v{namespace.rpartition('-')[2]}", "down" if is_cut else "up")

    def know(self, name: str, *addresses: str) -> None:
        """What a name stands for, in place of what it stood for."""
        self.hosts[name] = list(addresses)
        lines = [
            "127.0.0.1 localhost",
            *(f"{where} {who}" for who, found in self.hosts.items() for where in found),
        ]
        self._hosts_file.write_text("\n".join(lines) + "\n")  # in place: it is mounted

    def busybox(self) -> Path:
        """A folder with the programs that an image of Alpine has from BusyBox."""
        folder = self.folder / "busybox"
        if not folder.exists():
            folder.mkdir()
            _run("busybox", "--install", "-s", str(folder))
        return folder

    def start(self, namespace: str, container: Container, log: Path) -> Process:
        process = Process(namespace, container, self._root(container), log)
        self._running.append(process)
        return process

    def _enter(self) -> None:
        with Path(f"/run/netns/{self.name}").open("rb") as namespace:
            failed = ctypes.CDLL(None, use_errno=True).setns(namespace.fileno(), 0x40000000)  # CLONE_NEWNET
        assert not failed, os.strerror(ctypes.get_errno())

    def _namespace(self, name: str) -> None:
        _run("ip", "netns", "add", name)
        self._namespaces.append(name)
        _run("ip", "-n", name, "link", "set", "lo", "up")

    def _ip(self, *arguments: str) -> None:
        _run("ip", "-n", self.name, *arguments)

    def _root(self, container: Container) -> str:
        """The shell lines that lay out the container's root at $root."""
        passwd = self.folder / f"passwd-{container.who}-{container.user}-{container.group}"
        known = f"{container.who}:x:{container.user}:{container.group}::{container.env.get('HOME', '/')}:/bin/bash\n"
        passwd.write_text("root:x:0:0::/root:/bin/bash\n" + (known if container.who else ""))
        nsswitch = self.folder / "nsswitch.conf"
        nsswitch.write_text("passwd: files\ngroup: files\nhosts: files\n")
        resolver = self.folder / "host.conf"
        resolver.write_text("multi on\n")  # all addresses of a headless name
        system = [
            Mounted(Path("/usr"), "/usr", is_read_only=True),
            Mounted(Path("/etc/alternatives"), "/etc/alternatives", is_read_only=True),  # awk
            Mounted(passwd, "/etc/passwd", is_read_only=True),
            Mounted(nsswitch, "/etc/nsswitch.conf", is_read_only=True),
            Mounted(resolver, "/etc/host.conf", is_read_only=True),
            Mounted(self._hosts_file, "/etc/hosts", is_read_only=True),
            *(Mounted(Path("/dev") / name, f"/dev/{name}") for name in _DEVICES),
        ]
        lines = [
            "mount -t tmpfs none $root",
            "mkdir -p $root/proc $root/dev $root/docker-entrypoint-initdb.d $root/tmp",
            "for name in bin sbin lib lib64; do ln -s usr/$name $root/$name; done",
            "ln -s /proc/self/fd $root/dev/fd",
        ]
        # What lies deeper is mounted later, as the runtime of containers does it.
        for mount in [*system, *sorted(container.mounts, key=lambda each: each.path.count("/"))]:
            target = f"$root{shlex.quote(mount.path)}"
            lines.append(
                f"mkdir -p {target}" if mount.source.is_dir()
                else f"mkdir -p $(dirname {target}); [ -e {target} ] || : >{target}"
            )  # fmt: skip
            lines.append(f"mount --bind {shlex.quote(str(mount.source))} {target}")
            if mount.is_read_only:
                lines.append(f"mount -o remount,bind,ro {target}")
        return "\n".join([*lines, "mount -t proc proc $root/proc", "mount -o remount,ro $root"])


def _run(*command: str) -> None:
    assert shutil.which(command[0]), command[0]
    subprocess.run(command, check=True, capture_output=True)
