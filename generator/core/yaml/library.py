"""PyYAML, whose patterns are compiled when they are needed: that takes 8 ms, and libyaml needs none."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["yaml"]


class _Late:
    """A pattern that is compiled when somebody first asks it something."""

    def __init__(self, *how: Any) -> None:
        self._how = how

    def __getattr__(self, name: str) -> Any:
        made = getattr(re.compile(*self._how), name)
        setattr(self, name, made)
        return made


@contextmanager
def _compiled_late() -> Iterator[None]:
    compiled_at_once = re.compile
    re.compile = _Late  # type: ignore[assignment]
    try:
        yield
    finally:
        re.compile = compiled_at_once


with _compiled_late():
    import yaml
