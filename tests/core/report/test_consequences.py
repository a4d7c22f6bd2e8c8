"""How effects on clusters are shown."""

from __future__ import annotations

import pytest

from generator.core.objects.consequences import CLASSES, Consequence
from generator.core.report.consequences import ClusterEffects, lines_of_consequences
from generator.errors import BlueprintError

BOTH = ("dev", "prod")


def shown(*rows: Consequence) -> list[str]:
    return [one.text for one in lines_of_consequences(rows, BOTH)]


def test_nothing_is_said_in_one_line() -> None:
    assert shown() == ["Effects on all 2 environments: none"]
    assert [one.text for one in lines_of_consequences([], ("dev",))] == ["Effects on dev: none"]


def test_summary_comes_first_then_a_line_for_each_row() -> None:
    assert shown(
        Consequence("data", ("prod",), "StatefulSet", ("db",), "is deleted"),
        Consequence("restart", BOTH, "Deployment", ("a", "b", "c", "d", "e", "f"), "one after the other", 20),
        Consequence("none", BOTH, "Service", ("a",), "labels or annotations alone"),
    ) == [
        "Effects on all 2 environments: data at risk 1, restarts 12, without effect 2; 20 pods restart",
        "  data at risk        prod: StatefulSet db: is deleted",
        "  restarts            Deployment a, b, c, d and 2 more: one after the other (20 pods)",
    ]


def test_every_class_has_a_title() -> None:
    rows = [Consequence(of, BOTH, "X", ("a",), "x") for of in CLASSES]
    assert len(shown(*rows)) == len(CLASSES)  # what has no effect is counted alone


def test_data_at_risk_is_refused_and_what_nobody_can_tell_is_not() -> None:
    lost = Consequence("data", ("prod",), "StatefulSet", ("db", "queue"), "is deleted")
    with pytest.raises(BlueprintError, match="claims or data are at risk: StatefulSet db, queue"):
        ClusterEffects((lost,), BOTH).refuse_data_risk()
    unknown = ClusterEffects(unknown="there is no Helm")
    unknown.refuse_data_risk()
    assert (unknown.lines, unknown.text) == ([], "")
