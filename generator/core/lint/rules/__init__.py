"""The rules of `values lint`: every module of this folder is one, and its `check` is the rule."""

from __future__ import annotations

import importlib
import pkgutil

from generator.core.findings.finding import Rule


def all_rules() -> tuple[Rule, ...]:
    """Every rule, by its name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    found = [importlib.import_module(f"{__name__}.{name}").check for name in names]
    assert all(isinstance(one, Rule) for one in found)
    return tuple(found)
