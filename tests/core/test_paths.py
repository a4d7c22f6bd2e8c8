from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.paths import KeyPath, format_path, parse_path
from generator.errors import BlueprintError


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("image.tag", ("image", "tag")),
        ("hosts[0].name", ("hosts", 0, "name")),
        ("a[0][1]", ("a", 0, 1)),
        ("[2].b", (2, "b")),
        (r"annotations.example\.com/owner", ("annotations", "example.com/owner")),
        (r"a\[0\].b\\c", ("a[0]", "b\\c")),
        ("8080.0", ("8080", "0")),
        ("", ()),
    ],
)
def test_paths_are_written_as_in_helms_set(text: str, path: KeyPath) -> None:
    assert parse_path(text) == path
    assert parse_path(format_path(path)) == path


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a..b", "a key is empty, at character 3"),
        (".a", "a key is empty, at character 1"),
        ("a.", "a key is empty, at character 3"),
        ("a.[0]", "an index follows its list without a dot, at character 3"),
        ("a[x]", "an index is a number, as in [0], at character 2"),
        ("a[0]b", "a dot is missing after ], at character 5"),
        ("a]", "] without [, at character 2"),
        ("a\\", "nothing follows the backslash, at character 2"),
    ],
)
def test_a_malformed_path_is_told_with_its_place(text: str, reason: str) -> None:
    with pytest.raises(BlueprintError) as caught:
        parse_path(text)
    assert caught.value.what == f"{text!r} is not the path of a value: {reason}"


@given(st.lists(st.text(min_size=1) | st.integers(0, 99), max_size=4).map(tuple))
def test_every_path_can_be_written_and_read_back(path: KeyPath) -> None:
    assert parse_path(format_path(path)) == path
