"""A stand-in for the kubelet: containers in namespaces of Linux, each pod with an address of its own.

Read-only root, the rendered user and groups, no capabilities, no new privileges, mounts as rendered. The programs are this
machine's (/usr, read-only), PostgreSQL's first on the PATH, as in its image.
"""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.real import programs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ENTRYPOINT = Path(__file__).with_name("docker-entrypoint.sh")
_DEVICES = ("null", "zero", "full", "random", "urandom", "tty")
_SUBNET = "10.213.7"


class Mounted(NamedTuple):
    source: Path  # a folder or file of this machine
    path: str  # where the container sees it
    is_read_only: bool = False


class Container(NamedTuple):
    """What a container is made of, all names resolved."""

    command: Sequence[str]  # entrypoint and arguments
    env: Mapping[str, str]
    mounts: Sequence[Mounted]
    user: int
    group: int
    groups: Sequence[int] = ()


class Node:
    """A network of its own, in which pods find each other by name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = f"hb{os.getpid()}"
        self.hosts: dict[str, str] = {}
        self._hosts_file = folder / "hosts"
        self._hosts_file.touch()
        self._namespaces: list[str] = []
        self._running: list[Process] = []
        self._namespace(self.name)
        self._ip("link", "add", "pods", "type", "bridge")
        self._ip("link", "set", "pods", "up")

    def close(self) -> None:
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
        _run("ip", "-n", name, "addr", "add", f"{_SUBNET}.{number}/24", "dev", "eth0")
        _run("ip", "-n", name, "link", "set", "eth0", "up")
        return name, f"{_SUBNET}.{number}"

    def cut_off(self, namespace: str, *, is_cut: bool) -> None:
        """Whether a pod reaches the others."""
        self._ip("link", "set", f"v{namespace.rpartition('-')[2]}", "down" if is_cut else "up")

    def know(self, name: str, address: str) -> None:
        self.hosts[name] = address
        lines = ["127.0.0.1 localhost", *(f"{where} {who}" for who, where in self.hosts.items())]
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

    def _namespace(self, name: str) -> None:
        _run("ip", "netns", "add", name)
        self._namespaces.append(name)
        _run("ip", "-n", name, "link", "set", "lo", "up")

    def _ip(self, *arguments: str) -> None:
        _run("ip", "-n", self.name, *arguments)

    def _root(self, container: Container) -> str:
        """The shell lines that lay out the container's root at $root."""
        passwd = self.folder / "passwd"
        passwd.write_text(
            "root:x:0:0::/root:/bin/bash\n"
            f"postgres:x:{container.user}:{container.group}::/var/lib/postgresql:/bin/bash\n"
        )
        nsswitch = self.folder / "nsswitch.conf"
        nsswitch.write_text("passwd: files\ngroup: files\nhosts: files\n")
        system = [
            Mounted(Path("/usr"), "/usr", is_read_only=True),
            Mounted(Path("/etc/alternatives"), "/etc/alternatives", is_read_only=True),  # awk
            Mounted(passwd, "/etc/passwd", is_read_only=True),
            Mounted(nsswitch, "/etc/nsswitch.conf", is_read_only=True),
            Mounted(self._hosts_file, "/etc/hosts", is_read_only=True),
            Mounted(ENTRYPOINT, f"/image/{ENTRYPOINT.name}", is_read_only=True),
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


class Process:
    """A container that runs, or ran."""

    def __init__(self, namespace: str, container: Container, root: str, log: Path) -> None:
        self._container = container
        self.log_file = log
        folder = Path(log.parent / "root")
        folder.mkdir(exist_ok=True)
        script = f"set -e\nroot={shlex.quote(str(folder))}\n{root}\nexec chroot $root " + shlex.join(
            _as_user(container, container.command)
        )
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                ["ip", "netns", "exec", namespace, "unshare", "--mount", "--pid", "--ipc", "--fork",
                 "--kill-child", "--propagation", "private", "bash", "-c", script],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            )  # fmt: skip

    def logs(self) -> str:
        return self.log_file.read_text(errors="replace")

    def wait(self, seconds: float = 60) -> int:
        """Its exit code; AssertionError with what it wrote where it does not end in time."""
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"has not ended after {seconds} s:\n{self.logs()[-3000:]}") from None

    @property
    def runs(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        """As a node that loses its power."""
        self._send(signal.SIGKILL)

    def stop(self) -> None:
        """As the kubelet asks it to end."""
        self._send(signal.SIGTERM)

    def exec(self, *command: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run a command in it, as a probe or `kubectl exec` does."""
        inside = [
            "nsenter",
            "--target",
            str(self._inner()),
            "--mount",
            "--net",
            "--pid",
            "--ipc",
            "--root",
            "--wd=/",
        ]
        container = self._container._replace(env={**self._container.env, **env})
        return subprocess.run(
            [*inside, *_as_user(container, command)],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip

    def _send(self, number: signal.Signals) -> None:
        if self.runs:
            with suppress(ProcessLookupError, IndexError):
                os.kill(self._inner(), number)
            if number is signal.SIGKILL:
                self._process.kill()
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self._process.kill()
                raise AssertionError(f"does not stop:\n{self.logs()[-3000:]}") from None

    def _inner(self) -> int:
        """The container's first process, as this machine numbers it."""
        pid = self._process.pid
        for _ in range(200):
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            if children:
                return int(children[0])
            time.sleep(0.01)
        raise AssertionError(f"it did not start:\n{self.logs()[-3000:]}")


def _as_user(container: Container, command: Sequence[str]) -> list[str]:
    folder = programs.postgres()
    assert folder, programs.why_not()
    env = {"PATH": f"{folder}:/image:/usr/sbin:/usr/bin", "LANG": "C.UTF-8", **container.env}
    groups = ",".join(map(str, container.groups))
    return [
        "/usr/bin/setpriv", f"--reuid={container.user}", f"--regid={container.group}",
        f"--groups={groups}" if groups else "--clear-groups",
        "--no-new-privs", "--inh-caps=-all", "--bounding-set=-all",
        "/usr/bin/env", "--chdir=/", "-i", *(f"{name}={value}" for name, value in env.items()), *command,
    ]  # fmt: skip


def _run(*command: str) -> None:
    assert shutil.which(command[0]), command[0]
    subprocess.run(command, check=True, capture_output=True)
