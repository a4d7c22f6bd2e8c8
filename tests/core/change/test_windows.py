"""What is frozen is not changed, unless somebody names the window."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from generator.core.change.windows import frozen, refuse_frozen
from generator.core.paths import KeyPath, parse_path
from generator.core.values.model import ValuesModel, load_values
from generator.errors import BlueprintError, Invalid, UsageError
from tests.small_platform import VALUES, small_platform

INTENT = """\
  windows:
    sale: {from: 2020-01-01, to: 2020-02-01, environments: [prod]}
    all year: {from: 2020-01-01, to: 2021-01-01, keys: ["web.image.*"], reason: calm}
"""
# 2020-01-01, 2020-02-02 and 2021-01-02: a window includes its last day.
IN_SALE, AFTER_SALE, AFTER_ALL = 1577836800, 1580601600, 1609545600
CHANGED = {
    "values_prod": "web: {image: {tag: '9'}}\norders: {env: {A: a, B: b, C: c, D: d, E: e, F: f, G: g}}\n"
}
TAG = parse_path("web.image.tag")


def models(intent: str = INTENT) -> tuple[ValuesModel, ValuesModel]:
    before = load_values(small_platform(intent=intent))
    return before, load_values(small_platform(intent=intent, **CHANGED))


def refusal(paths: list[KeyPath], moment: float, *despite: str) -> BlueprintError:
    with pytest.raises(BlueprintError) as caught:
        refuse_frozen(*models(), paths, moment=moment, despite=despite)
    return caught.value


@pytest.mark.parametrize("moment", [IN_SALE - 1, AFTER_ALL])
def test_outside_of_its_time_a_window_protects_nothing(moment: float) -> None:
    assert frozen(*models(), [TAG], moment) == []
    refuse_frozen(*models(), [TAG], moment=moment)


def test_window_includes_its_last_moment_and_not_the_next() -> None:
    names = [
        [one[0].name for one in frozen(*models(), [TAG], moment)] for moment in (AFTER_SALE - 1, AFTER_SALE)
    ]
    assert names == [["sale", "all year", "all year"], ["all year", "all year"]]


def test_one_window_is_one_error() -> None:
    error = refusal([TAG], AFTER_SALE)
    assert not isinstance(error, Invalid)
    assert (error.what, error.where, error.hint) == (
        "web.image.tag of prod, dr is frozen by all year (2020-01-01 to 2021-01-01): calm",
        "platform.yaml:11",
        "Nothing was written. If it must be: `… --despite 'all year'`",
    )


def test_several_windows_are_told_at_once() -> None:
    error = refusal([TAG], IN_SALE)
    assert isinstance(error, Invalid)
    assert error.what == "several windows are frozen"
    assert [(one.where, one.what) for one in error.errors] == [
        ("platform.yaml:10", "web.image.tag of prod is frozen by sale (2020-01-01 to 2020-02-01)"),
        (
            "platform.yaml:11",
            "web.image.tag of prod, dr is frozen by all year (2020-01-01 to 2021-01-01): calm",
        ),
    ]
    assert error.hint == "Nothing was written. If it must be: `… --despite sale --despite 'all year'`"


def test_window_that_is_named_is_passed_over() -> None:
    assert refusal([TAG], IN_SALE, "sale").what.startswith("web.image.tag of prod, dr is frozen by all year")
    refuse_frozen(*models(), [TAG], moment=IN_SALE, despite=("sale", "all year"))


def test_of_many_keys_some_are_named() -> None:
    paths = [parse_path(f"orders.env.{name}") for name in "ABCDEFG"]
    assert refusal(paths, IN_SALE).what == (
        "orders.env.A, orders.env.B, orders.env.C, orders.env.D, orders.env.E and 2 more of prod "
        "are frozen by sale (2020-01-01 to 2020-02-01)"
    )


@pytest.mark.parametrize(
    ("intent", "hint"), [(INTENT, 'Did you mean "sale"?'), ("", "platform.yaml declares none.")]
)
def test_window_that_is_not_there(intent: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        refuse_frozen(*models(intent), [], moment=IN_SALE, despite=["sael"])
    assert (caught.value.what, caught.value.hint) == ('--despite: there is no window "sael"', hint)


WINDOWS = """\
  windows:
    sale: {from: 2026-11-20, to: 2026-12-02, environments: [prod, dr]}
    audit: {from: 2026-12-01, to: 2026-12-31}
"""


def broken(day: str, *paths: KeyPath) -> list[tuple[str, str, KeyPath]]:
    model = load_values(small_platform(intent=WINDOWS))
    changed = load_values(small_platform(intent=WINDOWS, values=VALUES.replace("17.6", "18.0")))
    moment = datetime.fromisoformat(day).replace(tzinfo=timezone.utc).timestamp()
    return [
        (window.name, environment, path)
        for window, environment, path in frozen(model, changed, paths, moment)
    ]


def test_frozen_is_what_changes_in_an_environment_within_its_window() -> None:
    tag: KeyPath = ("db", "image", "tag")
    assert broken("2026-11-19", tag) == []
    assert broken("2026-11-21", tag) == [("sale", "prod", tag), ("sale", "dr", tag)]
    assert broken("2026-12-01", tag) == [
        ("audit", "dev", tag),
        ("audit", "staging", tag),
        ("sale", "prod", tag),
        ("audit", "prod", tag),
        ("sale", "dr", tag),
        ("audit", "dr", tag),
    ]


def test_what_does_not_change_is_not_frozen() -> None:
    assert broken("2026-11-21", ("db", "image", "repository"), ("web", "image", "tag")) == []


def test_without_windows_nothing_is_frozen() -> None:
    before, after = load_values(small_platform()), load_values(small_platform(values=""))
    assert frozen(before, after, [("web",)], IN_SALE) == []
