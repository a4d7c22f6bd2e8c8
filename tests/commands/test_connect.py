"""`connect` and `disconnect` as commands; what they decide is tested in core."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.commands.values.conftest import Here, _own_state
from tests.small_platform import VALUES, small_platform

__all__ = ["_own_state"]


@pytest.fixture
def here(invoke: Run) -> Here:
    return Here(Path.cwd(), small_platform(values=VALUES + "  service: {enabled: true}\n"))


def test_connects_and_shows_the_variables(invoke: Run, here: Here) -> None:
    result = invoke("connect", "web", "db:sql", "--yes")
    assert result.status == 0
    assert result.err == "web gets (in a release named shop):\n  DB_HOST=shop-db\n  DB_PORT=5432\n"
    assert here.text("values.yaml") == (VALUES + "  service: {enabled: true}\n").replace(
        "[orders]", "[orders, db:sql]"
    )


def test_what_is_connected_stays_as_it_is(invoke: Run, here: Here) -> None:
    assert invoke("connect", "orders", "db", "--yes") == (
        0,
        "orders calls db already: values.yaml:6\n",
        "",
    )
    assert here.changed() == {}


def test_an_unknown_service_is_refused(invoke: Run, here: Here) -> None:
    assert invoke("connect", "web", "orderz", "--yes") == (
        2,
        "",
        'Error: there is no service "orderz"\n  Did you mean "orders"?\n',
    )


def test_disconnects_and_says_what_refers_to_it_still(invoke: Run, here: Here) -> None:
    here.put("values-dev.yaml", "orders: {env: {A: $(DB_HOST), B: {credentialsOf: db}}}\n")
    result = invoke("disconnect", "orders", "db", "--yes")
    assert result.status == 0
    assert result.err == (
        "Note: values-dev.yaml:1: orders.env.A needs $(DB_HOST) still\n"
        "Note: values-dev.yaml:1: orders.env.B takes its credentials still\n"
    )
    assert "orders: [db]" not in here.text("values.yaml")


def test_what_is_not_connected_is_refused(invoke: Run, here: Here) -> None:
    assert invoke("disconnect", "web", "db", "--yes") == (
        2,
        "",
        "Error: web does not connect to db\n  It connects to orders.\n",
    )
