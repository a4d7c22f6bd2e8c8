"""From what deployers say of a repository to the environments of one chart, and a sentence about that."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.platform.environments import place_in_promotion

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from generator.core.deployers.hint import Hint, Hints

_FEW = 4


class Hinted(NamedTuple):
    """The files of each environment, half a sentence about where they come from, and what else to tell."""

    chains: dict[str, tuple[PurePosixPath, ...]]
    notes: tuple[str, ...]
    source: str = ""


def hinted(hints: Hints, chart: PurePosixPath | None) -> Hinted:
    """The environments of the chart in this folder; of the only chart that they speak of, where it is None.

    Of an environment that several releases have the first counts.
    """
    own = [one for one in hints.environments if chart is None or one.chart == str(chart)]
    charts = list(dict.fromkeys(one.chart for one in own))
    if len(charts) > 1:
        shown = ", ".join(charts[:_FEW]) + (" …" if len(charts) > _FEW else "")
        return Hinted({}, (f"{_by(own)} deploys several charts: {shown}; name files by --values ENV=FILE",))
    if not own:
        return Hinted({}, ())
    chains: dict[str, tuple[PurePosixPath, ...]] = {}
    places = []
    for one in sorted(own, key=lambda one: place_in_promotion(one.environment)):
        if one.environment not in chains:
            chains[one.environment] = one.files
            places.append(f"{one.environment} ({one.where})")
    files = {one.where.rpartition(":")[0] for one in own}
    left_out = [one for one in hints.left_out if one.where.rpartition(":")[0] in files]
    notes = [f"{one.where}: {one.what} is left out: {one.why}" for one in left_out[:_FEW]]
    if len(left_out) > _FEW:
        notes.append(f"left out besides: {len(left_out) - _FEW}")
    return Hinted(chains, tuple(notes), f"environments as {_by(own)} has them: {', '.join(places)}")


def _by(hints: list[Hint]) -> str:
    return " and ".join(dict.fromkeys(one.by for one in hints))
