"""The proof that a change of files changes no value: not what templates see, in Helm 3 nor in Helm 4.

Values are compared as our model has them. It has no nulls: what becomes of one depends on where it
stands and on what stands above and below it, and Helm 3 and Helm 4 do not agree. So every null that
Helm sees must be where it was, and in each layer the keys on the way to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from generator.core.helm_values import MISSING, combined, equal, leaves, value_at
from generator.core.paths import format_path
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.core.helm_scalars import Data
    from generator.core.helm_values import Values
    from generator.core.paths import Path
    from generator.core.values_model import ValuesModel

# Of every null how each layer has its path.
Nulls: TypeAlias = "Mapping[Path, tuple[int, ...]]"


def prove_unchanged(before: ValuesModel, after: ValuesModel) -> None:
    """BlueprintError unless every environment has the same effective values in both."""
    path, environment = changed_value(before, after)
    if path is not None:
        raise BlueprintError(
            f"{format_path(path)} of {environment or 'values.yaml'} would change",
            hint="Nothing was written; please report this.",
        )


def changed_value(before: ValuesModel, after: ValuesModel) -> tuple[Path | None, str | None]:
    """The first value that differs, and its environment; (None, None) where all are the same."""
    for environment in before.environments or (None,):
        path = difference(before.effective(environment), after.effective(environment))
        if path is None:
            path = difference_of_nulls(nulls(before, environment), nulls(after, environment))
        if path is not None:
            return path, environment
    return None, None


def difference(left: object, right: object, path: Path = ()) -> Path | None:
    """The path of the first value that differs."""
    if left is right or equal(left, right):
        return None
    if isinstance(left, dict) and isinstance(right, dict):
        for key in {**left, **right}:
            if not equal(left.get(key, MISSING), right.get(key, MISSING)):
                return difference(left.get(key, MISSING), right.get(key, MISSING), (*path, key))
    return path


def difference_of_nulls(left: Nulls, right: Nulls) -> Path | None:
    """The path of the first null that stands otherwise."""
    return next((path for path in {**left, **right} if left.get(path) != right.get(path)), None)


def nulls(model: ValuesModel, environment: str | None) -> Nulls:
    """Every null that Helm sees in this environment, and how it stands in its layers.

    Charts of ours skip nulls themselves. Within an ordinary subchart, and within global, it counts
    whether a layer has any key on the way: in Helm 4 a null of values.yaml removes a chart's default
    only where a -f file has something of that chart, be it an empty map. Elsewhere it counts whether
    the null lies over a value.
    """
    sources = model.sources(environment)
    files = len(model.files(environment))
    base = sources[0].data if len(sources) > files else {}
    over = combined({}, (source.data for source in sources[len(sources) - files :]))
    layers = [base, over]
    found: dict[Path, tuple[int, ...]] = {}
    for path, above in _paths(model, base, over):
        if all(value_at(data, path) in (MISSING, None) for data in above):
            is_deep = path[0] == "global" or path[0] in model.subcharts
            found[path] = tuple((_depth if is_deep else _kind)(data, path) for data in layers)
    return found


def _paths(model: ValuesModel, base: Values, over: Values) -> Iterator[tuple[Path, Sequence[Values]]]:
    """Every null, with the layers that lie above it."""
    for data, above in ((base, [over]), (over, [])):
        for key, value in data.items():
            chart = model.subcharts.get(key)
            if chart is None or not chart.is_ours:
                yield from ((path, above) for path, inner in leaves(value, (key,)) if inner is None)
    for key, chart in model.subcharts.items():
        for source in () if chart.is_ours else chart.defaults:
            for path, inner in leaves(source.data, (key, *source.at)):
                if inner is None:
                    yield path, [base, over]


def _depth(data: Data, path: Path) -> int:
    for depth in range(len(path), 0, -1):
        value = value_at(data, path[:depth])
        if value is not MISSING:
            return 2 * depth + (value is None)
    return 0


def _kind(data: Data, path: Path) -> int:
    value = value_at(data, path)
    return 0 if value is MISSING else 1 if value is None else 2
