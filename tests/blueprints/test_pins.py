"""However many defaults of the charts change at once: with their pins, every service has the values that it had."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import Any

import pytest

from generator.core.blueprint.validate import errors_of_values
from generator.core.upgrade.pins import adopted, pinned, pins_in
from generator.core.values.model import load_values
from generator.core.values.services import services_of
from tests.blueprints.platforms import tree

VALUES = PurePosixPath("values.yaml")


def changed(default: Any, key: str = "") -> Any:
    """Another value of the same type; what switches a part on stays."""
    if isinstance(default, dict):
        return {name: changed(value, name) for name, value in default.items()}
    if isinstance(default, bool):
        return default if key == "enabled" else not default
    if isinstance(default, int):
        return default + 1
    return f"{default}x" if isinstance(default, str) and default else default


@pytest.mark.long
def test_with_pins_every_service_is_what_it_was() -> None:
    before = tree("ecommerce")
    after = {
        path: json.dumps(changed(json.loads(data))).encode() if path.name == "defaults.json" else data
        for path, data in before.items()
    }
    found = pinned(after, before, lambda files: not errors_of_values(load_values(files)))
    assert len(found.pins) > 100
    assert found.notes == ()
    was, now = load_values(before), load_values(found.tree)
    for environment in was.environments:
        for service in services_of(was):
            here = (service.name,)
            assert now.effective(environment, here) == was.effective(environment, here)
    assert [name for name, _ in pins_in(found.tree)] != []
    assert adopted(found.tree, ["all"])[VALUES] == before[VALUES]
