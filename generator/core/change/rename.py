"""A service gets another name: in Chart.yaml, in every values file, in platform.yaml and in texts.

Kubernetes keeps knowing it by the name that it has: `global.knownAs` (charts of ours), `nameOverride` (charts
that have it). Or it is recreated under the new one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from generator.core.change.history import remember_move
from generator.core.change.kept import with_kept
from generator.core.change.mentions import Renaming
from generator.core.change.mentions_in_files import doubts, replaced
from generator.core.change.naming_edits import (
    edits_of_chart,
    edits_of_intent,
    edits_of_schema,
    edits_of_values,
    patterns_of_one_name,
)
from generator.core.change.service_names import refuse_service_name
from generator.core.changes import Change, applied, changes_between
from generator.core.data import map_at, map_or_empty
from generator.core.edit.blocks import insert_block
from generator.core.edit.edits import Edit, changes_of
from generator.core.edit.guard import EditRefused
from generator.core.graph.known import KNOWN_AS, known_as
from generator.core.helm.chart_file import VALUES_FILE
from generator.core.helm.source import Source
from generator.core.tree import text_of
from generator.core.words import did_you_mean
from generator.errors import BlueprintError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.change.mentions_in_files import Doubt
    from generator.core.data import Data
    from generator.core.helm.subcharts import Subchart
    from generator.core.values.model import ValuesModel

RENAMED_COMMENT = "# renamed services, as Kubernetes still knows them: names, labels, variables, claims"
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")


class Renamed(NamedTuple):
    """What a rename comes to: the changes but for what follows from them, and what there is to say."""

    naming: Renaming
    changes: tuple[Change, ...]
    notes: tuple[str, ...]


def renamed(model: ValuesModel, old: str, new: str, *, recreate: bool = False) -> Renamed:
    """Give the service `old` the name `new`; with `recreate` in Kubernetes, too.

    `model` is the whole platform. BlueprintError where there is no such service, or the name cannot be.
    """
    is_replayed = _is_moved_already(model, old, new)
    chart = _the_service(model, new if is_replayed else old)
    known = known_as(model.stated(None), chart.key)
    if is_replayed and recreate and known != new:
        return _recreated_later(model, old, new)
    keeps = not recreate and _can_keep(chart)
    if old == new and (known == new or not recreate):
        raise UsageError(f"{old} is called so already", hint="Name the service, then its new name.")
    if not is_replayed and old != new:
        refuse_service_name(model, new, instead_of=old if keeps else "")
    naming = naming_of(model, old, new, known, known if keeps else new)
    edits = [one for file in model.all_files for one in edits_of_values(model.source(file), old, new)]
    notes = []
    if not is_replayed:
        edits += edits_of_chart(model.tree, old, new)
        edits += edits_of_intent(model.tree, old, new)
        edits += edits_of_schema(model, old, new)
        edits += remember_move(model, old, new) if old != new else []
        edits += _edits_of_known(model, chart, naming)
        notes = [*patterns_of_one_name(model, old, new), *_about_names(chart, keeps=keeps, recreate=recreate)]
    changes = changes_of(model.tree, edits)
    after = applied(model.tree, changes)
    if keeps and chart.kind == "service" and not is_replayed:
        after = {**after, VALUES_FILE: _with_known(after.get(VALUES_FILE, b""), naming)}
    after = applied(after, replaced(after, model.all_files, naming))
    if recreate and chart.kind == "service" and not is_replayed:
        after = dict(with_kept(model, model.with_tree(after), old, new))
    return Renamed(naming, changes_between(model.tree, dict(sorted(after.items()))), tuple(notes))


def _recreated_later(model: ValuesModel, old: str, new: str) -> Renamed:
    """First the files that are late, then the new name in Kubernetes."""
    late = model.with_changes(renamed(model, old, new).changes)
    done = renamed(late, new, new, recreate=True)
    return done._replace(changes=changes_between(model.tree, late.with_changes(done.changes).tree))


def _is_moved_already(model: ValuesModel, old: str, new: str) -> bool:
    """Whether platform.yaml says so, and Chart.yaml has done it: then the files that are late follow."""
    if model.platform is None or old in model.subcharts or new not in model.subcharts:
        return False
    return model.platform.history.name_now(old) == new != old


def _the_service(model: ValuesModel, name: str) -> Subchart:
    chart = model.subcharts.get(name)
    if chart is None:
        what = f'there is no service "{name}"'
        if model.platform and (now := model.platform.history.name_now(name)) != name:
            raise BlueprintError(what, hint=f"It is called {now} (moved, in platform.yaml).")
        raise BlueprintError(what, hint=did_you_mean(name, model.subcharts))
    if chart.kind == "vendored":
        raise BlueprintError(f"{name} is no service: it is the chart {chart.type}, which has that name")
    return chart


def _can_keep(chart: Subchart) -> bool:
    """Whether Kubernetes' names can stay: by a value of our charts, or the one that most charts have."""
    return chart.kind == "service" or any(
        "nameOverride" in map_or_empty(one.data) for one in chart.defaults if not one.at
    )


