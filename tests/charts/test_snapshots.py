"""The script that snapshots a StatefulSet's claims, run for real against an API that only writes down what it is asked."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.charts.support import Object, Umbrella, main_container, standalone, template, the, umbrella

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.helm

CURL = """#!{python}
import json, os, sys
asked = sys.argv[1:]
with open(os.environ["ASKED"], "a") as log:
    log.write(json.dumps(asked) + "\\n")
with open(os.environ["ASKED"]) as log:
    before = [json.loads(line) for line in log]
gone = [each[-1].rpartition("/")[2] for each in before if "DELETE" in each]
made = [json.loads(each[each.index("--data") + 1])["metadata"]["name"] for each in before if "--data" in each]
never = os.environ["NEVER_READY"].split()
if "labelSelector" in asked[-1]:
    claim = asked[-1].rpartition("=")[2]
    stamps = ("20260101020000", "20260104020000", "20260103020000", "20260102020000")
    names = [f"{{claim}}-{{stamp}}" for stamp in stamps] + [name for name in made if name.startswith(claim)]
    print(json.dumps({{"items": [{{"metadata": {{"name": name}}}} for name in names if name not in gone]}}))
elif "--data" not in asked and "DELETE" not in asked:
    name = asked[-1].rpartition("/")[2]
    tries = sum(each[-1] == asked[-1] for each in before)
    is_new = name.rpartition("-")[2] == max((each.rpartition("-")[2] for each in made), default="")
    is_ready = not any(part in name for part in never) and (not is_new or tries > 1)
    error = {{}} if is_ready else {{"error": {{"message": "no room"}}}}
    print(json.dumps({{"metadata": {{"name": name}}, "status": {{"readyToUse": is_ready, **error}}}}))
"""


class Run(NamedTuple):
    """A run of the Job's script against the API."""

    asked: list[list[str]]
    log: str
    ended: bool

    @property
    def removed(self) -> list[str]:
        return [each[-1].rpartition("/")[2] for each in self.asked if "DELETE" in each]


def run(
    helm: Path,
    folder: Path,
    snapshot_class: str = "",
    *,
    never_ready: str = "",
    seconds: float = 30,
    killed_after: Sequence[int] = (),
) -> Run:
    """The script with two claims, of whose ready snapshots two stay; snapshots named in `never_ready` never are.

    Before it is left to itself it is killed as often as `killed_after` says, each time when it has asked so often.
    """
    values = {
        "image": {"repository": "broker", "tag": "1"},
        "replicaCount": 2,
        "ordinals": {"start": 1},
        "volumeClaimTemplates": {"data": {"size": "1Gi", "mountPath": "/data"}},
        "backup": {"enabled": True, "method": "snapshot", "keep": 2, "snapshotClassName": snapshot_class},
    }
    file = folder / "values.json"
    file.write_text(json.dumps(values))
    container = main_container(the("CronJob", template(helm, standalone(folder, "statefulset"), "-f", file)))
    account = folder / "account"
    account.mkdir()
    (account / "token").write_text("secret")
    (folder / "bin").mkdir()
    curl = folder / "bin" / "curl"
    curl.write_text(CURL.format(python=sys.executable))
    curl.chmod(0o755)
    environment = {each["name"]: each["value"] for each in container["env"]} | {
        "PATH": f"{curl.parent}:{os.environ['PATH']}",
        "ASKED": str(folder / "asked"),
        "NEVER_READY": never_ready,
        "PAUSE": "0.2",
        "WORK": str(folder),
        "ACCOUNT": str(account),
        "KUBERNETES_SERVICE_HOST": "10.0.0.1",
        "KUBERNETES_SERVICE_PORT": "443",
    }
    log, requests = folder / "log", folder / "asked"
    for count in killed_after:
        requests.write_text(requests.read_text() if requests.exists() else "")
        wanted = len(requests.read_text().splitlines()) + count
        half = subprocess.Popen(
            container["command"], env=environment, stdout=subprocess.DEVNULL, start_new_session=True
        )
        while len(requests.read_text().splitlines()) < wanted:
            assert half.poll() is None, "it has ended before"
            time.sleep(0.01)
        os.killpg(half.pid, signal.SIGKILL)
        half.wait()
        time.sleep(1)  # snapshots are named by the second; a Job waits for ten before it tries again
    with log.open("w") as output:
        process = subprocess.Popen(
            container["command"], env=environment, stdout=output, start_new_session=True
        )
        try:
            code = process.wait(seconds)
            assert code == 0, log.read_text()
            has_ended = True
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            has_ended = False
    asked = [json.loads(line) for line in (folder / "asked").read_text().splitlines()]
    return Run(asked, log.read_text(), has_ended)


