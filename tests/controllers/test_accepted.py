"""Whatever a blueprint renders is accepted by the software whose resources it is, without a warning."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.controllers import objects

if TYPE_CHECKING:
    from tests.cluster.controlplane import Api
    from tests.controllers.objects import Unit


@pytest.mark.parametrize("unit", objects.units(), ids=lambda unit: unit.namespace)
def test_every_custom_resource_is_accepted(api: Api, unit: Unit) -> None:
    assert objects.complaints(api, unit) == []
