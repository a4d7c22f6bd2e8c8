"""What must outlive a service is said in global.kept, where it is lost; and goes from there when it is past."""

from __future__ import annotations

import pytest

from generator.core.change.history import entries_past, forget_names
from generator.core.change.keeping import commands_that_keep
from generator.core.change.kept import KEPT_COMMENT, kept_of
from generator.core.change.promote import promoted
from generator.core.change.rename import renamed
from generator.core.change.service_removal import removal_of
from generator.core.edit.edits import changes_of
from generator.core.values.compare import Column, compare
from generator.core.values.model import ValuesModel, load_values
from tests.small_platform import CHART, VALUES, small_platform

OWN = """\
  persistentVolumeClaims:
    dump: {size: 5Gi, mountPath: /dump, storageTier: hot}
    safe: {size: 1Gi, retain: true}
    off: {size: 1Gi, enabled: false}
"""
DUMP = "        dump:\n          size: 5Gi\n          storageTier: hot\n"
FLOW = "    db: {since: 0.1.0, persistentVolumeClaims: {dump: {size: 5Gi, storageTier: hot}}}\n"
ENTRY = f"    db:\n      since: 0.1.0\n      persistentVolumeClaims:\n{DUMP}"
GENERATED = "credentials: {enabled: true, source: generated, keys: [password], store: {kind: Store}}"


def model(own: str = OWN, **files: str) -> ValuesModel:
    return load_values(small_platform(values=VALUES + own, **{"values.schema.json": "{}", **files}))


def removed(before: ValuesModel, name: str = "db") -> dict[str, str]:
    """The values files after it has gone."""
    changes = removal_of(before, (name,), force=True).changes
    return {
        str(one.path): (one.after or b"").decode() for one in changes if one.path.name.startswith("values")
    }


def test_what_all_environments_would_lose_alike_is_said_once_with_why() -> None:
    assert removed(model()).keys() == {"values.yaml"}
    assert f"  {KEPT_COMMENT}\n  kept:\n{FLOW}" in removed(model())["values.yaml"]


def test_what_some_would_lose_is_said_there_and_switched_off_where_others_inherit_it() -> None:
    off = "db: {persistentVolumeClaims: {dump: {enabled: false}}}\n"
    staging = "db: {persistentVolumeClaims: {dump: {size: 9Gi}}, credentials: {enabled: true, source: externalSecret}}\n"
    after = removed(model(values_dev=off + f"web: {{{GENERATED}}}\n", values_staging=staging, values_dr=off))
    assert after.keys() == {
        "values.yaml",
        *(f"values-{one}.yaml" for one in ("dev", "staging", "prod", "dr")),
    }
    assert "kept" not in after["values.yaml"] + after["values-dev.yaml"]
    assert after["values-prod.yaml"].endswith(f"  {KEPT_COMMENT}\n  kept:\n{FLOW}\norders:\n"
                                              "  autoscaling: {enabled: true, maxReplicas: 30} # flash sales\n")  # fmt: skip
    assert after["values-dr.yaml"] == "global:\n  kept:\n    db:\n      enabled: false\n"
    assert after["values-staging.yaml"] == (
        f"global:\n  kept:\n{ENTRY.replace('5Gi', '9Gi')}"
        "      credentials:\n        enabled: true\n        source: externalSecret\n"
    )


@pytest.mark.parametrize(
    ("prod", "dr", "expected"),
    [
        (
            "db: {enabled: false}\n",
            "db: {enabled: true}\n",
            {"since": "0.1.0", "persistentVolumeClaims": {"dump": 5}},
        ),
        (
            f"db: {{{GENERATED}, persistentVolumeClaims: {{more: {{size: 1Gi}}}}}}\n",
            "db: {credentials: {enabled: false}, persistentVolumeClaims: {more: {enabled: false}}}\n",
            {
                "enabled": True,
                "since": "0.1.0",
                "persistentVolumeClaims": {"dump": 5, "more": {"enabled": False}},
                "credentials": {"enabled": False},
            },
        ),
    ],
)
def test_an_environment_keeps_what_it_had_whatever_it_inherits(
    prod: str, dr: str, expected: dict[str, object]
) -> None:
    before = model(values_prod=prod, values_dr=dr)
    after = before.with_changes(removal_of(before, ("db",), force=True).changes)
    found = after.said(after.own_file("dr"), ("global", "kept", "db"))
    assert isinstance(found, dict)
    claims = found["persistentVolumeClaims"]
    assert claims["dump"] == {"size": "5Gi", "storageTier": "hot"}
    assert {**found, "persistentVolumeClaims": {**claims, "dump": 5}} == expected


