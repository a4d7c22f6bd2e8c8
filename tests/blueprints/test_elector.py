"""Two active engines, never: the elector's own script, beside a stand-in for the Kubernetes API, with everything going wrong.

An engine is active while `/elector/active.sh` says so; here it is asked all the time, for each of the pods.
"""

from __future__ import annotations

import shutil
import signal
import threading
import time
from typing import TYPE_CHECKING

import pytest

from tests.blueprints.electors import Elector, Watch
from tests.blueprints.lease_server import LeaseServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not shutil.which("curl"), reason="the elector's image is curl's"),
]
A, B = "engine-0", "engine-1"


class Scene:
    """The API, two pods, and whoever watches them."""

    def __init__(self, tmp_path: Path) -> None:
        self.tmp_path, self.api = tmp_path, LeaseServer()
        self.electors = [self.elector(pod, pod) for pod in (A, B)]
        self.watch = Watch(self.electors)

    def elector(self, pod: str, token: str) -> Elector:
        engine = f"http://{self.api.address}/readyz/{pod}"
        return Elector(self.tmp_path / token, pod, api=self.api.address, engine=engine, token=token)

    def of(self, token: str) -> Elector:
        return next(each for each in self.electors if each.token == token)

    def start(self) -> tuple[Elector, Elector]:
        """The active one and the other."""
        for each in self.electors[:2]:
            each.start()
        self.wait(lambda: len(self.watch.active()) == 1)
        active = self.of(self.watch.active()[0])
        return active, next(each for each in self.electors if each is not active)

    def wait(self, reached: Callable[[], bool], seconds: float = 60) -> float:
        """How long it took; a test that waits in vain fails."""
        begun = time.monotonic()
        while not reached():
            assert time.monotonic() - begun < seconds, (self.watch.active(), self.api.spec, self.api.labels)
            time.sleep(0.02)
        return time.monotonic() - begun

    def is_active(self, elector: Elector) -> Callable[[], bool]:
        return lambda: self.watch.active() == [elector.token]

    def end(self) -> None:
        self.watch.over.set()
        self.watch.thread.join()
        for each in self.electors:
            if each.process:
                each.signal(signal.SIGKILL)
                each.process.wait()
        self.api.stop()


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    found = Scene(tmp_path)
    yield found
    found.end()
    assert found.watch.together == [], "two were active"
    assert {epoch: pods for epoch, pods in found.watch.epochs.items() if len(pods) > 1} == {}
    assert found.watch.order == sorted(found.watch.order), "an epoch came back"


def test_one_is_active_and_gives_the_lease_back_when_it_stops(scene: Scene) -> None:
    active, other = scene.start()
    assert active.says() == str(active.epoch())
    assert other.says() == ""
    scene.wait(lambda: scene.api.labels.get(active.pod) == "active")
    active.signal(signal.SIGTERM)
    assert scene.wait(scene.is_active(other)) < 8
    scene.wait(lambda: scene.api.labels == {active.pod: "standby", other.pod: "active"})


def test_an_engine_that_does_not_answer_makes_room(scene: Scene) -> None:
    active, other = scene.start()
    scene.api.sick.add(active.pod)
    assert scene.wait(scene.is_active(other)) < 10


def test_frozen_between_the_lease_and_the_file(scene: Scene) -> None:
    """It has the lease and is stopped before it says so; when it wakes up, the lease is another's."""
    frozen = threading.Event()

    def freeze(caller: str, method: str, path: str) -> None:
        if caller == A and method == "PATCH" and "leases" in path and not frozen.is_set():
            frozen.set()
            scene.of(A).stop_shell()

    scene.api.after = freeze
    scene.of(A).start()
    scene.wait(frozen.is_set)
    scene.of(B).start()
    scene.wait(scene.is_active(scene.of(B)))
    scene.of(A).signal(signal.SIGCONT)
    time.sleep(4)
    assert scene.watch.active() == [B]
    scene.wait(lambda: scene.api.labels == {A: "standby", B: "active"})


def test_frozen_for_a_while_it_wakes_up_passive(scene: Scene) -> None:
    active, other = scene.start()
    active.signal(signal.SIGSTOP)
    scene.wait(scene.is_active(other))
    active.signal(signal.SIGCONT)
    time.sleep(4)
    assert scene.watch.active() == [other.token]


def test_a_standby_that_was_frozen_does_not_take_a_lease_that_is_renewed(scene: Scene) -> None:
    """It is stopped before it asks; what it sees then is new, however long ago it began."""
    active, other = scene.start()
    scene.api.slow[active.token] = 0.7
    for _ in range(4):
        other.signal(signal.SIGSTOP)
        time.sleep(2.5)
        other.signal(signal.SIGCONT)
        time.sleep(0.3)
    assert scene.watch.order == [1]


def test_cut_off_it_steps_down_before_the_other_takes_over(scene: Scene) -> None:
    active, other = scene.start()
    scene.api.cut.add(active.token)
    assert scene.wait(lambda: scene.watch.active() == []) < 6.5
    scene.wait(scene.is_active(other))
    scene.wait(lambda: scene.api.labels.get(active.pod) == "standby")
    scene.api.cut.clear()
    time.sleep(4)
    assert scene.watch.active() == [other.token]


def test_a_clock_that_jumps_changes_nothing(scene: Scene) -> None:
    active, other = scene.start()
    for each, jump in ((active, "-1 day"), (other, "+1 day")):
        date = each.home / "bin" / "date"
        date.write_text(f'#!/bin/sh\nexec {shutil.which("date")} --date "{jump}" "$@"\n')
        date.chmod(0o755)
    time.sleep(12)
    assert scene.watch.active() == [active.token]
    assert scene.watch.order == [1]


def test_without_the_api_nobody_is_active_and_with_it_one_again(scene: Scene) -> None:
    scene.start()
    scene.api.cut |= {A, B}
    assert scene.wait(lambda: scene.watch.active() == []) < 6.5
    time.sleep(6)
    scene.api.cut.clear()
    scene.wait(lambda: len(scene.watch.active()) == 1)


def test_a_pod_that_is_made_anew_waits_for_its_namesake(scene: Scene) -> None:
    """Its node is gone for Kubernetes and lives on, cut off: a pod of the same name runs elsewhere."""
    active, other = scene.start()
    other.signal(signal.SIGKILL)
    again = scene.elector(active.pod, "again")
    scene.electors.append(again)
    time.sleep(1.5)  # it has just renewed
    scene.api.cut.add(active.token)
    again.start()
    scene.wait(scene.is_active(again))


def test_a_lease_that_is_made_anew_brings_no_epoch_back(scene: Scene) -> None:
    active, other = scene.start()
    scene.wait(lambda: scene.watch.order == [1])  # it looks now and then: what was too short is not seen
    active.signal(signal.SIGTERM)
    scene.wait(scene.is_active(other))
    scene.wait(lambda: scene.watch.order == [1, 2])
    scene.api.forget()
    scene.wait(lambda: scene.watch.order[-1] > 2)
