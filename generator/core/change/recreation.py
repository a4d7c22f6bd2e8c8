"""What a rename under a new name in Kubernetes means for an environment, and the commands that move data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.change.holdings import holdings_of
from generator.core.change.keeping import commands_that_keep
from generator.core.change.kept import about_kept, environments_with_kept
from generator.core.graph.known import variable_prefix

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.core.change.holdings import Holdings
    from generator.core.change.mentions import Renaming
    from generator.core.values.model import ValuesModel

_INDENT = "  "
_HELM = "meta.helm.sh/release"
_RETAIN = '{"spec": {"persistentVolumeReclaimPolicy": "Retain"}}'
_UNBIND = '[{"op": "remove", "path": "/spec/claimRef"}]'


def recreation(before: ValuesModel, after: ValuesModel, naming: Renaming) -> list[str]:
    """For every environment: what is renamed, made anew and left behind, and how the data follow."""
    lines = []
    for environment in before.environments or (None,):
        old = holdings_of(before, environment, naming.old)
        new = holdings_of(after, environment, naming.new)
        title = environment or "values.yaml"
        if before.subcharts[naming.old].kind != "service":
            lines.append(f"{title}: what its chart calls the objects of {naming.new} changes, see --impact")
        elif old is None or new is None:
            lines.append(f"{title}: {naming.new} is switched off, nothing changes")
        else:
            namespace = f" (namespace {old.namespace})" if old.namespace else ""
            lines.append(f"{title}{namespace}:")
            keeping = list(commands_that_keep(before, environment, naming.old))
            lines += [_INDENT + one for one in _of_environment(old, new, naming, keeping)]
    kept = environments_with_kept(before, after, naming.old, naming.new)
    if kept:
        lines.append(about_kept(before, kept))
    return lines


def _of_environment(old: Holdings, new: Holdings, naming: Renaming, keeping: Sequence[str]) -> Iterator[str]:
    if old.runs == "external":
        yield f"the Service {old.name} becomes {new.name}; what runs elsewhere runs on"
        return
    if new.has_exact_name:
        yield f"{old.name} keeps that name (global.names); a {old.workload} takes no other selector:"
        yield f"{_INDENT}{_kubectl(old)} delete {old.workload} {old.name} # before the upgrade"
    else:
        yield f"{old.name} becomes {new.name}: objects and pods are made anew, the old ones go"
    yield f"callers start anew: their variables are {variable_prefix(naming.known_new)}_HOST and so on"
    yield from _of_secret(old, new)
    if keeping:
        yield "what goes with its data stays by this, before the upgrade:"
        yield from (_INDENT + one for one in keeping)
    if old.runs == "operator":
        yield "the operator makes a new, empty cluster: restore its data from a backup"
        return
    yield from _of_claims(old, new)


def _of_secret(old: Holdings, new: Holdings) -> Iterator[str]:
    if old.secret == new.secret:
        return
    if old.source == "generated":
        yield f"the Secret {old.secret} stays, {new.secret} has other passwords: what keeps one must be told"
    elif old.source == "externalSecret":
        yield f"the Secret {old.secret} stays, {new.secret} is drawn anew:"
        yield f"{_INDENT}by the key of the new name, where credentials.remoteKey says none"
    else:
        yield f"the Secret {old.secret} is left behind, {new.secret} must be there before the upgrade:"
        copied = f'{{apiVersion, kind, type, data, metadata: {{name: "{new.secret}"}}}}'
        yield (
            f"{_INDENT}{_kubectl(old)} get secret {old.secret} -o json"
            f" | jq '{copied}' | {_kubectl(old)} apply -f -"
        )


def _of_claims(old: Holdings, new: Holdings) -> Iterator[str]:
    pairs = list(zip(old.stateful_claims, new.stateful_claims, strict=True))
    moved = [(one, other) for one, other in pairs if one != other]
    owned = [(one, other) for one, other in zip(old.claims, new.claims, strict=True) if one != other]
    if not moved and not owned:
        return
    for one, _ in moved:
        fate = "are deleted with it" if old.deletes_claims else "are left behind, with their data"
        yield f"the claims {one}-0 and following {fate}"
    for claim, _ in owned:
        yield f"the claim {claim.name} is left behind, with its data"
    yield "so that the new pods have the data, before the upgrade:"
    yield f"{_INDENT}{_kubectl(old)} scale {old.workload} {old.name} --replicas=0"
    for one, other in moved:
        found = f"{_kubectl(old)} get pvc -o name | cut -d/ -f2 | grep -E '^{one}-[0-9]+$'"
        yield f"{_INDENT}for old in $({found}); do"
        yield f"{_INDENT}{_INDENT}new={other}-${{old##*-}}"
        yield from (f"{_INDENT}{_INDENT}{step}" for step in _steps(old, owned=False))
        yield f"{_INDENT}done"
    for claim, other_claim in owned:
        yield f"{_INDENT}old={claim.name} new={other_claim.name}"
        yield from (f"{_INDENT}{step}" for step in _steps(old, owned=True))


def _steps(old: Holdings, *, owned: bool) -> Iterator[str]:
    """The claim $old becomes the claim $new of its volume; one that Helm makes must say that it is Helm's."""
    release, namespace = f'"{_HELM}-name": "{old.release}"', f'"{_HELM}-namespace": "{old.namespace}"'
    labels = 'labels: {"app.kubernetes.io/managed-by": "Helm"}'
    own = f", {labels}, annotations: {{{release}, {namespace}}}" if owned else ""
    shape = f"{{apiVersion, kind, spec, metadata: {{name: $new{own}}}}}"
    yield f"volume=$({_kubectl(old)} get pvc $old -o jsonpath='{{.spec.volumeName}}')"
    yield f"kubectl patch pv $volume -p '{_RETAIN}'"
    yield f"{_kubectl(old)} get pvc $old -o json | jq --arg new $new '{shape}' > $new.json"
    yield f"{_kubectl(old)} delete pvc $old"
    yield f"kubectl patch pv $volume --type json -p '{_UNBIND}'"
    yield f"{_kubectl(old)} apply -f $new.json"


def _kubectl(old: Holdings) -> str:
    return f"kubectl -n {old.namespace}" if old.namespace else "kubectl"
