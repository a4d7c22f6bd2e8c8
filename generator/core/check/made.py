"""What there is under a name: the objects themselves, and what Kubernetes and operators make of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from generator.core.check.release import cnpg_instances, name_of, namespace_of
from generator.core.data import map_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.core.check.release import ReleaseObjects

_CERTIFICATE = ("tls.crt", "tls.key", "ca.crt")
_CNPG_APP = (
    "username", "user", "password", "dbname", "host", "port", "pgpass", "uri", "jdbc-uri",
    "fqdn-uri", "fqdn-jdbc-uri",
)  # fmt: skip
_CNPG_SERVICES = ("rw", "ro", "r")


class Thing(NamedTuple):
    """Something that has a name."""

    kind: str
    namespace: str
    name: str
    keys: (
        frozenset[str] | None
    )  # of a Secret or ConfigMap; the ports of a Service, names and numbers. None: any
    by: str = ""  # who makes it, "": the release


def things(release: ReleaseObjects) -> Iterator[Thing]:
    """Everything that exists once a release is installed and its operators have done their work."""
    for each in release.objects:
        namespace, name = namespace_of(each), name_of(each)
        yield Thing(each["kind"], namespace, name, _keys(each))
        yield from _of_kubernetes(each)
        yield from _of_operators(each, namespace, name)
    for each in release.objects:
        # What every namespace has by itself.
        namespace = name_of(each) if each["kind"] == "Namespace" else namespace_of(each)
        yield Thing("ServiceAccount", namespace, "default", None, "Kubernetes")
        yield Thing("ConfigMap", namespace, "kube-root-ca.crt", frozenset(["ca.crt"]), "Kubernetes")


def _keys(each: Mapping[str, Any]) -> frozenset[str] | None:
    if each["kind"] in ("ConfigMap", "Secret"):
        return frozenset(
            key for field in ("data", "binaryData", "stringData") for key in each.get(field) or {}
        )
    if each["kind"] == "Service":
        ports = map_at(dict(each), "spec").get("ports") or []
        return frozenset(str(port[field]) for port in ports for field in ("name", "port") if field in port)
    return None


def _of_kubernetes(each: Mapping[str, Any]) -> Iterator[Thing]:
    if each["kind"] != "StatefulSet":
        return
    count, name = int(each["spec"].get("replicas", 1)), name_of(each)
    for template in each["spec"].get("volumeClaimTemplates") or []:
        for ordinal in range(max(count, 1)):
            claim = f"{template['metadata']['name']}-{name}-{ordinal}"
            yield Thing("PersistentVolumeClaim", namespace_of(each), claim, None, "the StatefulSet")


def _of_operators(each: Mapping[str, Any], namespace: str, name: str) -> Iterator[Thing]:
    group, spec = str(each["apiVersion"]).partition("/")[0], map_at(dict(each), "spec")
    annotations = each["metadata"].get("annotations") or {}
    if (group, each["kind"]) == ("cert-manager.io", "Certificate"):
        keys = None if spec.get("additionalOutputFormats") else frozenset(_CERTIFICATE)
        yield Thing("Secret", namespace, spec["secretName"], keys, "cert-manager")
    elif (group, each["kind"]) == ("external-secrets.io", "ExternalSecret"):
        target = map_at(spec, "target")
        drawn = {one["secretKey"] for one in spec.get("data") or []}
        made = frozenset(drawn | {*map_at(map_at(target, "template"), "data")})
        keys = None if spec.get("dataFrom") else made
        yield Thing("Secret", namespace, str(target.get("name", name)), keys, "External Secrets")
    elif (group, each["kind"]) == ("bitnami.com", "SealedSecret"):
        template = map_at(spec, "template")
        keys = frozenset([*map_at(spec, "encryptedData"), *map_at(template, "data")])
        yield Thing(
            "Secret", namespace, str(map_at(template, "metadata").get("name", name)), keys, "Sealed Secrets"
        )
    elif each["kind"] == "Ingress" and any(key.startswith("cert-manager.io/") for key in annotations):
        for one in spec.get("tls") or []:
            yield Thing(
                "Secret", namespace, str(one.get("secretName")), frozenset(_CERTIFICATE), "cert-manager"
            )
    elif (group, each["kind"]) == ("postgresql.cnpg.io", "Cluster"):
        if not any(beginning.get("secret") for beginning in map_at(spec, "bootstrap").values()):
            yield Thing("Secret", namespace, f"{name}-app", frozenset(_CNPG_APP), "CloudNativePG")
        for suffix in _CNPG_SERVICES:
            yield Thing(
                "Service", namespace, f"{name}-{suffix}", frozenset(["postgres", "5432"]), "CloudNativePG"
            )
        yield Thing("ServiceAccount", namespace, name, None, "CloudNativePG")
        for claim in cnpg_instances(each):
            yield Thing("PersistentVolumeClaim", namespace, claim, None, "CloudNativePG")
    elif (group, each["kind"]) == ("kafka.strimzi.io", "Kafka"):
        ports = frozenset(str(one["port"]) for one in map_at(spec, "kafka").get("listeners") or [])
        for suffix in ("bootstrap", "brokers"):
            yield Thing("Service", namespace, f"{name}-kafka-{suffix}", ports, "Strimzi")
