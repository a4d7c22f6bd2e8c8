"""Backups of the trading platform on their way to other sites: locks of killed runs, and back again."""

from __future__ import annotations

import copy
import json
import os
import signal
import subprocess
from typing import TYPE_CHECKING

from tests import tools
from tests.real.pods import SECRET, eventually, killed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.real.pods import Pod, Release

    Deploy = Callable[..., Release]

OPTIONS = (
    "--set global.presets.encrypted.tls.enabled=false,global.presets.restic.env.SITES=http://far:9000/backup "
    + " ".join(
        f"--set {name}.replicaCount=1 --set {name}.args={{-c,config_file=/etc/postgresql/postgresql.conf,-c,shared_buffers=16MB}}"
        for name in ("order-db", "trade-db")
    )
)
ROWS = 100000


def job(release: Release, name: str, kind: str = "CronJob") -> Pod:
    """A run whose object stores are folders of the node."""
    pod = release.job(f"exchange-{name}", kind)
    pod.spec = copy.deepcopy(pod.spec)
    pod.spec["volumes"].append({"name": "sites", "hostPath": {"path": "/sites"}})
    for container in [*pod.spec["containers"], *pod.spec["initContainers"]]:
        container["volumeMounts"].append({"name": "sites", "mountPath": "/sites"})
        container["env"].append({"name": "PAUSE", "value": "1"})
    return pod


def restic(site: Path, *arguments: str) -> tuple[list[str], dict[str, str]]:
    """The command of somebody else on this machine who uses the repository, and its variables."""
    return [str(tools.find("restic")), *arguments], {
        "RESTIC_REPOSITORY": str(site), "RESTIC_PASSWORD": SECRET, "HOME": str(site.parent)
    }  # fmt: skip


def newest(site: Path) -> str:
    """The snapshot that a restore would take."""
    command, env = restic(site, "snapshots", "--no-lock", "--json")
    told = json.loads(subprocess.run(command, env=env, check=True, capture_output=True).stdout)
    return str(told[-1]["id"])


def lock(site: Path, host: str = "") -> subprocess.Popen[bytes]:
    """Have somebody hold the repository alone, and stand still: as another host, of whom nobody here knows whether it lives."""
    command, env = restic(site, "check", "--read-data")
    if host:
        command = ["unshare", "--uts", "sh", "-euc", f'hostname {host}; exec "$@"', "-", *command]
    while True:
        process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None:
            if locks(site):
                process.send_signal(signal.SIGSTOP)
                for file in locks(site):
                    os.chown(file, 999, 999)  # as an object store, which knows no users of files
                    return process
                process.kill()
        process.wait()


def locks(site: Path) -> list[Path]:
    """The locks of a repository; what restic has not given its name yet is none."""
    return [file for file in (site / "locks").iterdir() if "-tmp-" not in file.name]


def kill(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


def test_a_killed_run_stops_no_later_one_and_dr_gets_what_there_is(deployed: Deploy) -> None:
    release = deployed("trading", "staging", OPTIONS)
    sites = release.folder / "host/sites"
    sites.mkdir(parents=True)
    sites.chmod(0o777)
    near, far = sites / "exchange-objects:9000/backup", sites / "far:9000/backup"
    databases = [release.pod(f"exchange-{name}").up() for name in ("order-db", "trade-db")]
    databases[0].sql(
        f"create role viewer login; create table orders as select generate_series(1, {ROWS}) id; grant select on orders to viewer",
        user="owner",
    )

    half = job(release, "backup").start()
    eventually((near / "config").exists, told=half.log)
    half.main.kill()
    code, log = job(release, "backup").run()
    assert code == 0, log
    first = newest(near)

    again = job(release, "backup")
    kill(lock(near, again.name))  # by a container of the same pod, which is started anew
    assert locks(near), "killed, it leaves its lock"
    code, log = again.run()
    assert code == 0, log
    second = newest(near)
    assert second != first

    holder = lock(near, "elsewhere")
    waiting = job(release, "backup").start()
    eventually(lambda: "already locked" in waiting.log(), told=waiting.log)
    assert waiting.main.runs
    holder.send_signal(signal.SIGCONT)
    holder.wait()
    assert waiting.main.wait() == 0, waiting.log()
    assert newest(near) != second

    kill(lock(far))
    for database in databases:
        database.main.stop()
    for claim in (release.folder / "claims").iterdir():
        claim.rename(f"{claim}-of-staging")
    release = deployed("trading", "dr", OPTIONS)
    databases = [release.pod(f"exchange-{name}").up() for name in ("order-db", "trade-db")]
    for moment in (0.1, 0.5, 2):
        killed(job(release, "restore", "Job"), moment)
    code, log = job(release, "restore", "Job").run()
    assert code == 0, log
    assert databases[0].sql("select count(*) from orders") == str(ROWS)
    assert databases[0].sql("select has_table_privilege('viewer', 'orders', 'select')") == "t"
    code, log = job(release, "restore", "Job").run()
    assert log == "order-db has tables already: nothing restored\n", "trade-db is empty in this test"
