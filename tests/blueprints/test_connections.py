"""What `connect` says that a caller gets is what Helm renders."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.core.change.connections import variables_of
from generator.core.graph.calls import calls_in
from generator.core.values.model import load_values
from tests.blueprints import platforms
from tests.charts import support


@pytest.mark.parametrize("blueprint", platforms.NAMES)
def test_variables_of_every_connection_are_as_helm_renders_them(blueprint: str, helms: Path) -> None:
    model = load_values(platforms.tree(blueprint))
    release = model.charts[1].name
    found = support.template(helms, platforms.folder(blueprint), release=release)
    rendered = {one["metadata"]["name"]: support.env_of(one) for one in support.controllers(found)}
    compared = 0
    calls = list(calls_in(model.declared(None)))  # type: ignore[arg-type]
    for call in calls:
        if model.effective(None, (call.caller, "connectionVariables")) is False:
            continue
        if not (model.is_enabled(None, call.caller) and model.is_enabled(None, call.callee)):
            continue
        caller = rendered.get(f"{release}-{call.caller}")
        is_last = [one for one in calls if (one.caller, one.callee) == (call.caller, call.callee)][-1] == call
        if caller is None or not is_last:
            continue
        for name, value in variables_of(model, call.callee, call.port).items():
            assert caller.get(name) == str(value), (call, name)
            compared += 1
    assert compared > 10
