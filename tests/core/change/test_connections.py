from __future__ import annotations

import re

import pytest

from generator.core.change.connections import (
    calls_between,
    elsewhere,
    existing_call,
    place_of_call,
    refuse_connection,
    variables_of,
    with_call,
    without_calls,
)
from generator.core.edit.edits import changes_of
from generator.core.helm.chart_file import VALUES_FILE
from generator.core.report.connections import variables_as_text
from generator.core.values.model import ValuesModel, load_values
from generator.errors import BlueprintError
from tests.small_platform import VALUES, foreign_umbrella, small_platform

GRAPH = "    web: [orders]\n    orders: [db]\n"


def model(values: str = VALUES, **files: str) -> ValuesModel:
    return load_values(small_platform(values=values, **files))


def connected(before: ValuesModel, caller: str, callee: str, port: str = "") -> str:
    (change,) = with_call(before, caller, callee, port)
    assert change.after is not None
    return change.after.decode()


def disconnected(before: ValuesModel, caller: str, callee: str, port: str = "") -> dict[str, str]:
    edits = without_calls(before, calls_between(before, caller, callee, port))
    return {str(one.path): (one.after or b"").decode() for one in changes_of(before.tree, edits)}


@pytest.mark.parametrize(
    ("graph", "edge", "after"),
    [
        (GRAPH, ("web", "db", ""), "    web: [orders, db]\n    orders: [db]\n"),
        (GRAPH, ("web", "db", "sql"), "    web: [orders, db:sql]\n    orders: [db]\n"),
        (GRAPH, ("db", "db", ""), GRAPH + "    db: [db]\n"),
        ("    db: [db] # replicas\n", ("web", "orders", ""), "    db: [db] # replicas\n    web: [orders]\n"),
        (
            "    web: [db]\n    db: [db]\n",
            ("orders", "db", "sql"),
            '    web: [db]\n    orders: ["db:sql"]\n    db: [db]\n',
        ),
        (
            "    web:\n      - orders # all\n",
            ("web", "db", ""),
            "    web:\n      - orders # all\n      - db\n",
        ),
        ("    web: []\n", ("web", "db", ""), "    web:\n      - db\n"),
    ],
)
def test_an_edge_stands_with_its_neighbours_in_their_style(
    graph: str, edge: tuple[str, str, str], after: str
) -> None:
    before = VALUES.replace(GRAPH, graph)
    assert connected(model(before), *edge) == VALUES.replace(GRAPH, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("global:\n  domain: a\nweb: {}\n", "global:\n  domain: a\n  connections:\n    web: [db]\nweb: {}\n"),
        ("connections:\n  orders: [db]\n", "connections:\n  web: [db]\n  orders: [db]\n"),
        ("connections:\n  web: [orders]\n", "connections:\n  web: [orders, db]\n"),
        ("global: {connections: {}}\n", "global: {connections: {web: [db]}}\n"),
        ("global:\n  connections: {orders: [db]}\n", "global:\n  connections: {orders: [db], web: [db]}\n"),
    ],
)
def test_it_goes_to_the_place_that_the_platform_uses(before: str, after: str) -> None:
    text = connected(model(before), "web", "db")
    if "connections:\n  orders" in before:  # below the last one: nothing of Chart.yaml comes before web
        after = "connections:\n  orders: [db]\n  web: [db]\n"
    assert text == after


def test_without_any_values_of_the_platform_it_makes_the_place() -> None:
    assert connected(model("web: {}\n"), "web", "db") == (
        "web: {}\nglobal:\n  connections:\n    web:\n      - db\n"
    )


@pytest.mark.parametrize(
    ("edge", "refusal"),
    [
        (("wbe", "db", ""), 'there is no service "wbe"\n  Did you mean "web"?'),
        (("web", "x", ""), 'there is no service "x"\n  Known are: db, orders, web.'),
        (("web", "db", "sq"), 'db has no port "sq": it has sql\n  Did you mean "sql"?'),
        (
            ("db", "db", ""),
            "db would call itself, and has no members that could: it runs as one pod everywhere",
        ),
    ],
)
def test_what_the_charts_would_refuse_is_refused(edge: tuple[str, str, str], refusal: str) -> None:
    with pytest.raises(BlueprintError, match=re.escape(refusal)):
        refuse_connection(model(), *edge)


def test_who_has_no_port_is_called_by_nobody() -> None:
    with pytest.raises(BlueprintError, match="db has no port, so nobody can call it"):
        refuse_connection(model(VALUES.replace("  ports: {sql: 5432}\n", "")), "web", "db", "")


def test_members_of_a_cluster_may_call_each_other() -> None:
    refuse_connection(model(VALUES + "  replicaCount: 3\n"), "db", "db", "")
    refuse_connection(model(), "orders", "orders", "http")