def _about_names(chart: Subchart, *, keeps: bool, recreate: bool) -> Iterator[str]:
    if keeps or recreate:
        return
    reason = "its chart is not in charts/" if chart.kind == "missing" else "its chart has no nameOverride"
    yield f"what Kubernetes calls {chart.key} may change, and with it claims and Secrets: {reason}"


def naming_of(model: ValuesModel, old: str, new: str, known_old: str, known_new: str) -> Renaming:
    """Both names of a service, with what else there is in the platform that texts may mean."""
    stated = model.stated(None)
    others = {known_as(stated, key) for key in model.subcharts if key not in (old, new)}
    values = model.effective(None, (old,)) if old in model.subcharts else {}
    variables = {
        name
        for file in model.all_files
        for name in _keys_below_env(model.source(file).data)
        if _VARIABLE.fullmatch(name)
    }
    return Renaming(
        old, new, known_old, known_new, frozenset(others), model.charts[1].name,
        frozenset(map_or_empty(values)), frozenset(variables),
    )  # fmt: skip


def mentions_of(after: ValuesModel, before: ValuesModel, name: str) -> list[Doubt]:
    """The lines that name a service of `before`, which is gone in `after`, in prose, comments or anywhere."""
    known = known_as(before.stated(None), name)
    naming = naming_of(before, name, name, known, known)
    return doubts(after.tree, after.all_files, naming)


def _keys_below_env(data: Data) -> Iterator[str]:
    for key, value in data.items() if isinstance(data, dict) else ():
        if key == "env":
            yield from map_or_empty(value)
        yield from _keys_below_env(value)
    for item in data if isinstance(data, list) else ():
        yield from _keys_below_env(item)


def _edits_of_known(model: ValuesModel, chart: Subchart, naming: Renaming) -> Iterator[Edit]:
    """What no longer says what Kubernetes knows the service as, and, of charts of others, what does."""
    old, known = naming.old, naming.known_new
    for file in model.all_files:
        if old in map_at(map_at(model.source(file).data, KNOWN_AS[0]), KNOWN_AS[1]):
            if naming.new == known:
                yield Edit(file, "delete", (*KNOWN_AS, old), comment=True)
            elif old != naming.new:
                yield Edit(file, "rename", (*KNOWN_AS, old), naming.new)
    if chart.kind == "service" or not _can_keep(chart) or naming.is_known_anew:
        return
    own = map_at(model.source(VALUES_FILE).data if VALUES_FILE in model.tree else {}, old)
    if own.get("nameOverride") == naming.new:
        yield Edit(VALUES_FILE, "delete", (old, "nameOverride"))
    elif not own.get("nameOverride"):
        yield Edit(VALUES_FILE, "set", (old, "nameOverride"), known)


def _with_known(content: bytes, naming: Renaming) -> bytes:
    """values.yaml, in which global.knownAs says what Kubernetes knows the service as."""
    text = text_of(content, str(VALUES_FILE))
    shared = map_at(Source(VALUES_FILE, content).data, KNOWN_AS[0])
    stated = map_at(shared, KNOWN_AS[1])
    if naming.new == naming.known_new or stated.get(naming.new) == naming.known_new:
        return content
    if not stated and "connections" in shared:
        block = f"{RENAMED_COMMENT}\n{KNOWN_AS[1]}: {{{naming.new}: {naming.known_new}}}"
        try:
            return insert_block(text, block, (KNOWN_AS[0], "connections")).encode()
        except EditRefused:
            pass  # in braces: it goes where there is room
    edit = Edit(VALUES_FILE, "set", (*KNOWN_AS, naming.new), naming.known_new)
    return edit.of(text).encode()
