"""The job `upgrade` of generated pipelines, run as its script stands there: beside a forge that is a bare repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from tests.blueprints.platforms import folder
from tests.commands.conftest import FIXTURES

ROOT = Path(__file__).resolve().parent.parent.parent
BRANCH = "helm-blueprint/shop"
# Calls of gh, and whether a pull request is open: a line in a file each.
GH = """\
#!/bin/sh
printf '%s|' "$@" >> "$FORGE/calls"; echo >> "$FORGE/calls"
case "$1 $2" in
  "pr list") cat "$FORGE/open" 2> /dev/null || true ;;
  "pr create") echo 7 > "$FORGE/open"; cp "$RUNNER_TEMP/pull-request.md.body" "$FORGE/body" ;;
esac
"""
TOOL = f'#!/bin/sh\nexec "{sys.executable}" -m generator "$@"\n'
PIPX = TOOL.replace('"$@"', '"$@"').replace(
    "exec", 'test "$1 $2 $3" = "run --spec ours" || exit 9\nshift 4\nexec'
)
# What GitLab reads of a push, before it takes it.
RECEIVE = """\
#!/bin/sh
echo "$GIT_PUSH_OPTION_0" > "$FORGE/options"
for n in 1 2 3; do eval "printf '%s\\n' \\"\\$GIT_PUSH_OPTION_$n\\"" >> "$FORGE/options"; done
"""


class Forge(NamedTuple):
    """A blueprint, a platform of it in a clone, and the bare repository that both came from."""

    top: Path
    blueprint: Path
    clone: Path
    script: str
    env: dict[str, str]

    def run(self) -> subprocess.CompletedProcess[str]:
        """The job, in a clone as a runner has it."""
        shutil.rmtree(self.clone, ignore_errors=True)
        self.git("clone", "-q", str(self.top / "bare"), str(self.clone))
        return subprocess.run(
            ["sh", "-e", "-c", self.script],
            cwd=self.clone,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )

    def git(self, *arguments: str, at: Path | None = None) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=at or self.top, env=self.env, check=True, capture_output=True, text=True
        ).stdout

    def newer(self, version: str, tag: str) -> None:
        manifest = self.blueprint / "blueprint.yaml"
        values = self.blueprint / "{{cookiecutter.name}}" / "values.yaml"
        lines = manifest.read_text().splitlines(keepends=True)
        manifest.write_text("".join(f"version: {version}\n" if "version: " in one else one for one in lines))
        values.write_text(
            values.read_text().replace("tag: 1.29.3", f"tag: {tag}").replace("tag: 1.30.0", f"tag: {tag}")
        )

    def subjects(self, branch: str) -> list[str]:
        return self.git("log", "--format=%s", branch, at=self.top / "bare").splitlines()

    def told(self, name: str) -> str:
        return (self.top / name).read_text()


def executable(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    file.chmod(0o755)


def forge(tmp_path: Path, script: str, **more: str) -> Forge:
    """A platform `shop` of the fixture blueprint `tiny`, pushed once."""
    shutil.copytree(FIXTURES, tmp_path / "own")
    executable(tmp_path / "bin" / "gh", GH)
    executable(tmp_path / "bin" / "pipx", PIPX)
    config = tmp_path / "gitconfig"
    config.write_text(
        "[user]\nname = A\nemail = a@example.com\n[init]\ndefaultBranch = main\n"
        f'[url "{tmp_path / "bare"}"]\ninsteadOf = https://oauth2:secret@git.example.com:8443/shop.git\n'
    )
    env = {
        "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
        "HOME": str(tmp_path / "home"),
        "PYTHONPATH": str(ROOT),
        "GIT_CONFIG_GLOBAL": str(config),
        "GIT_CONFIG_NOSYSTEM": "1",
        "HELM_BIN": "no-helm-here",  # what it does to clusters is tested in tests/commands/test_effects.py
        "FORGE": str(tmp_path),
        "HELM_BLUEPRINT": "ours",
        "BRANCH": BRANCH,
        **more,
    }  # fmt: skip
    found = Forge(tmp_path, tmp_path / "own" / "tiny", tmp_path / "clone", script, env)
    new = [sys.executable, "-m", "generator", "new", str(found.blueprint), "shop", "--defaults"]
    subprocess.run(new, cwd=tmp_path, env=env, check=True, capture_output=True)
    found.git("init", "-q", "--bare", "bare")
    found.git("init", "-q", "shop")
    found.git("add", "-A", at=tmp_path / "shop")
    found.git("commit", "-qm", "first", at=tmp_path / "shop")
    found.git("push", "-q", str(tmp_path / "bare"), "main", at=tmp_path / "shop")
    return found


@pytest.fixture
def github(tmp_path: Path) -> Forge:
    workflow = yaml.safe_load((folder("ecommerce") / ".github/workflows/platform.yaml").read_text())
    job = workflow["jobs"]["upgrade"]
    assert job["permissions"] == {"contents": "write", "pull-requests": "write"}
    assert [step["uses"] for step in job["steps"] if "uses" in step] == [
        "actions/checkout@v4",
        "azure/setup-helm@v4",
    ]
    step = job["steps"][-1]
    assert step["env"]["BRANCH"] == BRANCH
    (tmp_path / "temp").mkdir()
    return forge(tmp_path, step["run"], RUNNER_TEMP=str(tmp_path / "temp"), BASE="main", GH_TOKEN="t")


@pytest.fixture
def gitlab(tmp_path: Path) -> Forge:
    job = yaml.safe_load((folder("ecommerce", "ci=gitlab") / ".gitlab-ci.yml").read_text())["upgrade"]
    assert job["variables"]["BRANCH"] == BRANCH
    script = job["script"][-1].replace("/tmp/", f"{tmp_path}/")
    executable(tmp_path / "tool" / "bin" / "helm-blueprint", TOOL)
    found = forge(
        tmp_path,
        script,
        CI_SERVER_HOST="git.example.com",
        CI_SERVER_PROTOCOL="https",
        CI_REPOSITORY_URL="https://gitlab-ci-token:x@git.example.com:8443/shop.git",
        CI_DEFAULT_BRANCH="main",
        HELM_BLUEPRINT_TOKEN="secret",
    )
    found.git("config", "receive.advertisePushOptions", "true", at=tmp_path / "bare")
    executable(tmp_path / "bare" / "hooks" / "pre-receive", RECEIVE)
    return found


def test_github_opens_a_pull_request_and_updates_it(github: Forge) -> None:
    quiet = github.run()
    assert (quiet.returncode, BRANCH in github.git("branch", at=github.top / "bare")) == (0, False), (
        quiet.stderr
    )
    github.newer("0.3.1", "1.30.0")
    first = github.run()
    assert first.returncode == 0, first.stderr
    assert github.subjects(BRANCH) == ["Upgrade shop to tiny 0.3.1", "first"]
    body = github.top / "temp" / "pull-request.md.body"
    assert github.told("calls").splitlines() == [
        f"pr|list|--head|{BRANCH}|--base|main|--state|open|--json|number|--jq|.[].number|",
        f"pr|create|--head|{BRANCH}|--base|main|--title|Upgrade shop to tiny 0.3.1|--body-file|{body}|",
    ]
    assert github.told("body").startswith("`shop` goes from `tiny 0.3.0` to `0.3.1`.")
    github.newer("0.3.2", "1.31.0")
    again = github.run()
    assert again.returncode == 0, again.stderr
    assert github.subjects(BRANCH) == ["Upgrade shop to tiny 0.3.2", "first"]
    assert (
        github.told("calls")
        .splitlines()[-1]
        .startswith(f"pr|edit|{BRANCH}|--title|Upgrade shop to tiny 0.3.2|")
    )


def test_gitlab_gets_the_text_as_options_of_the_push_and_leaves_others_work_alone(gitlab: Forge) -> None:
    gitlab.newer("0.3.1", "1.30.0")
    script = gitlab.blueprint / "{{cookiecutter.name}}" / "hello.sh"
    script.write_text(script.read_text() + "printf 'a\\n/close'\n")
    first = gitlab.run()
    assert first.returncode == 0, first.stderr
    create, target, title, description = gitlab.told("options").splitlines()
    assert (create, target) == ("merge_request.create", "merge_request.target=main")
    assert title == "merge_request.title=Upgrade shop to tiny 0.3.1"
    read = description.removeprefix("merge_request.description=").replace("\\n", "\n")  # as GitLab does
    assert read.startswith("`shop` goes from `tiny 0.3.0` to `0.3.1`. Files: ")
    assert "\n+  image: {repository: nginx, tag: 1.30.0}\n" in read
    assert "\n+printf 'a\\ n/close'\n" in read
    assert "secret" not in first.stdout + first.stderr

    gitlab.git("checkout", "-q", BRANCH, at=gitlab.clone)
    gitlab.git(
        "-c", "user.email=b@example.com", "commit", "-q", "--allow-empty", "-m", "mine", at=gitlab.clone
    )
    gitlab.git("push", "-q", "origin", BRANCH, at=gitlab.clone)
    gitlab.newer("0.3.2", "1.31.0")
    left = gitlab.run()
    assert (left.returncode, left.stdout) == (0, f"Somebody works on {BRANCH}: it is left alone.\n")
    assert gitlab.subjects(BRANCH)[0] == "mine"
