"""What Kubernetes knows a service as: its name in the files, or the one that it had before it was renamed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.core.data import map_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.core.data import Values

# A word in a text that may be one of the variables.
VARIABLE = re.compile(r"(?<![A-Za-z0-9_])[A-Z][A-Z0-9]*_[A-Z0-9_]*(?![A-Za-z0-9_])")

KNOWN_AS = ("global", "knownAs")


def known_as(values: Values, name: str) -> str:
    """What a service is called in the names, labels and variables that the charts make; see global.knownAs.

    `values` are those of the whole platform.
    """
    return str(map_at(map_at(values, KNOWN_AS[0]), KNOWN_AS[1]).get(name) or name)


def variable_prefix(known: str) -> str:
    """What the variables begin with that callers of a service get: ORDER_DB of ORDER_DB_HOST."""
    return known.upper().replace("-", "_")


def owner_of_variable(word: str, all_known: Iterable[str]) -> str:
    """Whose variable it is: of several services the one with the longest name; "" where it is nobody's."""
    owners = [
        known
        for known in all_known
        if (rest := word.removeprefix(variable_prefix(known))) in ("_HOST", "_PORT")
        or (rest != word and rest.startswith("_PORT_"))
    ]
    return max(owners, key=len, default="")


def owner_of_object(word: str, all_known: Iterable[str]) -> str:
    """Whose object is called <release>-<word>: of several services the one with the longest name, or ""."""
    owners = [known for known in all_known if word == known or word.startswith(f"{known}-")]
    return max(owners, key=len, default="")
