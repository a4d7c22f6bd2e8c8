"""Databases on OpenShift, whose namespace says who their pods run as: a user that no image knows, of the group 0."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from tests.blueprints import platforms
from tests.blueprints.openshift import pods_in, refusals_of
from tests.real.pods import Release, eventually

if TYPE_CHECKING:
    from pathlib import Path

    from tests.charts.support import Object
    from tests.real.namespaces import Node

RANGE = 1_000_680_000
SMALL = "--set user-db.args={-c,shared_buffers=16MB} --set user-db.backup.method=postgresql"
DATABASE = "shop-user-db"


def admitted(found: list[Object]) -> list[Object]:
    """The objects as the constraints restricted-v2 of a namespace let them in: its first user, the group 0, its group of volumes."""
    objects = deepcopy(found)
    for each in objects:
        for pod in pods_in(each):
            assert refusals_of(pod) == []
            pod["securityContext"] |= {"runAsUser": RANGE, "runAsGroup": 0, "fsGroup": RANGE}
    return objects


def test_databases_start_follow_and_are_backed_up_as_a_user_without_a_name(node: Node, helm3: Path) -> None:
    found = platforms.rendered(helm3, "microservices", "prod", "cluster=openshift", more=SMALL)
    release = Release(node, node.folder, admitted(found))
    primary = release.pod(DATABASE).up()
    assert primary.shell("id -u; id -g; getent passwd $(id -u) || echo nobody knows it").split("\n")[:3] == [
        str(RANGE), "0", "nobody knows it"
    ]  # fmt: skip
    primary.sql("create table users as select generate_series(1, 1000) id", user="owner")
    replica = release.pod(DATABASE, 1).up()
    eventually(lambda: replica.sql("select count(*) from users") == "1000", 15, replica.log)
    code, log = release.job(f"{DATABASE}-backup").run()
    assert code == 0, log
    assert primary.stop()
    again = release.pod(DATABASE).up()
    assert again.sql("select count(*) from users") == "1000"
