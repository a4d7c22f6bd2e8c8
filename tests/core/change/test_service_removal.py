from __future__ import annotations

import re

import pytest

from generator.core.change.leftovers import leftovers
from generator.core.change.service_removal import removal_of, without_idle_headings
from generator.core.values.model import ValuesModel, load_values
from generator.errors import BlueprintError
from tests.small_platform import CHART, PLATFORM, VALUES, foreign_umbrella, packed, small_platform

GONE = "removed:\n  - service: db\n    since: 0.1.0\n"
CUT = VALUES.index("\ndb:\n")


def model(values: str = VALUES, **files: str) -> ValuesModel:
    return load_values(small_platform(values=values, **files))


def removed(before: ValuesModel, *names: str, force: bool = False) -> dict[str, str | None]:
    changes = removal_of(before, names, force=force).changes
    return {str(one.path): None if one.after is None else one.after.decode() for one in changes}


def test_line_block_and_connections_go_and_nothing_else() -> None:
    before = model(values_staging="web: {replicaCount: 1}\n\n# why\norders: {env: {A: b}} # here\n")
    assert removed(before, "orders", force=True) == {
        "Chart.yaml": re.sub("  - .*alias: orders.*\n", "", CHART),
        "values.yaml": VALUES.replace("    web: [orders]\n    orders: [db]\n", "")
        .replace("  connections:\n", "  connections: {}\n")
        .replace(VALUES[VALUES.index("# takes orders") : CUT + 1], ""),
        "values-staging.yaml": "web: {replicaCount: 1}\n",
        "platform.yaml": PLATFORM + GONE.replace("db", "orders"),
        "values-prod.yaml": "# prod: what production changes\nglobal:\n  presets:\n    deployment: {replicaCount: 3}\n",
    }


def test_it_is_refused_with_every_place_that_needs_it() -> None:
    before = model(values_dev="web:\n  env: {A: {credentialsOf: db}}\n")
    with pytest.raises(BlueprintError) as refused:
        removed(before, "db")
    assert str(refused.value) == (
        "db cannot go while it is needed\n"
        "  values.yaml:6: orders connects to db\n"
        "  values-dev.yaml:2: web.env.A takes its credentials\n"
        "  Change these first; or take connections along, `… --force`, which says what is left."
    )


def test_several_may_need_each_other() -> None:
    after = removed(model(), "web", "orders")
    assert after["Chart.yaml"] == re.sub("  - .*alias: (orders|web).*\n", "", CHART)
    assert "orders" not in str(after["values.yaml"])
    both = GONE.replace("db", "web") + GONE.replace("db", "orders").removeprefix("removed:\n")
    assert after["platform.yaml"] == PLATFORM + both


def test_force_takes_what_says_nothing_without_it_and_tells_the_rest() -> None:
    more = "  env:\n    URL: $(DB_HOST) # address\n    SECRET: {credentialsOf: db} # its password\n"
    before = model(
        VALUES.replace("\ndb:\n", f"{more}\ndb:\n"), values_dev="web: {env: {S: {credentialsOf: db}}}\n"
    )
    removal = removal_of(before, ("db",), force=True)
    after = {str(one.path): (one.after or b"").decode() for one in removal.changes}
    assert after["values.yaml"] == (
        VALUES[:CUT].replace("    orders: [db]\n", "") + "  env:\n    URL: $(DB_HOST) # address\n"
    )
    assert after["values-dev.yaml"] == ""
    assert [f"{one.where}: {one.sentence}" for one in removal.remaining] == [
        "values.yaml:20: orders.env.URL needs $(DB_HOST)"
    ]


def test_what_scales_on_it_alone_stops_it() -> None:
    kafka = "queue: {type: kafka, service: db}"
    keda = f"  keda:\n    enabled: true\n    triggers: {{{kafka}}}\n"
    before = model(VALUES.replace("\n# takes", f"{keda}\n# takes"))
    with pytest.raises(BlueprintError, match=r"web would have nothing left to scale on in values.yaml"):
        removed(before, "db", force=True)
    other = model(
        VALUES.replace("\n# takes", f"{keda.replace(kafka, kafka + ', cpu: {type: cpu}')}\n# takes")
    )
    assert "triggers: {cpu: {type: cpu}}" in str(removed(other, "db", force=True)["values.yaml"])


