"""Charts that only take `global` share one map of it: what comes of it is what copies for each would say."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.helm import coalesce
from generator.core.helm.charts import read_chart
from generator.core.helm.coalesce import coalesced
from tests.effort import examples

NAMES = ("a", "b", "c")
SCALARS = st.sampled_from([None, 1, 2, "x"])
MAPS = st.recursive(
    SCALARS, lambda inner: st.dictionaries(st.sampled_from("kl"), inner, max_size=2), max_leaves=4
)
GLOBALS = st.dictionaries(st.sampled_from("klm"), MAPS, max_size=3)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "global": GLOBALS,
        **{name: st.fixed_dictionaries({}, optional={"global": GLOBALS, "k": MAPS}) for name in NAMES},
    },
)


def umbrella(own: dict[str, Any], inner: dict[str, Any]) -> dict[PurePosixPath, bytes]:
    """A and b have no values of their own, c has."""
    wants = [{"name": name, "version": "1.0.0", "condition": f"{name}.k"} for name in NAMES]
    tree = {
        "Chart.yaml": {"apiVersion": "v2", "name": "u", "version": "1.0.0", "dependencies": wants},
        "values.yaml": own,
        "charts/c/values.yaml": inner,
    }
    for name in NAMES:
        tree[f"charts/{name}/Chart.yaml"] = {"apiVersion": "v2", "name": name, "version": "1.0.0"}
    return {PurePosixPath(path): yaml.safe_dump(data).encode() for path, data in tree.items()}


@settings(max_examples=examples(150), deadline=None)
@given(own=VALUES, inner=st.fixed_dictionaries({}, optional={"global": GLOBALS}), over=VALUES)
def test_shared_is_as_copied(own: dict[str, Any], inner: dict[str, Any], over: dict[str, Any]) -> None:
    chart = read_chart(umbrella(own, inner))
    for major in (3, 4):
        shared = coalesced(chart, over, major=major, all_enabled=True)  # type: ignore[arg-type]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(coalesce._Chart, "takes_globals_alone", False)
            assert shared == coalesced(chart, over, major=major, all_enabled=True)  # type: ignore[arg-type]


def test_one_map_is_made_of_what_many_charts_are_given() -> None:
    graph = {str(number): ["x"] for number in range(50)}
    chart = read_chart(umbrella({"global": {"graph": graph}}, {}))
    values = coalesced(chart, {"a": {"k": 1}}, major=3, all_enabled=True).values
    assert values["a"]["global"] is values["b"]["global"]
    assert values["a"]["global"] == {"graph": graph}
