"""Every switch of a platform's values, flipped once: what comes of it fits together, or is refused with a reason.

    python -m tests.blueprints.switches [blueprint …]     every one of them in production (make nightly; an hour)

A switch is a value of services, of the namespace or of `global` that is true or false, or one word of several. Those of services are
flipped for all services at once; where that is refused, for each alone. Those of databases are flipped once more where an operator runs them.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from tests import tools
from tests.blueprints import rules
from tests.blueprints.outside import CHOSEN, gaps
from tests.blueprints.platforms import NAMES, described, files_of, folder, rendered
from tests.charts import consistency, support
from tests.charts.support import HelmError, controllers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# What has to come along for a switch to mean anything, as its page says.
WITH: dict[tuple[str, ...], dict[str, Any]] = {
    ("external", "enabled"): {"external": {"host": "elsewhere.example.com"}},
    ("httpRoute", "enabled"): {"httpRoute": {"parentRefs": [{"name": "public", "namespace": "gateways"}]}},
    ("tls", "enabled"): {"tls": {"issuer": {"name": "platform", "kind": "ClusterIssuer"}}},
    ("backup", "drill", "enabled"): {"backup": {"enabled": True, "method": "postgresql"}},
    ("backup", "alerts", "enabled"): {"backup": {"enabled": True}},
    ("credentials", "source"): {"credentials": {"store": {"name": "vault", "kind": "ClusterSecretStore"}}},
}
# Flipped for one service at a time: all at once nothing would be left that could be wrong.
ALONE = {("enabled",), ("external", "enabled"), ("operator", "enabled"), ("service", "enabled")}
# What does not fit together and is meant: (blueprint or "", service, path) -> why.
KNOWN: dict[tuple[str, str, str], str] = {
    (
        "devops",
        "",
        "ingress.enabled",
    ): "git's and CI's own addresses stay what browsers ask for, whatever leads there",
    ("iot", "", "ingress.enabled"): "the dashboard's own address stays what users type, whatever leads there",
    ("", "namespace", "enabled"): "whoever makes the namespace makes the priority classes that services name",
    (
        "devops",
        "config-management",
        "enabled",
    ): "config-backup and config-restore work on its claim: switch them off, too",
    ("devops", "config-management", "external.enabled"): "as above",
    ("devops", "config-backup", "enabled"): "config-restore reads its claim: switch it off, too",
    (
        "devops",
        "metrics-store",
        "enabled",
    ): "monitoring writes to each of its pods by name: switch it off, too",
    ("devops", "metrics-store", "external.enabled"): "as above: state monitoring's args",
    (
        "devops",
        "log-store",
        "enabled",
    ): "log-management writes to each of its pods by name: switch it off, too",
    ("devops", "log-store", "external.enabled"): "as above: state log-management's configMaps",
    ("trading", "trading-engine", "enabled"): "monitoring's alerts watch it: state extraObjects.alerts",
    ("trading", "trading-engine", "external.enabled"): "as above",
    ("trading", "backup", "enabled"): "monitoring's alerts watch it: state extraObjects.alerts",
    ("trading", "order-db", "enabled"): "backup dumps it: state backup's initContainers.dump",
    ("trading", "trade-db", "enabled"): "backup dumps it: state backup's initContainers.dump",
}
STORE = {"endpoint": "https://s3.eu-central-1.example.com", "bucket": "shop-prod-backups"}
GLOBALS: tuple[dict[str, Any], ...] = (
    {"mesh": {"type": "istio"}},
    {"mesh": {"type": "linkerd"}},
    {"overrides": {"enabled": False}},
    {"telemetry": {"endpoint": "http://otel-collector.telemetry:4318"}},
    {"backups": {**STORE, "credentials": {"secretName": "backup-store"}}},
    {"backups": {**STORE, "prune": False, "objectLock": {"mode": "COMPLIANCE", "days": 30}}},
)
OPERATED = "postgres=cloudnative-pg"
# Answers beside the defaults, and what of their databases is flipped; (): everything.
ANSWERED: dict[tuple[str, ...], tuple[str, ...]] = {
    (OPERATED,): (),
    (OPERATED, "backups=s3"): ("backup", "restore", "rpo", "operator"),
}


class Switch(NamedTuple):
    """A value of a service, or of all of them (service ""), and what it is set to."""

    service: str
    path: tuple[str, ...]
    value: Any

    def values(self, services: Sequence[str]) -> dict[str, Any]:
        own: dict[str, Any] = {}
        inner = own
        for step in self.path[:-1]:
            inner = inner.setdefault(step, {})
        inner[self.path[-1]] = self.value
        own = support.merged(WITH.get(self.path, {}) if self.value else {}, own)
        return dict.fromkeys([self.service] if self.service else services, own)


def switches_of(
    schema: Mapping[str, Any], path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], list[Any]]]:
    """Every boolean and every enumeration among the properties of a schema, with the values that it can have."""
    for name, each in schema.get("properties", {}).items():
        here = (*path, name)
        if "enum" in each:
            yield here, [value for value in each["enum"] if value != each.get("default")]
        elif each.get("type") == "boolean":
            yield here, [True, False]
        else:
            yield from switches_of(each, here)


def all_switches(blueprint: str, only: Sequence[str] = ()) -> list[tuple[Switch, list[str]]]:
    """Each switch with the services that have it; `only` of these, where some are named."""
    dependencies = yaml.safe_load((folder(blueprint) / "Chart.yaml").read_text())["dependencies"]
    having: dict[tuple[tuple[str, ...], str], list[str]] = {}
    for one in dependencies:
        if "alias" not in one and one["name"] != "namespace":
            continue
        if only and one.get("alias", one["name"]) not in only:
            continue
        schema = json.loads((support.CHARTS / one["name"] / "values.schema.json").read_text())
        for path, values in switches_of(schema):
            for value in values:
                having.setdefault((path, json.dumps(value)), []).append(one.get("alias", one["name"]))
    found = []
    for (path, value), services in having.items():
        if path in ALONE:
            found += [(Switch(name, path, json.loads(value)), [name]) for name in services]
        else:
            found.append((Switch("", path, json.loads(value)), services))
    return found


def operated(blueprint: str, helm: Path) -> list[str]:
    """The databases that the operator runs in production, where it is asked for."""
    release = str(described(blueprint).answers["name"])
    clusters = [each for each in rendered(helm, blueprint, "prod", OPERATED) if each["kind"] == "Cluster"]
    return [str(each["metadata"]["name"]).removeprefix(f"{release}-") for each in clusters]


def judged(blueprint: str, values: Mapping[str, Any], helm: Path, *answers: str) -> list[str]:
    """What does not fit together in production with these values on top; HelmError where they are refused."""
    with tempfile.TemporaryDirectory() as home:
        more = support.values_file(Path(home), values)
        release = str(described(blueprint).answers["name"])
        files = files_of(blueprint, "prod", *answers)
        found = support.template(helm, folder(blueprint, *answers), *files, "-f", more, release=release)
    variables = [problem for each in controllers(found) for problem in rules.unknown_variables(each)]
    return [*variables, *consistency.problems(found), *gaps(blueprint, found, CHOSEN)]


def reason(error: HelmError, services: Sequence[str]) -> str:
    """The sentence of a refusal: it names a service or the key, or there is none."""
    text = " ".join(str(error).split())
    named = [name for name in services if re.search(rf"\b{re.escape(name)}\b", text)]
    return (
        text[-300:]
        if named and "nil pointer" not in text and "error calling" not in text.partition("fail")[0]
        else ""
    )


def refusing_services(refusal: str, services: Sequence[str]) -> list[str]:
    """Whose template ends with the refusal, or whose values the schema does not take."""
    named = set(re.findall(r"/charts/([\w-]+)/templates/|^- at '/([\w-]+)/", refusal, re.MULTILINE))
    return [name for name in services if any(name in each for each in named)]


def main(blueprints: Sequence[str]) -> int:
    helm = tools.find("helm3")
    assert helm, "make tools"
    wrong = 0
    for blueprint in blueprints:
        began = time.monotonic()
        counts: Counter[str] = Counter()
        flips = 0
        for answers in ((), *ANSWERED):
            switches = all_switches(blueprint, operated(blueprint, helm) if answers else ())
            keys = ANSWERED.get(answers)
            switches = [each for each in switches if not keys or each[0].path[0] in keys]
            flips += len(switches) + len(GLOBALS)
            for switch, services in switches:
                for one in flipped(blueprint, switch, services, helm, *answers):
                    counts[one[0]] += 1
                    if one[0] != "fits":
                        print(blueprint, *answers, *one, flush=True)
            for values in GLOBALS:
                problems = judged(blueprint, {"global": values}, helm, *answers)
                counts["fits" if not problems else "wrong"] += 1
                if problems:
                    print(blueprint, *answers, "wrong", values, problems, flush=True)
        seconds = time.monotonic() - began
        print(
            f"{blueprint}: {flips} switches in {seconds:.0f} s:",
            dict(counts),
            flush=True,
        )
        wrong += counts["wrong"] + counts["unexplained"]
    return 1 if wrong else 0


def flipped(
    blueprint: str, switch: Switch, services: Sequence[str], helm: Path, *answers: str
) -> Iterator[tuple[str, str, str]]:
    """(fits, known, wrong, refused or unexplained; the switch; why)."""
    shown = _shown(switch)
    try:
        problems = judged(blueprint, switch.values(services), helm, *answers)
    except HelmError as error:
        if len(services) > 1:
            # Those that refuse it are named, some at a time: the others go on together.
            refusing = refusing_services(str(error), services)
            for name in refusing:
                one = switch._replace(service=name)
                why = reason(error, [name])
                yield (
                    ("refused", _shown(one), why) if why else ("unexplained", _shown(one), str(error)[-400:])
                )
            others = [name for name in services if name not in refusing]
            if refusing and others:
                yield from flipped(blueprint, switch, others, helm, *answers)
            elif others:
                for name in others:
                    yield from flipped(blueprint, switch._replace(service=name), [name], helm, *answers)
            return
        why = reason(error, services)
        yield ("refused", shown, why) if why else ("unexplained", shown, str(error)[-400:])
        return
    path = ".".join(switch.path)
    known = KNOWN.get((blueprint, switch.service, path), KNOWN.get(("", switch.service, path), ""))
    yield (
        ("known" if known else "wrong", shown, known or "; ".join(problems))
        if problems
        else ("fits", shown, "")
    )


def _shown(switch: Switch) -> str:
    return f"{switch.service or '*'}.{'.'.join(switch.path)}={json.dumps(switch.value)}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or NAMES))
