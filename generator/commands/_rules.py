"""The rules of `values lint`: every module of core/lint/rules is one, and its `check` is the rule."""

from __future__ import annotations

import importlib
import pkgutil

from generator.core.findings.finding import Rule
from generator.core.lint import rules


def all_rules() -> tuple[Rule, ...]:
    """Every rule, by its name."""
    names = sorted(module.name for module in pkgutil.iter_modules(rules.__path__))
    found = [importlib.import_module(f"{rules.__name__}.{name}").check for name in names]
    assert all(isinstance(one, Rule) for one in found)
    return tuple(found)
