"""Traits that exclude each other are refused, all at once, each with a sentence."""

from __future__ import annotations

from itertools import combinations

import pytest

from generator.core.advice.traits import MEANINGS, SIGNALS, Traits, option_of, refuse_contradictions
from generator.errors import BlueprintError, Invalid

REFUSED = {
    "--per-node and --schedule exclude each other: a node agent runs all the time, a schedule starts and ends it": Traits(
        per_node=True, schedule="@daily"
    ),
    "--per-node and --once exclude each other: a node agent never ends": Traits(per_node=True, once=True),
    "--schedule and --once exclude each other: what runs by the clock runs again and again": Traits(
        schedule="@daily", once=True
    ),
    "--per-node and --stateful exclude each other: the pods of a DaemonSet have no volumes of their own, only their node's": Traits(
        per_node=True, stateful=True
    ),
    "--per-node and --clustered exclude each other: the nodes decide how many there are, and their names": Traits(
        per_node=True, clustered=True
    ),
    "--per-node and --single exclude each other: there are as many as there are nodes": Traits(
        per_node=True, single=True
    ),
    "--per-node and --scales-on exclude each other: the number of nodes decides how many there are, no load": Traits(
        per_node=True, scales_on=("cpu",)
    ),
    "--per-node and --stream exclude each other: a stream is shared by its consumers, not by the nodes": Traits(
        per_node=True, stream=True
    ),
    "--schedule and --stateful exclude each other: a run leaves nothing behind: its data belong to a service that it connects to": Traits(
        schedule="@daily", stateful=True
    ),
    "--once and --stateful exclude each other: a run leaves nothing behind: its data belong to a service that it connects to": Traits(
        once=True, stateful=True
    ),
    "--schedule and --clustered exclude each other: the pods of a run have no names that last": Traits(
        schedule="@daily", clustered=True
    ),
    "--once and --clustered exclude each other: the pods of a run have no names that last": Traits(
        once=True, clustered=True
    ),
    "--schedule and --scales-on exclude each other: the clock starts it, no load; --parallel says how many pods share the work": Traits(
        schedule="@daily", scales_on=("lag",)
    ),
    "--schedule and --stream exclude each other: a stream never ends, and never waits for the clock": Traits(
        schedule="@daily", stream=True
    ),
    "--once and --stream exclude each other: a stream never ends": Traits(once=True, stream=True),
    "--schedule and --public exclude each other: nobody can call what is mostly not there": Traits(
        schedule="@daily", public=True
    ),
    "--once and --public exclude each other: nobody can call what ends": Traits(once=True, public=True),
    "--single and --scales-on exclude each other: there must never be a second one to take more load": Traits(
        single=True, scales_on=("cpu",)
    ),
    "--single and --clustered exclude each other: a cluster has several members": Traits(
        single=True, clustered=True
    ),
    "--in-memory and --stateful exclude each other: either it can lose what it keeps, or it cannot": Traits(
        in_memory=True, stateful=True
    ),
    "--critical and --cheap exclude each other: spot nodes are taken away within minutes, whatever runs there": Traits(
        critical=True, cheap=True
    ),
    "--latency and --cheap exclude each other: spot nodes are taken away within minutes, and shared until then": Traits(
        latency=True, cheap=True
    ),
    "--parallel is for what ends (--once, --schedule): what runs all the time scales on something, see --scales-on": Traits(
        parallel=2
    ),
    "--once scales on lag alone, a Job for every message; --parallel is for pods that share a run": Traits(
        once=True, scales_on=("cpu",)
    ),
    "--parallel and --scales-on lag exclude each other: each message is one pod's": Traits(
        once=True, scales_on=("lag",), parallel=2
    ),
    "--parallel 0: at least one pod does the work": Traits(once=True, parallel=0),
    'nothing scales on "moon": there are cpu, memory, rps, lag, time': Traits(scales_on=("moon",)),
    '--schedule "daily" is no schedule: cron has five fields (minute, hour, day, month, day of the week), as in "0 2 * * *"': Traits(
        schedule="daily"
    ),
    '--schedule "* * * *" is no schedule: cron has five fields (minute, hour, day, month, day of the week), as in "0 2 * * *"': Traits(
        schedule="* * * *"
    ),
    '--schedule "0 2 * * {{" is no schedule: cron has five fields (minute, hour, day, month, day of the week), as in "0 2 * * *"': Traits(
        schedule="0 2 * * {{"
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_refuses(what: str) -> None:
    with pytest.raises(BlueprintError) as caught:
        refuse_contradictions(REFUSED[what], where="here")
    assert (caught.value.what, caught.value.where) == (what, "here")


def test_everything_is_told_at_once() -> None:
    with pytest.raises(Invalid) as caught:
        refuse_contradictions(Traits(per_node=True, schedule="x", once=True))
    assert len(caught.value.errors) == 4


@pytest.mark.parametrize("schedule", ["0 2 * * *", "*/5 0-6,22 1 JAN MON-FRI", "@hourly"])
def test_takes_a_schedule(schedule: str) -> None:
    refuse_contradictions(Traits(schedule=schedule))
    assert Traits(schedule=schedule).is_batch


def test_every_trait_has_a_meaning_and_an_option() -> None:
    assert tuple(MEANINGS) == Traits._fields
    assert [option_of(name) for name in ("per_node", "once")] == ["--per-node", "--once"]


ALONE = {
    name: {"schedule": "@daily", "parallel": 2, "scales_on": tuple(SIGNALS)}.get(name, True)
    for name in Traits._fields
}


def test_any_two_traits_are_decided_or_refused() -> None:
    """Whatever two traits are stated, there is an advice or a sentence, never a bug."""
    from generator.core.advice.matrix import advice_for

    decided = 0
    for first, second in combinations(ALONE, 2):
        try:
            advice = advice_for(Traits(**{first: ALONE[first], second: ALONE[second]}))
        except BlueprintError:
            continue
        decided += len(advice.choices) == 5
    assert decided > 50


def test_no_trait_is_empty() -> None:
    assert Traits().is_empty
    assert not Traits(public=True).is_empty
