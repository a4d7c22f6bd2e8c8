"""The rules of `values lint`: every module of core/lint/rules is one, and its `check` is the rule."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

from generator.core.findings import report
from generator.core.findings.finding import Rule
from generator.core.lint import rules
from generator.edge.terminal import show, show_json
from generator.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence


def all_rules() -> tuple[Rule, ...]:
    """Every rule, by its name."""
    names = sorted(module.name for module in pkgutil.iter_modules(rules.__path__))
    found = [importlib.import_module(f"{rules.__name__}.{name}").check for name in names]
    assert all(isinstance(one, Rule) for one in found)
    return tuple(found)


def show_all(found: Sequence[Rule], output: str) -> None:
    """The rules, as text or JSON. UsageError where a form of findings is asked for."""
    if output == "json":
        show_json(report.rules_as_json(found))
    elif output == "text":
        show([report.table_of(found)])
    else:
        raise UsageError(
            f"--rules and --output {output} exclude each other",
            hint="That is a form of findings. Rules are shown as text or json.",
        )
