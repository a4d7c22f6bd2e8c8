"""What stays in the clusters when a service goes from the chart, and the commands that take it away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.change.holdings import holdings_of
from generator.core.change.keeping import commands_that_keep
from generator.core.change.kept import about_kept, environments_with_kept
from generator.core.data import map_at, map_or_empty
from generator.core.styled import Part, line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.core.change.holdings import Holdings
    from generator.core.data import Values
    from generator.core.styled import Line
    from generator.core.values.model import ValuesModel


def leftovers(model: ValuesModel, names: Iterable[str]) -> list[Line]:
    """By environment: the commands for claims, Secrets and snapshots that Helm leaves; nothing if none stay.

    Names are those of a release that is called as the chart. A Secret that another service takes, too, is
    not among them.
    """
    gone = list(dict.fromkeys(names))
    lines: list[Line] = []
    first = [*_before(model, gone), *_kept(model, gone)]
    for environment in model.environments or (None,):
        commands = [text for name in gone for text in _commands(model, environment, name, gone)]
        if commands:
            lines.append(line(Part(environment or "values.yaml", "bold"), ":"))
            lines += [line(f"  {text}") for text in commands]
    if not lines:
        return first
    title = f"Helm leaves this where it was installed (release {model.charts[1].name}); when nobody needs it:"
    return [*first, line(title), *lines]


def _before(model: ValuesModel, gone: list[str]) -> Iterator[Line]:
    """What is lost with them, data included, unless somebody keeps it."""
    commands = [
        text
        for environment in model.environments or (None,)
        for name in gone
        for text in commands_that_keep(model, environment, name)
    ]
    if commands:
        yield line("This goes with its data, unless it is told to stay before the upgrade:")
        yield from (line(f"  {text}") for text in dict.fromkeys(commands))


def _kept(model: ValuesModel, gone: list[str]) -> Iterator[Line]:
    """What the next release renders still, so that it stays."""
    where = dict.fromkeys(one for name in gone for one in environments_with_kept(model, model, name))
    if where:
        yield line(about_kept(model, where))


def _commands(model: ValuesModel, environment: str | None, name: str, gone: list[str]) -> Iterator[str]:
    chart = model.subcharts[name]
    if chart.kind != "service":
        if model.is_enabled(environment, name):
            labels = f"app.kubernetes.io/instance={model.charts[1].name},app.kubernetes.io/name={chart.type}"
            namespace = _namespace(model, environment)
            yield f"kubectl{namespace} get persistentvolumeclaims,secrets --selector {labels}"
        return
    held = holdings_of(model, environment, name)
    if held is None:
        return
    values = map_or_empty(model.effective(environment, (name,)))
    claims = [*_claims_of_pods(held, values), *(one.name for one in held.claims if held.runs != "external")]
    if claims:
        yield f"{held.kubectl} delete persistentvolumeclaim {' '.join(claims)}"
    if held.secret and held.source == "externalSecret":
        yield f"{held.kubectl} delete externalsecrets.external-secrets.io {held.secret}"
    secrets = [*_secrets(model, environment, held, gone), *_secrets_of_ingress(values, held)]
    if secrets:
        yield f"{held.kubectl} delete secret {' '.join(dict.fromkeys(secrets))}"
    backup = map_at(values, "backup")
    if backup.get("enabled") and backup.get("method") == "snapshot":
        for claim in _claims_of_pods(held, values, always=True):
            yield f"{held.kubectl} delete volumesnapshot --selector helm-blueprint/snapshot-of={claim}"


def _namespace(model: ValuesModel, environment: str | None) -> str:
    described = model.platform.environments.get(environment or "") if model.platform else None
    return f" --namespace {described.namespace}" if described and described.namespace else ""


def _claims_of_pods(held: Holdings, values: Values, *, always: bool = False) -> list[str]:
    """The claims of a StatefulSet's pods, which Kubernetes keeps unless it is told otherwise."""
    if held.deletes_claims and not always:
        return []
    templates = map_at(values, "volumeClaimTemplates")
    first, count = map_at(values, "ordinals").get("start"), values.get("replicaCount")
    start = first if isinstance(first, int) else 0
    pods = count if isinstance(count, int) else 1
    return [
        f"{claim}-{start + number}"
        for claim in held.stateful_claims
        if not map_or_empty(templates.get(claim.removesuffix(f"-{held.name}"))).get("ephemeral")
        for number in range(pods)
    ]


def _secrets(model: ValuesModel, environment: str | None, held: Holdings, gone: list[str]) -> list[str]:
    """The Secret with its credentials, which outlives what draws it from a store."""
    if not held.secret:
        return []
    others = (holdings_of(model, environment, key) for key in model.subcharts if key not in gone)
    return [] if any(one and one.secret == held.secret for one in others) else [held.secret]


def _secrets_of_ingress(values: Values, held: Holdings) -> Iterator[str]:
    """The certificates that cert-manager, or somebody, has put in Secrets for its names."""
    ingress = map_at(values, "ingress")
    given = ingress.get("tls") if ingress.get("enabled") else None
    for entry in given if isinstance(given, list) else ():
        name = str(map_or_empty(entry).get("secretName") or "")
        name = name.replace("{{ .Release.Name }}", held.release)
        if name and "{{" not in name:
            yield name
