"""Another type of workload: the line, the values that go, and what is said before."""

from __future__ import annotations

import json
from pathlib import PurePosixPath

import pytest

from generator.core.change.workload_change import WorkloadChange, with_workload
from generator.core.change.workload_plan import plan_of_workload
from generator.core.changes import unified
from generator.core.values.model import ValuesModel, load_values
from generator.errors import BlueprintError
from tests.small_platform import DEFAULTS, foreign_umbrella, small_platform

PLATFORM = """\
apiVersion: helm-blueprint/v1
blueprint: {name: small, source: builtin, version: 1.0.0}
environments: {prod: {namespace: shop}}
"""
VALUES = """\
global:
  connections: {web: [db, web]}
  presets:
    postgres: {volumeClaimTemplates: {more: {}}, replicaCount: 1}
web:
  replicaCount: 2
  # how many customers come
  autoscaling: {enabled: true}
  env: {FIRST: "{{ .Release.Name }}-db-0.{{ .Release.Name }}-db-headless", ALL: "{{ .Release.Name }}-db"}
db:
  presets: [postgres]
  volumeClaimTemplates: {data: {size: 1Gi}}
  persistentVolumeClaims: {a: {size: 1Gi}}
  credentials: {enabled: true}
"""
UNSUPPORTED = {
    "deployment": ["volumeClaimTemplates", "schedule", "persistentVolumeClaimRetentionPolicy"],
    "statefulset": ["autoscaling", "schedule"],
    "cronjob": [
        "autoscaling",
        "replicaCount",
        "volumeClaimTemplates",
        "persistentVolumeClaimRetentionPolicy",
    ],
}


def charts(version: str = "1.0.0") -> dict[PurePosixPath, bytes]:
    files: dict[PurePosixPath, bytes] = {}
    for kind, unsupported in UNSUPPORTED.items():
        annotation = f"annotations: {{helm-blueprint/workload: {kind}}}"
        text = f"apiVersion: v2\nname: {kind}\nversion: {version}\n{annotation}\n"
        files[PurePosixPath(kind, "Chart.yaml")] = text.encode()
        files[PurePosixPath(kind, "unsupported.json")] = json.dumps(unsupported).encode()
        files[PurePosixPath(kind, "defaults.json")] = json.dumps(DEFAULTS).encode()
    return files


def model(values: str = VALUES, **files: str) -> ValuesModel:
    more = {"platform": PLATFORM, "values-prod.yaml": "web: {autoscaling: {maxReplicas: 9}}\n", **files}
    tree = dict(small_platform(values=values, **more))
    tree.update({PurePosixPath("charts", path): data for path, data in charts().items()})
    return load_values(tree)


def diff(done: WorkloadChange) -> list[str]:
    lines = unified(done.changes).splitlines()
    return [line for line in lines if line[0] in "+-" and not line.startswith("--- ")]


def plan(name: str, workload: str, values: str = VALUES, **files: str) -> list[str]:
    before = model(values, **files)
    done = with_workload(
        before, name, workload, charts(), schedule="1 2 * * *" if workload == "cronjob" else ""
    )
    return plan_of_workload(before, before.with_changes(done.changes), name)


def test_values_that_the_type_does_not_have_go_from_every_file() -> None:
    done = with_workload(model(), "web", "statefulset", charts())
    assert diff(done) == [
        "+++ b/Chart.yaml",
        "-  - {name: deployment, alias: web, condition: web.enabled, version: 1.0.0}",
        "+  - {name: statefulset, alias: web, condition: web.enabled, version: 1.0.0}",
        "+++ b/values.yaml",
        "-  # how many customers come",
        "-  autoscaling: {enabled: true}",
        "+++ b/values-prod.yaml",
        "-web: {autoscaling: {maxReplicas: 9}}",
        "+{}",
    ]
    assert [(str(one.file), one.line, one.key) for one in done.dropped] == [
        ("values.yaml", 8, "autoscaling"),
        ("values-prod.yaml", 1, "autoscaling"),
    ]
    assert done.notes == ()


def test_what_it_has_from_presets_and_who_names_its_pods_is_said() -> None:
    done = with_workload(model(), "db", "deployment", charts())
    assert done.notes == (
        "db takes no more of global.presets.postgres: volumeClaimTemplates; a deployment has no such value",
        "values.yaml:9 names pods of db, or their Service: a deployment has none",
    )


