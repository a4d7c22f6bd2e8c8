"""What a YAML file's path says it is to a chart: values of an environment, of all, or nothing.

Names are what people use: `values-prod.yaml`, `prod.values.yaml`, `envs/prod.yaml`, `prod/values.yaml`,
`clusters/eu/prod.values.yaml`, `envs/prod/<service>.yaml`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from generator.core.platform.places import common_folder

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import PurePosixPath


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Folders that people keep their environments' files in, beside Chart.yaml; elsewhere those below, too.
FOLDERS = ("environments", "envs", "env", "values")
_PLACES = _names("environments envs env values environment helm-values helm_values stages overlays clusters")
# Folders that hold other things as well: there a name must be that of an environment.
_DOUBTFUL = _names(
    "ci config configs conf deploy deployment deployments helm k8s kubernetes apps releases gitops"
)
PLACES = _PLACES | _DOUBTFUL
SKIPPED = _names(
    "charts templates crds files tests test-data testdata examples example samples sample schemas schema docs"
    " secrets secret node_modules vendor starters fixtures"
)
COMMON = _names("common base default defaults shared global all")
# What the name of no environment has as a word.
_NO_ENVIRONMENT = _names(
    "schema schemas example examples sample samples template templates ci secret secrets sops enc dec"
    " encrypted decrypted credentials image images lock kustomization chart requirements helmfile"
    " platform namespace readme"
)
_USUAL = _names(
    "local dev devel development test testing tst qa int integration uat sit acc acceptance stage staging stg"
    " preprod preproduction nonprod prod production prd live dr sandbox demo perf preview canary"
)
_NAME = re.compile(r"[\w][-.\w]*")
_MARKED = (
    re.compile(r"(?P<release>.+)[-._]values[-._](?P<name>.+)"),
    re.compile(r"values[-._](?P<name>.+)"),
    re.compile(r"(?P<name>.+)[-._]values"),
)


class Role(NamedTuple):
    """What a file is to a chart: the values of an environment, or ("") of all environments below `scope`.

    `release` is who they are for where the chart's own name does not say it. It `is_marked` where the file's
    name says "values", and `is_loose` where only its neighbours can tell that it is an environment's.
    """

    path: PurePosixPath
    environment: str
    scope: PurePosixPath
    release: str = ""
    is_marked: bool = False
    is_loose: bool = False

    @property
    def title(self) -> str:
        """What the environment is called."""
        return f"{self.release}-{self.environment}" if self.release else self.environment


def is_usual(name: str) -> bool:
    """Whether this is what environments are usually called: prod, prod-eu, dev2."""
    return any(word.rstrip("0123456789") in _USUAL for word in _words(name)) or name == "pre-prod"


def base_of_region(name: str, known: Collection[str]) -> str | None:
    """The environment whose region one of this name probably is: `prod` of `prod-eu`, if it is known."""
    parts = name.split("-")
    bases = ("-".join(parts[:count]) for count in range(len(parts) - 1, 0, -1))
    return next(
        (base for base in bases if base in known and base in _USUAL and not is_usual(name[len(base) + 1 :])),
        None,
    )


def role_of(
    path: PurePosixPath, chart: PurePosixPath | None, service: str, others: Collection[str] = ()
) -> Role | None:
    """What a file is to the chart in this folder (None: elsewhere) and of this name; None where nothing.

    `others` are the names of other charts, whose files are not its own.
    """
    if path.suffix not in (".yaml", ".yml"):
        return None
    depth = len(common_folder([path.parent, chart]).parts) if chart is not None else 0
    folders = path.parts[depth:-1]
    if any(part.lower() in SKIPPED or part.startswith((".", "_")) for part in folders):
        return None
    is_marked, said = _said(path.stem)
    is_inside = chart is not None and path.is_relative_to(chart)
    return _Reading(path, folders, said, is_marked, is_inside, service, others).role()


def name_in_values(path: PurePosixPath) -> str:
    """What a file's name says that its values are of: `web` of web-values.yaml.

    "" where it does not say that they are values, or says what has none of its own: an example, a schema.
    """
    if path.suffix not in (".yaml", ".yml"):
        return ""
    is_marked, said = _said(path.stem)
    name = said[-1] if is_marked and said else ""
    words = {*_words(name)}
    return name if words.isdisjoint(_NO_ENVIRONMENT) and name.lower() not in COMMON else ""


def _said(stem: str) -> tuple[bool, tuple[str, ...]]:
    """Whether a file's name says "values", and what else it says."""
    if stem == "values":
        return True, ()
    for pattern in _MARKED:
        if match := pattern.fullmatch(stem):
            return True, tuple(text for text in match.groups() if text)
    return False, (stem,)


