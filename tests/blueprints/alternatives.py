"""What comments propose instead of what is there: comments are code, and this takes it out of them.

An alternative is a piece of a values file that is commented out (`# order-db:` and what is indented below it), or words that say
what else a value may be; PROSE says which values those words mean.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import yaml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_KEY = re.compile(r"^(?P<indent> *)# (?P<below> *)(?P<key>[A-Za-z][\w.-]*):(?: |$)")


class Commented(NamedTuple):
    """A key that is commented out: its first and last line (from 0), and the key."""

    first: int
    last: int
    key: str


def commented(text: str, known: Collection[str]) -> Iterator[Commented]:
    """Every `# key: …` of a known key, with the lines that are commented out below it, deeper than it."""
    lines = text.splitlines()
    place = 0
    while place < len(lines):
        found = _KEY.match(lines[place])
        if found and not found["below"] and found["key"] in known:
            last = place
            while last + 1 < len(lines) and lines[last + 1].startswith(f"{found['indent']}#  "):
                last += 1
            yield Commented(place, last, found["key"])
            place = last
        place += 1


def uncommented(text: str, chosen: Collection[Commented]) -> str:
    """The file with those pieces in force."""
    lines = text.splitlines(keepends=True)
    for one in chosen:
        for place in range(one.first, one.last + 1):
            lines[place] = lines[place].replace("# ", "", 1)
    return "".join(lines)


class Prose(NamedTuple):
    """Words in a comment or a page of a platform, and the values that they mean. `without`: the line with the words goes."""

    file: str
    words: str
    environment: str
    values: str
    without: bool = False

    @property
    def id(self) -> str:
        return f"{self.file}: {self.words}"


_GATEWAY = Prose(
    "values.yaml", "for the Gateway API swap the two switches", "prod",
    "global: {presets: {public: {ingress: {enabled: false}, httpRoute: {enabled: true}}}}",
)  # fmt: skip
_PROMOTED = Prose(
    "values-dr.yaml", "the switch: false promotes this region", "dr", "global: {overrides: {enabled: false}}"
)
_CLASS = Prose(
    "values.yaml", "empty: the cluster's default", "prod",
    "global: {cluster: {storage: {className: fast, tiers: {hot: fast, warm: fast, archive: fast}}}}",
)  # fmt: skip
_MIRRORS = Prose(
    "values.yaml", "mirrors: docker.io: mirror.example.com/docker-hub", "prod",
    "global: {cluster: {registries: {docker.io: mirror.example.com/docker-hub}}}",
)  # fmt: skip
_ISSUED = Prose(
    "values-test.yaml", "leave this out where cert-manager makes one", "test",
    "global: {presets: {public: {ingress: {className: nginx, annotations: {cert-manager.io/cluster-issuer: ca}}}}}",
    without=True,
)  # fmt: skip
_STORE = Prose(
    "docs/architecture.md", "`global.presets.all.credentials: {source: externalSecret, store: {name: …}}`", "prod",
    "global: {presets: {all: {credentials: {source: externalSecret, store: {name: vault, kind: ClusterSecretStore}}}}}",
)  # fmt: skip
_EVERYWHERE = (_GATEWAY, _PROMOTED, _CLASS, _MIRRORS, _ISSUED)
PROSE: dict[str, tuple[Prose, ...]] = {
    "devops": (
        *_EVERYWHERE,
        _STORE,
        Prose("values.yaml", "[Warn, Audit] while a new gate is tried", "prod", "x-tenancy: {gates: {actions: [Warn, Audit]}}"),
        Prose("values.yaml", '"true" with a class that offers it', "prod", 'ci-runner: {env: {WOODPECKER_BACKEND_K8S_STORAGE_RWX: "true"}}'),
        Prose("values-dr.yaml", "no git to check until the promotion; then switch it on", "dr", "global: {overrides: {enabled: false}}\ncode-quality: {enabled: true}"),
        Prose("docs/architecture.md", "`backup: {method: wal}`", "prod", "ci-db: {replicaCount: 1, backup: {method: wal}}"),
    ),
    "ecommerce": (
        *_EVERYWHERE,
        Prose("values.yaml", "2: only the last pod takes the new version", "prod", "payment-service: {updateStrategy: {rollingUpdate: {partition: 2}}}"),
        Prose("values.yaml", "Narrow it to the provider's addresses with networkPolicy.egress", "prod", "payment-service: {networkPolicy: {internet: false, egress: [{to: [{ipBlock: {cidr: 203.0.113.0/24}}], ports: [{port: 443}]}]}}"),
        Prose("values.yaml", "flash-sale: {enabled: false", "prod", "global: {presets: {peaks: {keda: {triggers: {flash-sale: {enabled: true}}}}}}"),
        Prose("docs/architecture.md", "`backup.method: wal`", "prod", "order-db: {backup: {method: wal}}"),
    ),
    "iot": (
        *_EVERYWHERE,
        _STORE,
        Prose("values.yaml", "state a nodePort that your devices know", "prod", "edge-processing: {services: {devices: {ports: {mqtt: {port: 1883, nodePort: 31883}}}}}"),
    ),
    "microservices": (
        *_EVERYWHERE,
        _STORE,
        Prose("docs/architecture.md", "`backup: {method: wal}`", "prod", "user-db: {replicaCount: 1, backup: {method: wal}}"),
    ),
    "trading": (
        *_EVERYWHERE,
        _STORE,
        Prose(
            "values-test.yaml", "where test has cert-manager: true, and leave out the next line", "test",
            "global: {presets: {encrypted: {tls: {enabled: true}}, app: {service: {ports: {api: {targetPort: 9899}}}}}}",
        ),
    ),
}  # fmt: skip

# Words with which a comment proposes something. What has them is commented out code, stands above, or stands here.
PROPOSING = re.compile(r"\bswap\b|\binstead\b|in place of our own|\bnarrow\b|switch it on|leave (this|it) out|#\s*\[|: (true|false)\b", re.IGNORECASE)  # fmt: skip
NO_PROPOSALS = (
    "restore in place of backup",
    "NATS would take one",
    "prometheus.io/scrape",
    "The same under the operator",
    "A managed database in place of our own",  # commented code follows
    "The databases under the operator",
    "Narrow it to their addresses",  # as in ecommerce
    "Narrow it to its addresses",
    "Narrow it to the provider's addresses",
)


def parsed(text: str) -> dict[str, object]:
    found: dict[str, object] = yaml.load(text, yaml.CSafeLoader)
    return found
