"""Variables that a new service takes over from the one that it is like, and does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import leaves
from generator.core.paths import format_path
from generator.core.values.replaced_variables import found_variables, variables_taken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.core.values.model import ValuesModel


def about_variables(after: ValuesModel, names: Iterable[str]) -> Iterator[str]:
    """What nothing replaces in the texts of new services, and why: once for all environments."""
    services = [key for key, chart in after.subcharts.items() if chart.kind == "service"]
    for name in names:
        if name not in services:
            continue
        told: dict[str, None] = {}
        for environment in (None, *after.environments):
            values = leaves(after.effective(environment, (name,)))
            taken = [(path, word) for path, value in values for word in variables_taken(value, path)]
            found = found_variables(after, environment, name, services) if taken else None
            for path, word in taken if found else ():
                if found and (reason := found.lacks(word, name)):
                    told[f"nothing replaces $({word}) in {format_path((name, *path))}: {reason}"] = None
        yield from told
