"""Where a new service goes: below the last of its tier, in Chart.yaml and in every values file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.change.new_service.neighbours import tier_of
from generator.core.helm.chart_file import VALUES_FILE
from generator.core.yaml.document import entry_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import PurePosixPath

    from generator.core.values.model import ValuesModel

TIERS = ("presentation", "application", "business", "data", "infrastructure")
_RULE = "# ── "
_WIDTH = 80


class Below(NamedTuple):
    """The service that a new one stands below ("" where there is none), and whether it opens a section.

    `key` is what of values.yaml it stands below, where that is no service.
    """

    after: str
    opens: bool = False
    key: str = ""


def place_for(model: ValuesModel, tier: str) -> Below:
    """Below the last service of the tier; where it has none, below the last of the tiers before it."""
    order = services_in(model, VALUES_FILE)
    tiers = {name: tier_of(model, name) for name in order}
    if tier:
        same = [name for name in order if tiers[name] == tier]
        if same:
            return Below(same[-1])
        known = TIERS.index(tier) if tier in TIERS else len(TIERS)
        before = [name for name in order if tiers[name] in TIERS[:known]]
        if before or not order:
            return Below(before[-1] if before else "", opens=True)
        return Below(order[-1], opens=True, key=_key_above(model, order[0]))
    return Below(order[-1] if order else "")


def _key_above(model: ValuesModel, name: str) -> str:
    """The key above that of a service in values.yaml; "" where it is the first."""
    keys = [entry_name(key) or "" for key, _ in model.source(VALUES_FILE).document.root.pairs]
    index = keys.index(name)
    return keys[index - 1] if index else ""


def services_in(model: ValuesModel, file: PurePosixPath) -> list[str]:
    """The dependencies that a file has blocks of, as they stand in it; libraries of ours are none."""
    if file not in model.tree:
        return []
    names = [entry_name(key) or "" for key, _ in model.source(file).document.root.pairs]
    plain = {key for key, chart in model.subcharts.items() if chart.kind == "vendored"}
    return [name for name in names if name in model.subcharts and name not in plain]


def key_below(keys: Sequence[str], order: Sequence[str], after: str) -> str:
    """Of the keys that a map has, the one that a new one goes below: `after`, or the nearest before it.

    `order` is that of the services in values.yaml. "" where none of them stands before.
    """
    before = order[: order.index(after) + 1] if after in order else order
    return next((name for name in reversed(before) if name in keys), "")


def section_heading(model: ValuesModel, tier: str) -> str:
    """The heading of a new section, where the file has such headings."""
    if _RULE not in model.source(VALUES_FILE).text:
        return ""
    start = f"{_RULE}{tier} "
    return start + "─" * max(3, _WIDTH - 1 - len(start)) + "\n"
