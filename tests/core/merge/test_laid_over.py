"""A file that says only what differs: what it makes of the one below, and which comments stay."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.merge.laid_over import laid_over
from generator.core.merge.merge import CannotMerge

LOWER = """\
# The shop.
web:
  image: {repository: nginx, tag: 1.29.3}
  replicaCount: 2 # measured
  connections: [db, cache]
  env:
    - name: LOG
      value: info
    - name: MODE
      value: fast # of two

# What is searched.
search:
  # Three of them.
  replicaCount: 3
db:
  args: [run, fast]
"""

UPPER = """\
# What differs here.
web:
  image: {tag: 1.30.0}
  replicaCount: 3
  connections: [db]
  env:
    - name: MODE
      value: slow
    - name: OURS
      value: "1"
# We have none.
search: null
db:
  args: [walk]
  external: null
# Our own.
audit:
  replicaCount: 1 # enough
"""

MADE = """\
# The shop.
# What differs here.
web:
  image: {repository: nginx, tag: 1.30.0}
  replicaCount: 3 # measured
  connections: [db]
  env:
    - name: LOG
      value: info
    - name: MODE
      value: slow # of two
    - name: OURS
      value: "1"

db:
  args: [walk]
  external: null
# Our own.
audit:
  replicaCount: 1 # enough
"""


def test_only_what_differs_is_said() -> None:
    assert laid_over(LOWER, UPPER) == MADE


def test_dependencies_are_told_apart_by_their_alias() -> None:
    lower = "name: shop\ndependencies:\n- {name: deployment, version: 1.0.0, alias: web}\n- {name: deployment, version: 1.0.0, alias: api}\n"
    upper = "dependencies:\n- {name: statefulset, version: 1.0.0, alias: audit}\n"
    assert yaml.safe_load(laid_over(lower, upper)) == {
        "name": "shop",
        "dependencies": [
            {"name": "deployment", "version": "1.0.0", "alias": "web"},
            {"name": "deployment", "version": "1.0.0", "alias": "api"},
            {"name": "statefulset", "version": "1.0.0", "alias": "audit"},
        ],
    }


def test_nulls_alone_take_away() -> None:
    assert laid_over("a: 1\nb:\n  c: 1\n  d: 2\n", "b:\n  c: null\n") == "a: 1\nb:\n  d: 2\n"
    assert laid_over("a: 1\nb: 2\n", "a: null\n") == "b: 2\n"


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("a: 1\n", "- 1\n"),
        ("- 1\n", "a: 1\n"),
        ("a: 1\n", "a: 1\na: 2\n"),
        ("a: 1\n", "a: [\n"),
        ("{a: 1}\n", "b: 1\n"),
    ],
)
def test_what_is_no_map_in_block_style_is_refused(lower: str, upper: str) -> None:
    with pytest.raises(CannotMerge):
        laid_over(lower, upper)


def test_spelling_of_the_file_does_not_matter() -> None:
    assert laid_over("\ufeffa: 1\r\nb: 2", "a: 3") == "a: 3\nb: 2\n"


KEYS = st.sampled_from(["a", "b", "c"])
VALUES = st.recursive(
    st.none() | st.integers(0, 3) | st.sampled_from(["x", "z"]) | st.lists(st.integers(0, 3), max_size=2),
    lambda inner: st.dictionaries(KEYS, inner, min_size=1, max_size=3),
    max_leaves=8,
)
FILES = st.dictionaries(KEYS, VALUES, min_size=1, max_size=3)


def over(below: Any, above: Any) -> Any:
    """The rule, for values without named items."""
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return above
    gone = {key for key, value in above.items() if value is None and key in below}
    kept = {key: value for key, value in below.items() if key not in gone}
    return {**kept, **{key: over(below.get(key), value) for key, value in above.items() if key not in gone}}


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(FILES, FILES)
def test_text_says_what_the_rule_says(below: dict[str, Any], above: dict[str, Any]) -> None:
    lower, upper = (yaml.safe_dump(one, sort_keys=False) for one in (below, above))
    assert yaml.safe_load(laid_over(lower, upper)) == over(below, above)


def test_item_with_patch_delete_takes_away_the_one_of_its_name() -> None:
    lower = """\
env:
  # for the shop
  - name: A
    value: x
  # nobody needs it
  - {name: B, value: y} # two
  - {name: C, value: z}
"""
    upper = "env:\n  - {name: B, $patch: delete}\n  - {name: D, value: w} # new\n"
    assert (
        laid_over(lower, upper)
        == """\
env:
  # for the shop
  - name: A
    value: x
  - {name: C, value: z}
  - {name: D, value: w} # new
"""
    )
    none = laid_over("env: [{name: A, value: x}]\n", "env: [{name: A, $patch: delete}]\n")
    assert yaml.safe_load(none) == {"env": []}
    unknown = laid_over(
        "a: 1\nenv: [{name: A}]\n", "env: [{name: Z, $patch: delete}]\nb: [{name: Y, $patch: delete}]\n"
    )
    assert yaml.safe_load(unknown) == {"a": 1, "env": [{"name": "A"}], "b": []}
