"""A service becomes another type of workload: its line in Chart.yaml, and values that it has no more."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from generator.core.change.dependencies import dependency_spots
from generator.core.change.kept import with_kept
from generator.core.change.references import references
from generator.core.changes import changes_between
from generator.core.data import map_at, map_or_empty
from generator.core.edit.edits import Edit, changes_of
from generator.core.graph.calls import calls_in
from generator.core.graph.known import known_as
from generator.core.graph.ports import lacks_metrics_port
from generator.core.helm.chart_file import UNSUPPORTED_FILE, VALUES_FILE, read_charts
from generator.core.helm.versions import parse_range, parse_version
from generator.core.paths import format_path
from generator.core.words import did_you_mean
from generator.errors import BlueprintError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.core.changes import Change
    from generator.core.helm.chart_file import Chart
    from generator.core.tree import Tree
    from generator.core.values.model import ValuesModel

_WITHOUT_SERVICE = ("job", "cronjob")


class Dropped(NamedTuple):
    """A value of the service that the new type does not have, and where it stands."""

    file: PurePosixPath
    line: int
    key: str


class WorkloadChange(NamedTuple):
    """What it comes to: the changes but for what follows from them, what goes, and what there is to say."""

    changes: tuple[Change, ...]
    dropped: tuple[Dropped, ...]
    notes: tuple[str, ...]


def with_workload(
    model: ValuesModel, name: str, workload: str, charts: Tree, *, schedule: str = ""
) -> WorkloadChange:
    """Make `name` a service of the type `workload`; `charts` are those that come with the program.

    BlueprintError where it is no service of ours, or that is no type; UsageError where it is of that type.
    """
    known = {one.workload: one for one in read_charts(charts).values() if one.workload}
    _refuse(model, name, workload, known)
    if schedule and workload != "cronjob":
        way = f"`service change {name} --workload {workload}`"
        raise UsageError(f"a {workload} has no schedule", hint=f"Leave --schedule out: {way}.")
    if workload == "cronjob" and not schedule:
        raise UsageError("a cronjob runs by the clock", hint="Say when: `… --schedule '0 2 * * *'`.")
    if workload in _WITHOUT_SERVICE:
        _refuse_triggers(model, name, workload)
    unsupported = frozenset(json.loads(charts[PurePosixPath(known[workload].name, UNSUPPORTED_FILE)]))
    dropped = tuple(_dropped(model, name, unsupported))
    edits = [*_edits_of_line(model, name, known[workload])]
    edits += _without_dropped(model, name, dropped)
    if schedule:
        edits.append(Edit(VALUES_FILE, "set", (name, "schedule"), schedule))
    changes = changes_of(model.tree, edits)
    _refuse_what_templates_refuse(model.with_changes(changes), name, workload)
    changes = changes_between(model.tree, with_kept(model, model.with_changes(changes), name, name))
    notes = [
        *_about_presets(model, name, workload, unsupported),
        *_about_callers(model, name, workload),
        *_about_pods(model.with_changes(changes), name, workload),
    ]
    return WorkloadChange(changes, dropped, tuple(notes))


def _without_dropped(model: ValuesModel, name: str, dropped: Iterable[Dropped]) -> Iterator[Edit]:
    """The values go with what explains them.

    Where an environment's block ends with them, what stands above it may be about the blocks below, too,
    and stays.
    """
    by_file: dict[PurePosixPath, list[Dropped]] = {}
    for one in dropped:
        by_file.setdefault(one.file, []).append(one)
    for file, several in by_file.items():
        block = map_or_empty(model.said(file, (name,)))
        if file != VALUES_FILE and set(block) <= {one.key for one in several}:
            yield Edit(file, "delete", (name,))
        else:
            yield from (Edit(file, "delete", (name, one.key), prune=False, comment=True) for one in several)


def _refuse(model: ValuesModel, name: str, workload: str, known: dict[str, Chart]) -> None:
    chart = model.subcharts.get(name)
    if chart is None:
        raise BlueprintError(f'there is no service "{name}"', hint=did_you_mean(name, model.subcharts))
    if chart.kind != "service":
        raise BlueprintError(f"{name} is a chart of others ({chart.type}): its type cannot be changed")
    if workload not in known:
        raise UsageError(f'"{workload}" is no type of workload', hint=did_you_mean(workload, known))
    if chart.type == workload:
        raise UsageError(f"{name} is a {workload} already")


def _refuse_triggers(model: ValuesModel, name: str, workload: str) -> None:
    """Whoever scales on it asks its Service, and the charts refuse a trigger that has none to ask."""
    for one in references(model, name):
        trigger, keda = one.path[:-1], one.path[:-3]
        if (
            one.kind != "trigger"
            or keda[0] not in model.subcharts
            or not any(
                model.is_enabled(environment, str(keda[0]))
                and model.effective(environment, (*keda, "enabled")) is True
                and model.effective(environment, (*trigger, "enabled")) is not False
                for environment in (None, *model.environments)
            )
        ):
            continue
        off = format_path((*trigger, "enabled"))
        raise BlueprintError(
            f"a {workload} has no Service, and {one.sentence}",
            where=one.where,
            hint=f"First let it scale on something else, or: `values set {shlex.quote(f'{off}=false')}`",
        )


def _refuse_what_templates_refuse(after: ValuesModel, name: str, workload: str) -> None:
    """What presets of the new type and the service's own values come to, where no schema minds."""
    for environment in (None, *after.environments):
        known = map_at(after.effective(environment), name)
        where = environment or str(VALUES_FILE)
        if known.get("ports") and lacks_metrics_port(known):
            port = map_at(known, "metrics").get("port")
            raise BlueprintError(
                f'{name} would serve metrics at its port "{port}", which it does not have',
                where=where,
                hint=f"First name a port, or switch them off: `values set {name}.metrics.enabled=false`",
            )
        tls = map_at(known, "tls")
        # The replicas of a StatefulSet are started by a command of the chart's.
        is_started = workload == "statefulset" and map_at(known, "replication").get("enabled")
        if tls.get("enabled") and tls.get("onRenewal") and not known.get("command") and not is_started:
            raise BlueprintError(
                f"{name} would watch its certificate (tls.onRenewal: {tls['onRenewal']}), but has no command "
                "to start beside the watch",
                where=where,
                hint=f"First state the entry point of its image in {name}.command, or: "
                f"`values set {name}.tls.onRenewal=''`",
            )
        doubled = sorted({*map_at(known, "volumes")} & {*map_at(known, "volumeClaimTemplates")})
        if doubled:
            raise BlueprintError(
                f'{name} would have "{doubled[0]}" in volumes and in volumeClaimTemplates',
                where=where,
                hint="Rename one of them first.",
            )


