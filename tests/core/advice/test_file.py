"""A file of many services: what it says is read, and what is wrong with it has a line and a key."""

from __future__ import annotations

import pytest

from generator.core.advice.file import advice_in
from generator.core.advice.traits import Traits
from generator.core.yaml.limits import DEPTH_LIMIT
from generator.errors import BlueprintError

GOOD = b"""\
# what we have
web: {public: true, scales-on: [rps, cpu]}
shop-db: {stateful: true, clustered: true}
nightly: {schedule: "0 2 * * *", parallel: 4}
plain:
worker: {scales-on: lag}
"""


def test_reads_services_with_their_traits() -> None:
    advice = advice_in(GOOD, "services.yaml")
    assert {name: (one.workload, one.traits) for name, one in advice.items()} == {
        "web": ("deployment", Traits(public=True, scales_on=("rps", "cpu"))),
        "shop-db": ("statefulset", Traits(stateful=True, clustered=True)),
        "nightly": ("cronjob", Traits(schedule="0 2 * * *", parallel=4)),
        "plain": ("deployment", Traits()),
        "worker": ("deployment", Traits(scales_on=("lag",))),
    }


BAD = {
    "nothing": (b"", "services.yaml: this names no services\n  Write one a line: shop-db: {stateful: true}"),
    "a list": (
        b"- a\n",
        "services.yaml: this names no services\n  Write one a line: shop-db: {stateful: true}",
    ),
    "a scalar": (
        b"web: yes\n",
        "services.yaml:1: web: a mapping (key: value) is expected here",
    ),
    "not YAML": (
        b"web: [\n",
        "services.yaml:1: this is not valid YAML: did not find expected node content",
    ),
    "not text": (b"web: \xff\n", "services.yaml:1: this is not UTF-8 text"),
    "a name": (
        b"web: {}\nWeb_2: {}\n",
        "services.yaml:2: Web_2: this cannot name a service: only lower-case letters, digits and - are allowed, a letter first, no - last",
    ),
    "a number for a name": (
        b"8: {}\n",
        "services.yaml: 8: this cannot name a service: it is no text; quote it",
    ),
    "a name twice": (b"web: {}\nweb: {}\n", 'services.yaml:2: "web" stands here twice'),
    "an unknown trait": (
        b"web:\n  statefull: true\n",
        'services.yaml:2: web.statefull: this key is not known\n  Did you mean "stateful"?',
    ),
    "a wrong value": (
        b"web:\n  stateful: maybe\n",
        "services.yaml:2: web.stateful: true or false is expected",
    ),
    "a wrong count": (
        b"web:\n  parallel: many\n",
        "services.yaml:2: web.parallel: a whole number is expected",
    ),
    "a count that is a switch": (
        b"web:\n  parallel: true\n",
        "services.yaml:2: web.parallel: a whole number is expected",
    ),
    "a wrong signal": (
        b"web:\n  scales-on: [moon]\n",
        'services.yaml:1: web: nothing scales on "moon": there are cpu, memory, rps, lag, time',
    ),
    "traits that exclude each other": (
        b"a: {}\nweb:\n  per-node: true\n  once: true\n",
        "services.yaml:2: web: per-node and once exclude each other: a node agent never ends",
    ),
    "all at once": (
        b"a: {per-node: true, once: true, schedule: x}\nb: {stateful: 3}\n",
        (
            "these services cannot be advised on\n"
            '  services.yaml:1: a: schedule "x" is no schedule: cron has five fields (minute, hour, day, month, '
            'day of the week), as in "0 2 * * *"\n'
            "  services.yaml:1: a: per-node and schedule exclude each other: a node agent runs all the time, a "
            "schedule starts and ends it\n"
            "  services.yaml:1: a: per-node and once exclude each other: a node agent never ends\n"
            "  services.yaml:1: a: schedule and once exclude each other: what runs by the clock runs again and again\n"
            "  services.yaml:2: b.stateful: true or false is expected"
        ),
    ),
    "something endless": (b"a: &a {b: *a}\n", "services.yaml:1: this contains itself"),
    "something too deep": (
        b"a: " + b"[" * 300 + b"\n",
        f"services.yaml:1: this is nested more than {DEPTH_LIMIT} levels deep",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_refuses(case: str) -> None:
    data, expected = BAD[case]
    with pytest.raises(BlueprintError) as caught:
        advice_in(data, "services.yaml")
    assert str(caught.value) == expected
