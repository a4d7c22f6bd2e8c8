"""Scripts: what shellcheck says of them, and the shell that their image has."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.languages.texts import Script

BUSYBOX, DASH, BASH = ["busybox", "sh"], ["dash"], ["bash", "--posix"]
# What `sh` is, by the distribution that the image is made from.
SH = {
    "docker.io/apache/kafka": BUSYBOX,
    "docker.io/aquasec/trivy": BUSYBOX,
    "docker.io/curlimages/curl": BUSYBOX,
    "docker.io/emqx/emqx": DASH,
    "docker.io/chrislusf/seaweedfs": BUSYBOX,
    "docker.io/gitea/gitea": BUSYBOX,
    "docker.io/library/eclipse-mosquitto": BUSYBOX,
    "docker.io/library/httpd": BUSYBOX,
    "docker.io/library/nats": BUSYBOX,
    "docker.io/library/postgres": DASH,
    "docker.io/library/rabbitmq": DASH,
    "docker.io/library/telegraf": BUSYBOX,
    "docker.io/opensearchproject/opensearch": BASH,
    "docker.io/rclone/rclone": BUSYBOX,
    "docker.io/restic/restic": BUSYBOX,
    "docker.io/timberio/vector": DASH,
    "docker.io/timescale/timescaledb": BUSYBOX,
    "docker.io/valkey/valkey": DASH,
    "docker.io/woodpeckerci/woodpecker-agent": BUSYBOX,
    "docker.io/grafana/alloy": DASH,
    "docker.io/grafana/grafana": BUSYBOX,
    "ghcr.io/stefanprodan/podinfo": BUSYBOX,
}
# What shellcheck cannot see: files of another container, variables of the pod.
UNSEEN = "SC1091,SC2153"
# Where what it finds is meant, and why.
NAMES_ARE_OURS = "the names of the files are made by the script that writes them"
MEANT = {
    "[SC2012]": NAMES_ARE_OURS,
    "[SC2010]": NAMES_ARE_OURS,
    "config-backup [SC2046]": "a word for each file",
    "elector [SC2086]": "names of Kubernetes have no spaces",
    "_restore [SC1087]": "a pattern of grep; sh has no arrays",
    "PGPASSWORD [SC2034]": "a variable of the pod is exported already",
}


def said_by_shell(script: Script) -> str:
    """What the shell says of a script that it shall read and not run; "" where it takes it."""
    shell = ["bash"] if script.shell == "bash" else SH[script.image]
    done = subprocess.run([*shell, "-n"], input=script.text, capture_output=True, text=True, check=False)
    return done.stderr


def said_by_shellcheck(found: Mapping[Script, str], folder: Path) -> list[str]:
    """What shellcheck says of scripts: `where:line: what`; the options of their command lines count."""
    files = []
    for number, (script, where) in enumerate(found.items()):
        options = "".join(one for one in script.options if one in "eu")
        head = [f"# shellcheck shell={script.shell}", f"set -{options}" if options else "#"]
        file = folder / str(number) / re.sub(r"[ /]+", "_", where)
        file.parent.mkdir(parents=True)
        file.write_text("\n".join([*head, script.text]))
        files.append(file)
    program = shutil.which(
        "shellcheck", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    )
    assert program, "shellcheck is missing: `make .venv/.dev` installs it"
    done = subprocess.run(
        [program, "-f", "gcc", "-e", UNSEEN, *files], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    lines = [line.removeprefix(f"{folder}/").partition("/")[2] for line in done.stdout.splitlines()]
    return [line for line in lines if not any(all(word in line for word in one.split()) for one in MEANT)]
