"""Values as people read them, on one line or as YAML: numbers as Helm has them, however they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import MISSING, without_spelling
from generator.core.yaml.render import Layout, block, in_flow, inline

if TYPE_CHECKING:
    from generator.core.data import Data
    from generator.core.paths import KeyPath

ABSENT = "—"


def one_line(value: Data, longest: int | None = None) -> str:
    """A value as in a values file, in braces and brackets if need be; cut to `longest` characters."""
    if value is MISSING:
        return ABSENT
    value = without_spelling(value)
    text = in_flow(value) if isinstance(value, (dict, list)) else inline(value)
    if longest and len(text) > longest:
        return text[: longest - 1] + "…"
    return text


def as_yaml(value: Data, *, bare: bool = True) -> str:
    """A value as YAML that Helm reads as the same; a text alone is itself, without quotes, if `bare`."""
    value = without_spelling(value)
    if bare and isinstance(value, str):
        return value
    if isinstance(value, (dict, list)) and value:
        return "\n".join(block(value, Layout()))
    return inline(value)


def as_it_is(value: Data, _path: KeyPath) -> Data:
    """What shows a value where nothing is masked."""
    return value
