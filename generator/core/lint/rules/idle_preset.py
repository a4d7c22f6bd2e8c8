"""Presets and overrides that reach no service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import map_or_empty, value_at
from generator.core.findings.finding import Hit
from generator.core.lint.facts import Facts, rule
from generator.core.schema.keys import schema_at
from generator.core.words import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.helm.source import Source

_KINDS = ("presets", "overrides")


@rule(
    "idle-preset",
    needs_all=True,
    what="A preset or override is of no workload type that the platform has, and no service names it.",
    why="A misspelt type does nothing, and neither Helm nor a schema says so.",
    bad={
        "values.yaml": """
            global:
              presets:
                deploymnt: {replicaCount: 2}
        """,
    },
    good={
        "values.yaml": """
            global:
              presets:
                deployment: {replicaCount: 2}
        """,
    },
)
def check(facts: Facts) -> Iterator[Hit]:
    model = facts.model
    services = [key for key, chart in model.subcharts.items() if chart.kind == "service"]
    if not services:
        return
    # What the schema refuses is reported there.
    refused = {violation.path for violation, _, _ in facts.violations}
    types = {"all", *(model.subcharts[key].type for key in services)}
    for source in facts.sources:
        stated = {kind: map_or_empty(value_at(source.data, ("global", kind))) for kind in _KINDS}
        if not any(stated[kind].keys() - types for kind in _KINDS):
            continue  # no service need be asked
        taken = types | {name for key in services for name in _taken(facts, source, key)}
        for kind in _KINDS:
            known = taken | _types_without_service(facts, kind)
            for name, values in stated[kind].items():
                path = ("global", kind, name)
                if isinstance(values, dict) and values and name not in known and path not in refused:
                    what = f"global.{kind}.{name} reaches no service"
                    yield Hit(source.path, path, what, _advice(kind, name, taken))


def _types_without_service(facts: Facts, kind: str) -> set[str]:
    """The workload types whose last service has gone: what is said of them is no slip."""
    model = facts.model
    compiled = schema_at(model.schema, ("global", kind, "")).siblings if model.schema is not None else ()
    return {*compiled, *(chart.workload for chart in model.charts[1].inside)}


def _taken(facts: Facts, source: Source, key: str) -> Iterator[str]:
    """The presets that a service names, in any environment that the file has a say in."""
    for reader in facts.readers(source):
        for layer in facts.model.layers_of(reader, key):
            if layer.at[:2] == ("global", "presets"):
                yield str(layer.at[2])
        # The misspelt one is the service's: see unknown-preset.
        presets = facts.model.declared(reader, ("global", "presets"))
        for name in facts.model.unknown_presets(reader, key):
            if near := nearest(name, map_or_empty(presets)):
                yield near


def _advice(kind: str, name: str, known: set[str]) -> str:
    if near := nearest(name, sorted(known)):
        return f'Did you mean "{near}"?'
    if kind == "overrides":
        return f"Overrides are for all services or for a type: {', '.join(sorted(known))}."
    return "Name it in the presets of a service, or remove it."
