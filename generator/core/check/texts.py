"""What programs are told as text: environment, arguments, configuration, with known variables filled in."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.core.check.release import containers, name_of, namespace_of
from generator.core.data import map_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.core.check.release import Pods, ReleaseObjects

_VARIABLE = re.compile(r"(?<!\$)\$\((\w[\w.]*)\)")
_OF_SHELL = re.compile(r"\$(?:\{(\w+)\}|(\w+))")
_LOOP = re.compile(r"\bfor (\w+) in ([\w .-]+?)\s*(?:;|\n)")
_OF_FIELDS = {"metadata.namespace": "namespace", "metadata.name": "name"}
_UNKNOWN = "unknown"  # in place of what a Secret or the node says: as good as any password
_MOST = 64


class Text(NamedTuple):
    """A text with its place."""

    each: Mapping[str, Any]
    path: str
    variable: str  # "": it is none
    text: str
    namespace: str  # of who reads it
    elsewhere: bool = False  # read by a program in a namespace of its own


def texts(release: ReleaseObjects) -> Iterator[Text]:
    """Every text of a release that may name a host."""
    readers: dict[tuple[str, str], dict[str, str]] = {}
    for pods in release.pods:
        namespace = namespace_of(pods.controller)
        mounted = [
            str(map_at(volume, "configMap").get("name"))
            for volume in pods.spec.get("volumes") or []
            if "configMap" in volume
        ]
        for path, container in containers(pods.spec):
            variables = _variables(container, pods)
            for name in mounted:
                readers.setdefault((namespace, name), {}).update(variables)
            where = f"{pods.path}.{path}"
            for name, value in variables.items():
                yield Text(pods.controller, f"{where}.env.{name}", name, value, namespace)
            for field in ("command", "args"):
                for place, one in enumerate(container.get(field) or []):
                    for text in _told(_filled(str(one), variables), variables):
                        yield Text(pods.controller, f"{where}.{field}[{place}]", "", text, namespace)
    for each in release.of_kind("ConfigMap"):
        known = readers.get((namespace_of(each), name_of(each)), {})
        for key, value in (each.get("data") or {}).items():
            for text in _told(str(value), known):
                yield Text(each, f"data.{key}", "", text, namespace_of(each))
    for each in release.of_kind("ScaledObject"):
        for trigger in map_at(dict(each), "spec").get("triggers") or []:
            for key, value in map_at(trigger, "metadata").items():
                path = f"spec.triggers.{trigger.get('name', trigger['type'])}.metadata.{key}"
                yield Text(each, path, key, str(value), namespace_of(each), elsewhere=True)


def _variables(container: Mapping[str, Any], pods: Pods) -> dict[str, str]:
    known: dict[str, str] = {}
    own = {"name": pods.names[0], "namespace": namespace_of(pods.controller)}
    for entry in container.get("env") or []:
        if "value" in entry:
            known[entry["name"]] = _filled(str(entry["value"]), known)
        else:
            field = map_at(map_at(entry, "valueFrom"), "fieldRef").get("fieldPath", "")
            known[entry["name"]] = own.get(_OF_FIELDS.get(str(field), ""), _UNKNOWN)
    return known


def _filled(text: str, known: Mapping[str, str]) -> str:
    """$(NAME), as Kubernetes fills it in."""
    return _VARIABLE.sub(lambda found: known.get(found[1], found[0]), text)


def _told(text: str, known: Mapping[str, str]) -> Iterator[str]:
    """A script or configuration with $NAME and ${NAME} filled in, for every turn of its loops over words."""
    loops = {found[1]: found[2].split() for found in _LOOP.finditer(text)}
    turns = [dict(zip(loops, words, strict=True)) for words in product(*loops.values())][:_MOST]
    for turn in turns:
        filled = {**known, **turn}
        yield _substituted(text, filled)


def _substituted(text: str, known: Mapping[str, str]) -> str:
    return _OF_SHELL.sub(lambda found: known.get(found[1] or found[2], found[0]), text)
