"""Programs from Debian's packages: `python -m tests.debian PROGRAM[=PACKAGE]…` installs what is missing, as root."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


def install_packages(packages: Collection[str]) -> None:
    """Install packages by apt-get; nothing where the user may not. SystemExit with a sentence where that cannot be."""
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


def main(words: Collection[str]) -> None:
    wanted = dict(word.partition("=")[::2] for word in words)
    install_packages({package or program for program, package in wanted.items() if not shutil.which(program)})


if __name__ == "__main__":
    main(sys.argv[1:])
