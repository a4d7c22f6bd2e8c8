from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.paths import Item, KeyPath, format_path, parse_path
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
        ("env[name=LOG_LEVEL].value", ("env", Item(("name", "LOG_LEVEL")), "value")),
        ("ports[port=53,protocol=UDP]", ("ports", Item(("port", 53), ("protocol", "UDP")))),
        ('env[name="80"]', ("env", Item(("name", "80")))),
        (r"hosts[host=a.example.com][0]", ("hosts", Item(("host", "a.example.com")), 0)),
        (r"a[k\=1=x\]\,\\]", ("a", Item(("k=1", "x],\\")))),
        ('a["\\u00e9"=""]', ("a", Item(("é", "")))),
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
        ("a[x]", "in brackets is an index, as in [0], or a name, as in [name=x], at character 2"),
        ("a[]", 'a name is empty: write it as "", at character 3'),
        ("a[name=x", "this [ is not closed, at character 2"),
        ("a[name=]", 'a name is empty: write it as "", at character 8'),
        ("a[name=x=y]", "a = within a name is written \\=, at character 9"),
        ('a[name="x]', 'a " opens a string of JSON, and this is none, at character 8'),
        ("a[1=x].", "a key is empty, at character 8"),
        ("a[0]b", "a dot is missing after ], at character 5"),
        ("a]", "] without [, at character 2"),
        ("a\\", "nothing follows the backslash, at character 2"),
    ],
)
def test_a_malformed_path_is_told_with_its_place(text: str, reason: str) -> None:
    with pytest.raises(BlueprintError) as caught:
        parse_path(text)
    assert caught.value.what == f"{text!r} is not the path of a value: {reason}"


_NAME = st.tuples(
    st.text(min_size=1), st.text() | st.integers(-99, 99) | st.sampled_from(["1", "-1", "]", "a=b", '"'])
)
_STEP = (
    st.text(min_size=1)
    | st.integers(0, 99)
    | st.lists(_NAME, min_size=1, max_size=2).map(lambda keys: Item(*keys))
)


@given(st.lists(_STEP, max_size=4).map(lambda steps: ("key", *steps)))
def test_every_path_can_be_written_and_read_back(path: KeyPath) -> None:
    read = parse_path(format_path(path))
    assert read == path
    assert [getattr(one, "keys", None) for one in read] == [getattr(one, "keys", None) for one in path]