def test_an_umbrella_of_other_charts_knows_no_connections() -> None:
    with pytest.raises(BlueprintError, match="this umbrella has none"):
        refuse_connection(load_values(foreign_umbrella()), "cart", "redis", "")


def test_the_main_port_is_the_same_edge_named_or_not() -> None:
    before = model(VALUES.replace("web: [orders]", "web: [orders, db:sql]"))
    for port in ("", "sql"):
        known = existing_call(before, "web", "db", port)
        assert known is not None
        assert (place_of_call(before, known), known.call.spelling) == ("values.yaml:5", "db:sql")
    assert existing_call(before, "orders", "web", "") is None


def test_an_edge_goes_from_every_file_and_an_empty_list_with_it() -> None:
    dev = "global:\n  connections:\n    orders: [web, db]\n    web: [orders]\n"
    before = model(values_dev=dev)
    assert disconnected(before, "orders", "db") == {
        "values.yaml": VALUES.replace("    orders: [db]\n", ""),
        "values-dev.yaml": dev.replace("[web, db]", "[web]"),
    }
    assert disconnected(before, "web", "orders") == {
        "values.yaml": VALUES.replace("    web: [orders]\n", ""),
        "values-dev.yaml": dev.replace("    web: [orders]\n", ""),
    }


def test_an_environment_does_not_get_what_it_had_put_aside() -> None:
    before = model(
        VALUES.replace("web: [orders]", "web: [orders, db]"),
        values_dev="global:\n  connections:\n    web: [orders] # no database\n",
    )
    assert disconnected(before, "web", "orders")["values-dev.yaml"] == (
        "global:\n  connections:\n    web: [] # no database\n"
    )


def test_one_of_two_ports_is_disconnected() -> None:
    before = model(VALUES.replace("web: [orders]", 'web: ["db:sql", orders, "db:x"]'))
    assert disconnected(before, "web", "db", "x")["values.yaml"] == VALUES.replace(
        "web: [orders]", 'web: ["db:sql", orders]'
    )
    assert disconnected(before, "web", "db")["values.yaml"] == VALUES


@pytest.mark.parametrize(
    ("edge", "refusal"),
    [
        (("web", "db"), "web does not connect to db\n  It connects to orders."),
        (("db", "web"), "db does not connect to web\n  It connects to nothing."),
        (("web", "orders", "x"), "web does not connect to orders:x\n  It connects to orders."),
    ],
)
def test_what_is_not_connected_cannot_be_disconnected(edge: tuple[str, ...], refusal: str) -> None:
    with pytest.raises(BlueprintError, match=re.escape(refusal)):
        calls_between(model(), *edge)


def test_the_caller_is_told_its_variables() -> None:
    before = model(VALUES.replace("sql: 5432}", "sql: 5432, metrics: 9187}\n  service: {enabled: true}"))
    variables = variables_of(before, "db", "")
    assert [one.text for one in variables_as_text(before, "web", variables)] == [
        "web gets (in a release named shop):",
        "  DB_HOST=shop-db",
        "  DB_PORT=5432",
        "  DB_PORT_METRICS=9187",
        "  DB_PORT_SQL=5432",
    ]
    names = "global:\n  names: {db: main}\n  knownAs: {db: old-db}\n"
    named = model(before.source(VALUES_FILE).text.replace("global:\n", names))
    assert variables_of(named, "db", "metrics")["OLD_DB_HOST"] == "main"


def test_a_caller_without_variables_is_told_so() -> None:
    off = model(VALUES.replace("web: # what customers see\n", "web:\n  connectionVariables: false\n"))
    for before, variables, told in (
        (off, {"DB_HOST": "db"}, "web gets no variables: its connectionVariables is false"),
        (model(), {}, "web gets no variables: what it calls has no Service"),
    ):
        assert [one.text for one in variables_as_text(before, "web", variables)] == [told]


def test_an_environment_with_a_list_of_its_own_is_told() -> None:
    before = model(values_dev="global:\n  connections:\n    web: [orders]\n")
    after = before.with_changes(with_call(before, "web", "db", ""))
    assert elsewhere(after, "web", "db") == [
        "values-dev.yaml states global.connections.web itself, which stays as it is: lists replace each other"
    ]
    assert elsewhere(after, "web", "orders") == []


def test_an_environment_where_nobody_answers_is_told() -> None:
    off = "db: {enabled: false}\n"
    after = model(VALUES, values_dev=off, values_staging=off + "web: {enabled: false}\n", values_prod=off)
    assert elsewhere(after, "web", "db") == ["db is switched off in dev, prod, dr: nobody answers there"]
