"""The script that snapshots a StatefulSet's claims, run for real against an API that only writes down what it is asked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.charts.support import Object, Umbrella, main_container, standalone, template, the, umbrella

pytestmark = pytest.mark.helm

CURL = """#!{python}
import json, os, sys
asked = sys.argv[1:]
with open(os.environ["ASKED"], "a") as log:
    log.write(json.dumps(asked) + "\\n")
if "labelSelector" in asked[-1]:
    claim = asked[-1].rpartition("=")[2]
    stamps = ("20260101020000", "20260103020000", "20260102020000")
    print(json.dumps({{"items": [{{"metadata": {{"name": f"{{claim}}-{{stamp}}"}}}} for stamp in stamps]}}))
"""


@pytest.mark.parametrize("snapshot_class", ["", "fast"])
def test_every_claim_is_snapshot_and_the_newest_stay(
    helm4: Path, tmp_path: Path, snapshot_class: str
) -> None:
    chart = standalone(tmp_path, "statefulset")
    values = {
        "image": {"repository": "broker", "tag": "1"},
        "replicaCount": 2,
        "ordinals": {"start": 1},
        "volumeClaimTemplates": {"data": {"size": "1Gi", "mountPath": "/data"}},
        "backup": {"enabled": True, "method": "snapshot", "keep": 2, "snapshotClassName": snapshot_class},
    }
    file = tmp_path / "values.json"
    file.write_text(json.dumps(values))
    container = main_container(the("CronJob", template(helm4, chart, "-f", file)))

    account = tmp_path / "account"
    account.mkdir()
    (account / "token").write_text("secret")
    (tmp_path / "bin").mkdir()
    curl = tmp_path / "bin" / "curl"
    curl.write_text(CURL.format(python=sys.executable))
    curl.chmod(0o755)
    environment = {each["name"]: each["value"] for each in container["env"]} | {
        "PATH": f"{curl.parent}:{os.environ['PATH']}",
        "ASKED": str(tmp_path / "asked"),
        "ACCOUNT": str(account),
        "KUBERNETES_SERVICE_HOST": "10.0.0.1",
        "KUBERNETES_SERVICE_PORT": "443",
    }
    subprocess.run(container["command"], env=environment, check=True, timeout=30)

    asked = [json.loads(line) for line in (tmp_path / "asked").read_text().splitlines()]
    api = "https://10.0.0.1:443/apis/snapshot.storage.k8s.io/v1/namespaces/shop-test/volumesnapshots"
    assert all("Authorization: Bearer secret" in each for each in asked)
    made = [json.loads(each[each.index("--data") + 1]) for each in asked if "--data" in each]
    claims = ["data-shop-statefulset-1", "data-shop-statefulset-2"]
    expected_class = {"volumeSnapshotClassName": snapshot_class} if snapshot_class else {}
    assert [each["spec"] for each in made] == [
        {**expected_class, "source": {"persistentVolumeClaimName": claim}} for claim in claims
    ]
    assert [each["metadata"]["name"].rpartition("-")[0] for each in made] == claims
    assert [each[-1] for each in asked if "DELETE" in each] == [
        f"{api}/{claim}-20260101020000" for claim in claims
    ]


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
