"""What the images of the blueprints bring: programs of this machine in their places, entrypoints after their published sources.

An image that is not in the table cannot be run here; docs/proof.md says what is done instead.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests import tools
from tests.real import programs
from tests.real.processes import Mounted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

HERE = Path(__file__).parent
SYSTEM = "/usr/sbin:/usr/bin"
BUSYBOX = "/busybox"  # the folder of an image whose shell, tar, find … are BusyBox's
OURS = "/programs"  # the folder of what was built for the tests


class Image(NamedTuple):
    """What `docker image inspect` would say, and where it comes from here."""

    source: str  # where the image's recipe is published
    entrypoint: Sequence[str] = ()
    command: Sequence[str] = ()
    files: Callable[[], Sequence[Mounted]] = tuple
    path: str = SYSTEM
    env: Mapping[str, str] = {}
    user: str = "app"
    is_alpine: bool = False  # its shell, tar, find … are BusyBox's

    @property
    def search_path(self) -> str:
        """PATH."""
        parts = [OURS, BUSYBOX, self.path] if self.is_alpine else [OURS, self.path]
        return ":".join(parts)


def _built(*names: str) -> Sequence[Mounted]:
    """Programs that tests/tools.py built, on the PATH."""
    found = [tools.find(name) for name in names]
    return [
        Mounted(program, f"{OURS}/{name}", is_read_only=True)
        for name, program in zip(names, found, strict=True)
        if program
    ]


def _postgres() -> Sequence[Mounted]:
    return [Mounted(HERE / "docker-entrypoint.sh", f"{OURS}/docker-entrypoint.sh", is_read_only=True)]


def _podinfo() -> Sequence[Mounted]:
    # It is started as ./podinfo; the working directory here is /, the image's /home/app.
    return [*_built("podinfo", "podcli"), *(each._replace(path="/podinfo") for each in _built("podinfo"))]


def _restic() -> Sequence[Mounted]:
    # Behind a script that makes folders of its sites: no object store is to be had here.
    itself = [each._replace(path=f"{OURS}/restic-itself") for each in _built("restic")]
    return [*itself, Mounted(HERE / "restic.sh", f"{OURS}/restic", is_read_only=True)]


def _rclone() -> Sequence[Mounted]:
    trusted = Path("/etc/ssl/certs/ca-certificates.crt")  # of Alpine's package ca-certificates
    return [*_built("rclone"), Mounted(trusted, str(trusted), is_read_only=True)]


def _kafka() -> Sequence[Mounted]:
    home = programs.kafka()
    assert home, "Kafka is missing: run `make test-real`, which gets it"
    java = Path("/etc/java-17-openjdk")
    return [
        Mounted(home / "libs", "/opt/kafka/libs", is_read_only=True),
        Mounted(home / "bin", "/opt/kafka/bin", is_read_only=True),
        Mounted(HERE / "kafka", "/etc/kafka/docker", is_read_only=True),
        *([Mounted(java, str(java), is_read_only=True)] if java.exists() else []),
    ]


def _rabbitmq() -> Sequence[Mounted]:
    return [
        Mounted(HERE / "rabbitmq.sh", f"{OURS}/docker-entrypoint.sh", is_read_only=True),
        Mounted(HERE / "rabbitmq-plugins", "/etc/rabbitmq/enabled_plugins", is_read_only=True),
    ]


def _emqx() -> Sequence[Mounted]:
    return [
        Mounted(HERE / "mosquitto-for-emqx.sh", f"{OURS}/mosquitto-for-emqx.sh", is_read_only=True),
        Mounted(Path("/usr/bin/mosquitto_passwd"), f"{OURS}/mosquitto_passwd", is_read_only=True),
    ]


_POSTGRES = Image(
    "github.com/docker-library/postgres, 17/bookworm/Dockerfile",
    ["docker-entrypoint.sh"],
    ["postgres"],
    _postgres,
    path=f"{programs.postgres()}:{SYSTEM}",
    user="postgres",
)
IMAGES = {
    "docker.io/library/postgres": _POSTGRES,
    # Without the extension, which Debian has not.
    "docker.io/timescale/timescaledb": _POSTGRES._replace(
        source="github.com/timescale/timescaledb-docker, Dockerfile", is_alpine=True
    ),
    "docker.io/gitea/gitea": Image("github.com/go-gitea/gitea, Dockerfile.rootless", is_alpine=True),
    "docker.io/apache/kafka": Image(
        "github.com/apache/kafka, docker/jvm/Dockerfile",
        (),
        ["/etc/kafka/docker/run"],
        _kafka,
        user="appuser",
    ),
    # EMQX is not to be had here. Mosquitto shows what the others do with a broker, nothing about EMQX.
    "docker.io/emqx/emqx": Image(
        "github.com/emqx/emqx, deploy/docker/Dockerfile", (), ["mosquitto-for-emqx.sh"], _emqx, is_alpine=True
    ),
    "docker.io/library/telegraf": Image(
        "github.com/influxdata/influxdata-docker, telegraf/1.36/alpine/Dockerfile",
        (),
        ["telegraf"],
        partial(_built, "telegraf"),
        is_alpine=True,
    ),
    "docker.io/library/nats": Image(
        "github.com/nats-io/nats-docker, 2.11.x/alpine3.22/Dockerfile",
        (),
        ["nats-server", "--config", "/etc/nats/nats-server.conf"],
        partial(_built, "nats-server"),
        is_alpine=True,
    ),
    "docker.io/library/rabbitmq": Image(
        "github.com/docker-library/rabbitmq, 4.1/ubuntu/Dockerfile",
        ["docker-entrypoint.sh"],
        ["rabbitmq-server"],
        _rabbitmq,
        env={"HOME": "/var/lib/rabbitmq"},
        path=f"/usr/lib/rabbitmq/bin:{SYSTEM}",
        user="rabbitmq",
    ),
    "docker.io/valkey/valkey": Image(
        "github.com/valkey-io/valkey-container, 8.1/debian/Dockerfile",
        (),
        ["valkey-server"],
        lambda: [
            Mounted(Path(f"/usr/bin/redis-{name}"), f"{OURS}/valkey-{name}", is_read_only=True)
            for name in ("server", "cli")
        ],
        user="valkey",
    ),
    "docker.io/oliver006/redis_exporter": Image(
        "github.com/oliver006/redis_exporter, docker/Dockerfile",
        ["/usr/bin/prometheus-redis-exporter"],
    ),
    "docker.io/prometheuscommunity/postgres-exporter": Image(
        "github.com/prometheus-community/postgres_exporter, Dockerfile",
        [f"{OURS}/postgres_exporter"],
        files=partial(_built, "postgres_exporter"),
        user="nobody",
    ),
    # What they would find is not seen here; what their Jobs do with it is.
    "docker.io/aquasec/trivy": Image(
        "github.com/aquasecurity/trivy, Dockerfile",
        ["trivy"],
        (),
        lambda: [Mounted(HERE / "trivy.sh", f"{OURS}/trivy", is_read_only=True)],
        is_alpine=True,
    ),
    "docker.io/semgrep/semgrep": Image(
        "github.com/semgrep/semgrep, Dockerfile",
        (),
        ["semgrep"],
        lambda: [Mounted(HERE / "semgrep.sh", f"{OURS}/semgrep", is_read_only=True)],
    ),
    "docker.io/rclone/rclone": Image(
        "github.com/rclone/rclone, Dockerfile", ["rclone"], (), _rclone, is_alpine=True
    ),
    "docker.io/chrislusf/seaweedfs": Image(
        "github.com/seaweedfs/seaweedfs, docker/Dockerfile.go_build",
        (),
        ["weed"],
        partial(_built, "weed"),
        is_alpine=True,
    ),
    "ghcr.io/stefanprodan/podinfo": Image(
        "github.com/stefanprodan/podinfo, Dockerfile",
        (),
        ["./podinfo"],
        _podinfo,
        is_alpine=True,
    ),
    "docker.io/restic/restic": Image(
        "github.com/restic/restic, docker/Dockerfile", ["restic"], (), _restic, is_alpine=True
    ),
    # The proxy of Go's modules has neither of the images' versions: their next ones.
    **{
        f"docker.io/victoriametrics/{name}": Image(
            f"github.com/VictoriaMetrics/{where}, app/{name}/deployment/Dockerfile",
            [name],
            (),
            partial(_built, name),
            is_alpine=True,
        )
        for name, where in (
            ("victoria-metrics", "VictoriaMetrics"),
            ("vmagent", "VictoriaMetrics"),
            ("victoria-logs", "VictoriaLogs"),
        )
    },
    "docker.io/library/httpd": Image(
        "github.com/docker-library/httpd, 2.4/alpine/Dockerfile",
        (),
        ["httpd-foreground"],
        lambda: [Mounted(Path("/usr/bin/htpasswd"), f"{OURS}/htpasswd", is_read_only=True)],
        is_alpine=True,
    ),
    "docker.io/curlimages/curl": Image(
        "github.com/curl/curl-container, Dockerfile", ["curl"], is_alpine=True
    ),
}


def image_of(container: Mapping[str, object]) -> Image:
    """AssertionError where it is not in the table."""
    repository = str(container["image"]).partition("@")[0].rpartition(":")[0]
    assert repository in IMAGES, f"nothing here stands for {repository}"
    return IMAGES[repository]
