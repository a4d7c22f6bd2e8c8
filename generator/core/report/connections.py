"""What a new connection gives its caller, as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import map_or_empty
from generator.core.styled import line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.core.data import Data
    from generator.core.styled import Line
    from generator.core.values.model import ValuesModel


def variables_as_text(model: ValuesModel, caller: str, variables: Mapping[str, Data]) -> list[Line]:
    """The variables in the caller's environment, with their values in a release named as the chart."""
    if map_or_empty(model.effective(None, (caller,))).get("connectionVariables") is False:
        return [line(f"{caller} gets no variables: its connectionVariables is false")]
    if not variables:
        return [line(f"{caller} gets no variables: what it calls has no Service")]
    release = model.charts[1].name
    return [
        line(f"{caller} gets (in a release named {release}):"),
        *(line(f"  {name}={value}") for name, value in variables.items()),
    ]
