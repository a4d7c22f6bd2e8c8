"""The custom resources that platforms may use: their definitions, for the test cluster and as strict JSON schemas.

The definitions come from the Go modules that publish them (`python -m tests.crds` fetches what is missing into the tool
cache); where no module does, `tests/cluster/crds` describes the fields from the API's documentation.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from tests import tools

if TYPE_CHECKING:
    from collections.abc import Iterable

OWN = Path(__file__).parent / "cluster" / "crds"


class Module(NamedTuple):
    """A Go module that publishes definitions: which of its files, and of these which kinds (all, when none is named)."""

    path: str
    version: str
    files: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    webhooks: str = ""  # the file that registers its admission webhooks


MODULES = (
    Module(
        "sigs.k8s.io/gateway-api",
        "v1.4.1",
        ("config/crd/standard/gateway.networking.k8s.io_*.yaml",),
    ),
    Module(
        "github.com/kedacore/keda/v2",
        "v2.21.0",
        ("config/crd/bases/*.yaml",),
        webhooks="config/webhooks/validation_webhooks.yaml",
    ),
    Module("github.com/argoproj/argo-rollouts", "v1.9.0", ("manifests/crds/*-crd.yaml",)),
    Module(
        "github.com/argoproj/argo-cd/v2",
        "v2.14.21",
        ("manifests/crds/*-crd.yaml",),
    ),
    Module("github.com/fluxcd/helm-controller", "v1.6.1", ("config/crd/bases/*.yaml",)),
    Module("github.com/fluxcd/kustomize-controller", "v1.9.6", ("config/crd/bases/*.yaml",)),
    Module("github.com/fluxcd/source-controller", "v1.9.0", ("config/crd/bases/*.yaml",)),
    Module(
        "github.com/prometheus-operator/prometheus-operator",
        "v0.92.1",
        ("example/prometheus-operator-crd/monitoring.coreos.com_*.yaml",),
    ),
    Module("k8s.io/autoscaler/vertical-pod-autoscaler", "v1.7.0", ("deploy/vpa-v1-crd-gen.yaml",)),
    Module(
        "github.com/kubernetes-csi/external-snapshotter/client/v8",
        "v8.7.0",
        ("config/crd/snapshot.storage.k8s.io_*.yaml",),
    ),
    Module(
        "github.com/external-secrets/external-secrets",
        "v1.3.2",
        ("config/crds/bases/external-secrets.io_*.yaml", "config/crds/bases/generators.*_passwords.yaml"),
    ),
    Module("github.com/bitnami-labs/sealed-secrets", "v0.40.0", ("helm/sealed-secrets/crds/*.yaml",)),
    Module("github.com/cert-manager/cert-manager", "v1.21.2", ("deploy/crds/cert-manager.io_*.yaml",)),
    Module(
        "github.com/cloudnative-pg/cloudnative-pg",
        "v1.30.0",
        ("config/crd/bases/*.yaml",),
        webhooks="config/webhook/manifests.yaml",
    ),
    Module(
        "github.com/cloudnative-pg/plugin-barman-cloud",
        "v0.13.0",  # the last one of Kubernetes 0.36, which the controllers of our tests share
        ("config/crd/bases/*.yaml",),
    ),
    Module("istio.io/api", "v1.31.1", ("kubernetes/customresourcedefinitions.gen.yaml",)),
    Module(
        "github.com/kyverno/kyverno",
        "v1.19.1",
        ("config/crds/kyverno/*.yaml",),
        ("ClusterPolicy", "Policy", "PolicyException"),
    ),
)

Definition = dict[str, Any]


def folder() -> Path:
    """The fetched definitions. Another list of modules is another folder: nothing outdated stays."""
    digest = hashlib.sha256(repr(MODULES).encode()).hexdigest()[:12]
    return tools.folder() / f"crds-{digest}"


def install() -> Path:
    """Fetch the definitions, unless they are there already; SystemExit with a sentence when they cannot be had."""
    target = folder()
    if target.is_dir():
        return target
    go = shutil.which("go")
    if not go:
        sys.exit("The definitions of custom resources are fetched with Go: install Go, https://go.dev/dl")
    print("fetching the definitions of custom resources (once) …", flush=True)
    new = target.with_name(f"{target.name}.new{os.getpid()}")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    for module in MODULES:
        source = _download(go, module)
        for definition in _read(path for pattern in module.files for path in sorted(source.glob(pattern))):
            if not module.kinds or definition["spec"]["names"]["kind"] in module.kinds:
                text = json.dumps(_bare(definition), separators=(",", ":"))
                (new / f"{definition['metadata']['name']}.json").write_text(text, encoding="utf-8")
        if module.webhooks:
            shutil.copy(source / module.webhooks, new / _webhooks_file(module.path))
    if not target.is_dir():
        new.rename(target)
    return target


def _webhooks_file(module: str) -> str:
    return f"{module.replace('/', '_')}.webhooks.yaml"


def webhooks(module: str) -> list[Definition]:
    """The configurations by which a module's admission webhooks are registered."""
    text = (install() / _webhooks_file(module)).read_text(encoding="utf-8")
    return [
        each for each in yaml.safe_load_all(text) if each and each["kind"].endswith("WebhookConfiguration")
    ]


