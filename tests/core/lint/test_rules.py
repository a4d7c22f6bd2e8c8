"""Every rule: its cases, each in the file of tests/core/lint/rules that has its name; and its examples."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.commands._rules import all_rules
from generator.core.findings.finding import Rule
from tests.core.lint.cases import Case, example, found
from tests.small_platform import small_platform

FOLDER = Path(__file__).parent / "rules"
RULES = all_rules()


def module_of(rule: Rule) -> str:
    return rule.id.replace("-", "_")


def cases() -> Iterator[object]:
    for rule in RULES:
        if (FOLDER / f"{module_of(rule)}.py").exists():
            module = importlib.import_module(f"tests.core.lint.rules.{module_of(rule)}")
            yield from (
                pytest.param(rule, one, id=f"{rule.id}-{number}") for number, one in enumerate(module.CASES)
            )


@pytest.mark.parametrize(("rule", "case"), list(cases()))
def test_rule_says_this_and_nothing_else(rule: Rule, case: Case) -> None:
    assert [
        one.replace(f" {rule.id}: ", ": ", 1) for one in found(small_platform(**case.files), rule.id)
    ] == [*case.expected]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_has_cases_that_it_finds(rule: Rule) -> None:
    file = FOLDER / f"{module_of(rule)}.py"
    assert file.exists(), f"{file} is missing: CASES = [fails(…), passes(…)], see its neighbours"
    known = importlib.import_module(f"tests.core.lint.rules.{module_of(rule)}").CASES
    assert any(case.expected for case in known)


def test_every_file_of_cases_has_its_rule() -> None:
    files = {path.stem for path in FOLDER.glob("*.py")} - {"__init__"}
    assert files - {module_of(rule) for rule in RULES} == set()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_bad_example_is_found(rule: Rule) -> None:
    assert found(example(rule.bad), rule.id) != []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_good_example_is_clean(rule: Rule) -> None:
    """Of every rule: nobody copies an example that is wrong in another way."""
    assert found(example(rule.good)) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_is_called_as_its_file_and_tells_in_sentences(rule: Rule) -> None:
    assert rule.check.__module__ == f"generator.core.lint.rules.{module_of(rule)}"
    assert [text for text in (rule.what, rule.why) if not text.endswith(".") or not text[0].isupper()] == []


def test_platform_is_clean() -> None:
    assert found(small_platform()) == []
