"""The same values in fewer words: what is redundant goes, what all environments share moves to values.yaml.

Nothing here is believed: the effective values of every environment, computed from the new files, must
be those computed from the old ones. An edit that does not pass is left out and reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.change.unchanged import changed_value, prove_unchanged
from generator.core.data import MISSING, deciding, equal, leaves, value_at
from generator.core.edit.edits import Edit, changes_of
from generator.core.edit.order import ordered
from generator.core.edit.spelling import spelled_as
from generator.core.encrypted import holds_encrypted
from generator.core.lint.facts import Facts, findings
from generator.core.lint.rules import redundant
from generator.core.paths import format_path
from generator.core.values.comments import unexplained
from generator.errors import BlueprintError, Invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import PurePosixPath

    from generator.core.findings.finding import Finding, Rule
    from generator.core.paths import KeyPath
    from generator.core.values.model import ValuesModel

_PASSES = 10


def tidied(model: ValuesModel, *, order: bool = False) -> tuple[ValuesModel, list[str]]:
    """The platform with tidy values, and what could not be done.

    BlueprintError when a file cannot be read, and when the proof fails.
    """
    for environment in model.environments:
        model.stated(environment)
    work = _Work(model)
    result = model
    for _ in work.passes():
        before = result
        result = work.applied(result, list(_shared(result, work)))
        result = work.applied(result, _fixes(findings(result, [redundant.check])))
        if result is before:
            break
    if order:
        base = result.file_to_write(None)
        text = ordered(result.source(base).content.decode(), _services(result), str(base))
        if text.encode() != result.tree[base]:
            result = result.with_tree({**result.tree, base: text.encode()})
    if result is not work.proven:
        prove_unchanged(model, result)
    return result, work.report()


def _services(model: ValuesModel) -> list[str]:
    """The keys of services in the order of Chart.yaml; of all subcharts where none is a service."""
    services = [key for key, chart in model.subcharts.items() if chart.kind == "service"]
    return services or list(model.subcharts)


class _Work:
    """What is to stay as it is in `first`, and what was not done to it."""

    def __init__(self, first: ValuesModel) -> None:
        self.first = first
        self.notes: dict[str, None] = {}
        self.proven = first  # the last platform whose values were found to be those of `first`
        self._unproven: list[str] = []
        self._refused: set[tuple[PurePosixPath, KeyPath]] = set()

    def report(self) -> list[str]:
        """What was not done: what cannot be, and what of the last pass changes a value."""
        return [*self.notes, *dict.fromkeys(self._unproven)]

    def passes(self) -> Iterator[None]:
        """One time after the other; what did not pass in an earlier one may have become needless."""
        for _ in range(_PASSES):
            self._unproven = []
            yield

    def applied(self, model: ValuesModel, groups: Sequence[Sequence[Edit]]) -> ValuesModel:
        """`model` after all groups of edits that are possible and leave the values of `first` alone.

        A group is all or nothing. Where not all are possible together, each half is tried.
        """
        groups = [group for group in groups if not any(self._is_refused(one) for one in group)]
        if not groups:
            return model
        refused: list[Edit] = []
        try:
            changes = changes_of(model.tree, [one for group in groups for one in group], refused)
            after = _respelled(model, model.with_changes(changes), groups)
            path, environment = changed_value(self.first, after)
            if path is None:
                self.proven = after
                return after
            reason = f"{format_path(path)} of {environment or 'values.yaml'} would change"
        except BlueprintError as error:
            errors = error.errors if isinstance(error, Invalid) else (error,)
            reason = errors[0].what
            if len(refused) == len(errors):
                return self._without(model, groups, dict(zip(map(id, refused), errors, strict=True)))
        if len(groups) > 1:
            half = len(groups) // 2
            return self.applied(self.applied(model, groups[:half]), groups[half:])
        self._unproven.append(f"{format_path(groups[0][0].path)} stays: {reason}")
        return model

    def _without(
        self, model: ValuesModel, groups: Sequence[Sequence[Edit]], errors: Mapping[int, BlueprintError]
    ) -> ValuesModel:
        """`model` after the groups of which no edit is refused; they are not asked for again."""
        for group in groups:
            for one in group:
                if id(one) in errors:
                    self._refused.add((one.file, one.path))
                    self.note(f"{format_path(group[0].path)} stays: {errors[id(one)].what}")
        return self.applied(model, groups)

    def _is_refused(self, one: Edit) -> bool:
        return (one.file, one.path) in self._refused

    def note(self, text: str) -> None:
        self.notes[text] = None


def _respelled(before: ValuesModel, after: ValuesModel, groups: Sequence[Sequence[Edit]]) -> ValuesModel:
    """The platform with what is new in values.yaml as the files spelled it that it comes from."""
    if not any(one.op == "set" for one, *_ in groups):
        return after
    file = before.base_file
    base, new = before.source(file).data, after.source(file).data
    moved: dict[PurePosixPath, dict[KeyPath, None]] = {}
    for one, *rest in groups:
        if one.op != "set" or not rest:
            continue
        old = before.source(rest[0].file).data
        for depth in range(1, len(one.path) + 1):
            path = one.path[:depth]
            if value_at(base, path) is MISSING and equal(value_at(new, path), value_at(old, path)):
                moved.setdefault(rest[0].file, {})[path] = None
                break
    text = known = after.tree[file].decode() if moved else ""
    for origin, paths in moved.items():
        text = spelled_as(text, list(paths), before.source(origin).document)
    return after.with_tree({**after.tree, file: text.encode()}) if text != known else after


def _fixes(found: Iterable[Finding]) -> list[Sequence[Edit]]:
    """The edits that mend findings, each group once: two findings may want to remove the same key."""
    return list({one.edits: one.edits for one in found if one.edits})


def _shared(model: ValuesModel, work: _Work) -> Iterator[list[Edit]]:
    """What the files of all environments say alike, set in values.yaml and removed from them."""
    chains = [model.files(name) for name in model.environments]
    if not all(chains) or model.base_file not in model.tree:
        return
    # The lowest file of each environment: what they share, all share.
    sources = [model.source(file) for file in dict.fromkeys(chain[0] for chain in chains)]
    if len(sources) < 2:
        return
    first, *others = (source.data for source in sources)
    base = model.source(model.base_file).data
    shared = {
        path: value
        for path, value in leaves(first)
        if path
        and value is not None
        and not holds_encrypted(value)
        and not any(isinstance(step, int) for step in path)
        and all((said := value_at(data, path)) is not MISSING and equal(said, value) for data in others)
        and not any(rule.patterns.cover(path) for rule in model.intent.environment_only)
    }
    free = {source.path: unexplained(source, shared) for source in sources}
    for path, value in shared.items():
        explained = next((file for file, paths in free.items() if path not in paths), None)
        if explained:
            name = format_path(path)
            work.note(f"{name} is the same everywhere, and stays: {explained} has a comment on it")
            continue
        # What stands in the way in values.yaml, such as a string where a map begins, stays.
        depth = deciding(base, path)
        if depth is not None and depth < len(path):
            continue
        old = value_at(base, path)
        # An empty map over a map says nothing.
        is_said = equal(old, value) or (value == {} and isinstance(old, dict))
        moves = [] if is_said else [Edit(model.base_file, "set", path, value)]
        yield [*moves, *(Edit(source.path, "delete", path) for source in sources)]


# ── lint --fix ──────────────────────────────────────────────────────────────────────────────────


def mended(
    model: ValuesModel,
    rules: Iterable[Rule],
    wanted: Callable[[Sequence[Finding]], Sequence[Finding]] = lambda found: found,
) -> tuple[ValuesModel, list[str]]:
    """The platform after the safe fixes of what the rules find, until there is no more to fix.

    `wanted` chooses the findings that are to be fixed.
    """
    rules = tuple(rules)
    result = model
    readable = Facts(model).model
    work = _Work(readable)
    for _ in work.passes():
        after = work.applied(result, _fixes(wanted(findings(result, rules))))
        if after is result:
            break
        result = after
    if result is not work.proven and result is not model:
        prove_unchanged(readable, result)
    return result, work.report()
