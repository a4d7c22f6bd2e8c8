"""What objects refer to by name: Secrets, ConfigMaps, keys, claims, classes, accounts, targets, backends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from generator.core.check.release import containers, namespace_of, pod_template
from generator.core.data import map_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SCALERS = {
    "HorizontalPodAutoscaler": "scaleTargetRef",
    "ScaledObject": "scaleTargetRef",
    "VerticalPodAutoscaler": "targetRef",
}


class Need(NamedTuple):
    """One name in an object: where it stands, and what it means."""

    each: Mapping[str, Any]
    path: str
    kind: str
    name: str
    namespace: str  # "": what it means has none
    key: str = ""  # or port, that is asked for


def needs(each: Mapping[str, Any]) -> Iterator[Need]:
    """Everything that an object names in fields that Kubernetes and its extensions define."""
    namespace = namespace_of(each)

    def to(path: str, kind: str, name: Any, key: Any = "", *, within: str = namespace) -> Need:
        return Need(each, path, kind, str(name), within, str(key))

    found = pod_template(each)
    if found is not None:
        path, template = found
        for below, kind, name, key in _of_pod(map_at(dict(template), "spec")):
            yield to(
                f"{path}.spec.{below}", kind, name, key, within="" if kind.endswith("Class") else namespace
            )
    spec, kind = map_at(dict(each), "spec"), each["kind"]
    if kind in _SCALERS:
        target = map_at(spec, _SCALERS[kind])
        yield to(f"spec.{_SCALERS[kind]}", str(target.get("kind", "Deployment")), target.get("name"))
    for template in spec.get("volumeClaimTemplates") or []:
        place = f"spec.volumeClaimTemplates.{template['metadata']['name']}.spec"
        if template["spec"].get("storageClassName"):
            yield to(
                f"{place}.storageClassName", "StorageClass", template["spec"]["storageClassName"], within=""
            )
    if kind == "PersistentVolumeClaim" and spec.get("storageClassName"):
        yield to("spec.storageClassName", "StorageClass", spec["storageClassName"], within="")
    if kind == "StatefulSet" and spec.get("serviceName"):
        yield to("spec.serviceName", "Service", spec["serviceName"])
    if kind == "Ingress":
        yield from _of_ingress(to, spec)
    if kind in ("HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute"):
        for position, rule in enumerate(spec.get("rules") or []):
            for backend in rule.get("backendRefs") or []:
                where = f"spec.rules[{position}].backendRefs"
                yield to(where, str(backend.get("kind", "Service")), backend["name"], backend.get("port", ""))
    if kind in ("RoleBinding", "ClusterRoleBinding"):
        role = each["roleRef"]
        yield to(
            "roleRef", role["kind"], role["name"], within="" if role["kind"] == "ClusterRole" else namespace
        )
        for subject in each.get("subjects") or []:
            if subject["kind"] == "ServiceAccount":
                yield to(
                    "subjects", "ServiceAccount", subject["name"], within=subject.get("namespace", namespace)
                )
    if kind in ("Certificate", "ExternalSecret"):
        field, default = (
            ("issuerRef", "Issuer") if kind == "Certificate" else ("secretStoreRef", "SecretStore")
        )
        issuer = map_at(spec, field)
        what = str(issuer.get("kind", default))
        yield to(
            f"spec.{field}", what, issuer.get("name"), within="" if what.startswith("Cluster") else namespace
        )
    if kind in ("Cluster", "ScheduledBackup") and str(each["apiVersion"]).startswith("postgresql.cnpg.io/"):
        yield from _of_cloudnative_pg(to, spec)
    if kind == "ObjectStore":
        yield from _of_object_store(to, map_at(spec, "configuration"))
    if kind == "ValidatingAdmissionPolicyBinding":
        yield to("spec.policyName", "ValidatingAdmissionPolicy", spec["policyName"], within="")


def _of_cloudnative_pg(to: Any, spec: Mapping[str, Any]) -> Iterator[Need]:
    """A password that is missing keeps its role out, without a word from the pods."""
    for method, beginning in map_at(spec, "bootstrap").items():
        if beginning.get("secret"):
            yield to(f"spec.bootstrap.{method}.secret", "Secret", beginning["secret"]["name"], "password")
    for role in map_at(spec, "managed").get("roles") or []:
        if role.get("passwordSecret"):
            where = f"spec.managed.roles.{role['name']}"
            yield to(where, "Secret", role["passwordSecret"]["name"], "password")
    for field, name in map_at(spec, "certificates").items():
        if field.endswith("Secret"):
            yield to(f"spec.certificates.{field}", "Secret", name)
    if spec.get("priorityClassName"):
        yield to("spec.priorityClassName", "PriorityClass", spec["priorityClassName"], within="")
    for field in ("storage", "walStorage"):
        if map_at(spec, field).get("storageClass"):
            yield to(f"spec.{field}.storageClass", "StorageClass", spec[field]["storageClass"], within="")
    for plugin in spec.get("plugins") or []:
        store = map_at(plugin, "parameters").get("barmanObjectName")
        if store:
            yield to("spec.plugins", "ObjectStore", store)
    for one in spec.get("externalClusters") or []:
        store = map_at(map_at(one, "plugin"), "parameters").get("barmanObjectName")
        if store:
            yield to(f"spec.externalClusters.{one['name']}", "ObjectStore", store)
    if spec.get("cluster"):
        yield to("spec.cluster", "Cluster", spec["cluster"]["name"])


def _of_object_store(to: Any, configuration: Mapping[str, Any]) -> Iterator[Need]:
    """CloudNativePG's plugin reads keys and certificates; without them nothing is archived."""
    keys = map_at(configuration, "s3Credentials")
    found = {f"s3Credentials.{field}": value for field, value in keys.items()}
    for field, value in (found | {"endpointCA": configuration.get("endpointCA")}).items():
        if isinstance(value, dict):
            yield to(f"spec.configuration.{field}", "Secret", value["name"], value.get("key", ""))


