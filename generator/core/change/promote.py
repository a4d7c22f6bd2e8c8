"""Carrying values from one environment to another, as far as the platform's intent lets them go."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from generator.core.change.carried_changes import changes_to_carry
from generator.core.change.checks import refuse_broken_intent
from generator.core.change.held_back import names_of_origin
from generator.core.change.item_promotion import DecidedKeys, has_named_items, parts_to_carry, with_items
from generator.core.change.unasked import is_version
from generator.core.changes import changes_between
from generator.core.data import MISSING, deciding, equal, value_at
from generator.core.edit.edits import Edit
from generator.core.encrypted import holds_encrypted
from generator.core.helm.merge import combined
from generator.core.paths import Item, format_path
from generator.core.platform.history import KEPT
from generator.core.values.comments import unexplained
from generator.core.values.compare import Column, compare
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.core.change.carried_changes import Way
    from generator.core.change.sharing_edits import SharedEdit
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

    `carried` is the same in both environments afterwards; those of it that are `removed` are in neither.
    `stated` is carried, too, but the origin does not go by it; with what it goes by. `held` are keys whose
    values name the origin, with the text that does; `unasked` those that nobody asked for, without intent.
    `shared` are edits that change a value for other places of the file, too.
    """

    changes: tuple[Change, ...]
    after: ValuesModel
    carried: tuple[KeyPath, ...]
    stays: tuple[tuple[KeyPath, str], ...]
    stated: tuple[tuple[KeyPath, str], ...] = ()
    removed: tuple[KeyPath, ...] = ()
    held: tuple[tuple[KeyPath, str], ...] = ()
    unasked: tuple[KeyPath, ...] = ()
    shared: tuple[SharedEdit, ...] = ()

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
    way: Way | None = None,
) -> Promotion:
    """Carry what `origin` says to `target`; its own file says then what must be said there.

    What the files state is carried, presets as presets, unless `target` would not go by it. Keys that
    `only` names are made equal in effect, too, where they follow from presets that are not carried.
    What the files of `target` alone state stays, unless it is to be pruned, wherever the default is, and
    so does what names `origin` (see held_back). Without `only`, and without an intent that says what
    stays, versions alone are carried (see unasked). `way` is the one that is taken where aliases and merges
    share what changes. BlueprintError where the intent would be broken.
    """
    model.files(origin), model.files(target)  # first of all: there may be no such environment
    if origin == target:
        raise BlueprintError(f"{origin} cannot be promoted to itself")
    idle: dict[KeyPath, str] = {}
    while True:
        plan = _Plan(origin, target, only, without, idle, prune=prune)
        plan.way = way
        after = plan.carried_out(model)
        found = {path: _prevailing(after, target, path) for path in plan.without_effect(after)}
        if not found:
            break
        # Made anew without them: what they were written into may not have been there.
        idle.update(found)
    refuse_broken_intent(model, after)
    stated = {path: _prevailing(after, origin, path) for path in plan.carried if not plan.agrees(after, path)}
    return Promotion(
        changes=changes_between(model.tree, after.tree),
        after=after,
        carried=tuple(path for path in plan.carried if path not in stated),
        stays=tuple(plan.stays.items()),
        stated=tuple(stated.items()),
        removed=tuple(path for path in plan.removed if path in plan.carried),
        held=tuple(plan.held.items()),
        unasked=tuple(plan.unasked),
        shared=tuple(plan.shared),
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
        self.removed: dict[KeyPath, None] = {}
        self.held: dict[KeyPath, str] = {}
        self.unasked: dict[KeyPath, None] = {}
        self.way: Way | None = None
        self.shared: list[SharedEdit] = []

    def carried_out(self, model: ValuesModel) -> ValuesModel:
        """The platform after the promotion."""
        after = model
        self.names = names_of_origin(model, self.origin, self.target)
        shared = {*model.files(self.target)} - {model.own_file(self.origin)}
        self.files_of_origin = [path for path in model.files(self.origin) if path not in shared]
        self.is_guided = bool(self.only) or model.intent.says_what_stays
        # A map that replaces a scalar lets what lies below it show again: look until there is no more.
        for _ in range(_PASSES):
            rows = compare(self._columns(after), declared=True)
            after, before = self.made(after, rows), after
            if after is before:
                break
        if self.only:
            rows = compare(self._columns(after), only=self.only)
            after = self.made(after, [row for row in rows if row.follows and not _is_in_list(row.path)])
            known = DecidedKeys((*self.carried, *self.stays, *self.held, *self.unasked))
            for row in rows:
                if not _is_in_list(row.path) or known.covers(row.path):
                    continue
                known.add(row.path)
                whole = tuple(takewhile(lambda step: not isinstance(step, int | Item), row.path))
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
        below = [source.data for source in model.below(self.target)]
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
        if not self.edits:
            return model
        changes, shared = changes_to_carry(model, self.edits, self.way)
        self.shared += shared
        return model.with_changes(changes)

    def _carry(self, row: Row) -> None:
        if has_named_items(row.values) and not row.follows:
            # What the target's list has of its own stays, as it does in a map.
            parts = [one for one in parts_to_carry(row) if self._goes(one, within=True)]
            if parts:
                paths = [one.path[len(row.path) :] for one in parts]
                self._write(row.path, with_items(row.values[1], row.values[0], paths))
                self.carried.update((one.path, one.values[0]) for one in parts)
        elif self._goes(row):
            self._write(row.path, row.values[0])
            self.carried[row.path] = row.values[0]

    def _goes(self, row: Row, *, within: bool = False) -> bool:
        """Whether a row is to be carried; else why not is noted. With `within` it is of a list's items."""
        path, value = row.path, row.values[0]
        if (self.only and not self.only.cover(path)) or (self.without and self.without.cover(path)):
            return False
        if path[:2] == KEPT:
            self.stays[path] = "is what its environment keeps of a service that is gone"
            return False
        rule = self._keeping(path) or (self._keeping(row.follows) if row.follows else None)
        if rule:
            reason = f": {rule.reason}" if rule.reason else ""
            self.stays[path] = f"belongs to its environment ({rule.where}){reason}"
            return False
        if holds_encrypted(list(row.values)):
            self.stays[path] = "it is encrypted, and is never carried"
            return False
        if path in self.idle:
            self.stays[path] = self.idle[path]
            return False
        if value is MISSING and not within:
            self._remove(path)
            return False
        if value is MISSING or not self._is_stated_by_origin(row):
            if not self.prune:
                source = f", by {format_path(row.follows)}" if row.follows else ""
                self.stays[path] = f"{self.target} alone has it{source}; --prune removes it"
                return False
            self.removed[path] = None
        elif text := self._name_of_origin(path, value):  # first: the command that carries more is copied
            self.held[path] = text
            return False
        elif not self.is_guided and not is_version(path, row.values):
            self.unasked[path] = None
            return False
        if value is MISSING:
            self.removed[path] = None
        return True

    def _write(self, path: KeyPath, value: Data) -> None:
        file = self.model.file_for(self.target, path)  # a parameter's wins over all else
        stated = file == self.file and value_at(self.own.data, path) is not MISSING
        if stated and equal(value_at(self.below, path), value):
            self.equal_below[path] = value
        else:
            self.edits.append(Edit(file, "set", path, value))

    def _keeping(self, path: KeyPath) -> Expectation | None:
        intent = self.model.intent
        rules = (*intent.environment_only, *intent.must_differ)
        return next((rule for rule in rules if rule.speaks_of(path, self.origin, self.target)), None)

    def _is_stated_by_origin(self, row: Row) -> bool:
        """Whether it is the origin's own word, and not what values.yaml or a chart says for all."""
        if row.follows:
            winner = self.model.winner(self.origin, row.path)
            return winner is not None and winner.file in self.files_of_origin
        files = (self.model.source(path).data for path in self.files_of_origin)
        return any(deciding(data, row.path) is not None for data in files)

    def _name_of_origin(self, path: KeyPath, value: Data) -> str:
        """The text that names the origin, "" where none does or where the key is asked for all the same."""
        rules = self.model.intent.must_match
        if (self.only and self.only.name(path)) or any(
            rule.speaks_of(path, self.origin, self.target) for rule in rules
        ):
            return ""
        known = self.model.declared(self.target)
        new = [path[:depth] for depth in range(2, len(path) + 1) if value_at(known, path[:depth]) is MISSING]
        return self.names.within(value, tuple(one[-1] for one in new))

    def _remove(self, path: KeyPath) -> None:
        below = next(
            (
                str(source.path)
                for source in reversed(self.model.below(self.target))
                if deciding(source.data, path) is not None
            ),
            "",
        )
        if below:
            self.stays[path] = f"{below} states it, and {self.origin} does not: it would take a null"
        elif self.prune:
            self.edits.append(Edit(self.model.file_for(self.target, path), "delete", path, comment=True))
            self.carried[path] = MISSING
            self.removed[path] = None
        else:
            self.stays[path] = f"{self.target} alone has it; --prune removes it"


def _is_in_list(path: KeyPath) -> bool:
    return any(isinstance(step, int | Item) for step in path)


def _prevailing(model: ValuesModel, environment: str, path: KeyPath) -> str:
    """What an environment goes by at this key, and where it stands."""
    winner = model.winner(environment, path)
    if winner is None:
        return f"nothing takes it in {environment}"
    return f"{winner.layer} wins in {environment} ({winner.where})"
