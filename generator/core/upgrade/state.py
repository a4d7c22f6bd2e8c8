"""How far a platform is from its blueprint: what is new there, and what was changed here."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.platform.file import PLATFORM_FILE, parse_platform
from generator.core.upgrade.form import says_the_same
from generator.core.upgrade.local import answers_changed, local_changes
from generator.core.upgrade.majors import is_other_major
from generator.core.upgrade.owned import edited_owned
from generator.core.upgrade.planned import compared, has_new_charts, owned_now, without_parts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import PurePosixPath

    from generator.core.platform.file import Origin
    from generator.core.upgrade.aligned import PlatformSteps
    from generator.core.upgrade.local import AnswerChange, FileChange
    from generator.core.upgrade.planned import Compared, Upgrading


class PlatformState(NamedTuple):
    """A platform beside its blueprint. `made_from` is where it comes from, `version` what is here now.

    `newer` are the versions from the one to the other, None where nobody can tell how many these are.
    `news` are the files that the blueprint makes otherwise now, `charts` whether the vendored charts are
    others; `edited` are vendored files that people edited. `waiting` is a newer version of another major one
    that is not compared here.
    """

    made_from: Origin
    version: str
    news: tuple[PurePosixPath, ...]
    charts: bool
    files: tuple[FileChange, ...]
    answers: tuple[AnswerChange, ...]
    edited: tuple[PurePosixPath, ...]
    steps: PlatformSteps
    newer: tuple[str, ...] | None = ()
    waiting: str = ""

    @property
    def major(self) -> str:
        """The version of another major one that `upgrade` does not take by itself; "" where there is none."""
        is_here = is_other_major(self.made_from.version, self.version)
        return self.version if is_here else self.waiting

    @property
    def is_behind(self) -> bool:
        return self.has_news or bool(self.waiting)

    @property
    def has_news(self) -> bool:
        """Whether the version that is compared has anything new."""
        return bool(self.news) or self.charts or self.made_from.version != self.version

    @property
    def is_modified(self) -> bool:
        return bool(self.files or self.answers or self.edited or any(self.steps))


def platform_state(
    upgrading: Upgrading, version: str, newer: Sequence[str] | None = (), waiting: str = ""
) -> PlatformState:
    """Compare the three versions of a platform, theirs of the answers that the base was made of.

    `version` is the one that the blueprint has now, `newer` those since the platform's up to it, `waiting`
    one of another major version, "" where there is none.
    """
    base, ours, theirs = upgrading
    sides = compared(upgrading)
    news = [
        path
        for path in sorted({*sides.base, *sides.theirs})
        if path != PLATFORM_FILE and not _is_same(path, sides)
    ]
    edited = edited_owned(ours, base.digests, owned_now(theirs))
    return PlatformState(
        parse_platform(ours[PLATFORM_FILE]).blueprint,
        version,
        tuple(news),
        has_new_charts(upgrading),
        tuple(local_changes(sides, ours)),
        tuple(answers_changed(base.written, ours)),
        tuple(edited),
        sides.steps,
        None if newer is None else tuple(newer),
        waiting,
    )


def _is_same(path: PurePosixPath, sides: Compared) -> bool:
    one, other = (without_parts(path, tree.get(path)) for tree in (sides.base, sides.theirs))
    return one == other or (one is not None and other is not None and says_the_same(path, one, other))
