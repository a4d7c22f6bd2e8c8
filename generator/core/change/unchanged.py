"""The proof that a change of files changes no value: not what templates see, in Helm 3 nor in Helm 4."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from generator.core.differences import first_difference
from generator.core.paths import format_path
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.core.data import Data
    from generator.core.paths import KeyPath
    from generator.core.values.model import ValuesModel


def prove_unchanged(before: ValuesModel, after: ValuesModel) -> None:
    """BlueprintError unless every environment has the same values in both."""
    path, environment = changed_value(before, after)
    if path is not None:
        raise BlueprintError(
            f"{format_path(path)} of {environment or 'values.yaml'} would change",
            hint="Nothing was written; please report this.",
        )


def changed_value(before: ValuesModel, after: ValuesModel) -> tuple[KeyPath | None, str | None]:
    """The first value that differs, and its environment; (None, None) where all are the same."""
    for environment in before.environments or (None,):
        path = first_difference(before.effective(environment), after.effective(environment))
        if path is None:
            path = difference_in_helm(before, after, environment)
        if path is not None:
            return path, environment
    return None, None


def difference_in_helm(
    before: ValuesModel, after: ValuesModel, environment: str | None, *, of: Callable[[Data], Data] = dict
) -> KeyPath | None:
    """The path of the first value that Helm 3 or Helm 4 renders otherwise; a null is a value there.

    `of` is what of the values is compared.
    """
    for major in (3, 4):
        # A file that Helm 4 refuses it refuses before and after.
        with suppress(BlueprintError):
            old = before.rendered(environment, major)
            path = first_difference(of(old), of(after.rendered(environment, major)))
            if path is not None:
                return path
    return None
