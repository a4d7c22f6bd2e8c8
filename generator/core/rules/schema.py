"""What the chart's schema refuses, but for keys that it does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.lint import Facts, Hit, rule
from generator.core.paths import format_path

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule("schema", level="error", why="Helm refuses to install these values.")
def check(facts: Facts) -> Iterator[Hit]:
    for violation, file, _ in facts.violations:
        if not violation.is_unknown_key:
            name = format_path(violation.path) or "the values"
            yield Hit(file, violation.path, f"{name}: {violation.message}", violation.hint)
