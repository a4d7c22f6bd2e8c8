"""Facts of the cluster that stand where they stood before there was `global.cluster`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import MISSING, value_at
from generator.core.findings.finding import Hit
from generator.core.lint.facts import Facts, rule
from generator.core.paths import format_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.paths import KeyPath

_OLDER: tuple[tuple[KeyPath, KeyPath], ...] = (
    (("global", "networkPolicy", "ingressControllers"), ("global", "cluster", "ingress", "controllers")),
    (("global", "networkPolicy", "monitoring"), ("global", "cluster", "monitoring", "peers")),
)


@rule(
    "older-key",
    what="A fact of the cluster stands at its older key.",
    why="It goes before global.cluster, so that a profile or an environment changes nothing there.",
    level="note",
    bad={
        "values.yaml": """
            global:
              networkPolicy:
                monitoring: [{namespaceSelector: {matchLabels: {team: observability}}}]
        """,
    },
    good={
        "values.yaml": """
            global:
              cluster:
                monitoring: {peers: [{namespaceSelector: {matchLabels: {team: observability}}}]}
        """,
    },
)
def check(facts: Facts) -> Iterator[Hit]:
    for source in facts.sources:
        for older, path in _OLDER:
            if value_at(source.data, older) not in (MISSING, None, []):
                what = f"{format_path(older)} is the older key of {format_path(path)}"
                yield Hit(source.path, older, what, "Move it there, in every file that states it.")
