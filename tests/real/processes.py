"""Containers: root, user and mounts as rendered, nothing else; started, asked to end, killed, looked into."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


PATIENCE = 3  # a machine that does other work, too, is that much slower


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
    who: str = "app"  # the user's name in /etc/passwd; empty: no image knows it


class Process:
    """A container that runs, or ran."""

    def __init__(self, namespace: str, container: Container, root: str, log: Path) -> None:
        self._container = container
        self.log_file = log
        folder = Path(log.parent / "root")
        folder.mkdir(exist_ok=True)
        script = (
            f"set -e\nhostname {shlex.quote(container.env['HOSTNAME'])}\nroot={shlex.quote(str(folder))}\n{root}\nexec chroot $root "
            + shlex.join(_as_user(container, container.command))
        )
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                ["ip", "netns", "exec", namespace, "unshare", "--mount", "--pid", "--ipc", "--uts", "--fork",
                 "--kill-child", "--propagation", "private", "bash", "-c", script],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            )  # fmt: skip

    def logs(self) -> str:
        return self.log_file.read_text(errors="replace")

    def wait(self, seconds: float = 60) -> int:
        """Its exit code; AssertionError with what it wrote where it does not end in time."""
        try:
            return self._process.wait(seconds * PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(
                f"has not ended after {seconds * PATIENCE:g} s:\n{self.logs()[-3000:]}"
            ) from None

    @property
    def runs(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        """As a node that loses its power."""
        self._send(signal.SIGKILL)

    def stop(self) -> None:
        """As the kubelet asks it to end; AssertionError where it takes more than half a minute."""
        assert self.end(30), f"does not stop:\n{self.logs()[-3000:]}"

    def end(self, seconds: float) -> bool:
        """Ask it to end, kill it where it has not within the grace period: whether it had."""
        self._send(signal.SIGTERM)
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            return False
        return True

    def exec(self, *command: str, seconds: float = 60, **env: str) -> subprocess.CompletedProcess[str]:
        """Run a command in it, as a probe or `kubectl exec` does; 137 where it has ended meanwhile."""
        try:
            inner = self._inner()
        except ProcessLookupError as ended:
            return subprocess.CompletedProcess(command, 137, "", str(ended))
        inside = [
            "nsenter",
            "--target",
            str(inner),
            "--mount",
            "--net",
            "--pid",
            "--ipc",
            "--uts",
            "--root",
            "--wd=/",
        ]
        container = self._container._replace(env={**self._container.env, **env})
        words = [*inside, *_as_user(container, command)]
        try:
            return subprocess.run(
                words, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=seconds
            )
        except subprocess.TimeoutExpired:
            return subprocess.CompletedProcess(words, 124, "", f"not within {seconds} s")

    def _send(self, number: signal.Signals) -> None:
        if self.runs:
            with suppress(ProcessLookupError):
                os.kill(self._inner(), number)
            if number is signal.SIGKILL:
                with suppress(subprocess.TimeoutExpired):  # its end is seen when its ports are free again
                    self._process.wait(5)
                self._process.kill()
                self._process.wait(30)

    def _inner(self) -> int:
        """The container's first process, as this machine numbers it; ProcessLookupError where it has ended."""
        pid = self._process.pid
        for _ in range(200):
            if not self.runs:  # asked to end, it may be gone before what started it is
                raise ProcessLookupError(f"it has ended with {self._process.returncode}")
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            if children:
                return int(children[0])
            time.sleep(0.01)
        raise AssertionError(f"it did not start:\n{self.logs()[-3000:]}")


def _as_user(container: Container, command: Sequence[str]) -> list[str]:
    env = {"PATH": "/usr/sbin:/usr/bin", "LANG": "C.UTF-8", **container.env}
    groups = ",".join(map(str, container.groups))
    return [
        "/usr/bin/setpriv", f"--reuid={container.user}", f"--regid={container.group}",
        f"--groups={groups}" if groups else "--clear-groups",
        "--no-new-privs", "--inh-caps=-all", "--bounding-set=-all",
        "/usr/bin/env", "--chdir=/", "-i", *(f"{name}={value}" for name, value in env.items()), *command,
    ]  # fmt: skip
