"""Scans of everything: killed they begin anew, and what they could not ask for is no clean bill."""

from __future__ import annotations

import json
import subprocess
import time
from typing import TYPE_CHECKING

from tests.real.answering import answering
from tests.real.pods import SECRET, killed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.real.pods import Pod, Release

    Deploy = Callable[..., Release]

SCAN, CHECK = "forge-security-scan", "forge-code-quality"
REPOSITORIES = [f"team-{number}/app" for number in range(4)]


def scanned(log: str) -> list[str]:
    return [line.removeprefix("scanned ") for line in log.splitlines() if line.startswith("scanned ")]


def killed_thrice(run: Callable[[], Pod], took: float) -> None:
    for share in (0.3, 0.6, 0.9):
        killed(run(), took * share)


def test_a_scan_of_images_that_was_killed_is_whole_when_it_is_tried_again(deployed: Deploy) -> None:
    """And fails where the artifact store does not tell what it has: once, of nothing everything was fine."""
    release = deployed("devops", "prod")
    registry = release.pod("forge-artifact-store")
    tags = {f"/v2/{name}/tags/list": {"name": name, "tags": ["1.0", "1.1"]} for name in REPOSITORIES}
    catalog = {"/v2/_catalog?n=10000": {"repositories": [*REPOSITORIES, "empty"]}}
    answers = {**catalog, **tags, "/v2/empty/tags/list": {"name": "empty", "tags": None}}
    whole = [f"{name}:{tag}" for name in REPOSITORIES for tag in ("1.0", "1.1")]
    code, log = release.job(SCAN).run()
    assert code != 0, log
    with answering(registry, 5000, answers) as folder:
        began = time.monotonic()
        code, log = release.job(SCAN).run()
        assert (code, scanned(log)) == (0, whole), log
        killed_thrice(lambda: release.job(SCAN), time.monotonic() - began)
        code, log = release.job(SCAN).run()
        assert (code, scanned(log)) == (0, whole), log
        assert SECRET not in log

        told = folder / "answers.json"
        for wrong in (
            {"/v2/_catalog?n=10000": {"errors": []}},
            {f"/v2/{REPOSITORIES[2]}/tags/list": {"errors": []}},
        ):
            told.write_text(json.dumps({**answers, **wrong}))
            code, log = release.job(SCAN).run()
            assert code != 0, log
            assert "the artifact store does not tell its" in log
        told.write_text(
            json.dumps({each: answer for each, answer in answers.items() if "team-3" not in each})
        )
        assert release.job(SCAN).run()[0] != 0, "a repository that is not answered for"
        bad = {"/v2/_catalog?n=10000": {"repositories": ["bad"]}, "/v2/bad/tags/list": {"tags": ["1", "2"]}}
        told.write_text(json.dumps(bad))
        code, log = release.job(SCAN).run()
        assert (code, scanned(log)) == (1, ["bad:1", "bad:2"])
        assert log.endswith("2 images violate the policy, or could not be scanned\n")


def repository(folder: Path, name: str) -> None:
    """A repository with one file, where git serves it."""
    home = folder / f"{name}.git"
    work = folder / "work" / name
    work.mkdir(parents=True)
    (work / "main.py").write_text(f"print('{name}')\n")
    for command in (
        ["git", "init", "-q", "-b", "main"],
        ["git", "add", "."],
        ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "one"],
        ["git", "clone", "-q", "--bare", ".", str(home)],
    ):
        subprocess.run(command, cwd=work, check=True)


def test_a_check_of_repositories_that_was_killed_is_whole_when_it_is_tried_again(deployed: Deploy) -> None:
    """Its slices together see every repository; without git a slice fails."""
    release = deployed("devops", "prod")
    git = release.pod("forge-config-management")

    def checked(index: int) -> Pod:
        pod = release.job(CHECK, "Job")
        (container,) = pod.spec["containers"]
        # As the controller of Jobs does it for an indexed one.
        env = [*container["env"], {"name": "JOB_COMPLETION_INDEX", "value": str(index)}]
        pod.spec = {**pod.spec, "containers": [{**container, "env": env}]}
        return pod

    listed = [{"full_name": name, "empty": False} for name in REPOSITORIES]
    search = "/api/v1/repos/search?limit=50&page="
    answers = {
        "/api/v1/user": {},
        f"{search}1": {"data": [*listed, {"full_name": "team-9/new", "empty": True}]},
        f"{search}2": {"data": []},
    }
    with answering(git, 3000, answers) as folder:
        for name in REPOSITORIES:
            repository(folder, name)
        began = time.monotonic()
        code, log = checked(0).run()
        assert code == 0, log
        killed_thrice(lambda: checked(0), time.monotonic() - began)
        seen = []
        for index in range(4):
            code, log = checked(index).run()
            assert code == 0, log
            seen += scanned(log)
        assert seen == [f"{name}: main.py" for name in REPOSITORIES]
        (folder / f"{REPOSITORIES[1]}.git").rename(folder / "gone")
        code, log = checked(1).run()
        assert code != 0, log
