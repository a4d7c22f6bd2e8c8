"""A platform of three services that tests can read at a glance, and an umbrella chart that is not ours."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import PurePosixPath

from generator.core.tree import Tree

CHART = """\
apiVersion: v2
name: shop
version: 0.1.0
dependencies:
  - {name: deployment, alias: web, condition: web.enabled, version: 1.0.0}
  - {name: deployment, alias: orders, condition: orders.enabled, version: 1.0.0}
  - {name: statefulset, alias: db, condition: db.enabled, version: 1.0.0}
"""
PLATFORM = """\
apiVersion: helm-blueprint/v1
blueprint: {name: small, source: builtin, version: 1.0.0}
environments:
  dev: {namespace: shop-dev}
  staging: {namespace: shop-staging}
  prod: {namespace: shop}
  dr: {inherits: prod, namespace: shop-dr}
"""
VALUES = """\
# The architecture of shop.
global:
  domain: example.com
  connections:
    web: [orders]
    orders: [db]
  presets:
    deployment: {replicaCount: 2}

web: # what customers see
  image: {repository: example.com/web, tag: 1.4.2}
  ports: {http: 8080}

# takes orders
orders:
  image:
    repository: example.com/orders
    tag: "2.0" # quoted, or it is a number
  ports: {http: 8080}

db:
  image: {repository: example.com/db, tag: 17.6}
  ports: {sql: 5432}
"""
DEV = """\
# dev: small
global:
  domain: dev.example.com
web:
  replicaCount: 1
"""
STAGING = """\
# staging: like prod
global:
  domain: staging.example.com
web:
  image: {tag: 1.5.0}
orders:
  env: {LOG_LEVEL: debug}
"""
PROD = """\
# prod: what production changes
global:
  presets:
    deployment: {replicaCount: 3}

orders:
  autoscaling: {enabled: true, maxReplicas: 30} # flash sales
"""
DR = """\
# dr: comes after prod
global:
  presets:
    deployment: {replicaCount: 1}
"""

_STRINGS = {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean"]}}
_SERVICE = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "enabled": {"type": "boolean"},
        "global": {"type": "object"},
        "replicaCount": {"type": "integer", "minimum": 0, "description": "Pods"},
        "image": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "repository": {"type": "string"},
                "tag": {"type": ["string", "number"]},
                "pullPolicy": {"enum": ["Always", "IfNotPresent", "Never"]},
            },
        },
        "ports": {"type": "object", "additionalProperties": {"type": "integer"}},
        "env": _STRINGS,
        "nodeSelector": {"type": "object", "additionalProperties": {"type": "string"}},
        "args": {"type": "array", "items": {"type": "string"}},
        "autoscaling": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"enabled": {"type": "boolean"}, "maxReplicas": {"type": "integer"}},
        },
        "presets": {"type": "array", "items": {"type": "string"}},
    },
}
SCHEMA = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "additionalProperties": False,
    "patternProperties": {"^x-": {}},
    "$defs": {"service": _SERVICE},
    "properties": {
        "global": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "domain": {"type": "string"},
                "cluster": {"type": "object"},
                "connections": {
                    "type": "object",
                    "additionalProperties": {"type": "array", "items": {"type": "string"}},
                },
                "presets": {"type": "object", "additionalProperties": {"$ref": "#/$defs/service"}},
                "overrides": {"type": "object", "additionalProperties": {"$ref": "#/$defs/service"}},
            },
        },
        "workload": {"type": "object"},
        "web": {"$ref": "#/$defs/service"},
        "orders": {"$ref": "#/$defs/service"},
        "db": {"$ref": "#/$defs/service"},
    },
}
DEFAULTS = {
    "enabled": True,
    "replicaCount": 1,
    "image": {"repository": "", "tag": "", "pullPolicy": "IfNotPresent"},
    "ports": {},
    "env": {},
    "autoscaling": {"enabled": False, "maxReplicas": 10},
}


def small_platform(*, intent: str = "", **files: str) -> Tree:
    """The platform; `values_dev="…"` replaces a file, `intent` is what platform.yaml says below that word.

    A name with a dot, as in `**{"values.schema.json": "…"}`, is a file's own.
    """
    texts = {
        "Chart.yaml": CHART,
        "platform.yaml": PLATFORM + (f"intent:\n{intent}" if intent else ""),
        "values.yaml": VALUES,
        "values-dev.yaml": DEV,
        "values-staging.yaml": STAGING,
        "values-prod.yaml": PROD,
        "values-dr.yaml": DR,
        "values.schema.json": json.dumps(SCHEMA),
    }
    for kind in ("deployment", "statefulset"):
        texts[f"charts/{kind}/Chart.yaml"] = (
            f"apiVersion: v2\nname: {kind}\nversion: 1.0.0\nannotations: {{helm-blueprint/workload: {kind}}}\n"
        )
        texts[f"charts/{kind}/defaults.json"] = json.dumps(DEFAULTS)
    texts |= _named(files)
    return {PurePosixPath(name): text.encode() for name, text in texts.items()}


def foreign_umbrella(**files: str) -> Tree:
    """An umbrella chart of somebody else: no platform.yaml, no schema, one chart with ordinary defaults."""
    texts = {
        "Chart.yaml": "apiVersion: v2\nname: theirs\nversion: 1.0.0\ndependencies:\n"
        "  - {name: redis, version: 1.0.0, repository: https://charts.example.com}\n"
        "  - {name: cart, version: 1.0.0}\n",
        "values.yaml": "cart:\n  replicas: 2\n  tag: 1.0.0\n  debug: false\n",
        "values-dev.yaml": "cart:\n  replicas: 1\n",
        "values-prod.yaml": "cart:\n  tag: 1.0.0\n",
        "charts/cart/Chart.yaml": "apiVersion: v2\nname: cart\nversion: 1.0.0\n",
        "charts/cart/values.yaml": "replicas: 1\ntag: latest\nlabels: {}\nport: 80\n",
        "charts/cart/templates/cart.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cart}\n"
        "data: {tag: {{ .Values.tag | quote }}}\n",
    }
    texts |= _named(files)
    return {PurePosixPath(name): text.encode() for name, text in texts.items()}


def _named(files: dict[str, str]) -> dict[str, str]:
    return {name if "." in name else f"{name.replace('_', '-')}.yaml": text for name, text in files.items()}


def packed(name: str, content: dict[str, str]) -> bytes:
    """A chart as `helm package` packs it."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for path, text in content.items():
            info = tarfile.TarInfo(f"{name}/{path}")
            info.size = len(text.encode())
            archive.addfile(info, io.BytesIO(text.encode()))
    return stream.getvalue()