def test_names_that_kubernetes_has_for_it_go() -> None:
    before = model(
        VALUES.replace(
            "global:\n", "global:\n  names: {db: x, web: y}\n  knownAs:\n    db: z # until spring\n"
        ),
        values_dev="global:\n  names: {db: q}\n",
    )
    after = removed(before, "db", force=True)
    assert str(after["values.yaml"]).startswith(
        "# The architecture of shop.\nglobal:\n  names: {web: y}\n  knownAs: {}\n"
    )
    assert after["values-dev.yaml"] == ""


@pytest.mark.parametrize(
    ("intent", "after"),
    [
        ('  mustMatch: ["*.image", db.image]\n', '  mustMatch: ["*.image"]\n'),
        ("  mustMatch:\n    - db.image # one\n    - web.image\n", "  mustMatch:\n    - web.image\n"),
        ("  mustDiffer: [{keys: db.image}, {keys: [db.a, web.a]}]\n", "  mustDiffer: [{keys: [web.a]}]\n"),
        (
            "  windows:\n    a: {from: 2026-01-01, to: 2026-01-02, keys: db.image}\n    b: {from: 2026-01-01, to: 2026-01-02}\n",
            "  windows:\n    b: {from: 2026-01-01, to: 2026-01-02}\n",
        ),
        ("  ordered: [{keys: db.replicaCount, order: prod > dev}]\n", "  ordered: []\n"),
    ],
)
def test_intent_that_speaks_of_it_alone_goes(intent: str, after: str) -> None:
    found = removed(model(intent=intent), "db", force=True)["platform.yaml"]
    assert found == f"{PLATFORM}intent:\n{after}{GONE}"


@pytest.mark.parametrize(
    ("lines", "gone", "left"),
    [
        ("  # a\n  - {A}\n  - {B}\n", "a", "  # a\n  - {B}\n"),
        ("  # a\n  - {A}\n  # b\n  - {B}\n", "a", "  # b\n  - {B}\n"),
        ("  # a\n  - {A} # old\n  - {B}\n", "a", "  # a\n  - {B}\n"),
        ("  # the service one\n  - {A}\n  - {B}\n", "one", "  - {B}\n"),
        ("  # a\n  - {A}\n  - {B}\n", "a two", ""),
    ],
)
def test_a_heading_of_dependencies_stays_as_long_as_one_of_them(lines: str, gone: str, left: str) -> None:
    head = "apiVersion: v2\nname: shop\ndependencies:\n  - {name: x}\n"
    one, two = "name: cart, alias: one", "name: cart, alias: two"
    chart = head + lines.replace("A", one).replace("B", two)
    names = ["two" if name == "two" else "one" for name in gone.split()]
    before = load_values(foreign_umbrella(**{"Chart.yaml": chart}))
    after = removed(before, *names)["Chart.yaml"]
    assert after == head + left.replace("B", two)


@pytest.mark.parametrize(
    ("before", "after", "left"),
    [
        ("# ── a ──\nx: 1\n\n# ── b ──\ny: 1\n", "# ── a ──\n\n# ── b ──\ny: 1\n", "# ── b ──\ny: 1\n"),
        ("x: 1\n\n# ── b ──\ny: 1\n", "x: 1\n\n# ── b ──\n", "x: 1\n"),
        (
            "# == a ==\n# == b ==\ny: 1\nz: 1\n",
            "# == a ==\n# == b ==\nz: 1\n",
            "# == a ==\n# == b ==\nz: 1\n",
        ),
        ("# a\nx: 1\n", "# a\n", "# a\n"),
    ],
)
def test_a_heading_goes_with_the_last_that_stood_below_it(before: str, after: str, left: str) -> None:
    assert without_idle_headings(before, after) == left


def test_of_a_foreign_umbrella_its_chart_goes_from_charts_too() -> None:
    before = load_values(foreign_umbrella())
    assert removed(before, "cart") == {
        "Chart.yaml": "apiVersion: v2\nname: theirs\nversion: 1.0.0\ndependencies:\n"
        "  - {name: redis, version: 1.0.0, repository: https://charts.example.com}\n",
        "values.yaml": "",
        "values-dev.yaml": "",
        "values-prod.yaml": "",
        "charts/cart/Chart.yaml": None,
        "charts/cart/values.yaml": None,
        "charts/cart/templates/cart.yaml": None,
    }
    tree = dict(before.tree)
    tree[next(iter(tree)).with_name("charts") / "redis-1.0.0.tgz"] = packed(
        "redis", {"Chart.yaml": "apiVersion: v2\nname: redis\nversion: 1.0.0\n"}
    )
    assert removed(load_values(tree), "redis")["charts/redis-1.0.0.tgz"] is None