CLAIMS = ["data-shop-statefulset-1", "data-shop-statefulset-2"]


@pytest.mark.parametrize("snapshot_class", ["", "fast"])
def test_every_claim_is_snapshot_and_the_newest_stay(
    helm4: Path, tmp_path: Path, snapshot_class: str
) -> None:
    done = run(helm4, tmp_path, snapshot_class)
    api = "https://10.0.0.1:443/apis/snapshot.storage.k8s.io/v1/namespaces/shop-test/volumesnapshots"
    assert all("Authorization: Bearer secret" in each and each[-1].startswith(api) for each in done.asked)
    assert all(each[each.index("--max-time") + 1] == "60" for each in done.asked)
    made = [json.loads(each[each.index("--data") + 1]) for each in done.asked if "--data" in each]
    expected_class = {"volumeSnapshotClassName": snapshot_class} if snapshot_class else {}
    assert [each["spec"] for each in made] == [
        {**expected_class, "source": {"persistentVolumeClaimName": claim}} for claim in CLAIMS
    ]
    assert [each["metadata"]["name"].rpartition("-")[0] for each in made] == CLAIMS
    # Its own and that of the 4th stay.
    assert done.removed == [f"{claim}-2026010{day}020000" for claim in CLAIMS for day in (3, 2, 1)]


@pytest.mark.long
def test_runs_that_were_killed_leave_nothing_that_the_next_one_does_not_clear_away(
    helm4: Path, tmp_path: Path
) -> None:
    """Killed after its first snapshot, while it waits, and between two removals: the two newest stay, as ever."""
    done = run(helm4, tmp_path, killed_after=(1, 4, 9))
    made = [
        json.loads(each[each.index("--data") + 1])["metadata"]["name"]
        for each in done.asked
        if "--data" in each
    ]
    there = {*made, *(f"{claim}-2026010{day}020000" for claim in CLAIMS for day in (1, 2, 3, 4))} - {
        *done.removed
    }
    for claim in CLAIMS:
        of_claim = sorted(name for name in made if name.startswith(claim))
        assert sorted(name for name in there if name.startswith(claim)) == of_claim[-2:]


def test_snapshots_that_never_became_ready_push_out_no_good_one(helm4: Path, tmp_path: Path) -> None:
    """Those of the 4th and of the 3rd: the one of the 2nd is the second good one."""
    done = run(helm4, tmp_path, never_ready="20260104 20260103")
    assert done.removed == [f"{claim}-20260101020000" for claim in CLAIMS]


@pytest.mark.long
def test_a_run_whose_snapshot_does_not_become_ready_is_not_done_and_removes_nothing(
    helm4: Path, tmp_path: Path
) -> None:
    """The deadline of the Job ends it."""
    month = datetime.now(timezone.utc).strftime("%Y%m")
    done = run(helm4, tmp_path, never_ready=f"1-{month}", seconds=4)
    assert (done.ended, done.removed) == (False, [])
    assert 'is not ready yet: "message": "no room"' in done.log


OWN_IMAGE = {
    "registry": "registry.example.com", "repository": "broker", "tag": "1", "digest": "sha256:" + "ab" * 32,
    "pullPolicy": "Always",
}  # fmt: skip
MIRRORED = {"registry": "mirror.example.com", "repository": "tools/curl", "tag": "8", "pullPolicy": "Never"}


@pytest.mark.parametrize(
    ("presets", "shared", "expected"),
    [
        ({}, {}, ("docker.io/curlimages/curl:8.15.0", None)),
        ({"snapshotImage": {"tag": "8.16.0"}}, {}, ("docker.io/curlimages/curl:8.16.0", None)),
        ({"snapshotImage": MIRRORED}, {}, ("mirror.example.com/tools/curl:8", "Never")),
        ({}, {"imageRegistry": "mirror.example.com"}, ("mirror.example.com/curlimages/curl:8.15.0", None)),
    ],
)
def test_snapshots_are_made_by_the_image_of_their_own(
    helm3: Path, tmp_path: Path, presets: Object, shared: Object, expected: tuple[str, str | None]
) -> None:
    """Nothing of the service's image, neither its registry nor its digest, is part of it."""
    shared = {**shared, "presets": {"statefulset": {"backup": {"method": "snapshot", **presets}}}}
    values = {"global": shared, "db": {"image": OWN_IMAGE, "backup": {"enabled": True}}}
    chart = umbrella(tmp_path / "platform", Umbrella({"db": "statefulset"}, values))
    container = main_container(the("CronJob", template(helm3, chart)))
    assert (container["image"], container.get("imagePullPolicy")) == expected
