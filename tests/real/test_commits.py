"""devops' main path, by its `helm test`: a commit, an artifact, what the agents send; nothing of it stays."""

from __future__ import annotations

import copy
import json
import time
from typing import TYPE_CHECKING

from tests.real import forges
from tests.real.test_products import asked

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.real.pods import Release

    Deploy = Callable[..., Release]


def test_a_commit_goes_through_devops_and_an_agent_that_sends_nothing_is_told(deployed: Deploy) -> None:
    """Of Gitea, Zot and Alloy there are stand-ins: the programs in their stores are VictoriaMetrics' own."""
    release = deployed("devops", "dev")
    metrics, logs = (release.pod(f"forge-{name}").up() for name in ("metrics-store", "log-store"))
    passwords = [
        release.value(f"forge-{name}-credentials", "password")
        for name in ("config-management", "artifact-store")
    ]
    with (
        forges.gitea(release.node, passwords[0], "forge-config-management") as repositories,
        forges.zot(
            release.node, passwords[1], "forge-artifact-store", "forge-artifact-store-read"
        ) as artifacts,
    ):
        (repositories / "platform-admin" / "helm-test-0f.git").mkdir(parents=True)  # of a run that was killed
        test = release.job("forge-first-commit", "Job")
        test.spec = copy.deepcopy(test.spec)
        for container in test.spec["containers"]:  # it need not wait two minutes
            container["command"] = [word.replace("sleep 2", "sleep 0.2") for word in container["command"]]
        code, log = test.run(120)
        assert code == 1, test.log()
        begin = "metrics-store: nothing of the last five minutes is in it: "
        assert (
            log == begin + asked(metrics, 8428, "/api/v1/query", query="count(last_over_time(up[5m]))") + "\n"
        )
        for name, said in (
            ("commit", "a commit went to config-management and came back\n"),
            ("artifact", "an artifact went to artifact-store and came back\n"),
        ):
            assert test.processes[name].logs() == said
        assert list(repositories.rglob("*.git")) == []
        revisions = artifacts / "docker/registry/v2/repositories/helm-test/_manifests/tags/first"
        assert not revisions.exists()

        agent = release.pod("forge-monitoring").up()
        line = {"stream": {"pod": "a"}, "values": [[str(time.time_ns()), "one line"]]}
        asked(logs, 9428, "/insert/loki/api/v1/push", json.dumps({"streams": [line]}).encode())
        test = release.job("forge-first-commit", "Job")
        code, log = test.run(180)
        assert code == 0, f"{test.log()}\n{agent.log()}"
        assert log == "metrics-store has what the agents send\nlog-store has what the agents send\n"
