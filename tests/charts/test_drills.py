"""Restore drills and alerts on backups: how old one may be, and when Prometheus says so."""

from __future__ import annotations

import json
import os
import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.charts.support import Umbrella, by_key, env_of, pod_of, template, umbrella
from tests.languages.promql import said_of_examples

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.helm

POSTGRES = {
    "image": {"repository": "postgres", "tag": "17"},
    "ports": {"postgres": 5432},
    "env": {"PGDATA": "/data/pg"},
    "volumeClaimTemplates": {"data": {"size": "1Gi", "mountPath": "/data"}},
}
DAY, HOUR = 86400, 3600
INTERVALS = {  # schedule: seconds between two runs at most; 0 where that is not told
    "15 2 * * *": DAY, "@daily": DAY, "@hourly": HOUR, "*/15 * * * *": 900, "5,20 * * * *": 45 * 60,
    "45 */6 * * *": 6 * HOUR, "0 8-18/2 * * *": 14 * HOUR, "0  3 * * 1-5": 3 * DAY, "0 3 * * 7": 7 * DAY,
    "0 3 1 * *": 31 * DAY, "0 3 1 1 *": 0, "0 3 * * SUN": 0, "20/10 * * * *": 30 * 60,
}  # fmt: skip


def test_a_backup_is_too_old_a_quarter_later_than_the_schedule_says_or_after_rpo(
    tmp_path: Path, helm3: Path
) -> None:
    alerts: dict[str, Any] = {"enabled": True, "alerts": {"enabled": True}}
    values: dict[str, Any] = {
        f"s{number}": {**POSTGRES, "backup": {**alerts, "schedule": schedule}}
        for number, schedule in enumerate(INTERVALS)
    }
    values["rpo"] = {**POSTGRES, "backup": alerts, "rpo": "2d"}
    values["log"] = {**POSTGRES, "backup": {**alerts, "method": "wal"}, "rpo": "15m"}
    found = by_key(
        template(helm3, umbrella(tmp_path, Umbrella(dict.fromkeys(values, "statefulset"), values)))
    )
    limits = {}
    for name in values:
        rules = found["PrometheusRule", f"shop-{name}-backup"]["spec"]["groups"][0]["rules"]
        old = [each["expr"] for each in rules if each["alert"].endswith("TooOld")]
        limits[name] = int(re.sub(".*> ", "", old[0])) if old else 0
    assert limits == {
        **{f"s{number}": seconds * 5 // 4 for number, seconds in enumerate(INTERVALS.values())},
        "rpo": 2 * DAY,
        "log": DAY * 5 // 4,  # its base backups; the log is archived all the time
    }


def test_a_drill_has_what_its_dumps_are_and_reaches_its_database(tmp_path: Path, helm3: Path) -> None:
    drill = {"enabled": True, "schedule": "0 5 * * *", "minimumRows": 10, "storage": {"size": "7Gi"}}
    values: dict[str, Any] = {"db": {**POSTGRES, "backup": {"enabled": True, "drill": drill}, "rto": "1h"}}
    chart = umbrella(tmp_path, Umbrella({"db": "statefulset"}, values))
    found = by_key(template(helm3, chart))
    cron = found["CronJob", "shop-db-drill"]
    assert cron["spec"]["jobTemplate"]["spec"]["backoffLimit"] == 0
    env = env_of(cron)
    assert {name: env[name] for name in ("MINIMUM_ROWS", "PERCENT_OF_LIVE", "RTO", "PGHOST")} == {
        "MINIMUM_ROWS": "10", "PERCENT_OF_LIVE": "50", "RTO": "3600", "PGHOST": "shop-db",
    }  # fmt: skip
    volumes = {each["name"]: each for each in pod_of(cron)["volumes"]}
    assert volumes["backup"]["persistentVolumeClaim"] == {"claimName": "shop-db-backup"}
    claim = volumes["drill"]["ephemeral"]["volumeClaimTemplate"]["spec"]
    assert claim["resources"] == {"requests": {"storage": "7Gi"}}
    callers = found["NetworkPolicy", "shop-db"]["spec"]["ingress"][0]["from"]
    assert {each["podSelector"]["matchLabels"]["app.kubernetes.io/name"] for each in callers} == {
        "db-backup", "db-drill",
    }  # fmt: skip
    store = json.dumps({"bucket": "prod", "region": "eu"})
    found = by_key(template(helm3, chart, "--set-json", f"global.backups={store}"))
    pod = pod_of(found["CronJob", "shop-db-drill"])
    assert [each["name"] for each in pod["volumes"]] == ["drill", "store", "tmp"]
    assert env_of(found["CronJob", "shop-db-drill"])["STORE"] == "store:prod/db"


# What the drill asks, in place of PostgreSQL's programs: rows that were restored, rows of the live database, the time.
STAND_IN = """#!/bin/sh
case "$(basename "$0") $*" in
  date*) read -r now later <"$HERE/clock"; echo "$later $later" >"$HERE/clock"; echo "$now" ;;
  psql*n_live_tup*) echo "$LIVE" ;;
  psql*--dbname=drill*) echo "$ROWS" ;;
esac
"""


def test_a_drill_that_finds_too_few_rows_or_takes_too_long_fails_and_says_so(
    tmp_path: Path, helm3: Path
) -> None:
    values = {"db": {**POSTGRES, "backup": {"enabled": True, "drill": {"enabled": True}}}}
    chart = umbrella(tmp_path / "chart", Umbrella({"db": "statefulset"}, values))
    script = pod_of(by_key(template(helm3, chart))["CronJob", "shop-db-drill"])["containers"][0]["command"][3]
    for name in ("drill", "backup", "bin"):
        script = script.replace(f"/{name}/", f"{tmp_path}/{name}/")
        (tmp_path / name).mkdir()
    (tmp_path / "backup/db.dump").touch()
    for program in ("date", "initdb", "pg_ctl", "psql", "pg_restore"):
        (tmp_path / "bin" / program).write_text(STAND_IN)
        (tmp_path / "bin" / program).chmod(0o755)
    said = {}
    for rows, live, seconds in ((10, "20", 60), (9, "9", 60), (10, "21", 60), (10, "", 60), (10, "20", 61)):
        (tmp_path / "clock").write_text(f"0 {seconds}\n")
        numbers = {
            "MINIMUM_ROWS": "10",
            "PERCENT_OF_LIVE": "50",
            "RTO": "60",
            "ROWS": str(rows),
            "LIVE": live,
        }
        path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
        done = subprocess.run(
            ["/bin/sh", "-eu", "-c", script],
            env={**numbers, "HERE": str(tmp_path), "PATH": path},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.stderr == ""
        said[rows, live, seconds] = (done.returncode, done.stdout.splitlines()[1:])
    assert said == {
        (10, "20", 60): (0, []),
        (9, "9", 60): (1, ["drill: fewer than backup.drill.minimumRows, 10"]),
        (10, "21", 60): (1, ["drill: fewer than backup.drill.percentOfLive, 50, of the live ones"]),
        (10, "", 60): (0, []),
        (10, "20", 61): (1, ["drill: longer than rto, 60 seconds"]),
    }


@pytest.mark.long
def test_prometheus_says_when_a_backup_failed_or_is_too_old_and_only_then(
    tmp_path: Path, helm3: Path, promtool: Path
) -> None:
    """Promtool counts from 0; a run that ends at 7200 has ended after two hours."""
    backup = {"enabled": True, "alerts": {"enabled": True, "runbook": "https://runbooks.example.com"}}
    values = {"db": {**POSTGRES, "backup": backup, "rpo": "1d"}}
    found = by_key(template(helm3, umbrella(tmp_path, Umbrella({"db": "statefulset"}, values))))
    rules = tmp_path / "rules.json"
    rules.write_text(json.dumps(found["PrometheusRule", "shop-db-backup"]["spec"]))
    place = 'namespace="shop-test"'
    cron = f'{{{place},cronjob="shop-db-backup"}}'
    run = f'{place},job_name="shop-db-backup-29000000"'
    succeeded = f"kube_cronjob_status_last_successful_time{cron}"
    created = {"series": f"kube_cronjob_created{cron}", "values": "0x1700"}
    said = {
        "DbBackupFailed": "the last backup of db failed: kubectl -n shop-test logs job/<its name>",
        "DbBackupTooOld": "no backup of db has succeeded for more than 86400 seconds",
    }

    def case(series: list[dict[str, str]], *alerts: str, at: str = "25h40m") -> dict[str, Any]:
        expected = {
            name: [
                {
                    "exp_labels": {"service": "db", "severity": "page"},
                    "exp_annotations": {"summary": said[name], "runbook_url": "https://runbooks.example.com"},
                }
            ]
            for name in alerts
        }
        tried = [{"eval_time": at, "alertname": name, "exp_alerts": expected.get(name, [])} for name in said]
        return {"interval": "1m", "input_series": [created, *series], "alert_rule_test": tried}

    def failed(began: int, count: int) -> list[dict[str, str]]:
        return [
            {"series": f"kube_job_status_start_time{{{run}}}", "values": f"{began}x1700"},
            {
                "series": f'kube_job_status_failed{{{run},reason="BackoffLimitExceeded"}}',
                "values": f"{count}x1700",
            },
        ]

    fresh = {"series": succeeded, "values": "7200x1700"}
    cases = [
        case([], at="23h"),  # new, and its first night is to come
        case([], "DbBackupTooOld"),  # it has never succeeded
        case([fresh]),
        case([fresh], "DbBackupTooOld", at="27h"),
        case([fresh, *failed(3600, 1)]),  # one before the last that succeeded
        case([fresh, *failed(10800, 1)], "DbBackupFailed"),
        case([fresh, *failed(10800, 0)]),
        case(failed(3600, 1), "DbBackupFailed", at="23h"),
    ]
    examples = tmp_path / "examples.json"
    examples.write_text(json.dumps({"rule_files": [str(rules)], "evaluation_interval": "1m", "tests": cases}))
    assert said_of_examples(promtool, examples) == ""
