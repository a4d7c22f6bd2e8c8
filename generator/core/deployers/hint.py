"""What a deployer's file says of environments: which chart each is of, and of which files."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from generator.core.platform.file_roles import is_usual
from generator.core.platform.places import normal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Literal, TypeAlias

    Deployer: TypeAlias = Literal["Argo CD", "Flux", "helmfile", "the pipeline", "the Makefile"]

_TEMPLATE = re.compile(r"\{\{")


class Hint(NamedTuple):
    """An environment of a chart as a deployer has it. Paths are from the repository's root.

    `chart` is its folder, or its name where it is elsewhere; `files` are lowest first, without the chart's
    own values.yaml; those of manifests may name their release (`apps.yaml#shop`). `where` is `file:line`.
    """

    environment: str
    chart: str
    files: tuple[PurePosixPath, ...]
    where: str
    by: Deployer
    release: str = ""
    namespace: str = ""


class LeftOut(NamedTuple):
    """What a deployer's file names and a hint does not have, where, and why."""

    where: str
    what: str
    why: str


class Hints(NamedTuple):
    """What the deployers' files of a repository say, in the order of their paths."""

    environments: tuple[Hint, ...]
    left_out: tuple[LeftOut, ...]


def environment_named(texts: Iterable[str], chart: str) -> str:
    """The environment that the first of these texts names: `prod` of `shop-prod`, `prod-eu` of `prod-eu`.

    `chart` is its name: what names the chart names no environment. "" where none does.
    """
    for text in texts:
        words = [word for word in re.split(r"[^A-Za-z0-9]+", _without(text, chart)) if word]
        for start, word in enumerate(words):
            if is_usual(word):
                # `prod-eu` is a region; `dev-shop-web` begins with its environment.
                end = 1 if not start and len(words) > 2 else len(words)
                return "-".join(words[start:end]).lower()
    return ""


def _without(text: str, chart: str) -> str:
    if not chart or (chart.isalnum() and is_usual(chart)):
        return text
    return re.sub(rf"(?<![A-Za-z0-9]){re.escape(chart)}(?![A-Za-z0-9])", " ", text)


def told_apart(hints: Sequence[Hint]) -> tuple[Hint, ...]:
    """The hints, where several of one chart and environment have other files each with its release's name."""
    files: dict[tuple[str, str], set[tuple[PurePosixPath, ...]]] = {}
    for one in hints:
        files.setdefault((one.chart, one.environment), set()).add(one.files)
    return tuple(
        one._replace(environment=_own_name(one)) if len(files[one.chart, one.environment]) > 1 else one
        for one in dict.fromkeys(hints)
    )


def _own_name(hint: Hint) -> str:
    words = re.split(r"[^A-Za-z0-9]+", _without(hint.release, PurePosixPath(hint.chart).name))
    return "-".join(filter(None, words)).lower() or hint.environment


def is_template(text: str) -> bool:
    """Whether a path has a part that only its deployer can fill in."""
    return bool(_TEMPLATE.search(text)) or text.endswith(".gotmpl")


def path_in_repository(base: PurePosixPath, text: str) -> PurePosixPath | None:
    """A path as a deployer's file says it, from a folder; None where it leads out of the repository."""
    if "\0" in text or "://" in text:
        return None
    path = normal(PurePosixPath(text.lstrip("/"))) if text.startswith("/") else normal(base / text)
    return None if ".." in path.parts or path.is_absolute() else path


def parents_first(path: PurePosixPath) -> Iterator[str]:
    """The words that a path may name an environment with: its name, then its folders, the nearest first."""
    yield path.name.removesuffix(path.suffix)
    yield from reversed(path.parent.parts)
