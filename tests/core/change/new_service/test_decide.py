"""One thing decides what a service is: its type, its traits, or another one; what cannot be is refused."""

from __future__ import annotations

import pytest

from generator.core.advice.traits import Traits
from generator.core.change.new_service.decide import decided
from generator.core.change.new_service.request import ServiceRequest
from generator.core.values.model import load_values
from generator.errors import BlueprintError
from tests.core.change.new_service.shop import shop
from tests.small_platform import foreign_umbrella

DECIDED = [
    ("deployment", Traits(), Traits()),
    ("statefulset", Traits(), Traits(stateful=True)),
    ("statefulset", Traits(clustered=True, in_memory=True), Traits(clustered=True, in_memory=True)),
    ("daemonset", Traits(sensitive=True), Traits(sensitive=True, per_node=True)),
    ("job", Traits(), Traits(once=True)),
    ("cronjob", Traits(schedule="@daily"), Traits(schedule="@daily")),
    (None, Traits(once=True), Traits(once=True)),
]


@pytest.mark.parametrize(("workload", "traits", "expected"), DECIDED)
def test_decides(workload: str | None, traits: Traits, expected: Traits) -> None:
    request = decided(shop(), ServiceRequest("new"), workload, traits)
    assert request.advice is not None
    assert request.advice.traits == expected
    assert workload in (None, request.advice.workload)


def test_like_another_one_needs_no_advice() -> None:
    request = ServiceRequest("new", like="web", presets=("app",))
    assert decided(shop(), request, None, Traits()) == request


REFUSED: dict[str, tuple[dict[str, object], str | None, Traits, str, str]] = {
    "nothing": (
        {},
        None,
        Traits(),
        "nothing says what new is",
        "Name --workload, --like SERVICE, or traits: --stateful, --once … (`advise --help`).",
    ),
    "two things": (
        {"like": "web"},
        "job",
        Traits(),
        "--like says what it is made of already",
        "Leave --workload and traits out, or --like.",
    ),
    "traits of another type": (
        {},
        "deployment",
        Traits(per_node=True),
        "these traits make it a DaemonSet, not a deployment: one pod on every node, and on every node that comes, is what a DaemonSet is",
        "Leave one of the two out.",
    ),
    "no schedule": (
        {},
        "cronjob",
        Traits(),
        "a CronJob needs a schedule",
        "Name it: `… --schedule '0 2 * * *'`.",
    ),
    "an unknown preset": (
        {"presets": ("ap",)},
        "deployment",
        Traits(),
        'there is no preset "ap"',
        'Did you mean "app"?',
    ),
    "a preset of a type": (
        {"presets": ("all",), "like": "web"},
        None,
        Traits(),
        'there is no preset "all"',
        "Known are: app, events, postgres, public.",
    ),
    "an unknown model": (
        {"like": "wep"},
        None,
        Traits(),
        'there is no service "wep"',
        'Did you mean "web"?',
    ),
    "a tier that is no word": (
        {"tier": "a b"},
        "job",
        Traits(),
        '--tier "a b" cannot name a tier: only lower-case letters, digits and - are allowed, a letter first, no - last',
        "",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refuses(case: str) -> None:
    request, workload, traits, what, hint = REFUSED[case]
    with pytest.raises(BlueprintError) as caught:
        decided(shop(), ServiceRequest("new", **request), workload, traits)  # type: ignore[arg-type]
    assert (caught.value.what, caught.value.hint) == (what, hint)


def test_an_umbrella_of_somebody_else_has_services_like_its_own_alone() -> None:
    model = load_values(foreign_umbrella())
    with pytest.raises(BlueprintError) as caught:
        decided(model, ServiceRequest("new"), "deployment", Traits())
    assert (caught.value.what, caught.value.hint) == (
        "the services of this umbrella are not of our charts: none of ours renders in it",
        "Name a service that new is like: --like redis.",
    )


@pytest.mark.parametrize(
    ("request_", "options"),
    [
        ({"ports": {"http": 1}}, "--port"),
        ({"tier": "data", "presets": ("app",)}, "--tier and --preset"),
        (
            {"calls": ("redis",), "called_by": ("redis",), "stores": ("cache",)},
            "--connects and --called-by and --with",
        ),
        ({"image": {"repository": "a"}}, "--image"),
    ],
)
def test_charts_of_others_have_values_of_their_own(request_: dict[str, object], options: str) -> None:
    model = load_values(foreign_umbrella())
    with pytest.raises(BlueprintError) as caught:
        decided(model, ServiceRequest("new", like="cart", **request_), None, Traits())  # type: ignore[arg-type]
    assert caught.value.what == f"{options}: cart is of a chart that is not ours, with values of its own"
