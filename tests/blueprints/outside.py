"""What the platforms rely on and do not render, and who makes it: a name is here, or it is rendered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.check.consistency import inconsistencies
from generator.core.check.release import Outside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.charts.support import Object

# Everywhere. That docs/architecture.md names every Secret with its keys is a test of its own.
_COMMON = (
    Outside(
        "Secret",
        "*-credentials",
        "you, as docs/architecture.md#passwords lists them; generated in dev and test",
    ),
    Outside("Secret", "*-db-credentials-*", "you, as docs/architecture.md#passwords says of CloudNativePG"),
    Outside("Secret", "backup-store*", "you, as docs/architecture.md#backups says"),
    Outside("ClusterSecretStore", "platform", "you, of External Secrets (global.secrets.store)"),
    Outside("Name", "*-backups", "you: a bucket (global.backups)"),
    Outside("Host", "prometheus.monitoring", "the cluster's monitoring (global.prometheus)"),
)
_OF: dict[str, tuple[Outside, ...]] = {
    "devops": (Outside("Host", "FIRST", "a placeholder, which the init container `prepare` fills in"),),
    "ecommerce": (
        Outside("Name", "*-search", "the name of the OpenSearch cluster, which is none of DNS"),
        Outside("RuntimeClass", "gvisor", "the cluster"),
    ),
    "iot": (
        Outside("Name", "*-archive-staging", "you: a bucket"),
        Outside("Name", "*-archive-dr", "you: a bucket"),
        Outside("Issuer", "internal-ca", "you, in the namespace of the platform"),
        Outside("ClusterIssuer", "internal-ca", "you"),
    ),
    "microservices": (Outside("Host", "loki.monitoring", "the cluster's store of logs"),),
    "trading": (
        Outside("ClusterIssuer", "platform", "you: cert-manager signs every connection with it"),
        Outside("StorageClass", "local-nvme", "the cluster"),
        Outside("StorageClass", "encrypted-ssd", "the cluster"),
        Outside("StorageClass", "encrypted-hdd", "the cluster"),
        Outside("Label", "trading-role=active", "the elector beside the engine"),
        Outside("Host", "s3.*.amazonaws.com", "the other sites (SITES)"),
        Outside("Name", "*-staging-backup", "you: a bucket"),
    ),
}
# What an alternative brings along, as its comment says.
CHOSEN = (
    Outside("Host", "otel-collector.telemetry", "the cluster (global.telemetry.endpoint)"),
    Outside("ClusterIssuer", "platform", "you, of cert-manager"),
    Outside("StorageClass", "fast", "the cluster"),
    Outside("IngressClass", "nginx", "the cluster"),
    Outside("ClusterSecretStore", "vault", "you"),
    Outside("Host", "kes.example.com", "you: a key encryption service"),
    Outside("Host", "s3.eu-central-1.example.com", "the store of the backups"),
)


def gaps(blueprint: str, found: Sequence[Object], more: Sequence[Outside] = ()) -> list[str]:
    """What does not fit together in the objects of a platform, as sentences."""
    return [str(gap) for gap in inconsistencies(found, (*_COMMON, *_OF.get(blueprint, ()), *more))]
