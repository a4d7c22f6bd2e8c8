"""How Helm combines a chart's values.yaml and a chain of `-f` files.

Measured with 3.22 and 4.3. `-f` files are combined first, then laid over values.yaml, then over a
subchart's own values.yaml. Maps merge, everything else replaces. A null stays in the way of what
lies below it until the end, where it leaves nothing; only a chart of ours skips it (`skip_nulls`).

No function changes its arguments: results share what they did not have to change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import map_at, merged, without_nulls

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.core.data import Data, Values


def combined(base: Values, files: Iterable[Values], *, has_subcharts: bool = False) -> dict[str, Data]:
    """values.yaml and a chain of `-f` files, lowest first; nulls are kept.

    The files go together before they meet values.yaml: what a file of the chain replaced as a whole
    and a later one made a map again still merges with values.yaml. With subcharts Helm takes no nulls
    from the third level below `global` on: values.yaml's value comes back.
    """
    over: dict[str, Data] = {}
    for values in files:
        over = merged(over, values)
    if has_subcharts and isinstance(over.get("global"), dict):
        over["global"] = _with_old_values(over["global"], map_at(base, "global"), 2)
    return merged(base, over)


def _with_old_values(over: Data, base: Data, depth: int) -> Data:
    """`over` without the nulls, from this depth on, that would remove a value of `base`."""
    if not isinstance(over, dict) or not isinstance(base, dict):
        return over
    return {
        key: _with_old_values(value, base.get(key), depth - 1)
        for key, value in over.items()
        if value is not None or depth > 0 or base.get(key) is None
    }


def globals_of_subcharts(base: Values, files: Iterable[Values]) -> dict[str, Data]:
    """The `global` that Helm lays over that of each subchart: nulls say nothing, at no depth."""
    over = combined({}, files)
    return merged(*(without_nulls(map_at(values, "global")) for values in (base, over)))
