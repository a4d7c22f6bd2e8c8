"""A rename as whole files: what is changed, what is listed, and what Kubernetes keeps calling the service."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.change.mentions_in_files import Doubt, about_doubts, doubts
from generator.core.change.rename import Renamed, renamed
from generator.core.changes import unified
from generator.core.values.model import ValuesModel, load_values
from generator.errors import BlueprintError, UsageError
from tests.small_platform import CHART, VALUES, foreign_umbrella, small_platform

VALUES_OF_SHOP = """\
global:
  connections: # who calls whom
    web: [orders, "db:sql"]
    db: [db]
  names: {db: legacy}

web:
  env:
    URL: sql://$(DB_HOST):$(DB_PORT)/{{ .Release.Name }}-db-read # of db
    PASSWORD: {credentialsOf: db}
    GROUP: db
  keda: {triggers: {lag: {type: kafka, service: db}}}
  image: {repository: example.com/db, tag: 1.0.0}
  script: |
    # db
    until nc $DB_HOST; do sleep 1; done

# db keeps the orders
db: # `db` it is called
  ports: {sql: 5432}
"""
INTENT = """\
  mustMatch: [db.image.tag, "*.image.repository", {keys: [global.connections.db, "d*.replicaCount"], reason: db}]
"""
DOCS = """\
# The shop

`db` keeps the orders; the db is PostgreSQL. Its Secret is `shop-db-credentials`.

