"""Products that start as they are rendered, pass their probes and do what they are there for."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import time
import urllib.parse
from typing import TYPE_CHECKING

from tests import tools
from tests.blueprints.platforms import NAMES, rendered
from tests.charts.support import controllers, pod_of
from tests.real.pods import SECRET, eventually

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.real.pods import Pod, Release

    Deploy = Callable[..., Release]


def asked(pod: Pod, port: int, path: str, data: bytes | None = None, **query: str) -> str:
    """What a pod answers to its node by HTTP."""

    def ask() -> str:
        connection = http.client.HTTPConnection(pod.address, port, timeout=10)
        method, headers = ("POST", {"Content-Type": "application/json"}) if data else ("GET", {})
        try:
            connection.request(method, f"{path}?{urllib.parse.urlencode(query)}", data, headers)
            return connection.getresponse().read().decode()
        finally:
            connection.close()

    return pod.release.node.from_here(ask)


def test_what_an_agent_scrapes_is_in_every_copy_of_the_metrics_store(deployed: Deploy) -> None:
    """There is no kubelet here: that it does not answer is what has to arrive."""
    release = deployed("devops", "prod")
    stores = [release.pod("forge-metrics-store", ordinal).up() for ordinal in (0, 1)]
    agent = release.pod("forge-monitoring").up()

    def told(store: Pod) -> list[str]:
        found = json.loads(asked(store, 8428, "/api/v1/query", query='up{job="kubelet"}'))
        return [one["value"][1] for one in found["data"]["result"]]

    for store in stores:
        eventually(lambda each=store: told(each) == ["0"], 90, lambda: f"{agent.log()}\n{stores[0].log()}")
    assert agent.stop()
    assert stores[0].stop()


def test_log_lines_outlive_a_store_that_loses_its_power(deployed: Deploy) -> None:
    """Sent as the agents send them."""
    release = deployed("devops", "prod")
    store = release.pod("forge-log-store").up()
    line = {"stream": {"pod": "a"}, "values": [[str(time.time_ns()), "one line"]]}
    asked(store, 9428, "/insert/loki/api/v1/push", json.dumps({"streams": [line]}).encode())

    def found() -> str:
        return asked(store, 9428, "/select/logsql/query", query="*", start="0", end="2100-01-01T00:00:00Z")

    eventually(lambda: "one line" in found(), 30, store.log)
    # What it holds in memory is on the disk within five seconds: -inmemoryDataFlushInterval.
    eventually(
        lambda: 'vl_storage_parts{type="storage/small"} 1' in asked(store, 9428, "/metrics"), 30, store.log
    )
    store.kill()
    store = release.pod("forge-log-store").up()
    eventually(lambda: "one line" in found(), 30, store.log)


def test_the_cache_answers_who_knows_its_password_and_nobody_else(deployed: Deploy) -> None:
    cache = deployed("ecommerce", "prod").pod("shop-cache").up()
    password = cache.main.exec("valkey-cli", "-a", SECRET, "--no-auth-warning", "set", "a", "1")
    assert password.stdout == "OK\n"
    assert "NOAUTH" in cache.main.exec("valkey-cli", "get", "a").stdout
    assert cache.stop()


def test_the_registry_gets_its_users_and_its_mirror(deployed: Deploy, tmp_path: Path) -> None:
    release = deployed("devops", "prod")
    for ordinal, is_mirror in ((0, False), (1, True)):
        registry = release.pod("forge-artifact-store", ordinal)
        assert registry.begin(0).wait() == 0, registry.log()
        made = {
            file: next(registry.folder.rglob(file)) for file in ("config.json", "htpasswd", "upstream.json")
        }
        told = json.loads(made["config.json"].read_text())
        assert told["extensions"]["sync"]["enable"] is is_mirror
        assert [*json.loads(made["upstream.json"].read_text()).values()] == [
            {"username": "platform", "password": SECRET}
        ]
        right = ["htpasswd", "-vb", str(made["htpasswd"]), "platform", SECRET]
        assert subprocess.run(right, capture_output=True, check=False).returncode == 0


def test_podinfo_knows_every_flag_and_variable_that_it_gets(helm3: Path) -> None:
    """What it does not know it would refuse, or ignore in silence."""
    program = tools.find("podinfo")
    assert program
    told = subprocess.run([program, "--help"], capture_output=True, text=True, check=False)
    known = set(re.findall(r"--([a-z0-9-]+)", told.stdout + told.stderr))
    assert "backend-url" in known
    used = set()
    for blueprint in NAMES:
        for controller in controllers(rendered(helm3, blueprint, "prod")):
            for each in pod_of(controller)["containers"]:
                if "/podinfo:" in each["image"] and each.get("command", ["./podinfo"])[0] == "./podinfo":
                    words = [*each.get("command", []), *each.get("args", [])]
                    used |= {found for word in words for found in re.findall(r"^--([a-z0-9-]+)", word)}
                    used |= {
                        one["name"].removeprefix("PODINFO_").lower().replace("_", "-")
                        for one in each.get("env", [])
                        if one["name"].startswith("PODINFO_")
                    }
    assert used
    assert used - known == set()
