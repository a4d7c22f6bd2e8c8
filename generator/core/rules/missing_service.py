"""Values of services that Chart.yaml does not have (any more)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.lint import Facts, Hit, rule
from generator.core.words import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule("missing-service", level="error", why="Values of a service that is not in Chart.yaml do nothing.")
def check(facts: Facts) -> Iterator[Hit]:
    known = facts.model.subcharts
    refused = {violation.path[0] for violation, _, _ in facts.violations if len(violation.path) == 1}
    for source in facts.sources:
        for key, value in source.data.items():
            if key in known or key == "global" or key.startswith("x-"):
                continue
            if facts.model.schema is None:
                # Templates of the umbrella may have values of their own: only what looks like a service.
                near = nearest(key, known) if isinstance(value, dict) else None
                if not near or facts.is_base(source) or key in facts.model.declared(None):
                    continue
            elif key not in refused:
                continue
            else:
                near = nearest(key, known)
            hint = f'Did you mean "{near}"?' if near else "Remove it, or add the service to Chart.yaml."
            yield Hit(source.path, (key,), f"there is no service {key} in Chart.yaml", hint)