def test_a_chart_that_another_alias_takes_stays() -> None:
    chart = "apiVersion: v2\nname: theirs\ndependencies:\n- {name: cart}\n- {name: cart, alias: b}\n"
    assert set(removed(load_values(foreign_umbrella(**{"Chart.yaml": chart})), "b")) == {"Chart.yaml"}


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(BlueprintError, match=r'there is no service "dbb"\n  Did you mean "db"\?'):
        removed(model(), "dbb")


def test_what_stays_in_the_clusters_is_told_with_its_commands() -> None:
    more = (
        "  replicaCount: 2\n  volumeClaimTemplates: {data: {size: 1Gi}, tmp: {ephemeral: true}}\n"
        "  credentials: {enabled: true}\n  backup: {enabled: true, method: snapshot}\n"
    )
    web = "  ingress: {enabled: true, tls: [{secretName: '{{ .Release.Name }}-tls'}, {secretName: '{{ x }}'}]}\n"
    before = model(
        VALUES.replace("  ports: {http: 8080}\n\n# takes", f"  ports: {{http: 8080}}\n{web}\n# takes") + more,
        values_dev="db: {enabled: false}\n",
        values_prod="db: {persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}, ordinals: {start: 1},"
        " credentials: {source: generated}, persistentVolumeClaims: {x: {retain: true}}}\n",
    )
    assert [one.text for one in leftovers(before, ["db"])] == [
        "This goes with its data, unless it is told to stay before the upgrade:",
        *(
            f"  kubectl --namespace {namespace} patch statefulset shop-db"
            """ -p '{"spec": {"persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Retain"}}}'"""
            for namespace in ("shop", "shop-dr")
        ),
        (
            "global.kept has claims and Secrets of it rendered for one release more (prod, dr): Helm leaves them "
            "then. When that release runs everywhere, the entry may go (`values tidy --past 0.1.0`)."
        ),
        "Helm leaves this where it was installed (release shop); when nobody needs it:",
        "staging:",
        "  kubectl --namespace shop-staging delete persistentvolumeclaim data-shop-db-0 data-shop-db-1",
        "  kubectl --namespace shop-staging delete secret shop-db-credentials",
        "  kubectl --namespace shop-staging delete volumesnapshot --selector helm-blueprint/snapshot-of=data-shop-db-0",
        "  kubectl --namespace shop-staging delete volumesnapshot --selector helm-blueprint/snapshot-of=data-shop-db-1",
        *(
            line
            for name, namespace in (("prod", "shop"), ("dr", "shop-dr"))
            for line in (
                f"{name}:",
                f"  kubectl --namespace {namespace} delete persistentvolumeclaim shop-db-x",
                f"  kubectl --namespace {namespace} delete secret shop-db-credentials",
                f"  kubectl --namespace {namespace} delete volumesnapshot --selector helm-blueprint/snapshot-of=data-shop-db-1",
                f"  kubectl --namespace {namespace} delete volumesnapshot --selector helm-blueprint/snapshot-of=data-shop-db-2",
            )
        ),
    ]
    assert [one.text for one in leftovers(before, ["web"])][2] == (
        "  kubectl --namespace shop-dev delete secret shop-tls"
    )
    assert leftovers(model(), ["web"]) == []


def test_a_secret_that_others_take_stays() -> None:
    shared = "  credentials: {enabled: true, secretName: shared}\n"
    before = model((VALUES + shared).replace("\n# takes", f"{shared}\n# takes"))
    assert leftovers(before, ["db"]) == []
    assert "secret shared" in leftovers(before, ["db", "web"])[2].text


def test_a_secret_goes_after_what_draws_it_from_a_store() -> None:
    drawn = "  credentials: {enabled: true, source: externalSecret}\n"
    before = model(VALUES.replace("\n# takes", f"{drawn}\n# takes"))
    assert [
        one.text for one in leftovers(before, ["web"]) if "db" not in one.text and "shop-dev" in one.text
    ] == [
        "  kubectl --namespace shop-dev delete externalsecrets.external-secrets.io shop-web-credentials",
        "  kubectl --namespace shop-dev delete secret shop-web-credentials",
    ]


def test_of_other_charts_a_command_that_finds_what_stays_is_told() -> None:
    labels = "app.kubernetes.io/instance=theirs,app.kubernetes.io/name=cart"
    assert [one.text for one in leftovers(load_values(foreign_umbrella()), ["cart"])][1:3] == [
        "dev:",
        f"  kubectl get persistentvolumeclaims,secrets --selector {labels}",
    ]
