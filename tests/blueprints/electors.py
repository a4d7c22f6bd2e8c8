"""The electors of trading's engine, in folders that have what their pods mount, and whoever watches that two are never active."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time
from typing import TYPE_CHECKING

from tests.blueprints.platforms import values

if TYPE_CHECKING:
    from pathlib import Path

# As in the elector's image, where there is one.
SHELL = ["busybox", "sh"] if shutil.which("busybox") else ["sh"]


class Elector:
    """One elector in a folder that has what its pod mounts, in a process group of its own."""

    def __init__(
        self, home: Path, pod: str, *, api: str, engine: str, token: str, authority: bytes = b"",
        namespace: str = "shop", lease: str = "engine",
    ) -> None:  # fmt: skip
        """`api` is the address of the API server, with TLS where there is an `authority`; `engine` the URL of the engine's readiness."""
        self.home, self.pod, self.token = home, pod, token
        for folder in ("role", "account", "bin"):
            (home / folder).mkdir(parents=True)
        (home / "account" / "token").write_text(token)
        (home / "account" / "ca.crt").write_bytes(authority)
        scripts = values("trading")["trading-engine"]["configMaps"]["elector"]["data"]
        moved = {
            "/role/": f"{home}/role/",
            "/var/run/secrets/kubernetes.io/serviceaccount": f"{home}/account",
            "http://127.0.0.1:9898/readyz": engine,
        }
        if not authority:
            moved |= {"https://": "http://", "--cacert $account/ca.crt": ""}
        for name, script in scripts.items():
            assert [path for path in ("/role/epoch", "/proc/uptime") if path not in script] == []
            text = script
            for old, new in moved.items():
                text = text.replace(old, new)
            (home / name).write_text(text)
        host, _, port = api.partition(":")
        self.environment = {
            "PATH": f"{home}/bin:{os.environ['PATH']}", "POD_NAME": pod, "NAMESPACE": namespace, "LEASE": lease,
            "KUBERNETES_SERVICE_HOST": host, "KUBERNETES_SERVICE_PORT": port,
        }  # fmt: skip
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            [*SHELL, str(self.home / "elect.sh")], env=self.environment, start_new_session=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def signal(self, number: signal.Signals) -> None:
        assert self.process
        os.killpg(self.process.pid, number)

    def stop_shell(self) -> None:
        """The script stands still, and what it has started just now ends as if nothing were."""
        assert self.process
        os.kill(self.process.pid, signal.SIGSTOP)

    def epoch(self) -> int | None:
        """As active.sh reads it, without a process for each look."""
        try:
            epoch, until = (self.home / "role" / "epoch").read_text().split()
        except FileNotFoundError:
            return None
        return int(epoch) if time.clock_gettime(time.CLOCK_BOOTTIME) * 100 < int(until) else None

    def says(self) -> str:
        """What active.sh prints: the epoch, or nothing."""
        command = [*SHELL, str(self.home / "active.sh")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode == 0) == bool(done.stdout)
        return done.stdout.strip()


class Watch:
    """Looks at every elector a hundred times a second, and keeps what it saw."""

    def __init__(self, electors: list[Elector]) -> None:
        self.electors, self.over = electors, threading.Event()
        self.together: list[tuple[str, ...]] = []
        self.epochs: dict[int, set[str]] = {}
        self.order: list[int] = []
        self.thread = threading.Thread(target=self.look)
        self.thread.start()

    def look(self) -> None:
        while not self.over.wait(0.01):
            active = {}
            for each in list(self.electors):
                epoch = each.epoch()
                if epoch is not None:
                    active[each.token] = epoch
                    self.epochs.setdefault(epoch, set()).add(each.token)
                    if not self.order or self.order[-1] != epoch:
                        self.order.append(epoch)
            if len(active) > 1:
                self.together.append(tuple(active))

    def active(self) -> list[str]:
        return [each.token for each in self.electors if each.epoch() is not None]
