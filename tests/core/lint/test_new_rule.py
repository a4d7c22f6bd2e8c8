"""Somebody adds a rule: a file, a file of cases, and the page is written anew. Nothing else is edited."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
RULE = '''\
"""Services without pods."""

from generator.core.lint.facts import rule


@rule(
    "no-pods",
    what="A service has no pods.",
    why="Its callers wait for nobody.",
    bad={"values-dev.yaml": "web: {replicaCount: 0}"},
    good={"values-dev.yaml": "web: {replicaCount: 4}"},
)
def check(facts):
    for spot in facts.spots():
        if spot.name == "replicaCount" and spot.value == 0:
            yield spot.hit("there are no pods", "Switch the service off.")
'''
CASES = """\
from tests.core.lint.cases import fails, passes

CASES = [
    fails(
        {"values_dr": "db: {replicaCount: 0}"},
        "values-dr.yaml:1:6: there are no pods | Switch the service off.",
    ),
    passes({"values_dr": "db: {replicaCount: 5}"}),
]
"""


def test_new_rule_is_a_file_and_its_cases(tmp_path: Path) -> None:
    """All that holds the rules together passes in a copy that has one more, and knows it."""
    for name in ("generator", "tests/core/lint"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    kept = ["__init__", "conftest", "tools", "small_platform", "core/__init__"]
    more = (
        "pyproject.toml",
        "docs/rules.md",
        "tests/programs/controllers/go.mod",  # which tests/tools.py reads, as the next
        "tests/programs/flux/go.mod",
    )
    for name in (*more, *(f"tests/{one}.py" for one in kept)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "generator/core/lint/rules/no_pods.py").write_text(RULE)
    (tmp_path / "tests/core/lint/rules/no_pods.py").write_text(CASES)
    not_this = f"--ignore=tests/core/lint/{Path(__file__).name}"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", "tests/core/lint", not_this],
        cwd=tmp_path, env={**os.environ, "GOLDEN": "write"}, text=True, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    told = [
        line.partition("::")[2].partition(" ")[0] for line in done.stdout.splitlines() if "no-pods" in line
    ]
    assert told == [
        "test_rule_says_this_and_nothing_else[no-pods-0]",
        "test_rule_says_this_and_nothing_else[no-pods-1]",
        "test_rule_has_cases_that_it_finds[no-pods]",
        "test_bad_example_is_found[no-pods]",
        "test_good_example_is_clean[no-pods]",
        "test_rule_is_called_as_its_file_and_tells_in_sentences[no-pods]",
    ]
    before, after = (ROOT / "docs/rules.md").read_text(), (tmp_path / "docs/rules.md").read_text()
    added = [line for line in after.splitlines() if line not in before.splitlines()]
    assert added == [
        "| [`no-pods`](#no-pods) | warning | A service has no pods. |",
        "## no-pods",
        "A service has no pods. Its callers wait for nobody.",
        "web: {replicaCount: 0}",
        "values-dev.yaml:1:7: no-pods: there are no pods",
        "    Switch the service off.",
        "web: {replicaCount: 4}",
    ]
