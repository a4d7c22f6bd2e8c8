"""The text of a new block, as a person would write it: short maps and lists on one line, comments beside."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from generator.core.yaml.render import in_flow, is_plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.core.data import Data, Values

WIDTH = 140  # the neighbours are wide, too
# What a neighbour's lines say first; what stands nowhere here comes last, in the order in which it was said.
_ORDER = (
    "enabled", "tier", "component", "presets", "labels", "credentials", "replicaCount", "image", "command",
    "ports",
    "schedule", "timeZone", "startingDeadlineSeconds", "concurrencyPolicy", "completionMode", "completions",
    "parallelism", "backoffLimit", "ttlSecondsAfterFinished", "env", "livenessProbe", "readinessProbe",
    "priorityClassName", "metrics", "qos", "spot", "resources", "topologySpread", "autoscaling", "keda",
    "verticalPodAutoscaler", "podDisruptionBudget", "strategy", "updateStrategy", "slo", "backup",
    "volumeClaimTemplates", "ingress", "httpRoute",
)  # fmt: skip


def composed(name: str, comment: str, values: Values, notes: Mapping[str, str]) -> str:
    """The lines of a service: its name with what it is beside it, its values, `notes` beside their keys."""
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap

    ordered = sorted(values, key=lambda key: _ORDER.index(key) if key in _ORDER else len(_ORDER))
    block = CommentedMap((key, _node(values[key], 2, key)) for key in ordered)
    for key, note in notes.items():
        if key in block:
            block.yaml_add_eol_comment(note, key, column=0)
    top = CommentedMap({name: block})
    if comment:
        top.yaml_add_eol_comment(comment, name, column=0)
    writer = YAML()
    writer.width = 1 << 16
    writer.brace_single_entry_mapping_in_flow_sequence = True
    writer.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    writer.dump(top, stream)
    return stream.getvalue()


def _node(value: Data, column: int, key: str = "") -> Any:
    """A value as ruamel.yaml writes it: in braces where that fits on a line, texts in quotes where needed."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    if isinstance(value, dict):
        # A variable a line can be read, and its neighbours have it so.
        is_flow = _fits(value, column, key) and not (key == "env" and len(value) > 1)
        made = CommentedMap((k, _node(v, column + 2, k)) for k, v in value.items())
        if is_flow:
            made = CommentedMap((k, _node(v, 0, k)) for k, v in value.items())
            made.fa.set_flow_style()
        return made
    if isinstance(value, list):
        items = CommentedSeq(_node(item, 0) for item in value)
        items.fa.set_flow_style()
        return items
    if isinstance(value, str) and not is_plain(value, flow=True):
        return DoubleQuotedScalarString(value)
    return value


def _fits(value: Data, column: int, key: str) -> bool:
    return column + len(f"{key}: {in_flow(value)}") <= WIDTH
