"""Carrying values from one environment to another, as far as the platform's intent lets them go."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from generator.core.changes import changes_between
from generator.core.data import MISSING, deciding, equal, value_at
from generator.core.edit.edits import Edit, changes_of
from generator.core.encrypted import holds_encrypted
from generator.core.helm.merge import combined
from generator.core.paths import format_path
from generator.core.values.comments import unexplained
from generator.core.values.compare import Column, compare
from generator.core.values.intent_check import broken
from generator.errors import BlueprintError, Invalid

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from generator.core.changes import Change
    from generator.core.data import Data
    from generator.core.paths import KeyPath
    from generator.core.platform.intent import Expectation
    from generator.core.platform.patterns import Patterns
    from generator.core.values.compare import Row
    from generator.core.values.model import ValuesModel

_PASSES = 4


class Promotion(NamedTuple):
    """What a promotion does: the files that change, keys that it carries, keys that stay and why.

    `carried` is the same in both environments afterwards. `stated` is carried, too, but the origin
    itself does not go by what its files state there; with what it goes by.
    """

    changes: tuple[Change, ...]
    after: ValuesModel
    carried: tuple[KeyPath, ...]
    stays: tuple[tuple[KeyPath, str], ...]
    stated: tuple[tuple[KeyPath, str], ...] = ()

    @property
    def written(self) -> tuple[KeyPath, ...]:
        return (*self.carried, *(path for path, _ in self.stated))


def promoted(
    model: ValuesModel,
    origin: str,
    target: str,
    *,
    only: Patterns | None = None,
    without: Patterns | None = None,
    prune: bool = False,
) -> Promotion:
    """Carry what `origin` says to `target`; its own file says then what must be said there.

    What the files state is carried, presets as presets, unless `target` would not go by it. Keys that
    `only` names are made equal in effect, too, where they follow from presets that are not carried.
    Keys that only `target` has stay, unless it is to be pruned. BlueprintError where the intent would
    be broken.
    """
    model.files(origin), model.files(target)  # first of all: there may be no such environment
    if origin == target:
        raise BlueprintError(f"{origin} cannot be promoted to itself")
    idle: dict[KeyPath, str] = {}
    while True:
        plan = _Plan(origin, target, only, without, idle, prune=prune)
        after = plan.carried_out(model)
        found = {path: _prevailing(after, target, path) for path in plan.without_effect(after)}
        if not found:
            break
        # Made anew without them: what they were written into may not have been there.
        idle.update(found)
    _refuse_broken(model, after)
    stated = {path: _prevailing(after, origin, path) for path in plan.carried if not plan.agrees(after, path)}
    return Promotion(
        changes=changes_between(model.tree, after.tree),
        after=after,
        carried=tuple(path for path in plan.carried if path not in stated),
        stays=tuple(plan.stays.items()),
        stated=tuple(stated.items()),
    )


class _Plan:
    """One attempt. `idle` are keys that it leaves because they would do nothing, and why."""

    def __init__(
        self,
        origin: str,
        target: str,
        only: Patterns | None,
        without: Patterns | None,
        idle: Mapping[KeyPath, str],
        *,
        prune: bool,
    ) -> None:
        self.origin = origin
        self.target = target
        self.only = only
        self.without = without
        self.idle = idle
        self.prune = prune
        self.carried: dict[KeyPath, Data] = {}
        self.stays: dict[KeyPath, str] = {}

    def carried_out(self, model: ValuesModel) -> ValuesModel:
        """The platform after the promotion."""
        after = model
        # A map that replaces a scalar lets what lies below it show again: look until there is no more.
        for _ in range(_PASSES):
            rows = compare(self._columns(after), declared=True)
            after, before = self.made(after, rows), after
            if after is before:
                break
        if self.only:
            rows = compare(self._columns(after), only=self.only)
            after = self.made(after, [row for row in rows if row.follows and not _is_in_list(row.path)])
            for row in filter(lambda row: _is_in_list(row.path), rows):
                whole = tuple(takewhile(lambda step: isinstance(step, str), row.path))
                self.stays[row.path] = f"a list is carried as a whole, with --only {format_path(whole)}"
        return after

    def _columns(self, model: ValuesModel) -> list[Column]:
        return [Column(one, model, one) for one in (self.origin, self.target)]

    def agrees(self, after: ValuesModel, path: KeyPath) -> bool:
        values = [after.effective(name, path) for name in (self.origin, self.target)]
        return equal(*values) or values[0] is values[1]

    def without_effect(self, after: ValuesModel) -> list[KeyPath]:
        """The keys that the target does not go by, although its files state them now."""
        found = []
        for path, value in self.carried.items():
            if value is MISSING or self.agrees(after, path):
                continue
            now = after.effective(self.target, path)
            if not (equal(now, value) or (isinstance(now, dict) and isinstance(value, dict))):
                found.append(path)
        return found

    def made(self, model: ValuesModel, rows: Iterable[Row]) -> ValuesModel:
        """The platform with what of these rows is to be carried."""
        self.model = model
        self.file = model.own_file(self.target)
        self.own = model.source(self.file)
        below = [source.data for source in model.sources(self.target)[:-1]]
        self.below = combined(below[0], below[1:]) if below else {}
        self.edits: list[Edit] = []
        self.equal_below: dict[KeyPath, Data] = {}
        for row in rows:
            self._carry(row)
        # What the files below say need not be said, unless a comment says why it is.
        free = unexplained(self.own, self.equal_below)
        for path, value in self.equal_below.items():
            edit = Edit(self.file, "delete", path) if path in free else Edit(self.file, "set", path, value)
            self.edits.append(edit)
        return model.with_changes(_changes(model, self.edits)) if self.edits else model

    def _carry(self, row: Row) -> None:
        path, value = row.path, row.values[0]
        if (self.only and not self.only.cover(path)) or (self.without and self.without.cover(path)):
            return
        rule = self._keeping(path) or (self._keeping(row.follows) if row.follows else None)
        if rule:
            reason = f": {rule.reason}" if rule.reason else ""
            self.stays[path] = f"belongs to its environment ({rule.where}){reason}"
            return
        if holds_encrypted(list(row.values)):
            self.stays[path] = "it is encrypted, and is never carried"
            return
        if path in self.idle:
            self.stays[path] = self.idle[path]
            return
        if value is MISSING:
            self._remove(path)
            return
        stated = value_at(self.own.data, path) is not MISSING
        if stated and equal(value_at(self.below, path), value):
            self.equal_below[path] = value
        else:
            self.edits.append(Edit(self.file, "set", path, value))
        self.carried[path] = value

    def _keeping(self, path: KeyPath) -> Expectation | None:
        intent = self.model.intent
        rules = (*intent.environment_only, *intent.must_differ)
        return next((rule for rule in rules if rule.speaks_of(path, self.origin, self.target)), None)

    def _remove(self, path: KeyPath) -> None:
        below = next(
            (
                str(source.path)
                for source in reversed(self.model.sources(self.target)[:-1])
                if deciding(source.data, path) is not None
            ),
            "",
        )
        if below:
            self.stays[path] = f"{below} states it, and {self.origin} does not: it would take a null"
        elif self.prune:
            self.edits.append(Edit(self.file, "delete", path, comment=True))
            self.carried[path] = MISSING
        else:
            self.stays[path] = f"{self.target} alone has it; --prune removes it"


def _changes(model: ValuesModel, edits: Sequence[Edit]) -> tuple[Change, ...]:
    """The changes; where some are refused, with the options that leave these out."""
    refused: list[Edit] = []
    try:
        return changes_of(model.tree, edits, refused)
    except BlueprintError as error:
        import shlex

        errors = error.errors if isinstance(error, Invalid) else (error,)
        options = " ".join(f"--except {shlex.quote(format_path(one.path))}" for one in refused)
        raise Invalid(
            "these values cannot be carried", errors, hint=f"Nothing was written. Leave them out: {options}"
        ) from error


def _is_in_list(path: KeyPath) -> bool:
    return any(isinstance(step, int) for step in path)


def _prevailing(model: ValuesModel, environment: str, path: KeyPath) -> str:
    """What an environment goes by at this key, and where it stands."""
    winner = model.winner(environment, path)
    if winner is None:
        return f"nothing takes it in {environment}"
    return f"{winner.layer} wins in {environment} ({winner.where})"


def _refuse_broken(before: ValuesModel, after: ValuesModel) -> None:
    if before is after:
        return
    known = {(one.rule.where, path) for one in broken(before) for path in one.paths}
    errors = [
        BlueprintError(one.what, where=one.rule.where)
        for one in broken(after)
        if any((one.rule.where, path) not in known for path in one.paths)
    ]
    if errors:
        raise Invalid(
            "the intent of this platform would be broken",
            errors,
            hint="Nothing was written. Leave these keys out with --except, or change the intent.",
        )


def few_or_counted(paths: Sequence[KeyPath]) -> str:
    """The keys themselves if they are few, else how many they are."""
    return ", ".join(map(format_path, paths)) if len(paths) <= 5 else f"{len(paths)} keys"
