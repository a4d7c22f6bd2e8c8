"""Languages inside YAML: the texts that are mounted as files, the scripts that shells get, the queries that Prometheus gets."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.blueprints.platforms import CASES, CHOSEN, rendered
from tests.charts.support import controllers, pod_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from tests.charts.support import Object

_SHELL = re.compile(r"(?:/usr)?(?:/bin/)?(sh|bash)")
_RUNS_TEXT = re.compile(r"-[a-z]*c")


class Script(NamedTuple):
    """What a shell gets: which (sh or bash), of which image, with which options, and the text."""

    shell: str
    image: str
    options: str
    text: str


class Query(NamedTuple):
    language: str  # promql or sql
    text: str


@cache
def releases(helm: Path, blueprint: str) -> list[list[Object]]:
    """What the blueprint renders in each of its environments, and in dev and prod with each of its answers."""
    found = [rendered(helm, *case) for case in CASES if case.blueprint == blueprint]
    return found + [rendered(helm, *case, answer) for case, answer in CHOSEN if case.blueprint == blueprint]


def files(found: Sequence[Object]) -> Mapping[tuple[str, str], str]:
    """Each distinct text in a ConfigMap: (`name/key`, text) to the text's ending, such as `.sh`."""
    return {
        (f"{each['metadata']['name']}/{key}", text): f".{key.rpartition('.')[2]}"
        for each in found
        if each["kind"] == "ConfigMap"
        for key, text in each.get("data", {}).items()
    }


def scripts(found: Sequence[Object]) -> Mapping[Script, str]:
    """Each distinct script of a container, in its command, its probes or its hooks, or mounted as a file: script to where."""
    out: dict[Script, str] = {}
    texts = {
        (each["metadata"]["name"], key): text
        for each in found
        if each["kind"] == "ConfigMap"
        for key, text in each.get("data", {}).items()
    }
    for controller in controllers(found):
        pod = pod_of(controller)
        maps = {
            each["name"]: each["configMap"]["name"] for each in pod.get("volumes", []) if "configMap" in each
        }
        for container in [*pod.get("initContainers", []), *pod["containers"]]:
            where = f"{controller['metadata']['name']}/{container['name']}"
            mounted = {
                f"{mount['mountPath']}/{key}": text
                for mount in container.get("volumeMounts", [])
                if mount["name"] in maps
                for (name, key), text in texts.items()
                if name == maps[mount["name"]]
            }
            for command in _commands(container):
                for script in _scripts(container["image"], command, mounted):
                    out.setdefault(script, where)
            image, run = container["image"].rpartition(":")[0], {script.text for script in out}
            for path, text in mounted.items():  # run by what is run, such as the image's entrypoint
                if path.endswith(".sh") and text not in run:
                    out.setdefault(Script("sh", image, "", text), f"{where} {path}")
    return out


def _commands(container: Mapping[str, Any]) -> Iterator[list[str]]:
    yield [*container.get("command", []), *container.get("args", [])]
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        yield container.get(probe, {}).get("exec", {}).get("command", [])
    for hook in container.get("lifecycle", {}).values():
        yield hook.get("exec", {}).get("command", [])


def _scripts(image: str, command: Sequence[str], mounted: Mapping[str, str]) -> Iterator[Script]:
    for at, word in enumerate(command):
        shell = _SHELL.fullmatch(word)
        if not shell:
            continue
        rest = [*command[at + 1 :]]
        options = []
        while rest and rest[0].startswith("-"):
            options.append(rest.pop(0))
        text = rest[0] if rest and any(map(_RUNS_TEXT.fullmatch, options)) else mounted.get("".join(rest[:1]))
        if text is not None:
            yield Script(shell[1], image.rpartition(":")[0], "".join(options), text)
        return


def queries(found: Sequence[Object]) -> Mapping[Query, str]:
    """Each distinct query of a dashboard and of what scales: query to where. Rules are read whole, see `rules`."""
    out: dict[Query, str] = {}
    for (where, text), ending in files(found).items():
        dashboard = json.loads(text) if ending == ".json" and '"panels"' in text else {}
        for target in (
            target for panel in dashboard.get("panels", []) for target in panel.get("targets", [])
        ):
            language, query = ("promql", target["expr"]) if "expr" in target else ("sql", target["rawSql"])
            out.setdefault(Query(language, query), where)
    for each in found:
        for trigger in each["spec"].get("triggers", []) if each["kind"] == "ScaledObject" else ():
            if "query" in trigger["metadata"]:
                out.setdefault(Query("promql", trigger["metadata"]["query"]), each["metadata"]["name"])
    return out


def rules(found: Sequence[Object]) -> Mapping[str, str]:
    """Each distinct PrometheusRule as a file of Prometheus', JSON: to its name."""
    return {
        json.dumps({"groups": each["spec"]["groups"]}): each["metadata"]["name"]
        for each in found
        if each["kind"] == "PrometheusRule"
    }
