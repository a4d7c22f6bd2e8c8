"""The values files that an entry passes to Helm: the environment's are ours, others stay where they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from generator.core.data import Data

_PASSED = re.compile(r"(?:-f|--values)(?: +|=)(?P<file>[^ ]+)")
_ARGUMENT = re.compile(rf"{_PASSED.pattern}|[^ ]+")


def files_in_arguments(text: str) -> list[str]:
    """`-f values-prod.yaml -f values-dr.yaml` → the files."""
    return [match["file"] for match in _PASSED.finditer(text)]


def arguments(text: str, wanted: Sequence[str], is_ours: Callable[[str], bool]) -> str:
    """The arguments with `wanted` in the place of ours; the same text where they stand there already."""
    found = [match[0] for match in _ARGUMENT.finditer(text)]

    def ours(argument: str) -> bool:
        match = _PASSED.fullmatch(argument)
        return match is not None and is_ours(match["file"])

    if [file for one in found if ours(one) for file in files_in_arguments(one)] == list(wanted):
        return text
    return " ".join(_replaced(found, [f"-f {file}" for file in wanted], ours))


def with_chain(items: Sequence[Data], wanted: Sequence[str], is_ours: Callable[[Data], bool]) -> list[Data]:
    """The list with `wanted` in the place of ours; the same items where they stand there already."""
    if [one for one in items if is_ours(one)] == list(wanted):
        return list(items)
    return list(_replaced(items, wanted, is_ours))


def _replaced(found: Sequence[Data], wanted: Sequence[Data], is_ours: Callable[..., bool]) -> list[Data]:
    first = next((place for place, one in enumerate(found) if is_ours(one)), len(found))
    others = [one for one in found[first:] if not is_ours(one)]
    return [*found[:first], *wanted, *others]
