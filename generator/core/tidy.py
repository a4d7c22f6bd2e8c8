"""The same values in fewer words: what is redundant goes, what all environments share moves to values.yaml.

Nothing here is believed: the effective values of every environment, computed from the new files, must
be those computed from the old ones, or nothing is changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.charts import VALUES as VALUES_FILE
from generator.core.edits import Edit, changes_of
from generator.core.helm_values import MISSING, deciding, equal, leaves, value_at
from generator.core.lint import Facts, findings, is_explained
from generator.core.order import ordered
from generator.core.paths import format_path
from generator.core.rules import redundant
from generator.core.settle import changed_model, own_file
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from generator.core.changes import Change
    from generator.core.lint import Finding, Rule
    from generator.core.paths import Path
    from generator.core.values_model import ValuesModel

_PASSES = 10


def tidied(model: ValuesModel, *, order: bool = False) -> tuple[ValuesModel, list[str]]:
    """The platform with tidy values, and what could not be done. BlueprintError when the proof fails."""
    notes: list[str] = []
    result = model
    for _ in range(_PASSES):
        before = result
        result = _applied(result, list(_shared(result, notes)), notes)
        result = _applied(result, list(_redundant(result)), notes)
        if result is before:
            break
    if order:
        text = ordered(result.source(VALUES_FILE).content.decode(), _services(result), str(VALUES_FILE))
        if text.encode() != result.tree[VALUES_FILE]:
            result = type(result)({**result.tree, VALUES_FILE: text.encode()})
    prove_unchanged(model, result)
    return result, notes


def _services(model: ValuesModel) -> list[str]:
    """The keys of services in the order of Chart.yaml; of all subcharts where none is a service."""
    services = [key for key, chart in model.subcharts.items() if chart.kind == "service"]
    return services or list(model.subcharts)


def _applied(model: ValuesModel, groups: Sequence[Sequence[Edit]], notes: list[str]) -> ValuesModel:
    """The platform after all groups of edits, or after those that are possible: a group is all or nothing."""
    if not groups:
        return model
    try:
        return changed_model(model, changes_of(model.tree, [one for group in groups for one in group]))
    except BlueprintError:
        pass
    for group in groups:
        model = _tried(model, group, notes)
    return model


def _tried(model: ValuesModel, group: Sequence[Edit], notes: list[str]) -> ValuesModel:
    try:
        return changed_model(model, changes_of(model.tree, group))
    except BlueprintError as error:
        note = f"{format_path(group[0].path)} stays: {error.what}"
        if note not in notes:
            notes.append(note)
        return model


def _redundant(model: ValuesModel) -> Iterator[list[Edit]]:
    for hit in redundant.check.check(Facts(model)):
        if hit.edits:
            yield list(hit.edits)


def _shared(model: ValuesModel, notes: list[str]) -> Iterator[list[Edit]]:
    """What the files of all environments say alike, set in values.yaml and removed from them."""
    names = model.environments
    if len(names) < 2 or VALUES_FILE not in model.tree:
        return
    # The environments that stand on no other's file: what they share, all share.
    roots = [name for name in names if len(model.files(name)) == 1]
    sources = [model.source(own_file(model, name)) for name in roots]
    first, *others = (source.data for source in sources)
    if not others:
        return
    base = model.source(VALUES_FILE).data
    for path, value in leaves(first):
        if not path or value is None or any(isinstance(step, int) for step in path):
            continue
        if not all((said := value_at(data, path)) is not MISSING and equal(said, value) for data in others):
            continue
        if any(rule.patterns.cover(path) for rule in model.intent.environment_only):
            continue
        # A comment says why it stands there.
        explained = [str(source.path) for source in sources if is_explained(source, path)]
        if explained:
            note = (
                f"{format_path(path)} is the same everywhere, and stays: {explained[0]} has a comment on it"
            )
            if note not in notes:
                notes.append(note)
            continue
        # What stands in the way in values.yaml, such as a string where a map begins, stays.
        depth = deciding(base, path)
        if depth is not None and depth < len(path):
            continue
        moves = [] if equal(value_at(base, path), value) else [Edit(VALUES_FILE, "set", path, value)]
        yield [*moves, *(Edit(own_file(model, name), "delete", path) for name in roots)]


def prove_unchanged(before: ValuesModel, after: ValuesModel) -> None:
    """BlueprintError unless every environment has the same effective values in both."""
    for environment in before.environments or (None,):
        difference = _difference(before.effective(environment), after.effective(environment), ())
        if difference is None:
            continue
        raise BlueprintError(
            f"{format_path(difference)} of {environment or 'values.yaml'} would change",
            hint="Nothing was written; please report this.",
        )


def _difference(left: object, right: object, path: Path) -> Path | None:
    """The path of the first value that differs."""
    if left is right or equal(left, right):
        return None
    if isinstance(left, dict) and isinstance(right, dict):
        for key in {**left, **right}:
            if not equal(left.get(key, MISSING), right.get(key, MISSING)):
                return _difference(left.get(key, MISSING), right.get(key, MISSING), (*path, key))
    return path


# ── lint --fix ──────────────────────────────────────────────────────────────────────────────────


def mended(
    model: ValuesModel,
    rules: Iterable[Rule],
    wanted: Callable[[Sequence[Finding]], Sequence[Finding]] = lambda found: found,
) -> tuple[ValuesModel, list[str]]:
    """The platform after the safe fixes of what the rules find, until there is no more to fix.

    `wanted` chooses the findings that are to be fixed.
    """
    notes: list[str] = []
    rules = tuple(rules)
    result = model
    for _ in range(_PASSES):
        groups = [list(one.edits) for one in wanted(findings(result, rules)) if one.edits]
        # Two findings may want to remove the same key.
        after = _applied(result, list({tuple(group): group for group in groups}.values()), notes)
        if after is result:
            break
        result = after
    prove_unchanged(model, result)
    return result, notes


def changes_from(before: ValuesModel, after: ValuesModel) -> tuple[Change, ...]:
    """The files that differ between two states of a platform."""
    from generator.core.changes import changes_between

    return changes_between(before.tree, {path: after.tree[path] for path in after.tree})