class _Reading(NamedTuple):
    path: PurePosixPath
    folders: tuple[str, ...]
    said: tuple[str, ...]
    is_marked: bool
    is_inside: bool
    service: str
    others: Collection[str]

    def role(self) -> Role | None:
        steps = [*(one for one in self.folders if one.lower() not in PLACES), *self.said]
        if any(not self._may_be_named(step) for step in steps):
            return None
        if self.said and self.said[-1].lower() in COMMON:
            return self._common(self.path.parent)
        if (
            self.folders
            and self.folders[-1].lower() in COMMON
            and (not self.said or self._is_ours(self.said[-1]))
        ):
            return self._common(self.path.parent.parent)
        rest = [name for step in steps if (name := self._without_service(step))]
        if not rest:
            # The chart's own values.yaml is read by Helm itself.
            is_own = self.is_inside and not (self.said and self.folders)
            is_ours = bool(self.said) or self.is_marked
            return None if is_own or not is_ours else self._common(self.path.parent)
        if len(rest) == 1:
            return self._of_one(rest[0])
        return self._of_two(*rest) if len(rest) == 2 else None

    def _common(self, scope: PurePosixPath) -> Role | None:
        if not self._is_in(PLACES) and not self.is_marked:
            return None
        return Role(self.path, "", scope, is_marked=self.is_marked)

    def _of_one(self, name: str) -> Role | None:
        role = Role(self.path, name, self.path.parent, is_marked=self.is_marked and bool(self.said))
        if is_usual(name):
            # Where nothing else tells that these are values, it must be called prod, not prod-proxy.
            is_alone = name in self.said and name in _USUAL
            is_told = self.is_marked or self._is_in(PLACES) or is_alone or self._has_ours()
            return role if is_told else None
        if self._is_in(frozenset(("ci",))):
            return None
        is_in_front = self.path.stem.startswith("values")
        if self._is_in(_PLACES) or (role.is_marked and is_in_front):
            return role
        return (
            role._replace(is_loose=True) if self.said and (role.is_marked or self._is_in(_DOUBTFUL)) else None
        )

    def _of_two(self, first: str, second: str) -> Role | None:
        if not self._is_in(PLACES) and not is_usual(first):
            return None
        role = Role(self.path, f"{first}-{second}", self.path.parent, is_marked=self.is_marked)
        if is_usual(second) or self._is_in(frozenset(("clusters",))):
            return role if self.is_marked or is_usual(second) else role._replace(is_loose=True)
        if is_usual(first) or self._is_in(frozenset(FOLDERS)):
            return role._replace(environment=first, release=second)
        return None

    def _is_in(self, places: Collection[str]) -> bool:
        return any(part.lower() in places for part in self.folders)

    def _has_ours(self) -> bool:
        return any(self._is_ours(step) for step in (*self.folders, *self.said))

    def _is_ours(self, name: str) -> bool:
        service = self.service
        if not service or name in (service, service.replace("-", "_")):
            return bool(service)
        return service.endswith(f"-{name}") and name not in self.others and not is_usual(name)

    def _may_be_named(self, name: str) -> bool:
        if name in self.others and name != self.service and not is_usual(name):
            return False
        is_ours = bool(self.service) and name.startswith(self.service)
        if not is_ours and any(name.startswith(f"{other}-") for other in self.others):
            return False
        return bool(_NAME.fullmatch(name)) and _NO_ENVIRONMENT.isdisjoint(_words(name))

    def _without_service(self, name: str) -> str:
        if self._is_ours(name):
            return ""
        for text in (f"{self.service}-", f"{self.service}_", f"{self.service}."):
            name = name.removeprefix(text) if self.service else name
        return name.removesuffix(f"-{self.service}") if self.service else name


def _words(name: str) -> list[str]:
    return [word for word in re.split(r"[-_.]", name.lower()) if word]
