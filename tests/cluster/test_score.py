"""kube-score finds nothing critical in production that score.yaml does not list with its reason."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import tools
from tests.cluster import platforms
from tests.cluster.release import ALIAS

CRITICAL = 1
EXCEPTIONS = Path(__file__).parent / "score.yaml"


@pytest.mark.parametrize("blueprint", platforms.wanted())
def test_production_has_no_critical_finding_without_a_reason(blueprint: str, api: object) -> None:
    known = yaml.safe_load(EXCEPTIONS.read_text(encoding="utf-8"))
    general, own = known["every blueprint"], known.get(Path(blueprint).name) or {}
    platforms.described(blueprint)
    found = _critical(blueprint)
    unexplained = [
        f"{check} of {service}: {said}"
        for check, service, said in found
        if check not in general and service not in (own.get(check) or {}).get("services", [])
    ]
    assert unexplained == []
    seen = {(check, service) for check, service, _ in found}
    outdated = [
        f"{check} of {service}"
        for check, exception in own.items()
        for service in exception["services"]
        if (check, service) not in seen
    ]
    assert outdated == [], f"{EXCEPTIONS.name} excuses what is not there"


def _critical(blueprint: str) -> list[tuple[str, str, str]]:
    """Check, service and what was said of it."""
    program = tools.find("kube-score")
    version = f"v{platforms.described(blueprint).environments['prod'].kubernetes or '1.34'}"
    done = subprocess.run(
        [
            str(program),
            "score",
            "-o",
            "json",
            "--kubernetes-version",
            version,
            "--ignore-container-cpu-limit",
            "-",
        ],
        input=platforms.rendered_file(blueprint, "prod").read_text(encoding="utf-8"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr
    scored: list[dict[str, Any]] = json.loads(done.stdout)
    return [
        (
            check["check"]["id"],
            scored_object["object_meta"].get("labels", {}).get(ALIAS, scored_object["object_name"]),
            "; ".join(comment["summary"] for comment in check["comments"] or []),
        )
        for scored_object in scored
        for check in scored_object["checks"]
        if check["grade"] <= CRITICAL and not check["skipped"]
    ]
