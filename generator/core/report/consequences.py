"""What an upgrade shows of the clusters: the worst first, a row for all that changes alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.printable import printable
from generator.core.styled import Part, line
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.core.objects.consequences import Consequence, EffectClass
    from generator.core.styled import Line, Style

_TITLES: Mapping[EffectClass, str] = {
    "data": "data at risk",
    "refused": "refused by the API",
    "recreated": "made anew",
    "deleted": "deleted",
    "restart": "restarts",
    "opened": "edge opened",
    "closed": "edge closed",
    "capacity": "capacity",
    "live": "live",
    "new": "new",
    "none": "without effect",
}
_COLOURS: Mapping[EffectClass, Style] = {
    "data": "red",
    "refused": "red",
    "recreated": "yellow",
    "deleted": "red",
    "restart": "yellow",
    "opened": "yellow",
    "closed": "yellow",
}
_MOST_NAMES = 4
_WIDTH = max(map(len, _TITLES.values()))


class ClusterEffects(NamedTuple):
    """What a change does to clusters, or why nobody can tell."""

    found: tuple[Consequence, ...] = ()
    environments: tuple[str, ...] = ()
    unknown: str = ""

    @property
    def lines(self) -> list[Line]:
        return [] if self.unknown else lines_of_consequences(self.found, self.environments)

    @property
    def text(self) -> str:
        """The lines for a file: nothing where nobody can tell."""
        return "".join(f"{printable(one.text)}\n" for one in self.lines)

    def refuse_data_risk(self) -> None:
        """BlueprintError where claims or data are at risk."""
        if lost := [one for one in self.found if one.of == "data"]:
            which = "; ".join(f"{one.kind} {', '.join(one.names)}" for one in lost)
            raise BlueprintError(
                f"claims or data are at risk: {which}",
                hint="Save what you need, then say `… --accept-data-risk`.",
            )


def lines_of_consequences(found: Sequence[Consequence], environments: Sequence[str]) -> list[Line]:
    """How the clusters change: a summary, then a line for each row that means something."""
    if not found:
        return [line(Part(f"Effects on {_where(environments, environments)}: none", "bold"))]
    pods = sum(one.pods for one in found)
    counts = [
        f"{title} {sum(len(one.names) * len(one.environments) for one in found if one.of == of)}"
        for of, title in _TITLES.items()
        if any(one.of == of for one in found)
    ]
    restarts = f"; {_counted(pods)} restart{'s' if pods == 1 else ''}" if pods else ""
    head = f"Effects on {_where(environments, environments)}: {', '.join(counts)}{restarts}"
    telling = [one for one in found if one.of != "none"]
    return [line(Part(head, "bold")), *(_row(one, environments) for one in telling)]


def _row(one: Consequence, environments: Sequence[str]) -> Line:
    more = len(one.names) - _MOST_NAMES
    names = ", ".join(one.names[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")
    pods = f" ({_counted(one.pods)})" if one.pods else ""
    where = "" if len(one.environments) == len(environments) else f"{', '.join(one.environments)}: "
    title = Part(f"  {_TITLES[one.of].ljust(_WIDTH)}  ", _COLOURS.get(one.of, "dim"))
    return line(title, f"{where}{one.kind} {names}: {one.what}{pods}")


def _where(some: Sequence[str], every: Sequence[str]) -> str:
    return f"all {len(every)} environments" if len(some) == len(every) > 1 else ", ".join(some)


def _counted(pods: int) -> str:
    return f"{pods} pod{'' if pods == 1 else 's'}"
