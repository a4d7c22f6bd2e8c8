"""Names that DNS must answer: Services, pods and public hosts, and from where each name resolves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from generator.core.check.release import name_of, namespace_of
from generator.core.data import map_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.core.check.made import Thing
    from generator.core.check.release import ReleaseObjects

_ADDRESS = re.compile(r"[\d.]+|\[?[0-9a-f:]*:[0-9a-f:]*\]?")
_SELF = ("localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc")


class Answer(NamedTuple):
    """What DNS says of a name."""

    known: bool
    qualified: bool  # means the same in every namespace
    ports: frozenset[str] | None = None  # None: any


class Directory(NamedTuple):
    """What DNS knows."""

    release: ReleaseObjects
    services: Mapping[tuple[str, str], frozenset[str] | None]  # (namespace, name) -> ports, None: any
    pods: Mapping[tuple[str, str], frozenset[str]]  # (namespace, governing Service) -> names of pods
    public: frozenset[str]

    def asked(self, host: str, namespace: str) -> Answer:
        """The answer to somebody in `namespace`."""
        labels = host.rstrip(".").split(".")
        if _ADDRESS.fullmatch(host) or host in _SELF or host in self.public:
            return Answer(known=True, qualified=True)
        if self.release.made_outside("Host", host):
            return Answer(known=True, qualified=len(labels) > 1)
        if "svc" in labels:
            labels = labels[: labels.index("svc")]
        # a Service of this namespace, of another one; a pod of a Service of this namespace, of another one
        if len(labels) == 1 and (namespace, labels[0]) in self.services:
            return Answer(known=True, qualified=False, ports=self.services[namespace, labels[0]])
        if len(labels) == 2 and (labels[1], labels[0]) in self.services:
            return Answer(known=True, qualified=True, ports=self.services[labels[1], labels[0]])
        if len(labels) == 2 and labels[0] in self.pods.get((namespace, labels[1]), ()):
            return Answer(known=True, qualified=False)
        if len(labels) == 3 and labels[0] in self.pods.get((labels[2], labels[1]), ()):
            return Answer(known=True, qualified=True)
        return Answer(known=False, qualified=False)


def directory_of(release: ReleaseObjects, things: Iterable[Thing]) -> Directory:
    """Everything that DNS knows once the release is installed."""
    services: dict[tuple[str, str], frozenset[str] | None] = {}
    public = set()
    for each in things:
        if each.kind == "Service":
            services[each.namespace, each.name] = each.keys
    pods = {}
    for owned in release.pods:
        governing = map_at(dict(owned.controller), "spec").get("serviceName") or owned.spec.get("subdomain")
        if governing:
            pods[namespace_of(owned.controller), str(governing)] = frozenset(owned.names)
    for one in release.objects:
        spec = map_at(dict(one), "spec")
        if one["kind"] == "Service":
            key = namespace_of(one), name_of(one)
            if spec.get("type") == "ExternalName" or spec.get("clusterIP") == "None":
                services[key] = None  # what stands behind it has ports of its own
            if spec.get("externalName"):
                public.add(str(spec["externalName"]))
            names = (one["metadata"].get("annotations") or {}).get(
                "external-dns.alpha.kubernetes.io/hostname", ""
            )
            public |= {name.strip() for name in str(names).split(",")}
        if one["kind"] == "Ingress":
            public |= {str(rule.get("host", "")) for rule in spec.get("rules") or []}
        if one["kind"] == "HTTPRoute":
            public |= {str(host) for host in spec.get("hostnames") or []}
    return Directory(release, services, pods, frozenset(public) - {""})
