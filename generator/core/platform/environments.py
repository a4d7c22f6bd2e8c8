"""The environments of a chart that has no platform.yaml: known from the names of files around it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from generator.core.platform.file_roles import (
    FOLDERS,
    Role,
    base_of_region,
    is_usual,
    name_in_values,
    role_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from pathlib import PurePosixPath
    from typing import TypeAlias

    _Chains: TypeAlias = Mapping[str, Collection[PurePosixPath]]

# The order in which a change usually travels; others stand between them and the last, by name.
_FIRST = ("local", "dev", "development", "test", "testing", "qa", "int", "integration", "uat", "stage")
_MOST_NAMES = 6
_MOST_FILES = 4
_LAST = ("staging", "preprod", "pre-prod", "prod", "production", "dr")


def found_environments(files: Iterable[PurePosixPath]) -> dict[str, tuple[PurePosixPath, ...]]:
    """The environments of a chart whose files these are, as they are found without a look around it.

    values-<env>.yaml and values.<env>.yaml beside Chart.yaml, environments/<env>.yaml and
    environments/<env>/values.yaml (or envs, env, values), in the order in which a change usually travels.
    """
    near = [path for path in files if len(path.parts) == 1 or path.parts[0] in FOLDERS]
    return chains_of(roles_of(near, type(near[0])(), "")) if near else {}


def roles_of(
    files: Iterable[PurePosixPath],
    chart: PurePosixPath | None,
    service: str,
    others: Collection[str] = (),
    takes: Callable[[PurePosixPath], bool] = lambda _: True,
) -> list[Role]:
    """What files are to a chart of this name, those that are nothing to it left out.

    `chart` is its folder (None where it is elsewhere), `others` are the names of the charts beside it;
    `takes` says of a file outside of the chart, or of a doubtful one, whether its content speaks for it.
    """
    found = [role for path in sorted(files) if (role := role_of(path, chart, service, others))]
    # Of an environment that has a file elsewhere, what is in ci/ is a copy to test the chart with.
    elsewhere = {role.title for role in found if not _is_for_tests(role)}
    found = [role for role in found if not _is_for_tests(role) or role.title not in elsewhere]
    named = {role.path.parent for role in found if role.is_marked}
    found = [
        role for role in found if not (role.is_loose and role.path.parent in named and not role.is_marked)
    ]
    usual = {_form(role) for role in found if is_usual(role.environment)}
    found = [role for role in found if not role.is_loose or _form(role) in usual]
    found = [role for role in found if _is_certain(role, chart) or takes(role.path)]
    own = {role.environment for role in found if not role.release}
    # A file of another name in an environment's folder: of a release of its own where none is this chart's.
    return [role for role in found if not role.release or not own - {""}]


def _form(role: Role) -> tuple[PurePosixPath, bool]:
    """How a file is called: web-values.yaml beside values-prod.yaml is called otherwise."""
    return role.path.parent, role.path.stem.startswith("values")


def _is_for_tests(role: Role) -> bool:
    return bool(role.environment) and role.path.parent.name == "ci"


def _is_certain(role: Role, chart: PurePosixPath | None) -> bool:
    """Whether nobody needs to look into a file: it is in the chart, and named as values are."""
    return chart is not None and role.path.is_relative_to(chart) and not role.is_loose


def chains_of(roles: Collection[Role]) -> dict[str, tuple[PurePosixPath, ...]]:
    """The files of each environment, lowest first: what is common, what a region stands on, its own."""
    own: dict[str, list[Role]] = {}
    for role in roles:
        if role.environment:
            own.setdefault(role.title, []).append(role)
    chains = {}
    for name in sorted(own, key=place_in_promotion):
        base = base_of_region(name, own)
        mine = [*(own[base] if base else ()), *own[name]]
        common = sorted(
            (one for one in roles if not one.environment and any(_covers(one, role) for role in mine)),
            key=lambda one: (len(one.scope.parts), one.path),
        )
        chains[name] = tuple(dict.fromkeys(one.path for one in (*common, *mine)))
    return chains


def _covers(common: Role, role: Role) -> bool:
    return role.path.parent.is_relative_to(common.scope)


def passed_over(
    files: Iterable[PurePosixPath], chains: _Chains, others: Collection[str] = ()
) -> list[PurePosixPath]:
    """Files called values of something that is no environment, beside files of environments.

    Somebody may have meant them: `web-values.yaml` beside `prod-values.yaml`. `others` are the names of the
    charts around, whose values are theirs.
    """
    taken = {path for chain in chains.values() for path in chain}
    beside = {path.parent for path in taken}
    left = {path for path in files if path.parent in beside} - taken
    return sorted(path for path in left if (name := name_in_values(path)) and name not in others)


def summary_of_guess(
    chains: _Chains, shown: Callable[[str], str], odd: Collection[PurePosixPath] = ()
) -> str:
    """Half a sentence: what was taken for an environment; `odd` files beside were not."""
    names = list(chains)
    first = " ".join(shown(str(path)) for path in next(iter(chains.values())))
    said = f"taken for environments: {_several(names, _MOST_NAMES)} ({names[0]}: {first})"
    return f"{said}; for none: {_several([shown(str(path)) for path in odd], _MOST_FILES)}" if odd else said


def _several(names: Sequence[str], most: int) -> str:
    return ", ".join(names[:most]) + (f" … ({len(names)})" if len(names) > most else "")


@lru_cache(maxsize=1024)
def place_in_promotion(name: str) -> tuple[int, int, str]:
    """Where an environment of this name usually stands among others, as a key to sort by."""
    for word in (name, *re.split(r"[-_.]", name)):
        if word in _FIRST:
            return 0, _FIRST.index(word), name
        if word in _LAST:
            return 2, _LAST.index(word), name
    return 1, 0, name
