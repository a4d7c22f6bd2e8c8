"""What is judged: the objects of every blueprint, in a namespace of their own for each way of rendering."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from tests import crds, tools
from tests.blueprints import platforms
from tests.cluster.controlplane import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.cluster.controlplane import Api

Object = dict[str, Any]
# What custom resources refer to, and their software looks up.
REFERRED = ("Deployment", "StatefulSet", "DaemonSet", "Service", "HorizontalPodAutoscaler", "ServiceAccount")


class Unit(NamedTuple):
    """One way of rendering a blueprint; the variant: what DELIVERED it."""

    blueprint: str
    environment: str
    answer: str = ""  # or several, as in a command line
    variant: str = ""

    @property
    def namespace(self) -> str:
        """Its name as a test, too."""
        answers = re.sub(r"[= ]", "-", self.answer)
        given = (self.blueprint, self.environment, answers, self.variant)
        return "-".join(part for part in given if part)


OPERATED = "postgres=cloudnative-pg"
ARCHIVED = f"{OPERATED} backups=s3"
DRAWN = "secrets=external-secrets"
DELIVERED = "delivered"


def units() -> list[Unit]:
    """Every blueprint in every environment; with every answer that makes further custom resources; its databases operated, and archived; its Secrets drawn."""
    found = [Unit(case.blueprint, case.environment) for case in platforms.CASES]
    found += [
        Unit(case.blueprint, case.environment, answer)
        for case, answer in platforms.CHOSEN
        if "mesh=" in answer
    ]
    found += [
        Unit(name, "prod", f"gitops={by}", DELIVERED) for name in platforms.NAMES for by in ("argocd", "flux")
    ]
    found += [
        Unit(name, environment, OPERATED)
        for name in platforms.NAMES
        for environment in ("test", "prod", "dr")
    ]
    found += [
        Unit(name, environment, DRAWN if name in ("devops", "trading") else f"backups=s3 {DRAWN}")
        for name in platforms.NAMES
        for environment in ("staging", "prod", "dr")
    ]
    found.append(Unit("trading", "prod", f"{OPERATED} {DRAWN}"))
    return found + [
        Unit(name, environment, ARCHIVED)
        for name in ("ecommerce", "microservices")
        for environment in ("prod", "dr")
    ]


@cache
def rendered(unit: Unit) -> Sequence[Object]:
    """The objects of a unit; not to be changed by a test."""
    if unit.variant == DELIVERED:
        return _delivery(unit)
    more = f"--namespace {unit.namespace}"
    helm3 = tools.install("helm3")
    return platforms.rendered(helm3, unit.blueprint, unit.environment, *unit.answer.split(), more=more)


def _delivery(unit: Unit) -> list[Object]:
    """What tells a deployer of the platform."""
    folder = platforms.folder(unit.blueprint, unit.answer) / "gitops"
    files = sorted(folder.rglob("*.yaml"))
    found = [
        one
        for file in files
        for one in yaml.load_all(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
        if one
    ]
    assert found, f"{unit.namespace} has nothing below gitops/"
    return found


@cache
def databases(blueprint: str, environment: str) -> tuple[str, ...]:
    """The services that are PostgreSQL's."""
    found = set()
    for item in rendered(Unit(blueprint, environment)):
        if item["kind"] == "StatefulSet":
            images = [each["image"] for each in item["spec"]["template"]["spec"]["containers"]]
            if any(re.search(r"/postgres:", image) for image in images):
                found.add(item["metadata"]["labels"]["app.kubernetes.io/name"])
    return tuple(sorted(found))


def custom(items: Sequence[Object]) -> Iterator[Object]:
    """Those whose kinds are defined by a definition."""
    known = crds.definitions()
    return (item for item in items if (item["apiVersion"].rpartition("/")[0], item["kind"]) in known)


_said: dict[Unit, list[str]] = {}


def complaints(api: Api, unit: Unit) -> list[str]:
    """What is said against the custom resources of a unit, when all they refer to is there; warnings, too. Said once."""
    if unit not in _said:
        _said[unit] = _complaints(api, unit)
    return _said[unit]


def _complaints(api: Api, unit: Unit) -> list[str]:
    create_namespace(api, unit.namespace)
    items = rendered(unit)
    found = []
    judged = list(custom(items))
    for item in [*(each for each in items if each["kind"] in REFERRED), *judged]:
        said = apply(api, item, unit.namespace)
        found += [f"{item['kind']} {item['metadata']['name']}: {one}" for one in said]
    return found


def create_namespace(api: Api, name: str) -> None:
    api.create("/api/v1/namespaces", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}})


def apply(api: Api, item: Object, namespace: str) -> list[str]:
    """What an API server and who stands behind it have against an object: why it is refused, or what they warn of."""
    place = item["metadata"].get("namespace", namespace)
    if place != namespace:
        create_namespace(api, place)
    path = f"{_path(api, item, place)}?fieldManager=tests&force=true&fieldValidation=Strict"
    try:
        _, warnings = api.answer("PATCH", path, item, kind="application/apply-patch+yaml")
    except Refused as error:
        return [_message(str(error))]
    return [f"warns: {one}" for one in warnings]


def _message(text: str) -> str:
    found = re.search(r'"message":"((?:[^"\\]|\\.)*)"', text)
    return found[1].replace('\\"', '"').replace("\\n", "\n") if found else text


_resources: dict[tuple[str, str], tuple[str, bool]] = {}


def _path(api: Api, item: Object, namespace: str) -> str:
    version, kind = item["apiVersion"], item["kind"]
    base = f"/apis/{version}" if "/" in version else f"/api/{version}"
    if (version, kind) not in _resources:
        for each in api.get(base)["resources"]:
            if "/" not in each["name"]:
                _resources[version, each["kind"]] = each["name"], each["namespaced"]
    plural, namespaced = _resources[version, kind]
    inside = f"/namespaces/{namespace}" if namespaced else ""
    return f"{base}{inside}/{plural}/{item['metadata']['name']}"


def await_definitions(api: Api) -> None:
    """Until every definition is served."""
    from tests.cluster.release import eventually

    def complaint() -> str:
        listed = api.items("/apis/apiextensions.k8s.io/v1/customresourcedefinitions")
        waiting = [
            each["metadata"]["name"]
            for each in listed
            if not any(
                one["type"] == "Established" and one["status"] == "True"
                for one in each.get("status", {}).get("conditions") or []
            )
        ]
        return f"not served: {waiting}" if waiting else ""

    eventually(complaint, 60)


def delete(api: Api, item: Object, namespace: str) -> None:
    api.call("DELETE", _path(api, item, item["metadata"].get("namespace", namespace)))


def read(api: Api, item: Object, namespace: str) -> Object:
    return api.get(_path(api, item, item["metadata"].get("namespace", namespace)))
