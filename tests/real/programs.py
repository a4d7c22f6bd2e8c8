"""The programs of the images: `python -m tests.real.programs` installs what is missing.

From Debian what it has (in its version: what the image's does differently is not seen here; the tests tell both), Kafka from
Maven, TimescaleDB from npm and the rest from Go's modules (tests/tools.py), in the versions of the images.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests import tools
from tests.debian import install_packages

BUILT = (  # by tests/tools.py
    "nats-server", "telegraf", "podinfo", "podcli", "rclone", "restic", "victoria-metrics", "vmagent", "victoria-logs",
    "weed", "postgres_exporter",
)  # fmt: skip
KAFKA = "4.1.0"
OPENSEARCH = "2.19.6"  # the newest for the Java that Debian has
TIMESCALE = "0.3.14"  # tests/programs/timescale: a build of PGlite, by somebody else than PGlite's makers
_KAFKA_TOOLS = {
    "kafka-server-start": "kafka.Kafka",
    "kafka-topics": "org.apache.kafka.tools.TopicCommand",
    "kafka-console-producer": "org.apache.kafka.tools.ConsoleProducer",
    "kafka-console-consumer": "org.apache.kafka.tools.consumer.ConsoleConsumer",
    "kafka-consumer-groups": "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand",
    "kafka-metadata-quorum": "org.apache.kafka.tools.MetadataQuorumCommand",
    "kafka-get-offsets": "org.apache.kafka.tools.GetOffsetShell",
}
_VERSIONS = Path("/usr/lib/postgresql")
_RABBITMQ = "/usr/lib/rabbitmq/bin/rabbitmq-server"
_DEBIAN = {  # program: package
    "ip": "iproute2",
    "nft": "nftables",
    "busybox": "busybox",
    "setpriv": "util-linux",
    "unshare": "util-linux",
    "nsenter": "util-linux",
    "mosquitto": "mosquitto",
    "mosquitto_pub": "mosquitto-clients",
    "redis-server": "redis-server",
    "prometheus-redis-exporter": "prometheus-redis-exporter",
    "htpasswd": "apache2-utils",
    "docker-registry": "docker-registry",
    "git": "git",
    "curl": "curl",
    "openssl": "openssl",
    "mvn": "maven",  # brings a Java
    "node": "nodejs",
    "npm": "npm",
}
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


def _got(name: str) -> Path | None:
    """The folder of what was got under this name, where it was."""
    folder = tools.folder() / name
    return folder if folder.exists() else None


def kafka() -> Path | None:
    """The folder of Kafka (libs/, bin/), where it was got."""
    return _got(f"kafka-{KAFKA}")


def why_not() -> str:
    """Why pods cannot be run here; empty where they can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "pods are run in namespaces of Linux, which only root may make"
    missing = [name for name in (*_DEBIAN, "java") if not shutil.which(name)]
    if missing:
        return f"{', '.join(missing)} missing: run `make test-real`, which installs what it needs"
    if not postgres() or not kafka() or not opensearch() or not all(tools.find(name) for name in BUILT):
        return "programs of the images are missing: run `make test-real`, which gets them"
    tried = subprocess.run(
        ["unshare", "--net", "--mount", "--pid", "--fork", "ip", "link", "add", "hb0", "type", "bridge"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return f"namespaces cannot be made here: {tried.stderr.strip()}" if tried.returncode else ""


def install() -> None:
    """Install what is missing by apt-get; SystemExit with a sentence where that cannot be."""
    packages = {package for program, package in _DEBIAN.items() if not shutil.which(program)}
    if not postgres():
        packages.add("postgresql")
    if not Path(_RABBITMQ).exists():
        packages.add("rabbitmq-server")
    if not any(Path("/usr/lib").glob("*/libnss_wrapper.so")):
        packages.add("libnss-wrapper")  # the image of PostgreSQL has it
    install_packages(packages)


def opensearch() -> Path | None:
    """The folder of OpenSearch's libraries, where they were got."""
    folder = _got(f"opensearch-{OPENSEARCH}")
    return folder and folder / "libs"


def install_opensearch() -> None:
    """Get OpenSearch's own libraries by Maven; SystemExit where that cannot be."""
    if opensearch():
        return
    print(f"getting OpenSearch {OPENSEARCH} by Maven …", flush=True)
    target = _by_maven(
        f"opensearch-{OPENSEARCH}",
        ("org.opensearch", "opensearch", OPENSEARCH),
        ("org.apache.logging.log4j", "log4j-core", "2.25.4"),
    )
    target.rename(target.with_suffix(""))


def timescale() -> Path | None:
    """The folder in which npm has put TimescaleDB as WebAssembly."""
    return _got(f"timescale-{TIMESCALE}")


def install_timescale() -> None:
    """Get it by npm, as its lock file has it, and run nothing of it; SystemExit where that cannot be."""
    if timescale():
        return
    print(f"getting TimescaleDB as WebAssembly {TIMESCALE} by npm …", flush=True)
    target = tools.folder() / f"timescale-{TIMESCALE}.new"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(tools.ROOT / "tests" / "programs" / "timescale", target)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    done = subprocess.run(command, cwd=target, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    target.rename(tools.folder() / f"timescale-{TIMESCALE}")


def install_kafka() -> None:
    """Get Kafka's own libraries by Maven, and write the scripts that start its programs; SystemExit where that cannot be."""
    if kafka():
        return
    print(f"getting Kafka {KAFKA} by Maven …", flush=True)
    target = _by_maven(
        f"kafka-{KAFKA}",
        ("org.apache.kafka", "kafka_2.13", KAFKA),
        ("org.apache.kafka", "kafka-tools", KAFKA),
        ("org.apache.logging.log4j", "log4j-slf4j-impl", "2.24.3"),
    )
    (target / "bin").mkdir()
    scripts = {"kafka-run-class": '"$@"'} | {name: f'{of} "$@"' for name, of in _KAFKA_TOOLS.items()}
    for name, what in scripts.items():
        script = target / "bin" / f"{name}.sh"
        logging = (
            "/opt/kafka/config/log4j2.yaml"
            if name == "kafka-server-start"
            else "/etc/kafka/docker/tools-log4j2.yaml"
        )
        script.write_text(
            f'#!/bin/sh\nexec java ${{KAFKA_HEAP_OPTS-}} -XX:MaxRAM=512m -XX:TieredStopAtLevel=1 -cp "/opt/kafka/libs/*" '
            f"-Dlog4j2.configurationFile={logging} {what}\n"
        )
        script.chmod(0o755)
    target.rename(target.with_suffix(""))


def _by_maven(name: str, *wanted: tuple[str, str, str]) -> Path:
    """A new folder with what group, name and version mean, and all that they need, in libs/; it is to be renamed."""
    target = tools.folder() / f"{name}.new"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    dependencies = "".join(
        f"<dependency><groupId>{group}</groupId><artifactId>{artifact}</artifactId><version>{version}</version></dependency>"
        for group, artifact, version in wanted
    )
    (target / "pom.xml").write_text(
        "<project><modelVersion>4.0.0</modelVersion><groupId>local</groupId><artifactId>programs</artifactId><version>1</version>"
        f"<dependencies>{dependencies}</dependencies></project>"
    )
    what = ["dependency:copy-dependencies", "-DincludeScope=runtime", "-DoutputDirectory=libs"]
    command = ["mvn", "-q", "-B", *what]
    done = subprocess.run(command, cwd=target, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}")
    return target


if __name__ == "__main__":
    install()
    install_kafka()
    install_opensearch()
    install_timescale()
    for name in BUILT:
        tools.install(name)
    folder = postgres()
    print(f"PostgreSQL {version(folder)} in {folder}" if folder else why_not())
