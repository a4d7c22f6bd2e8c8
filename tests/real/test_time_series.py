"""iot's time series in TimescaleDB itself, as WebAssembly in Node.js: one session, without the server around it."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.blueprints.platforms import rendered
from tests.charts.support import by_key, env_of
from tests.real import programs

if TYPE_CHECKING:
    from collections.abc import Sequence

# The first start's script, with `cat` in place of psql: its SQL, with the values of its variables.
SQL_OF = "psql() { cat; }; . /dev/stdin"
JOBS = "select job_id::int id, proc_name, hypertable_name of from timescaledb_information.jobs where job_id >= 1000 order by 1"


def schema(helm: Path) -> list[str]:
    """The statements of the first start, as psql sends them: one after the other."""
    found = by_key(rendered(helm, "iot", "prod"))
    script = found["ConfigMap", "iot-time-series-db-schema"]["data"]["20-telemetry.sh"]
    env = env_of(found["StatefulSet", "iot-time-series-db"])
    told = subprocess.run(
        ["sh", "-euc", SQL_OF], input=script, capture_output=True, text=True, check=True,
        env={"POSTGRES_USER": "app", "POSTGRES_DB": "telemetry", "VIEWER_PASSWORD": "secret"}
        | {name: value for name, value in env.items() if isinstance(value, str)},
    ).stdout  # fmt: skip
    statements = told.split(";\n")
    whole: list[str] = []
    for statement in statements:  # what stands between quotes is one with what is around it
        if whole and whole[-1].count("'") % 2:
            whole[-1] += f";\n{statement}"
        else:
            whole.append(statement)
    return [each for each in whole if each.strip()]


def answers(statements: Sequence[str]) -> list[Any]:
    """As nobody, without a network: the program is of people whom we do not know."""
    folder = programs.timescale()
    assert folder, "run `make test-real`, which gets TimescaleDB"
    nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs"]
    with tempfile.TemporaryDirectory() as home:
        shutil.copytree(folder, home, dirs_exist_ok=True)
        shutil.copy(Path(__file__).with_name("timescale.mjs"), home)
        Path(home).chmod(0o755)
        done = subprocess.run(
            ["unshare", "--net", *nobody, "node", "timescale.mjs"],
            input=json.dumps(statements), capture_output=True, text=True, check=False, cwd=home,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: list[Any] = json.loads(done.stdout)
    return found


def test_timescaledb_takes_the_schema_and_keeps_each_reading_once_where_it_is_compressed(helm3: Path) -> None:
    made = schema(helm3)
    assert len(made) > 10
    put = "insert into incoming select now() - i * interval '6 hours', 'meter', 'heat', i from generate_series(1, 160) i"
    asked = {
        "jobs": JOBS,
        "readings": put,
        "compression": "call run_job(1000)",
        "chunks": "select bool_or(is_compressed) some, bool_and(is_compressed) every from timescaledb_information.chunks where hypertable_name = 'telemetry'",
        "again": put.replace("now()", "(select max(time) + interval '6 hours' from telemetry)"),
        "late": "insert into incoming values (now() - interval '20 days 1 minute', 'late', 'heat', 1)",
        "rows": "select device, count(*)::int from telemetry group by 1 order by 1",
        "waiting": "select count(*)::int from incoming",
        "hours": "call refresh_continuous_aggregate('telemetry_hourly', null, null)",
        "history": "select device, sum(readings)::int readings from telemetry_hourly group by 1 order by 1",
        "old": "select count(*)::int from telemetry where time < now() - interval '39 days 1 hour'",
        "retention": "call run_job(1001)",
        "gone": "select count(*)::int from telemetry where time < now() - interval '39 days 1 hour'",
        "kept": "select count(*)::int from telemetry_hourly where device = 'meter'",
    }
    told = answers(["create extension timescaledb", *made, *asked.values()])
    assert [each for each in told if isinstance(each, str)] == []
    said = dict(zip(asked, told[1 + len(made) :], strict=True))
    assert [(each["id"], each["proc_name"]) for each in said["jobs"]] == [
        (1000, "policy_compression"),
        (1001, "policy_retention"),
        (1002, "policy_refresh_continuous_aggregate"),
        (1003, "policy_retention"),
    ]
    assert said["chunks"] == [{"some": True, "every": False}]
    assert said["rows"] == [{"device": "late", "count": 1}, {"device": "meter", "count": 160}]
    assert said["waiting"] == [{"count": 0}]
    assert said["history"] == [{"device": "late", "readings": 1}, {"device": "meter", "readings": 160}]
    assert (said["old"], said["gone"]) == ([{"count": 4}], [{"count": 0}])
    assert said["kept"] == [{"count": 160}]  # the hours outlive the readings
