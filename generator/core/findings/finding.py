"""What a rule is and what it finds, for lint and check alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from generator.core.paths import format_path
from generator.core.words import did_you_mean
from generator.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import PurePosixPath

    from generator.core.edit.edits import Edit
    from generator.core.paths import KeyPath

Level: TypeAlias = Literal["error", "warning", "note"]


class Hit(NamedTuple):
    """One thing that a rule found. `file` is None for what no file of values says, such as intent."""

    file: PurePosixPath | None
    path: KeyPath
    what: str
    fix: str = ""
    edits: tuple[Edit, ...] = ()
    at: tuple[int, int] | None = None  # line and column, where the path alone does not tell


class Rule(NamedTuple):
    """A question that is asked of every platform.

    `what` says what is wrong, `why` it matters: sentences for people who do not know the rule. `bad` and
    `good` are files, name and text: an example that the rule finds something in, and the same put right.
    `needs_all` says that no answer is known while the file of some environment cannot be read.
    """

    id: str
    what: str
    why: str
    bad: tuple[tuple[str, str], ...]
    good: tuple[tuple[str, str], ...]
    level: Level
    check: Callable[[Any], Iterable[Hit]]
    needs_all: bool = False


class Finding(NamedTuple):
    """A hit with its rule and its place: what the user reads."""

    rule: Rule
    file: PurePosixPath
    line: int
    column: int
    path: KeyPath
    what: str
    fix: str
    edits: tuple[Edit, ...] = ()

    @property
    def where(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    @property
    def key(self) -> str:
        """What a baseline knows it by: it stays the same when lines move."""
        return f"{self.rule.id} {self.file} {format_path(self.path)}"


def chosen(rules: Sequence[Rule], only: Sequence[str], without: Sequence[str]) -> tuple[Rule, ...]:
    """The rules that are named, by default all, but for those in `without`.

    UsageError where a name is no rule's.
    """
    known = [rule.id for rule in rules]
    for name in (*only, *without):
        if name not in known:
            raise UsageError(
                f'there is no rule "{name}"',
                hint=did_you_mean(name, known) or "`values lint --rules` shows them.",
            )
    return tuple(rule for rule in rules if (not only or rule.id in only) and rule.id not in without)
