"""How bad findings are: which levels a platform gives to rules, which are shown, and which fail a command."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from generator.core.platform.lint_levels import OFF
from generator.core.words import did_you_mean
from generator.errors import BlueprintError, raise_any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from generator.core.findings.finding import Finding, Level, Rule
    from generator.core.platform.lint_levels import LintLevel

LEVELS: tuple[Level, ...] = ("error", "warning", "note")  # the worst first
_SHOWN: Level = "warning"


class Threshold(NamedTuple):
    """The lowest levels that are shown, and that fail the command."""

    shown: Level
    fails: Level

    def shows(self, found: Iterable[Finding]) -> list[Finding]:
        """The findings that are shown."""
        return [one for one in found if is_at_least(one.rule.level, self.shown)]

    def hides(self, found: Iterable[Finding]) -> list[Finding]:
        """The findings that are not."""
        return [one for one in found if not is_at_least(one.rule.level, self.shown)]

    def is_failed_by(self, found: Iterable[Finding]) -> bool:
        return any(is_at_least(one.rule.level, self.fails) for one in found)


def is_at_least(level: Level, other: Level) -> bool:
    """Whether a level is as bad as another one, or worse."""
    return LEVELS.index(level) <= LEVELS.index(other)


def threshold(
    rules: Iterable[Rule], *, named: bool, shown: Level | None = None, fails: Level | None = None
) -> Threshold:
    """What is shown and what fails, of what was asked for; by default warnings and errors do both.

    Where the rules were `named`, everything that they find is shown, and whatever fails is shown, too.
    """
    if shown is None:
        levels = [one.level for one in rules] if named else []
        lowest = max([_SHOWN, *levels, *([fails] if fails else [])], key=LEVELS.index)
        shown = lowest
    return Threshold(shown, fails or shown)


def with_levels(
    rules: Sequence[Rule], given: Mapping[str, LintLevel], named: Collection[str] = ()
) -> tuple[Rule, ...]:
    """The rules with the levels that a platform gives them, without those that it switches off.

    Those that are `named` are asked all the same. BlueprintError where the platform names a rule that
    there is not.
    """
    known = [rule.id for rule in rules]
    raise_any(
        "these are no rules of `values lint`",
        [
            BlueprintError(
                f'lint.{name}: there is no rule "{name}"',
                where=one.where,
                hint=did_you_mean(name, known) or "`values lint --rules` lists them.",
            )
            for name, one in given.items()
            if name not in known
        ],
    )
    found = []
    for rule in rules:
        level = given[rule.id].level if rule.id in given else rule.level
        if level == OFF:
            level = rule.level if rule.id in named else OFF
        if level != OFF:
            found.append(rule if level == rule.level else rule._replace(level=cast("Level", level)))
    return tuple(found)
