"""Frozen windows: what platform.yaml's intent protects for a time, and what of it a change would break."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import equal
from generator.core.paths import format_path
from generator.core.words import did_you_mean, first_few
from generator.errors import BlueprintError, UsageError, raise_any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from generator.core.paths import KeyPath
    from generator.core.platform.intent import Window
    from generator.core.values.model import ValuesModel

_MOST = 5  # keys that are named one by one


def refuse_frozen(
    before: ValuesModel,
    after: ValuesModel,
    paths: Iterable[KeyPath],
    *,
    moment: float,
    despite: Collection[str] = (),
) -> None:
    """Refuse what frozen windows protect at a moment (seconds since 1970), but for windows in `despite`.

    UsageError where `despite` names no window.
    """
    names = [window.name for window in before.intent.windows]
    for name in despite:
        if name not in names:
            hint = did_you_mean(name, names) or "platform.yaml declares none."
            raise UsageError(f'--despite: there is no window "{name}"', hint=hint)
    broken: dict[Window, list[tuple[str, KeyPath]]] = {}
    for window, environment, path in frozen(before, after, paths, moment):
        if window.name not in despite:
            broken.setdefault(window, []).append((environment, path))
    if not broken:
        return
    import shlex

    options = " ".join(f"--despite {shlex.quote(window.name)}" for window in broken)
    hint = f"Nothing was written. If it must be: `… {options}`"
    errors = [BlueprintError(_refusal(window, spots), where=window.where) for window, spots in broken.items()]
    raise_any("several windows are frozen", errors, hint=hint)


def frozen(
    before: ValuesModel, after: ValuesModel, paths: Iterable[KeyPath], moment: float
) -> list[tuple[Window, str, KeyPath]]:
    """The windows that a change would break: with the environment and the path whose value changes."""
    intent = before.intent
    if not intent.windows:
        return []
    found = []
    for path in paths:
        for environment in before.environments:
            windows = intent.frozen_by(path, environment, moment)
            if windows and not equal(before.declared(environment, path), after.declared(environment, path)):
                found += [(window, environment, path) for window in windows]
    return found


def _refusal(window: Window, spots: Sequence[tuple[str, KeyPath]]) -> str:
    environments = ", ".join(dict.fromkeys(environment for environment, _ in spots))
    names = list(dict.fromkeys(format_path(path) for _, path in spots))
    reason = f": {window.reason}" if window.reason else ""
    verb = "is" if len(names) == 1 else "are"
    return (
        f"{first_few(names, _MOST)} of {environments} {verb} frozen by {window.name} ({window.text}){reason}"
    )
