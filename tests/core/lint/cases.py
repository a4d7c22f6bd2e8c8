"""What the cases of rules are made of, and what they are asked of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from generator.commands._rules import all_rules
from generator.core.lint.facts import findings
from generator.core.tree import Tree
from generator.core.values.model import load_values
from tests.small_platform import PLATFORM, small_platform


class Case(NamedTuple):
    """Files that replace those of the small platform (see there), and what the rule then says."""

    files: Mapping[str, str]
    expected: tuple[str, ...]


def fails(files: Mapping[str, str], *expected: str) -> Case:
    """The rule says each `file:line:column: what | fix`, in this order, and nothing else; `(--fix)` mends it."""
    assert expected, "a case that passes says so: passes(…)"
    return Case(files, expected)


def passes(files: Mapping[str, str]) -> Case:
    """The rule says nothing."""
    return Case(files, ())


def found(tree: Tree, *only: str) -> list[str]:
    """`file:line:column rule: what | fix` of each finding, and whether --fix mends it."""
    rules = [rule for rule in all_rules() if not only or rule.id in only]
    return [
        f"{one.where} {one.rule.id}: {one.what} | {one.fix}" + " (--fix)" * bool(one.edits)
        for one in findings(load_values(tree), rules)
    ]


def example(files: tuple[tuple[str, str], ...]) -> Tree:
    """The platform that rules' examples are of: values files that are not shown are empty.

    What is shown of platform.yaml comes on top of what declares the environments.
    """
    empty = dict.fromkeys(["values", "values_dev", "values_staging", "values_prod", "values_dr"], "")
    shown = dict(files)
    if "platform.yaml" in shown:
        shown["platform.yaml"] = PLATFORM + shown["platform.yaml"]
    return small_platform(**empty, **shown)