def _edits_of_line(model: ValuesModel, name: str, chart: Chart) -> Iterator[Edit]:
    for one in dependency_spots(model):
        if one.key == name:
            yield Edit(one.file, "set", (*one.path, "name"), chart.name)
            stated = model.subcharts[name].wanted.version
            if parse_version(chart.version) not in parse_range(stated):
                yield Edit(one.file, "set", (*one.path, "version"), chart.version)


def _dropped(model: ValuesModel, name: str, unsupported: frozenset[str]) -> Iterator[Dropped]:
    for file in model.all_files:
        for key in map_or_empty(model.said(file, (name,))):
            if key in unsupported:
                position = model.source(file).position((name, key))
                yield Dropped(file, position.line if position else 1, key)


def _about_presets(
    model: ValuesModel, name: str, workload: str, unsupported: frozenset[str]
) -> Iterator[str]:
    """What the service has from presets that it names: they stay, and it takes no such value from them."""
    found: dict[str, set[str]] = {}
    by_type = ("all", model.subcharts[name].type)
    for environment in (None, *model.environments):
        for layer in model.layers_of(environment, name):
            if layer.at[:2] == ("global", "presets") and layer.at[2] not in by_type:
                found.setdefault(layer.name, set()).update(unsupported.intersection(layer.data))
    for preset, keys in found.items():
        if keys:
            which = ", ".join(sorted(keys))
            yield f"{name} takes no more of {preset}: {which}; a {workload} has no such value"


def _about_callers(model: ValuesModel, name: str, workload: str) -> Iterator[str]:
    """Who connects to what has no Service then."""
    callers = {
        call.caller
        for environment in (None, *model.environments)
        for call in calls_in(model.declared(environment))
        if call.callee == name != call.caller
    }
    if workload in _WITHOUT_SERVICE and callers:
        yield f"a {workload} has no Service: {', '.join(sorted(callers))} can connect to {name} no more"


def _about_pods(after: ValuesModel, name: str, workload: str) -> Iterator[str]:
    """Texts that name its pods one by one, or the Service behind them, where the new type has neither."""
    if workload == "statefulset":
        return
    known = re.escape(known_as(after.stated(None), name))
    pods = re.compile(rf"\.Release\.Name\s*-?\}}\}}-{known}-(?:headless\b|\d|\{{\{{)")
    for file in after.all_files:
        for number, line in enumerate(after.source(file).text.split("\n"), 1):
            if pods.search(line):
                yield f"{file}:{number} names pods of {name}, or their Service: a {workload} has none"
