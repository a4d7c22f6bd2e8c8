"""The hook in a real pre-commit, in the repository of a platform. Needs a package index."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.synthetic import write
from tests.plugin.conftest import git
from tests.small_platform import small_platform

pytestmark = pytest.mark.plugin

CONFIG = """\
repos:
  - repo: {repository}
    rev: {revision}
    hooks:
      - id: values-lint
        args: [--platform, deploy/shop]
"""


@pytest.mark.long
def test_commit_with_a_finding_is_refused_and_one_without_is_made(repository: Path, tmp_path: Path) -> None:
    platform = write(small_platform(), tmp_path / "own" / "deploy" / "shop")
    own = tmp_path / "own"
    revision = git(repository, "rev-parse", "HEAD").strip()
    (own / ".pre-commit-config.yaml").write_text(CONFIG.format(repository=repository, revision=revision))
    git(own, "init", "--quiet")
    environment = os.environ | {
        "PRE_COMMIT_HOME": str(tmp_path / "cache"),
        "PIP_NO_COMPILE": "1",
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=own, env=environment, capture_output=True, text=True, check=False, timeout=600
        )

    assert run("pre-commit", "install").returncode == 0
    git(own, "add", "--all")

    values = platform / "values-dev.yaml"
    good = values.read_text()
    values.write_text(good + "unknown-service: {replicaCount: 1}\n")
    git(own, "add", "--all")
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.com")
    refused = run("git", *identity, "commit", "--message=one")
    assert refused.returncode == 1
    assert re.search(r"^values lint\.+Failed$", refused.stderr, re.MULTILINE)
    assert "there is no service unknown-service in Chart.yaml\n" in refused.stderr
    assert re.search(r"^deploy/shop/values-dev\.yaml:\d+:\d+: ", refused.stderr, re.MULTILINE)

    values.write_text(good)
    git(own, "add", "--all")
    made = run("git", *identity, "commit", "--message=one")
    assert made.returncode == 0, made.stderr
    assert re.search(r"^values lint\.+Passed$", made.stderr, re.MULTILINE)

    (own / "README").write_text("Nothing that values depend on.\n")
    git(own, "add", "--all")
    assert "(no files to check)Skipped" in run("git", *identity, "commit", "--message=two").stderr
