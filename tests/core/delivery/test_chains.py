"""Arguments and lists of values files: ours are replaced, people's stay where they are."""

from __future__ import annotations

import pytest

from generator.core.delivery.chains import arguments, files_in_arguments, with_chain

OURS = ("values-prod.yaml", "values-dr.yaml", "values-gone.yaml")
CHAIN = ["values-prod.yaml", "values-dr.yaml"]
BOTH = "-f values-prod.yaml -f values-dr.yaml"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", BOTH),
        ("-f values-dr.yaml", BOTH),
        ("-f values-dr.yaml -f values-prod.yaml", BOTH),
        ("-f values-gone.yaml", BOTH),
        (
            "-f own.yaml -f values-dr.yaml --set a=b -f last.yaml",
            f"-f own.yaml {BOTH} --set a=b -f last.yaml",
        ),
        ("--set a=-f", f"--set a=-f {BOTH}"),
    ],
)
def test_our_files_are_replaced_where_the_first_of_them_stood(text: str, expected: str) -> None:
    assert arguments(text, CHAIN, OURS.__contains__) == expected


@pytest.mark.parametrize(
    "text",
    [
        BOTH,
        "--values values-prod.yaml  --values=values-dr.yaml",
        "-f values-prod.yaml -f own.yaml   -f values-dr.yaml",
    ],
)
def test_what_passes_them_in_order_stays_as_it_is_spelled(text: str) -> None:
    assert arguments(text, CHAIN, OURS.__contains__) == text


def test_files_are_those_passed_with_f_or_values() -> None:
    assert files_in_arguments("-f a.yaml --set b=c --values=d.yaml --values e.yaml") == [
        "a.yaml",
        "d.yaml",
        "e.yaml",
    ]
    assert files_in_arguments("--set b=c") == []


def test_lists_are_replaced_in_the_same_way() -> None:
    assert with_chain(["values.yaml", "values-dr.yaml", "own.yaml"], CHAIN, OURS.__contains__) == [
        "values.yaml", *CHAIN, "own.yaml",
    ]  # fmt: skip
    same = ["values.yaml", "values-prod.yaml", "own.yaml", "values-dr.yaml"]
    assert with_chain(same, CHAIN, OURS.__contains__) == same
