"""What Kubernetes knows a service as: its name in the files, or the one that it had before it was renamed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import map_at

if TYPE_CHECKING:
    from generator.core.data import Values

KNOWN_AS = ("global", "knownAs")


def known_as(values: Values, name: str) -> str:
    """What a service is called in the names, labels and variables that the charts make; see global.knownAs.

    `values` are those of the whole platform.
    """
    return str(map_at(map_at(values, KNOWN_AS[0]), KNOWN_AS[1]).get(name) or name)


def variable_prefix(known: str) -> str:
    """What the variables begin with that callers of a service get: ORDER_DB of ORDER_DB_HOST."""
    return known.upper().replace("-", "_")
