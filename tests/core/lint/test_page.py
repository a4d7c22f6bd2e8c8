"""docs/rules.md is written from the rules: what each says of itself, and what it says of its example."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.commands._rules import all_rules
from generator.core.findings.finding import Rule
from generator.core.lint.facts import findings
from generator.core.values.model import load_values
from tests.core.lint.cases import example

PAGE = Path(__file__).resolve().parents[3] / "docs" / "rules.md"
HEAD = """\
# The rules of `values lint`

`make rules` writes this page from `generator/core/lint/rules/`. `helm-blueprint values lint --rules` shows the
table, `--only` and `--except` choose rules, `lint: {RULE: off}` in platform.yaml (or note, warning, error) gives one
another level, and `# helm-blueprint:ignore RULE` on a line, or above it, says that it is meant. Notes are shown by
`--level note`. [A day with values](values.md#keep-it-clean) shows it at work.

The examples are of a platform with the services `web` and `orders` (deployments) and `db` (a statefulset) and the
environments dev, staging, prod and dr, which is prod but for its own file; what an example does not show is empty.
Each bad one is followed by what is said of it.

"""


def page() -> str:
    rows = [f"| [`{rule.id}`](#{rule.id}) | {rule.level} | {rule.what} |\n" for rule in all_rules()]
    table = "| rule | level | what is wrong |\n|---|---|---|\n" + "".join(rows)
    return HEAD + table + "".join(map(section, all_rules()))


def section(rule: Rule) -> str:
    said = [
        f"{one.where}: {rule.id}: {one.what}\n" + f"    {one.fix}\n" * bool(one.fix)
        for one in findings(load_values(example(rule.bad)), [rule])
    ]
    return (
        f"\n## {rule.id}\n\n{rule.what} {rule.why}\n\nBad:\n\n{fenced(rule.bad)}\n```text\n{''.join(said)}```\n"
        f"\nGood:\n\n{fenced(rule.good)}"
    )


def fenced(files: tuple[tuple[str, str], ...]) -> str:
    # A carriage return is shown by its sign.
    shown = [(name, text.replace("\r", "␍")) for name, text in files]
    return "\n".join(f"```{Path(name).suffix[1:]}\n{comment(name)}{text}```\n" for name, text in shown)


def comment(name: str) -> str:
    """The file's name; JSON has no comments, GitHub's kind of it has."""
    return f"// {name}\n" if name.endswith(".json") else f"# {name}\n"


@pytest.mark.golden
def test_page_says_what_the_rules_say() -> None:
    if os.environ.get("GOLDEN") == "write":
        PAGE.write_text(page())
    assert PAGE.read_text() == page(), "`make rules` writes it anew"