def _download(go: str, module: Module) -> Path:
    environment = dict(os.environ)
    if not environment.get("HOME"):
        environment |= {"GOPATH": str(tools.folder() / "go"), "GOCACHE": str(tools.folder() / "go-cache")}
    done = subprocess.run(
        [go, "mod", "download", "-json", f"{module.path}@{module.version}"],
        cwd=tools.folder(),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    found = json.loads(done.stdout or "{}")
    if "Dir" not in found:
        sys.exit(f"{module.path} {module.version} cannot be had: {found.get('Error') or done.stderr}")
    return Path(found["Dir"])


class _Loader(yaml.CSafeLoader):
    """YAML 1.1 gives a lone `=`, an operator in two of the definitions, a meaning of its own."""


_Loader.add_constructor("tag:yaml.org,2002:value", lambda loader, node: node.value)


def _read(paths: Iterable[Path]) -> list[Definition]:
    documents = [doc for path in paths for doc in yaml.load_all(path.read_bytes(), _Loader)]
    return [doc for doc in documents if doc and doc.get("kind") == "CustomResourceDefinition"]


def _bare(definition: Definition) -> Definition:
    """Without prose (half of the size) and without conversion webhooks, which nobody would answer."""
    spec = {key: value for key, value in definition["spec"].items() if key != "conversion"}
    for version in spec["versions"]:
        version["schema"]["openAPIV3Schema"] = _without_prose(version["schema"]["openAPIV3Schema"])
    return {
        "apiVersion": definition["apiVersion"],
        "kind": definition["kind"],
        "metadata": {
            "name": definition["metadata"]["name"],
            "annotations": {
                key: value
                for key, value in definition["metadata"].get("annotations", {}).items()
                if key == "api-approved.kubernetes.io"
            },
        },
        "spec": spec,
    }


def _without_prose(schema: Any, *, names: bool = False) -> Any:
    """`names`: the keys of this map are the names of fields, and one may be called description."""
    if isinstance(schema, list):
        return [_without_prose(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: _without_prose(value, names=key == "properties" and not names)
        for key, value in schema.items()
        if names or key != "description"
    }


def is_installed() -> bool:
    return folder().is_dir()


@functools.cache
def definitions() -> dict[tuple[str, str], Definition]:
    """Every definition, by group and kind."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(install().glob("*.json"))]
    for path in sorted(OWN.glob("*.yaml")):
        found += yaml.safe_load(path.read_text(encoding="utf-8"))["definitions"]
    return {(each["spec"]["group"], each["spec"]["names"]["kind"]): each for each in found}


@functools.cache
def crd_schema(group: str, version: str, kind: str) -> dict[str, Any] | None:
    """The JSON schema of a custom resource, closed: a field that its definition lacks is an error. None: unknown kind."""
    definition = definitions().get((group, kind))
    if definition is None:
        return None
    for entry in definition["spec"]["versions"]:
        if entry["name"] == version and entry["served"]:
            schema: dict[str, Any] = _closed(entry["schema"]["openAPIV3Schema"])
            schema["properties"] = schema.get("properties", {}) | {
                "apiVersion": {"const": f"{group}/{version}"},
                "kind": {"const": kind},
                "metadata": {"type": "object"},
            }
            schema["required"] = sorted({*schema.get("required", ()), "apiVersion", "kind", "metadata"})
            return schema
    served = ", ".join(entry["name"] for entry in definition["spec"]["versions"] if entry["served"])
    message = f"{kind} of {group} has no version {version} (it has: {served})"
    raise LookupError(message)


_INT_OR_STRING = {"type": ["integer", "string"]}
_NAMED = ("properties", "patternProperties")
_ONE = ("items", "not", "additionalProperties")
_SEVERAL = ("allOf", "anyOf", "oneOf")


def _closed(schema: dict[str, Any], *, part: bool = False) -> dict[str, Any]:
    """OpenAPI as Kubernetes writes it, as JSON schema. A `part` of a logical expression does not close what it is a part of."""
    out: dict[str, Any] = {}
    for key, value in schema.items():
        if key in _NAMED:
            out[key] = {name: _closed(each, part=part) for name, each in value.items()}
        elif key in _ONE and isinstance(value, dict):
            out[key] = _closed(value, part=part or key == "not")
        elif key in _SEVERAL:
            out[key] = [_closed(each, part=True) for each in value]
        elif not key.startswith("x-") and key not in ("format", "nullable", "default", "example", "title"):
            out[key] = value
    if schema.get("x-kubernetes-int-or-string"):
        out = {key: value for key, value in out.items() if key not in _SEVERAL} | _INT_OR_STRING
    open_ended = schema.get("x-kubernetes-preserve-unknown-fields") or "additionalProperties" in schema
    if not part and "properties" in schema and not open_ended:
        out["additionalProperties"] = False
    if schema.get("x-kubernetes-embedded-resource"):
        out.setdefault("properties", {}).update({name: {} for name in ("apiVersion", "kind", "metadata")})
    if schema.get("nullable"):
        out = {"anyOf": [out, {"type": "null"}]}
    return out


if __name__ == "__main__":
    print(f"custom resources: {install()}")
