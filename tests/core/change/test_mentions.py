"""What surely means a service, what may mean it, and what does not."""

from __future__ import annotations

import pytest

from generator.core.change.mentions import Place, Renaming, mentions, rewritten

OTHERS = frozenset(("order", "order-db-2", "pre-order-db", "db", "order-db-replica", "order-db-port"))
KEPT = Renaming(
    "order-db", "orders", "order-db", "order-db", OTHERS, "shop", frozenset(("image", "replicaCount"))
)
ANEW = KEPT._replace(known_new="orders")


def marked(text: str, place: Place, naming: Renaming) -> str:
    """The text with what surely means the service replaced, and «what may mean it» in marks."""
    found = mentions(text, place, naming)
    for one in reversed(found):
        there = one.text if one.is_certain else f"«{text[one.start : one.end]}»"
        text = text[: one.start] + there + text[one.end :]
    return text


@pytest.mark.parametrize(
    ("place", "text", "kept", "anew"),
    [
        # boundaries: names that begin or end with it are other services
        ("comment", "order-db-2 pre-order-db myorder-db order-dbs order_db", None, None),
        ("comment", "order-db, order-db.", "orders, orders.", "orders, orders."),
        ("comment", "# ── order-db ──", "# ── orders ──", "# ── orders ──"),
        # objects: of several services the one with the longest name is meant
        ("value", "{{ .Release.Name }}-order-db", None, "{{ .Release.Name }}-orders"),
        ("value", "{{ $.Release.Name }}-order-db-{{ $i }}", None, "{{ $.Release.Name }}-orders-{{ $i }}"),
        ("value", "{{ .Release.Name -}}-order-db-read:5432", None, "{{ .Release.Name -}}-orders-read:5432"),
        ("value", "{{ .Release.Name }}-order-db-0.x", None, "{{ .Release.Name }}-orders-0.x"),
        ("value", "{{ .Release.Name }}-order-db-2", None, None),
        ("value", "{{ .Release.Name }}-order-db-replica-0", None, None),
        ("value", "{{ .Release.Name }}-pre-order-db", None, None),
        ("template", 'printf "%s-order-db-tls" .Release.Name', None, 'printf "%s-orders-tls" .Release.Name'),
        ("template", 'printf "%s-order-db" .Chart.Name', None, None),
        ("value", "shop-order-db-0.shop-order-db", None, "shop-«order-db»-0.shop-«order-db»"),
        ("prose", "the Secret `shop-order-db-credentials`", None, "the Secret `shop-orders-credentials`"),
        ("prose", "my-shop-order-db", None, None),
        # variables
        ("value", "$(ORDER_DB_HOST):$(ORDER_DB_PORT)", None, "$(ORDERS_HOST):$(ORDERS_PORT)"),
        ("value", "${ORDER_DB_PORT_SQL} $ORDER_DB_HOST", None, "${ORDERS_PORT_SQL} $ORDERS_HOST"),
        ("value", "$(ORDER_DB_2_HOST) $(PRE_ORDER_DB_HOST) $(ORDER_HOST)", None, None),
        ("value", "$(ORDER_DB_PORT_HOST)", None, None),  # of the service order-db-port
        ("value", "$(ORDER_DB_USER) X_ORDER_DB_HOST", None, None),
        ("manifest", "env ORDER_DB_HOST", None, "env «ORDER_DB»_HOST"),
        # hosts: what Kubernetes knows, which stays or may be meant
        ("value", "http://order-db:5432/x", None, "http://«order-db»:5432/x"),
        ("value", "postgres://app@order-db/x", None, "postgres://app@«order-db»/x"),
        ("value", "order-db.shop.svc:5432", None, "«order-db».shop.svc:5432"),
        # images and paths are called as they are
        ("value", "ghcr.io/acme/order-db:1.0", None, None),
        ("prose", "see docs/order-db and x.order-db", None, None),
        # keys of values
        ("template", "{{ .Values.order-db.x }}", "{{ .Values.orders.x }}", "{{ .Values.orders.x }}"),
        ("template", '{{ index .Values "order-db" }}', '{{ index .Values "orders" }}', '{{ index .Values "orders" }}'),
        ("manifest", "--set order-db.image.tag=1", "--set orders.image.tag=1", "--set orders.image.tag=1"),
        ("prose", "global.connections.order-db", "global.connections.orders", "global.connections.orders"),
        ("value", "order-db.image.tag", "«order-db».image.tag", "«order-db».image.tag"),
        # words: of a person surely, else perhaps
        ("value", "order-db", "«order-db»", "«order-db»"),
        ("template", "the order-db", "the «order-db»", "the «order-db»"),
        ("manifest", "name: order-db", "name: «order-db»", "name: «order-db»"),
        ("code", "for s in order-db x; do", "for s in «order-db» x; do", "for s in orders x; do"),
    ],
)  # fmt: skip
def test_is_replaced_or_marked(place: Place, text: str, kept: str | None, anew: str | None) -> None:
    """None: it stays as it is, and nothing is marked."""
    assert marked(text, place, KEPT) == (kept or text)
    assert marked(text, place, ANEW) == (anew or text)


def test_a_word_of_the_language_is_the_service_only_where_it_is_quoted() -> None:
    cache = Renaming("cache", "kv", "cache", "cache")
    text = "the cache, `cache`, a cache-hit"
    assert marked(text, "prose", cache) == "the «cache», `kv`, a cache-hit"


def test_what_kubernetes_knows_it_as_is_what_objects_are_called() -> None:
    """It was renamed before, and Kubernetes is told now."""
    naming = Renaming("orders", "sales", "order-db", "sales", OTHERS, "shop")
    text = "{{ .Release.Name }}-order-db-0 {{ .Release.Name }}-orders $(ORDER_DB_HOST) $(ORDERS_HOST)"
    expected = "{{ .Release.Name }}-sales-0 {{ .Release.Name }}-orders $(SALES_HOST) $(ORDERS_HOST)"
    assert rewritten(text, mentions(text, "value", naming)) == expected


def test_variables_that_somebody_states_are_theirs() -> None:
    naming = ANEW._replace(own_variables=frozenset(("ORDER_DB_HOST",)))
    text = "$(ORDER_DB_HOST):$(ORDER_DB_PORT)"
    assert marked(text, "value", naming) == "$(«ORDER_DB»_HOST):$(ORDERS_PORT)"
