"""What comes of a null: what Helm 3 and Helm 4 leave where it stands, both computed.

A key without a value and no key are one thing here, as they are to nearly all templates: nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.data import MISSING, deciding, equal, value_at, without_nulls
from generator.core.helm.coalesce import MAJORS
from generator.core.paths import format_path
from generator.core.values.text import one_line
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import PurePosixPath

    from generator.core.data import Data
    from generator.core.helm.coalesce import Major
    from generator.core.paths import KeyPath
    from generator.core.values.model import ValuesModel

_GLOBAL = "global"
_LONGEST = 40


class NullOutcome(NamedTuple):
    """What a null comes to in an environment, MISSING being nothing.

    `three` and `four` are what the majors leave at `at`, which is its own path, or, of a null in `global`,
    where a chart within sees it. `below` is what would be there without the null. `refused` are the majors
    that refuse the null, because they want a map there.
    """

    environment: str | None
    at: KeyPath
    three: Data
    four: Data
    below: Data
    refused: tuple[Major, ...] = ()

    @property
    def differs(self) -> bool:
        return not equal(self.three, self.four)

    @property
    def is_over_nothing(self) -> bool:
        """Whether there is nothing that it could remove."""
        return self.below is MISSING and self.three is MISSING and not self.differs

    @property
    def is_idle(self) -> bool:
        """Whether something stays although the null stands above it."""
        return not self.differs and self.three is not MISSING and equal(self.three, self.below)

    @property
    def refusers(self) -> str:
        """Who refuses it, as a sentence has it: `Helm`, `Helm 3`."""
        return "Helm" if len(self.refused) > 1 else f"Helm {self.refused[0]}"

    def results(self, path: KeyPath) -> str:
        """`Helm 3 leaves nothing, Helm 4 80`."""
        at = f" at {format_path(self.at)}" if self.at != path else ""
        return f"Helm 3 leaves {shown_result(self.three)}{at}, Helm 4 {shown_result(self.four)}"


def nulls_in(value: Data, path: KeyPath) -> list[KeyPath]:
    """The paths of the nulls in a value at `path`; of those in lists Helm makes nothing special."""
    if value is None:
        return [path]
    found: list[KeyPath] = []
    if isinstance(value, dict):
        for key, inner in value.items():
            if inner is None or isinstance(inner, dict):
                found += nulls_in(inner, (*path, key))
    return found


def outcomes(model: ValuesModel, file: PurePosixPath, path: KeyPath) -> Iterator[NullOutcome]:
    """What comes of the null that a file states at `path`, in each environment where it has a say.

    Of several places that see it in one environment, the first where the majors differ, or where the
    null is idle; else its own.
    """
    for environment in model.readers_of(file):
        files = [source.path for source in model.sources(environment)]
        later = files[files.index(file) + 1 :]
        if any(deciding(model.source(one).data, path) is not None for one in later):
            continue
        yield _outcome(model, environment, file, path)


def _outcome(model: ValuesModel, environment: str | None, file: PurePosixPath, path: KeyPath) -> NullOutcome:
    below, _ = model.inherited(environment, path, without=file)
    below = _or_nothing(below)
    majors = readers(model, environment)
    refused = tuple(one for one in majors if path in model.coalesced(environment, one).refused)
    seen: dict[KeyPath, list[Data]] = {}
    for major in majors:
        for at, values in _views(model, environment, major, path):
            seen.setdefault(at, []).append(_or_nothing(value_at(values, at)))
    found = [NullOutcome(environment, at, said[0], said[-1], below, refused) for at, said in seen.items()]
    return next((one for one in found if one.differs), None) or next(
        (one for one in found if one.is_idle), found[0]
    )


def _views(
    model: ValuesModel, environment: str | None, major: Major, path: KeyPath
) -> Iterator[tuple[KeyPath, Mapping[str, Data]]]:
    """Where a null is seen: its own place, and, of one in `global`, those of the charts within."""
    yield path, model.rendered(environment, major)
    if _GLOBAL not in path:
        return
    cut = path.index(_GLOBAL)
    values = model.coalesced(environment, major).values
    has_ours = False
    for key, chart in model.subcharts.items():
        if chart.is_ours and has_ours:
            continue  # they all get the same
        has_ours = has_ours or chart.is_ours
        for inside in ((key,), *((key, *inner) for inner in chart.inside)):
            is_within = len(inside) > cut and inside[:cut] == path[:cut]
            if is_within and isinstance(value_at(values, inside), dict):
                yield (*inside, *path[cut:]), values


def readers(model: ValuesModel, environment: str | None) -> Sequence[Major]:
    """The majors of Helm that read an environment's files: Helm 4 refuses some that Helm 3 takes."""
    try:
        for source in model.sources(environment):
            source.data_in(4)
    except BlueprintError:
        return (3,)
    return MAJORS


def _or_nothing(value: Data) -> Data:
    return MISSING if value is None else without_nulls(value)


def shown_result(value: Data) -> str:
    """What is left, as a sentence has it: `nothing`, `80`."""
    return "nothing" if value is MISSING else one_line(value, _LONGEST)
