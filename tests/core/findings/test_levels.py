"""Levels of findings: what a platform says of them, what is shown, and what fails."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.findings.finding import Finding, Level, Rule
from generator.core.findings.levels import LEVELS, Threshold, is_at_least, threshold, with_levels
from generator.core.platform.lint_levels import LintLevel
from generator.errors import BlueprintError, Invalid


def rule(name: str, level: Level) -> Rule:
    return Rule(name, "It is.", "It matters.", (), (), level, lambda _: ())


RULES = (rule("schema", "error"), rule("redundant", "warning"), rule("shadowed", "note"))
FOUND = [Finding(one, PurePosixPath("values.yaml"), 1, 1, ("a",), "what", "") for one in RULES]


def test_levels_are_in_order() -> None:
    assert [[is_at_least(one, other) for other in LEVELS] for one in LEVELS] == [
        [True, True, True],
        [False, True, True],
        [False, False, True],
    ]


@pytest.mark.parametrize(
    ("named", "shown", "fails", "expected"),
    [
        (False, None, None, ("warning", "warning")),
        (False, "note", None, ("note", "note")),
        (False, "error", None, ("error", "error")),
        (False, None, "error", ("warning", "error")),
        (False, None, "note", ("note", "note")),
        (False, "error", "note", ("error", "note")),
        (True, None, None, ("note", "note")),
        (True, "error", None, ("error", "error")),
    ],
)
def test_threshold(
    named: bool, shown: Level | None, fails: Level | None, expected: tuple[Level, Level]
) -> None:
    assert threshold(RULES, named=named, shown=shown, fails=fails) == Threshold(*expected)


def test_threshold_shows_and_fails() -> None:
    assert Threshold("warning", "error").shows(FOUND) == FOUND[:2]
    assert Threshold("warning", "error").hides(FOUND) == FOUND[2:]
    assert Threshold("warning", "error").is_failed_by(FOUND)
    assert not Threshold("note", "error").is_failed_by(FOUND[1:])


def levels(**given: str) -> dict[str, LintLevel]:
    return {name: LintLevel(level, "platform.yaml:9") for name, level in given.items()}


def test_platform_gives_levels_and_switches_off() -> None:
    found = with_levels(RULES, levels(schema="note", redundant="off", shadowed="note"))
    assert found == (RULES[0]._replace(level="note"), RULES[2])


def test_rule_that_is_named_is_asked_although_it_is_off() -> None:
    assert with_levels(RULES, levels(redundant="off"), ["redundant"]) == RULES


def test_rule_that_there_is_not_is_told_with_its_line() -> None:
    with pytest.raises(BlueprintError) as caught:
        with_levels(RULES, levels(shadwed="off"))
    assert caught.value.lines() == [
        'platform.yaml:9: lint.shadwed: there is no rule "shadwed"',
        '  Did you mean "shadowed"?',
    ]
    with pytest.raises(Invalid) as several:
        with_levels(RULES, levels(one="off", two="off"))
    assert len(several.value.errors) == 2