def test_a_cronjob_gets_its_schedule_and_loses_its_callers() -> None:
    done = with_workload(model(), "db", "cronjob", charts(), schedule="0 2 * * *")
    assert '+  schedule: "0 2 * * *"' in diff(done) or "+  schedule: 0 2 * * *" in diff(done)
    assert "a cronjob has no Service: web can connect to db no more" in done.notes


def test_a_chart_of_another_version_is_wanted_in_that_version() -> None:
    done = with_workload(model(), "web", "statefulset", charts("2.1.0"))
    assert "+  - {name: statefulset, alias: web, condition: web.enabled, version: 2.1.0}" in diff(done)


@pytest.mark.parametrize(
    ("name", "workload", "schedule", "what", "hint"),
    [
        ("wob", "statefulset", "", 'there is no service "wob"', 'Did you mean "web"?'),
        ("web", "statefullset", "", '"statefullset" is no type of workload', 'Did you mean "statefulset"?'),
        ("web", "deployment", "", "web is a deployment already", ""),
        ("web", "statefulset", "* * * * *", "a statefulset has no schedule", "Leave --schedule out: `service change web --workload statefulset`."),
        ("web", "cronjob", "", "a cronjob runs by the clock", "Say when: `… --schedule '0 2 * * *'`."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(name: str, workload: str, schedule: str, what: str, hint: str) -> None:
    with pytest.raises(BlueprintError) as caught:
        with_workload(model(), name, workload, charts(), schedule=schedule)
    assert (caught.value.what, caught.value.hint) == (what, hint)


def test_charts_of_others_have_their_types() -> None:
    with pytest.raises(BlueprintError, match="cart is a chart of others"):
        with_workload(load_values(foreign_umbrella()), "cart", "deployment", charts())


# ── the plan ────────────────────────────────────────────────────────────────────────────────────

SECRET = "  the Secret shop-db-credentials stays"
DOWNTIME = "  downtime: Helm deletes the old pods without waiting for the new ones to be ready"


def test_claims_of_a_statefulset_stay_and_can_be_mounted() -> None:
    assert plan("db", "deployment") == [
        "prod (namespace shop):",
        "  StatefulSet shop-db is deleted, Deployment shop-db is made; labels and selectors stay",
        DOWNTIME,
        "  the claims more-shop-db-0 and following stay, not mounted; what mounts the first:",
        "    volumes: {data: {persistentVolumeClaim: {claimName: more-shop-db-0}, mountPath: …}}",
        "  the claims data-shop-db-0 and following stay, not mounted; what mounts the first:",
        "    volumes: {data: {persistentVolumeClaim: {claimName: data-shop-db-0}, mountPath: …}}",
        "  the claim shop-db-a stays, with its data",
        SECRET,
    ]


def test_claims_that_would_go_are_kept_by_a_command() -> None:
    policy = "  persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}\n  credentials: {enabled"
    values = VALUES.replace("  presets: [postgres]\n", "").replace("  credentials: {enabled", policy)
    assert plan("db", "deployment", values)[3:] == [
        "  the claims data-shop-db-0 and following are deleted with it, data included",
        "  the claim shop-db-a stays, with its data",
        SECRET,
        "  what goes with its data stays by this, before the upgrade:",
        (
            '    kubectl --namespace shop patch statefulset shop-db -p \'{"spec": '
            '{"persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Retain"}}}\''
        ),
    ]


def test_new_claims_are_empty() -> None:
    preset = VALUES.replace("web:\n  replicaCount: 2\n", "web:\n  presets: [postgres]\n")
    assert plan("web", "statefulset", preset) == [
        "prod (namespace shop):",
        "  Deployment shop-web is deleted, StatefulSet shop-web is made; labels and selectors stay",
        DOWNTIME,
        "  the claims more-shop-web-0 and following are new and empty",
    ]


def test_what_ends_by_itself_has_no_service() -> None:
    assert plan("web", "cronjob")[2:] == [
        "  it runs no more all the time: the Service shop-web goes, and what routes to it"
    ]


def test_what_others_run_is_seen_by_impact() -> None:
    values = VALUES.replace("  presets: [postgres]\n", "  external: {enabled: true}\n")
    assert plan("db", "deployment", values)[1:] == [
        "  shop-db is run by others (external) and is Deployment shop-db then: see --impact"
    ]


def test_where_it_is_off_nothing_changes() -> None:
    assert plan("db", "deployment", VALUES.replace("  presets: [postgres]\n", "  enabled: false\n")) == [
        "prod: db is switched off, nothing changes"
    ]


def test_claims_that_the_new_type_does_not_have_are_left_behind() -> None:
    """A chart without them, which is none of ours: what then is told."""
    before = model(
        VALUES.replace("  credentials: {enabled: true}\n", "  backup: {enabled: true, method: wal}\n")
    )
    bare = before.with_tree({
        **before.tree,
        PurePosixPath("values.yaml"): b"db: {}\nglobal: {}\n",
    })  # fmt: skip
    assert plan_of_workload(before, bare, "db")[-3:] == [
        "  the claim shop-db-a is left behind, with its data",
        "  the claim shop-db-backup is left behind, with its data",
        (
            "global.kept has claims and Secrets of it rendered for one release more (prod): Helm leaves them "
            "then. When that release runs everywhere, the entry may go (`values tidy --past 0.1.0`)."
        ),
    ]


def test_comment_above_a_block_that_ends_with_its_values_stays_for_the_blocks_below() -> None:
    prod = (
        "# From here on peaks; each is measured.\n"
        "web: # and this one by guess\n"
        "  # nine at most\n"
        "  autoscaling: {maxReplicas: 9}\n"
        "db: {replicaCount: 2}\n"
    )
    done = with_workload(model(**{"values-prod.yaml": prod}), "web", "statefulset", charts())
    (after,) = (one.after for one in done.changes if one.path.name == "values-prod.yaml")
    assert after == b"# From here on peaks; each is measured.\ndb: {replicaCount: 2}\n"


@pytest.mark.parametrize(
    ("preset", "web", "what"),
    [
        (
            "{volumeClaimTemplates: {data: {size: 1Gi}}}",
            "{volumes: {data: {}}}",
            'web would have "data" in volumes and in volumeClaimTemplates',
        ),
        (
            "{metrics: {enabled: true}}",
            "{metrics: {port: http}, ports: {health: 1}}",
            'web would serve metrics at its port "http", which it does not have',
        ),
        (
            "{tls: {enabled: true}}",
            "{tls: {onRenewal: reload}}",
            "web would watch its certificate (tls.onRenewal: reload), but has no command to start beside the watch",
        ),
    ],
)
def test_what_templates_would_refuse_is_told_before(preset: str, web: str, what: str) -> None:
    values = f"global:\n  presets:\n    statefulset: {preset}\nweb: {web}\n"
    with pytest.raises(BlueprintError) as caught:
        with_workload(model(values), "web", "statefulset", charts())
    assert caught.value.what == what


SCALING = """\
web:
  keda:
    enabled: false
    triggers: {lag: {type: kafka, service: db}, hours: {type: cron}}
"""


def test_what_others_scale_on_stays_a_service() -> None:
    """Whose trigger is on in one environment at least; presets are not looked into."""
    values = VALUES.replace("web:\n", SCALING, 1) + "x-y: {}\n"
    dev, prod = "db: {credentials: {enabled: false}}\n", "web: {keda: {enabled: true}}\n"

    def model(prod: str, more: str = "") -> ValuesModel:
        return load_values(small_platform(values=values, values_dev=dev, values_prod=prod + more))

    for accepted in (
        "",
        "web: {keda: {enabled: true, triggers: {lag: {enabled: false}}}}\n",
        "web: {enabled: false, keda: {enabled: true}}\n",
    ):
        with_workload(model(accepted), "db", "cronjob", charts(), schedule="0 2 * * *")
    with pytest.raises(BlueprintError) as refused:
        with_workload(model(prod), "db", "cronjob", charts(), schedule="0 2 * * *")
    assert str(refused.value) == (
        "values.yaml:8: a cronjob has no Service, and web.keda.triggers.lag scales on it\n"
        "  First let it scale on something else, or: `values set web.keda.triggers.lag.enabled=false`"
    )
    with_workload(model(prod), "db", "deployment", charts())
