"""The programs of the images, as Debian has them: `python -m tests.real.programs` installs what is missing.

PostgreSQL: the charts name docker.io/library/postgres, Debian has a version of its own. What the two do differently is not seen
here; the tests tell both versions.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

_VERSIONS = Path("/usr/lib/postgresql")
NEEDED = ("initdb", "pg_ctl", "postgres", "pg_basebackup", "pg_dump", "pg_restore", "psql")


def postgres() -> Path | None:
    """The folder of the newest PostgreSQL on this machine that has all of its programs."""
    found = [
        folder
        for folder in _VERSIONS.glob("*/bin")
        if all(os.access(folder / program, os.X_OK) for program in NEEDED)
    ]
    return max(found, key=lambda folder: float(folder.parent.name), default=None)


def version(folder: Path) -> str:
    """What `postgres --version` says, such as 15.18."""
    told = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True)
    found = re.search(r"\d+\.\d+", told.stdout)
    assert found, told.stdout
    return found[0]


def why_not() -> str:
    """Why pods cannot be run here; empty where they can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "pods are run in namespaces of Linux, which only root may make"
    missing = [name for name in ("ip", "unshare", "nsenter", "setpriv", "busybox") if not shutil.which(name)]
    if missing:
        return f"{', '.join(missing)} missing: run `make test-real`, which installs what it needs"
    if not postgres():
        return "PostgreSQL is missing: run `make test-real`, which installs what it needs"
    tried = subprocess.run(
        ["unshare", "--net", "--mount", "--pid", "--fork", "ip", "link", "add", "hb0", "type", "bridge"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return f"namespaces cannot be made here: {tried.stderr.strip()}" if tried.returncode else ""


def install() -> None:
    """Install what is missing by apt-get; SystemExit with a sentence where that cannot be."""
    wanted = {
        "ip": "iproute2",
        "busybox": "busybox",
        "setpriv": "util-linux",
        "unshare": "util-linux",
        "nsenter": "util-linux",
    }
    packages = {package for program, package in wanted.items() if not shutil.which(program)}
    if not postgres():
        packages.add("postgresql")
    if not packages or os.geteuid() != 0:
        return
    apt = shutil.which("apt-get")
    if not apt:
        sys.exit(f"{', '.join(sorted(packages))}: needed by the tests and not on this machine; install it")
    # Debian starts a server of its own at once; the tests start theirs.
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    for command in (["update", "-qq"], ["install", "-qq", "--no-install-recommends", *sorted(packages)]):
        print(f"apt-get {' '.join(command)} …", flush=True)
        done = subprocess.run([apt, *command], env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"apt-get {' '.join(command)} failed:\n{done.stderr[-2000:]}")


if __name__ == "__main__":
    install()
    folder = postgres()
    print(f"PostgreSQL {version(folder)} in {folder}" if folder else why_not())
