"""What is written is what json.dumps writes, byte by byte."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.blueprint.json_file import json_file
from generator.core.data import Data

scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text()
)
data = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner), st.dictionaries(st.text(), inner), st.dictionaries(st.integers(), inner)
    ),
    max_leaves=20,
)


@given(data=data, sort_keys=st.booleans())
def test_bytes_are_those_of_json(data: Data, sort_keys: bool) -> None:
    try:
        expected = json.dumps(data, indent=1, ensure_ascii=False, sort_keys=sort_keys).encode() + b"\n"
    except UnicodeEncodeError:
        with pytest.raises(UnicodeEncodeError):
            json_file(data, sort_keys=sort_keys)
        return
    assert json_file(data, sort_keys=sort_keys) == expected


@pytest.mark.parametrize("value", [float("nan"), float("inf"), dt.date(2026, 1, 1), b"x"])
def test_what_has_no_form_in_json_is_refused(value: Data) -> None:
    with pytest.raises((TypeError, ValueError)):
        json_file({"a": [value]})
