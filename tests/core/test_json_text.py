from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.json_text import as_json

scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
data = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@given(data, st.booleans())
def test_is_what_the_standard_library_writes(value: object, is_ascii: bool) -> None:
    assert as_json(value, is_ascii=is_ascii) == json.dumps(value, indent=2, ensure_ascii=is_ascii)


@pytest.mark.parametrize("value", [{}, [], (), (1, (2,)), {"a": {}, "b": []}, [1e400, -0.0]])
def test_so_are_empty_ones_and_tuples(value: object) -> None:
    assert as_json(value) == json.dumps(value, indent=2)


def test_a_list_that_is_shared_is_written_at_each_depth() -> None:
    shared = ["a", {"b": 1}]
    value = {"x": shared, "y": {"z": shared}, "again": shared}
    assert as_json(value) == json.dumps(value, indent=2)
