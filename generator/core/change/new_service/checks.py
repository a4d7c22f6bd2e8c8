"""What must not be written: a platform that would not render, and did before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.blueprint.validate import errors_of_values
from generator.errors import raise_any

if TYPE_CHECKING:
    from generator.core.values.model import ValuesModel


def refuse_unrendered(before: ValuesModel, after: ValuesModel) -> None:
    """Raise with everything that Helm will refuse of the platform, and did not refuse before."""
    found = errors_of_values(after)
    if found:
        known = {error.what for error in errors_of_values(before)}
        raise_any("this would not render", [error for error in found if error.what not in known])
