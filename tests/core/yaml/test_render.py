from __future__ import annotations

import pytest

from generator.core.yaml.render import Layout, block, in_flow, inline

VALUE = {"a": 1, "b": {"c": ["x", {"k": "v", "m": [1]}, ["p"], [], {}]}, "t": "one\n  two\n", "l": [" a\nb"]}


def test_blocks_are_indented_as_the_file_is() -> None:
    assert (
        "\n".join(block(VALUE, Layout(step=4, dash=0)))
        == """\
a: 1
b:
    c:
    - x
    - k: v
      m:
      - 1
    - - p
    - []
    - {}
t: |
    one
      two
l:
- |2-
   a
  b"""
    )


def test_blocks_without_block_scalars() -> None:
    assert block({"t": "one\ntwo\n"}, Layout(blocks=False)) == ['t: "one\\ntwo\\n"']


def test_flow() -> None:
    assert in_flow({"a": [1, "x:", {}], "b": "c?"}) == '{a: [1, "x:", {}], b: "c?"}'
    assert in_flow({"a": ["x"]}, '"', spaced=True) == '{ "a": ["x"] }'


@pytest.mark.parametrize(
    ("value", "text"),
    [(1e22, "1.0e+22"), (0.1, "0.1"), (float("inf"), ".inf"), (float("-inf"), "-.inf"), (float("nan"), ".nan"),
     (True, "true"), (None, "null"), (-5, "-5"), ("c:\\d", "c:\\d"), ('"\\', "'\"\\'"), ("\x00\u2028", '"\\u0000\\u2028"'),
     ("a\u202egpj", '"a\\u202egpj"'), ("\u2066a\u2069", '"\\u2066a\\u2069"')],
)  # fmt: skip
def test_scalars(value: object, text: str) -> None:
    assert inline(value) == text


def test_what_is_no_value_is_a_bug() -> None:
    with pytest.raises(TypeError, match="is no value"):
        inline(object())
