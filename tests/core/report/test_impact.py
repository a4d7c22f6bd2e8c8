"""What a change does to a cluster, as people read it."""

from __future__ import annotations

import pytest

from generator.core.objects.effects import Effect
from generator.core.report.impact import as_text
from generator.core.styled import Line, Part
from tests.core.report.plain import plain


def test_each_object_has_a_line_and_names_are_aligned() -> None:
    found = [
        Effect("~", "Deployment", "shop/web", "pods restart, one after the other: spec.template"),
        Effect("-", "Service", "shop/orders", "deleted"),
    ]
    assert (
        plain(as_text("prod", found))
        == """\
Impact on prod: 2 objects
  ~ Deployment shop/web  pods restart, one after the other: spec.template
  - Service shop/orders  deleted
"""
    )


def test_one_object_is_no_objects() -> None:
    assert as_text("prod", [Effect("+", "Service", "web", "new")])[0].text == "Impact on prod: 1 object"


def test_nothing_changes() -> None:
    assert as_text(None, []) == [Line((Part("Impact on values.yaml alone: none", "bold"),))]


@pytest.mark.parametrize(("sign", "style"), [("+", "green"), ("-", "red"), ("~", "yellow"), ("!", "red")])
def test_sign_has_its_colour(sign: str, style: str) -> None:
    (_, shown) = as_text("dev", [Effect(sign, "Service", "web", "x")])
    assert shown.parts[0] == (f"  {sign} ", style)