```sh
kubectl exec shop-db-0 -- psql # db
```
"""
TEMPLATE = 'a: {{ .Values.db.ports.sql }} {{ .Release.Name }}-db {{ index .Values "db" }}\n# db\n'
FILES = {
    "values": VALUES_OF_SHOP,
    "intent": INTENT,
    "docs/architecture.md": DOCS,
    "templates/more.yaml": TEMPLATE,
    "gitops/argocd/app.yaml": "parameters: [{name: db.image.tag, value: 1}, {name: db, value: 2}]\n",
    "values.schema.json": "{}",
    "docs/picture.bin": "\N{REPLACEMENT CHARACTER}",
}


def shop(**files: str) -> ValuesModel:
    return load_values(small_platform(**{**FILES, **files}))  # type: ignore[arg-type]


def diff(done: Renamed) -> str:
    """The lines that go and come, by file."""
    lines = unified(done.changes).splitlines()
    return "".join(f"{line}\n" for line in lines if line[0] in "+-" and not line.startswith("--- "))


def listed(model: ValuesModel, done: Renamed) -> list[str]:
    after = model.with_changes(done.changes)
    return [f"{one.file}:{one.line}" for one in doubts(after.tree, after.all_files, done.naming)]


KEPT = """\
+++ b/Chart.yaml
-  - {name: statefulset, alias: db, condition: db.enabled, version: 1.0.0}
+  - {name: statefulset, alias: store, condition: store.enabled, version: 1.0.0}
+++ b/docs/architecture.md
-`db` keeps the orders; the db is PostgreSQL. Its Secret is `shop-db-credentials`.
+`store` keeps the orders; the db is PostgreSQL. Its Secret is `shop-db-credentials`.
+++ b/gitops/argocd/app.yaml
-parameters: [{name: db.image.tag, value: 1}, {name: db, value: 2}]
+parameters: [{name: store.image.tag, value: 1}, {name: db, value: 2}]
+++ b/platform.yaml
-  mustMatch: [db.image.tag, "*.image.repository", {keys: [global.connections.db, "d*.replicaCount"], reason: db}]
+  mustMatch: [store.image.tag, "*.image.repository", {keys: [global.connections.store, "d*.replicaCount"], reason: db}]
+moved:
+  - from: db
+    to: store
+    since: 0.1.0
+++ b/templates/more.yaml
-a: {{ .Values.db.ports.sql }} {{ .Release.Name }}-db {{ index .Values "db" }}
+a: {{ .Values.store.ports.sql }} {{ .Release.Name }}-db {{ index .Values "store" }}
+++ b/values.yaml
-    web: [orders, "db:sql"]
-    db: [db]
-  names: {db: legacy}
+    web: [orders, "store:sql"]
+    store: [store]
+  # renamed services, as Kubernetes still knows them: names, labels, variables, claims
+  knownAs: {store: db}
+  names: {store: legacy}
-    PASSWORD: {credentialsOf: db}
+    PASSWORD: {credentialsOf: store}
-  keda: {triggers: {lag: {type: kafka, service: db}}}
+  keda: {triggers: {lag: {type: kafka, service: store}}}
-db: # `db` it is called
+store: # `store` it is called
"""


def test_files_say_the_new_name_and_kubernetes_keeps_the_old_one() -> None:
    model = shop()
    done = renamed(model, "db", "store")
    assert diff(done) == KEPT
    assert done.notes == (
        "platform.yaml:9: the pattern d*.replicaCount was about db, and is not about store",
    )


def test_what_may_mean_it_is_listed_with_its_line() -> None:
    model = shop()
    done = renamed(model, "db", "store")
    assert listed(model, done) == [
        "docs/architecture.md:3", "docs/architecture.md:6", "gitops/argocd/app.yaml:1", "platform.yaml:9",
        "templates/more.yaml:2", "values.yaml:11", "values.yaml:13", "values.yaml:17", "values.yaml:20",
    ]  # fmt: skip


def test_recreated_it_has_the_new_name_in_kubernetes_too() -> None:
    done = renamed(shop(), "db", "store", recreate=True)
    lines = diff(done).splitlines()
    assert [line for line in lines if line not in KEPT.splitlines()] == [
        "+`store` keeps the orders; the db is PostgreSQL. Its Secret is `shop-store-credentials`.",
        "-kubectl exec shop-db-0 -- psql # db",
        "+kubectl exec shop-store-0 -- psql # db",
        '+a: {{ .Values.store.ports.sql }} {{ .Release.Name }}-store {{ index .Values "store" }}',
        "-    URL: sql://$(DB_HOST):$(DB_PORT)/{{ .Release.Name }}-db-read # of db",
        "+    URL: sql://$(STORE_HOST):$(STORE_PORT)/{{ .Release.Name }}-store-read # of db",
        "-    until nc $DB_HOST; do sleep 1; done",
        "+    until nc $STORE_HOST; do sleep 1; done",
    ]
    assert "knownAs" not in diff(done)


def test_there_and_back_is_no_change() -> None:
    model = shop()
    there = model.with_changes(renamed(model, "db", "store").changes)
    back = there.with_changes(renamed(there, "store", "db").changes)
    assert back.tree == model.tree


def test_kubernetes_keeps_the_first_name_over_several_renames() -> None:
    model = shop()
    once = model.with_changes(renamed(model, "db", "store").changes)
    twice = once.with_changes(renamed(once, "store", "vault").changes)
    assert "  knownAs: {vault: db}\n" in twice.tree[PurePosixPath("values.yaml")].decode()


def test_kubernetes_can_be_told_later() -> None:
    model = shop()
    once = model.with_changes(renamed(model, "db", "store").changes)
    at_once = model.with_changes(renamed(model, "db", "store", recreate=True).changes)
    for name in ("store", "db"):  # by its name, or by what it was called
        later = once.with_changes(renamed(once, name, "store", recreate=True).changes)
        assert later.tree == at_once.tree
    assert renamed(at_once, "db", "store", recreate=True).changes == ()


def test_files_that_come_late_follow_what_platform_yaml_says() -> None:
    """Such as a values file from a branch that was made before the rename."""
    model = shop()
    once = model.with_changes(renamed(model, "db", "store").changes)
    late = once.with_tree({**once.tree, PurePosixPath("values-dev.yaml"): b"db: {replicaCount: 2} # small\n"})
    done = renamed(late, "db", "store")
    assert diff(done) == (
        "+++ b/values-dev.yaml\n-db: {replicaCount: 2} # small\n+store: {replicaCount: 2} # small\n"
    )
    assert renamed(late.with_changes(done.changes), "db", "store").changes == ()


def test_known_names_stand_in_braces_where_the_map_does() -> None:
    values = "global: {connections: {web: [db]}}\ndb: {}\n"
    done = renamed(shop(values=values), "db", "store")
    assert "+global: {connections: {web: [store]}, knownAs: {store: db}}\n" in diff(done)


def test_second_service_stands_beside_the_first_one() -> None:
    model = shop()
    once = model.with_changes(renamed(model, "db", "store").changes)
    assert "+  knownAs: {store: db, shop: web}\n" in diff(renamed(once, "web", "shop"))


def test_other_charts_keep_their_names_by_name_override() -> None:
    model = load_values(foreign_umbrella(**{"charts/cart/values.yaml": "replicas: 1\nnameOverride: ''\n"}))
    done = renamed(model, "cart", "basket")
    assert diff(done) == (
        "+++ b/Chart.yaml\n-  - {name: cart, version: 1.0.0}\n+  - {name: cart, version: 1.0.0, alias: basket}\n"
        "+++ b/values-dev.yaml\n-cart:\n+basket:\n+++ b/values-prod.yaml\n-cart:\n+basket:\n"
        "+++ b/values.yaml\n-cart:\n+basket:\n+  nameOverride: cart\n"
    )
    assert done.notes == ()
    there = model.with_changes(done.changes)
    back = there.with_changes(renamed(there, "basket", "cart").changes)
    assert {str(path) for path in model.tree if back.tree[path] != model.tree[path]} == {"Chart.yaml"}


@pytest.mark.parametrize(
    ("name", "reason"),
    [("cart", "its chart has no nameOverride"), ("redis", "its chart is not in charts/")],
)
def test_names_that_cannot_be_kept_are_told(name: str, reason: str) -> None:
    done = renamed(load_values(foreign_umbrella()), name, "other")
    assert done.notes == (
        f"what Kubernetes calls {name} may change, and with it claims and Secrets: {reason}",
    )


def test_schema_that_somebody_wrote_knows_the_new_name() -> None:
    schema = '{"required": ["global", "db"], "properties": {"db": {"type": "object"}, "dbs": {}}}'
    done = renamed(shop(**{"values.schema.json": schema}), "db", "store")
    expected = '{"required": ["global", "store"], "properties": {"store": {"type": "object"}, "dbs": {}}}'
    assert f"+{expected}\n" in diff(done)


def test_requirements_and_conditions_of_old_follow() -> None:
    chart = (
        "dependencies:\n  - name: cart\n    version: 1.0.0\n    condition: cart.enabled, global.cart ,cart\n"
    )
    files = {"requirements.yaml": chart, "Chart.yaml": "apiVersion: v1\nname: theirs\nversion: 1.0.0\n"}
    done = renamed(load_values(foreign_umbrella(**files)), "cart", "basket")
    assert "+    condition: basket.enabled, global.cart ,basket\n" in diff(done)
    assert "+    alias: basket\n" in diff(done)


@pytest.mark.parametrize(
    ("old", "new", "what", "hint"),
    [
        ("dbs", "x", 'there is no service "dbs"', 'Did you mean "db"?'),
        ("db", "web", '"web" cannot name a service: there is one of that name already (Chart.yaml)', "Choose another name; nothing was changed."),
        ("db", "db", "db is called so already", "Name the service, then its new name."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(old: str, new: str, what: str, hint: str) -> None:
    with pytest.raises(BlueprintError) as caught:
        renamed(shop(), old, new)
    assert (caught.value.what, caught.value.hint) == (what, hint)


def test_old_name_leads_to_the_new_one() -> None:
    model = shop()
    once = model.with_changes(renamed(model, "db", "store").changes)
    with pytest.raises(BlueprintError) as caught:
        renamed(once, "db", "vault")
    assert caught.value.hint == "It is called store (moved, in platform.yaml)."


def test_charts_that_are_no_services_have_their_names() -> None:
    files = {
        "Chart.yaml": CHART + "  - {name: namespace, version: 1.0.0}\n",
        "charts/namespace/Chart.yaml": "apiVersion: v2\nname: namespace\nversion: 1.0.0\n",
        "charts/namespace/defaults.json": "{}",
    }
    with pytest.raises(BlueprintError, match="namespace is no service: it is the chart namespace"):
        renamed(load_values(small_platform(**files)), "namespace", "x")


def test_same_name_again_means_nothing() -> None:
    with pytest.raises(UsageError):
        renamed(load_values(small_platform()), "db", "db", recreate=True)


def test_a_long_list_is_cut() -> None:
    model = load_values(small_platform(values=VALUES + "# the db\n" * 40))
    done = renamed(model, "db", "store")
    after = model.with_changes(done.changes)
    found = doubts(after.tree, after.all_files, done.naming)
    said = list(about_doubts(found, "db", lambda one: f"  line {one.line} "))
    assert len(said) == 31
    assert said[0] == f"values.yaml:{found[0].line} may mean db and stays: line {found[0].line}"
    assert said[-1] == "10 more lines may mean db and stay"


def test_of_a_long_line_what_is_around_the_name_is_told() -> None:
    long = f"{'before ' * 20}db{' after' * 20}"
    (said,) = about_doubts([Doubt(PurePosixPath("README.md"), 3)], "db", lambda _: long)
    told = f"…{('before ' * 20)[-40:]}db{(' after' * 20)[:40]}…"
    assert said == f"README.md:3 may mean db and stays: {told}"


def test_text_that_is_read_otherwise_than_it_is_written_stays_and_is_listed() -> None:
    r"""In double quotes \u0041 is an A: `DB_HOSTA` is no variable of db."""
    values = 'web: {env: {A: "$(DB_HOST\\u0041)", B: $(DB_PORT)}}\ndb: {}\n'
    model = load_values(small_platform(values=values))
    done = renamed(model, "db", "store", recreate=True)
    text = model.with_changes(done.changes).tree[PurePosixPath("values.yaml")].decode()
    assert text == values.replace("db: {}", "store: {}")
    assert listed(model, done) == ["values.yaml:1"]