def _of_ingress(to: Any, spec: Mapping[str, Any]) -> Iterator[Need]:
    if spec.get("ingressClassName"):
        yield to("spec.ingressClassName", "IngressClass", spec["ingressClassName"], within="")
    for place, one in enumerate(spec.get("tls") or []):
        if one.get("secretName"):
            yield to(f"spec.tls[{place}]", "Secret", one["secretName"])
    backends = [("spec.defaultBackend", map_at(spec, "defaultBackend"))] if spec.get("defaultBackend") else []
    for rule in spec.get("rules") or []:
        for path in map_at(rule, "http").get("paths") or []:
            backends.append((f"spec.rules.{rule.get('host', '*')}{path.get('path', '')}", path["backend"]))
    for where, backend in backends:
        service = map_at(backend, "service")
        if service:
            port = map_at(service, "port")
            yield to(where, "Service", service["name"], port.get("name", port.get("number", "")))


def _of_pod(spec: Mapping[str, Any]) -> Iterator[tuple[str, str, Any, Any]]:
    """(path, kind, name, key) of what a pod cannot start without."""
    for field, kind in (
        ("serviceAccountName", "ServiceAccount"),
        ("priorityClassName", "PriorityClass"),
        ("runtimeClassName", "RuntimeClass"),
    ):
        if spec.get(field):
            yield field, kind, spec[field], ""
    for one in spec.get("imagePullSecrets") or []:
        yield "imagePullSecrets", "Secret", one["name"], ""
    for volume in spec.get("volumes") or []:
        for below, kind, name, key in _of_volume(volume):
            yield f"volumes.{volume['name']}.{below}", kind, name, key
    for path, container in containers(spec):
        for entry in container.get("env") or []:
            for field, kind in (("secretKeyRef", "Secret"), ("configMapKeyRef", "ConfigMap")):
                one = map_at(map_at(entry, "valueFrom"), field)
                if one and not one.get("optional"):
                    yield f"{path}.env.{entry['name']}", kind, one["name"], one["key"]
        for entry in container.get("envFrom") or []:
            for field, kind in (("secretRef", "Secret"), ("configMapRef", "ConfigMap")):
                one = map_at(entry, field)
                if one and not one.get("optional"):
                    yield f"{path}.envFrom", kind, one["name"], ""


def _of_volume(volume: Mapping[str, Any]) -> Iterator[tuple[str, str, Any, Any]]:
    sources = [volume, *(map_at(dict(volume), "projected").get("sources") or [])]
    for source in sources:
        for field, kind, named in (("secret", "Secret", "secretName"), ("configMap", "ConfigMap", "name")):
            one = map_at(dict(source), field)
            name = one.get(named, one.get("name"))
            if one and name and not one.get("optional"):
                for item in one.get("items") or [{"key": ""}]:
                    yield field, kind, name, item["key"]
    claim = map_at(dict(volume), "persistentVolumeClaim")
    if claim:
        yield "persistentVolumeClaim", "PersistentVolumeClaim", claim["claimName"], ""
    template = map_at(map_at(map_at(dict(volume), "ephemeral"), "volumeClaimTemplate"), "spec")
    if template.get("storageClassName"):
        yield "ephemeral", "StorageClass", template["storageClassName"], ""