def test_nothing_is_kept_of_what_somebody_else_makes_or_keeps() -> None:
    assert "kept" not in removed(model("  credentials: {enabled: true, source: existing}\n"))["values.yaml"]
    assert "kept" not in removed(model("  persistentVolumeClaims: {a: {retain: true}}\n"))["values.yaml"]
    hook = f"  hook: {{helm: pre-install}}\n  {GENERATED}\n"
    assert "kept" not in removed(model(hook))["values.yaml"]
    outside = "  external: {enabled: true}\n" + OWN
    assert "kept" not in removed(model(outside))["values.yaml"]


def test_what_kubernetes_calls_it_is_said_where_the_name_does_not() -> None:
    before = load_values(
        small_platform(
            values=VALUES.replace("  presets:\n", "  knownAs: {db: was}\n  names: {db: exact}\n  presets:\n")
            + OWN
        )
    )
    entry = kept_of(before, "prod", "db")
    assert (entry["knownAs"], entry["name"]) == ("was", "exact")


def test_a_service_that_is_recreated_keeps_what_had_its_old_name() -> None:
    before = model(OWN + f"  {GENERATED}\n")
    after = before.with_changes(renamed(before, "db", "store", recreate=True).changes)
    kept = after.said(after.own_file(None), ("global", "kept"))
    assert kept == {
        "db": {
            "since": "0.1.0",
            "persistentVolumeClaims": {"dump": {"size": "5Gi", "storageTier": "hot"}},
            "credentials": {"enabled": True, "source": "generated", "keys": ["password"]},
        }
    }
    exact = model("  persistentVolumeClaims: {dump: {size: 5Gi, name: mine}}\n")
    assert b"kept" not in renamed(exact, "db", "store", recreate=True).changes[-1].after  # type: ignore[operator]
    kept_name = before.with_changes(renamed(before, "db", "store").changes)
    assert kept_name.declared(None, ("global", "kept")) is not kept


def test_a_name_in_use_again_is_not_kept() -> None:
    before = model()
    gone = before.with_changes(removal_of(before, ("db",), force=True).changes)
    again = gone.with_changes(changes_of(gone.tree, forget_names(gone, ["db"])))
    assert b"kept" not in again.tree[again.own_file(None)]
    taken = gone.with_changes(renamed(gone, "orders", "db").changes)
    assert b"kept" not in taken.tree[taken.own_file(None)]


@pytest.mark.parametrize(
    ("past", "entry", "stays"),
    [("0.1.0", "{since: 0.1.0}", False), ("0.0.9", "{since: 0.1.0}", True), ("0.0.9", "{}", False)],
)
@pytest.mark.parametrize("has_platform", [True, False])
def test_what_every_environment_is_past_goes(past: str, entry: str, stays: bool, has_platform: bool) -> None:
    tree = dict(
        small_platform(values=VALUES.replace("  presets:\n", f"  kept: {{a: {entry}}}\n  presets:\n"))
    )
    if not has_platform:
        tree = {path: data for path, data in tree.items() if path.name != "platform.yaml"}
    before = load_values(tree)
    after = before.with_changes(changes_of(before.tree, entries_past(before, past)))
    assert (b"kept: {a:" in after.tree[after.own_file(None)]) is stays


def test_it_belongs_to_its_environment() -> None:
    """Promotion leaves it, and it is no news in a diff."""
    kept = "global:\n  kept: {a: {since: 0.1.0}}\n"
    before = model("", values_dev=kept, values_staging="web: {}\n")
    promotion = promoted(before, "dev", "staging")
    assert [row.expected for row in compare([Column(one, before, one) for one in ("dev", "staging")])] == [
        True
    ]
    assert promotion.changes == ()
    assert dict(promotion.stays) == {
        ("global", "kept", "a", "since"): "is what its environment keeps of a service that is gone"
    }


def test_what_an_operator_runs_is_kept_by_commands() -> None:
    strimzi = "  operator: {enabled: true, kind: strimzi}\n"
    stay = "helm.sh/resource-policy=keep argocd.argoproj.io/sync-options=Prune=false,Delete=false kustomize.toolkit.fluxcd.io/prune=disabled"
    assert list(commands_that_keep(model(strimzi), "dev", "db")) == [
        f"kubectl --namespace shop-dev annotate {kind}.kafka.strimzi.io shop-db {stay}"
        for kind in ("kafkas", "kafkanodepools")
    ]
    assert list(commands_that_keep(model("  enabled: false\n"), "dev", "db")) == []
    assert "alias: db" in CHART
