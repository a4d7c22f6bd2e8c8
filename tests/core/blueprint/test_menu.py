"""Menus of choices: a number or a name picks."""

from __future__ import annotations

import pytest

from generator.core.blueprint.menu import menu_lines, no_choice, picked

CHOICES = ("argocd", "flux", "none")


def test_each_choice_stands_behind_its_number() -> None:
    assert menu_lines(CHOICES) == ["  1) argocd", "  2) flux", "  3) none"]
    assert menu_lines("abcdefghij")[8:] == ["   9) i", "  10) j"]


@pytest.mark.parametrize(
    ("answer", "choice"),
    [
        ("1", "argocd"), ("3", "none"), ("flux", "flux"), (" 2 ", "flux"), ("02", "flux"),
        ("0", "0"), ("4", "4"), ("-1", "-1"), ("²", "²"), ("٢", "٢"), ("9" * 5000, "9" * 5000), ("", ""),
    ],
)  # fmt: skip
def test_a_number_or_a_name_picks_and_nothing_else(answer: str, choice: str) -> None:
    assert picked(CHOICES, answer) == choice


def test_a_name_that_is_a_number_is_a_name() -> None:
    assert picked(("3", "2", "1"), "3") == "3"


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("argcd", '"argcd" is none of them: did you mean "argocd"?'),
        ("spinnaker", '"spinnaker" is none of them'),
        ("4", "there is no number 4: they go from 1 to 3"),
    ],
)
def test_what_is_no_choice_is_told_what_was_meant(answer: str, text: str) -> None:
    assert no_choice(CHOICES, answer) == text
