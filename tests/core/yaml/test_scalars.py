"""Expected results are those of sigs.k8s.io/yaml, the reader that Helm uses."""

from __future__ import annotations

import math
from typing import Any

import pytest

from generator.core.data import same
from generator.core.yaml.scalars import (
    key_text,
    number_text,
    printed,
    printed_as_json,
    reads_as_string,
    resolve_plain,
    resolve_pyyaml,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("y", True), ("No", False), ("oN", "oN"), ("TRUE", True), ("~", None), ("", None), ("nULL", "nULL"),
        ("0o17", 15), ("0O17", 15), ("017", 15), ("08", 8.0), ("0x1F", 31), ("-0b101", -5), ("0x", "0x"), ("1_000", 1000),
        ("1__0_", 10), ("_1", "_1"), ("1e3", 1000.0), ("1E+3", 1000.0), (".5", 0.5), (".5_0", 0.5), ("._5", "._5"),
        ("5.", 5.0), ("+.5", 0.5), ("1.2.3", "1.2.3"), ("-", "-"), (".", "."), ("1e", "1e"), ("1e999", "1e999"),
        (".inf", math.inf), ("-.INF", -math.inf), ("+1", 1), ("1:30", "1:30"), ("2020-01-01", "2020-01-01"),
        ("18446744073709551615", 18446744073709551615), ("18446744073709551616", 18446744073709551616.0),
        ("1" * 5000, "1" * 5000), ("0" * 5000 + "17", 15), ("1" * 200 + ".0", float("1" * 200)), ("1" * 200, float("1" * 200)),
        ("-9223372036854775809", -9223372036854775809.0), ("+18446744073709551615", 18446744073709551615.0),
    ],
)  # fmt: skip
def test_plain_scalars_are_what_helm_takes_them_for(text: str, value: Any) -> None:
    assert same(resolve_plain(text), value)


@pytest.mark.parametrize(
    ("text", "key"),
    [("yes", "true"), ("off", "false"), ("8080", "8080"), ("0x1F", "31"), ("1.0", "1"), ("1.5", "1.5"), ("1e6", "1e+06"),
     ("123456789.123", "1.2345679e+08"), ("0.00001", "1e-05"), ("0.001", "0.001"), ("100000.5", "100000.5"), ("1e67", ".inf"),
     ("-.inf", "-.inf"), (".nan", ".nan"), ("0.0", "0"), ("x", "x"), ("~", "null")],
)  # fmt: skip
def test_keys_are_the_strings_that_helm_makes_of_them(text: str, key: str) -> None:
    assert key_text(resolve_plain(text)) == key


def test_nan_equals_itself_and_true_is_not_one() -> None:
    assert same([math.nan], [math.nan])
    assert not same({"a": True}, {"a": 1})
    assert not same({"a": 1}, {"b": 1})
    assert not same([1], [1, 2])


def test_a_string_is_one_to_every_reader() -> None:
    assert reads_as_string("v1.2.3")
    assert not any(map(reads_as_string, ("y", "2020-01-01", "1:30", "0o17", "=", "<<", "")))
    assert not any(map(reads_as_string, ("1e400", "12e4567", "-12e4567", ".5e999", "1" * 5000)))
    assert all(map(reads_as_string, ("1e400x", "e400", "1.2e", "0x12e4567g")))


def test_pyyaml_has_its_own_mind() -> None:
    assert [resolve_pyyaml(text) for text in ("y", "1:30", "1e3", "2020-01-01", "0o17", "")] == [
        "str", "int", "str", "timestamp", "str", "null"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "written"),
    [("1.10", "1.10"), ("0x1F", "0x1F"), ("0644", "0644"), ("1e3", "1e3"), ("+1", "+1"), ("1_000", "1_000"), (".5", ".5"),
     ("5", "5"), ("-5", "-5"), ("0.5", "0.5"), ("1e+30", "1e+30"), ("1.0e+30", "1.0e+30"), ("-0", "-0")],
)  # fmt: skip
def test_a_number_keeps_its_spelling(text: str, written: str) -> None:
    number = resolve_plain(text)
    assert isinstance(number, int | float)
    assert number_text(number) == written
    assert number == yaml_number(text)


def yaml_number(text: str) -> float:
    return float(int(text, 16 if "x" in text else 8) if text in ("0x1F", "0644") else text.replace("_", ""))


@pytest.mark.parametrize(
    ("text", "shown"),
    [("29111998", "2.9111998e+07"), ("999999", "999999"), ("1000000", "1e+06"), ("1234567.5", "1.2345675e+06"), ("1.10", "1.1"),
     ("0123456", "42798"), ("0x1F", "31"), ("12345e6", "1.2345e+10"), ("0.0001", "0.0001"), ("0.00001", "1e-05"), ("5.0", "5"),
     ("-29111998", "-2.9111998e+07"), ("9007199254740991", "9.007199254740991e+15"), ("-0.0", "-0"), ("0", "0"), ("100000.5", "100000.5")],
)  # fmt: skip
def test_numbers_are_printed_as_go_prints_them(text: str, shown: str) -> None:
    number = resolve_plain(text)
    assert isinstance(number, int | float)
    assert printed(number) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [("2.0", "2"), ("1e3", "1000"), ("1.10", "1.1"), ("1e-6", "0.000001"), ("1e-7", "1e-7"), ("1.5e-9", "1.5e-9"),
     ("1e20", "100000000000000000000"), ("1e21", "1e+21"), ("1.25e+30", "1.25e+30"), ("0.00001234", "0.00001234"),
     ("12345678901234567890123", "1.2345678901234568e+22"), ("9007199254740993", "9007199254740992"),
     ("29111998", "29111998"), ("-0.0", "-0"), ("0", "0")],
)  # fmt: skip
def test_numbers_are_printed_as_tojson_prints_them(text: str, shown: str) -> None:
    """Compared with `{{ .Values.key | toJson }}` of Helm 4."""
    number = resolve_plain(text)
    assert isinstance(number, int | float)
    assert printed_as_json(number) == shown
