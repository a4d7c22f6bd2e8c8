"""What goes with a service that is removed: its line, blocks, connections, and what is said of it alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from generator.core.change.connections import filed_calls, place_of_call, without_calls
from generator.core.change.dependencies import dependency_spots, without_dependency_entries
from generator.core.change.history import remember_removal
from generator.core.change.intent_patterns import without_patterns_of
from generator.core.change.kept import with_kept
from generator.core.change.references import references
from generator.core.changes import Change, applied, changes_between
from generator.core.data import map_at, map_or_empty
from generator.core.edit.edits import Edit, changes_of
from generator.core.edit.spacing import without_empty_root
from generator.core.graph.calls import CALL_PLACES
from generator.core.graph.known import KNOWN_AS
from generator.core.helm.chart_file import VALUES_FILE
from generator.core.platform.file import PLATFORM_FILE
from generator.core.values.comments import is_explained
from generator.core.words import did_you_mean
from generator.errors import BlueprintError, Invalid

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import PurePosixPath

    from generator.core.change.references import Reference
    from generator.core.paths import KeyPath
    from generator.core.values.model import ValuesModel

_HEADING = re.compile(r"#+ ?[─═=-]{2,} *\w.*")


class ServiceRemoval(NamedTuple):
    """The changes, the keys that they are about, and what refers to the services still."""

    changes: tuple[Change, ...]
    paths: tuple[KeyPath, ...]
    remaining: tuple[Reference, ...]


def removal_of(model: ValuesModel, names: Sequence[str], *, force: bool = False) -> ServiceRemoval:
    """Remove services. With `force` the connections to them go, too, and what says nothing without them.

    Invalid with every place that needs one of them still, unless `force`; BlueprintError where a name is no
    service, and where others cannot do without it.
    """
    for name in names:
        if name not in model.subcharts or model.subcharts[name].kind == "vendored":
            known = [key for key, chart in model.subcharts.items() if chart.kind != "vendored"]
            raise BlueprintError(f'there is no service "{name}"', hint=did_you_mean(name, known))
    gone = frozenset(names)
    found = [
        one for name in names for one in references(model, name) if one.path[:1] not in {(n,) for n in gone}
    ]
    calls = [one for one in filed_calls(model) if one.call.callee in gone and one.call.caller not in gone]
    if not force:
        errors = [
            BlueprintError(
                f"{one.call.caller} connects to {one.call.callee}", where=place_of_call(model, one)
            )
            for one in calls
        ]
        errors += [BlueprintError(one.sentence, where=one.where) for one in found]
        if errors:
            which = "it is" if len(gone) == 1 else "they are"
            raise Invalid(
                f"{', '.join(names)} cannot go while {which} needed",
                errors,
                hint="Change these first; or take connections along, `… --force`, which says what is left.",
            )
    taken = [one for one in found if _taken_path(one)]
    edits = [*_blocks(model, gone), *without_calls(model, calls), *_names(model, gone)]
    edits += [Edit(one.file, "delete", _taken_path(one), prune=False, comment=True) for one in taken]
    edits = [_pruned(model, one) for one in edits]
    changes = [_tidied(change) for change in changes_of(model.tree, edits)]
    files: dict[PurePosixPath, bytes | None] = {change.path: change.after for change in changes}
    files.update(
        without_dependency_entries(model, [one for one in dependency_spots(model) if one.key in gone])
    )
    files.update(_platform_file(model, names))
    files.update(dict.fromkeys(_idle_charts(model, gone)))
    result = changes_between(model.tree, files)
    after = model.with_tree(applied(model.tree, result))
    for name in names:
        after = model.with_tree(with_kept(model, after, name))
    files.update(after.tree)
    result = changes_between(model.tree, files)
    if taken:
        _refuse_unscaled(model, after, gone)
    paths = dict.fromkeys((*((name,) for name in names), *(one.path for one in edits)))
    return ServiceRemoval(
        result, tuple(paths), tuple(_moved(after, one) for one in found if one not in taken)
    )


def _moved(after: ValuesModel, one: Reference) -> Reference:
    """The reference where it stands after the change."""
    position = after.source(one.file).position(one.path) if one.file in after.all_files else None
    return one._replace(line=position.line) if position else one


# ── edits ───────────────────────────────────────────────────────────────────────────────────────


def _blocks(model: ValuesModel, gone: Collection[str]) -> Iterator[Edit]:
    for file in model.all_files:
        data = model.source(file).data if file in model.tree else {}
        for name in gone:
            if name in data:
                yield Edit(file, "delete", (name,), prune=False, comment=True)


def _names(model: ValuesModel, gone: Collection[str]) -> Iterator[Edit]:
    """What else has their names for keys: what they call, and what Kubernetes calls them."""
    for file in model.all_files:
        for place in (*CALL_PLACES, KNOWN_AS, ("global", "names")):
            stated = map_or_empty(model.said(file, place) or {})
            for name in gone:
                if name in stated:
                    yield Edit(file, "delete", (*place, name), prune=False, comment=True)


def _taken_path(one: Reference) -> KeyPath:
    """What goes with a reference that says nothing without the service; () where a person must decide."""
    if one.kind == "trigger":
        return one.path[:-1]
    is_variable = one.kind == "credentials" and one.path[-3:-2] == ("env",)
    return one.path[:-1] if is_variable else ()


def _pruned(model: ValuesModel, one: Edit) -> Edit:
    """Maps that are empty then go from the files of environments, unless a comment explains them."""
    if one.op != "delete" or one.file == VALUES_FILE or len(one.path) < 2:
        return one
    return one._replace(prune=not is_explained(model.source(one.file), one.path[:-1]))


def _tidied(change: Change) -> Change:
    """Without the headings that nothing stands below any more, and without a lone `{}`."""
    assert change.after is not None
    before, after = (change.before or b"").decode(), change.after.decode()
    return change._replace(after=without_empty_root(without_idle_headings(before, after)).encode())


def without_idle_headings(before: str, after: str) -> str:
    """The text after without the headings (`# ── data ──`) that had something below them before."""
    idle = [line for line, is_idle in _headings(before.split("\n")) if is_idle]
    lines = after.split("\n")
    for number in reversed(range(len(lines))):
        if not _HEADING.fullmatch(lines[number].rstrip()) or lines[number] in idle:
            continue
        end = _next_line(lines, number + 1)
        if end == len(lines):
            while number and not lines[number - 1].strip():
                number -= 1  # noqa: PLW2901  # the blank lines above go with the last heading
            lines[number:] = [""]
        elif _HEADING.fullmatch(lines[end].rstrip()):
            del lines[number:end]
    return "\n".join(lines)


def _headings(lines: Sequence[str]) -> Iterator[tuple[str, bool]]:
    for number, text in enumerate(lines):
        if _HEADING.fullmatch(text.rstrip()):
            end = _next_line(lines, number + 1)
            yield text, end == len(lines) or bool(_HEADING.fullmatch(lines[end].rstrip()))


def _next_line(lines: Sequence[str], start: int) -> int:
    return next((number for number in range(start, len(lines)) if lines[number].strip()), len(lines))


def _platform_file(model: ValuesModel, names: Sequence[str]) -> dict[PurePosixPath, bytes | None]:
    """platform.yaml without what is said of these services alone, and with the word that they are gone."""
    intent = without_patterns_of(model.tree, frozenset(names))
    after = model.with_tree(applied(model.tree, changes_between(model.tree, intent)))
    for name in names:
        after = after.with_changes(changes_of(after.tree, remember_removal(after, name)))
    return {PLATFORM_FILE: after.tree[PLATFORM_FILE]} if PLATFORM_FILE in after.tree else {}


# ── what cannot be ──────────────────────────────────────────────────────────────────────────────


def _refuse_unscaled(before: ValuesModel, after: ValuesModel, gone: Collection[str]) -> None:
    """BlueprintError where a service would scale on nothing, which the charts refuse."""
    for environment in (None, *before.environments):
        for key, chart in before.subcharts.items():
            if key in gone or chart.kind != "service" or not before.is_enabled(environment, key):
                continue
            keda = map_at(map_or_empty(after.effective(environment, (key,))), "keda")
            triggers = map_at(keda, "triggers").values()
            if keda.get("enabled") and all(map_or_empty(one).get("enabled") is False for one in triggers):
                raise BlueprintError(
                    f"{key} would have nothing left to scale on in {environment or 'values.yaml'}",
                    hint=f"Give {key}.keda.triggers another one, or switch off {key}.keda.enabled first.",
                )


def _idle_charts(model: ValuesModel, gone: Collection[str]) -> Iterator[PurePosixPath]:
    """The files of charts in charts/ that nothing asks for any more: Helm would render them all the same.

    Charts of ours follow from Chart.yaml by themselves.
    """
    wanted = {one.name for one in dependency_spots(model) if one.key not in gone}
    idle = {
        model.subcharts[key].wanted.name
        for key in gone
        if not model.subcharts[key].is_ours and model.subcharts[key].wanted.name not in wanted
    }
    folders = {
        chart.folder.name for chart in model.charts[1].inside if chart.name in idle and chart.folder.name
    }
    for path in model.tree:
        if path.parts[0] != "charts" or len(path.parts) < 2:
            continue
        inside = path.parts[1]
        is_packed = path.suffix == ".tgz" and any(re.match(rf"{re.escape(name)}-\d", inside) for name in idle)
        if (len(path.parts) > 2 and inside in folders) or (len(path.parts) == 2 and is_packed):
            yield path
