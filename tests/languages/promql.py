"""Queries and rules of Prometheus, and what it scrapes, as promtool reads them."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path


class Case(NamedTuple):
    """At `at`, of `series` (as promtool writes them), `alert` fires `times` times."""

    alert: str
    times: int
    at: str
    series: Mapping[str, str]


def said_of_rules(promtool: Path, rules: Iterable[str], queries: Iterable[str], folder: Path) -> str:
    """What promtool says of files of rules, and of queries, each as a rule of its own; "" where it takes them."""
    asked = [{"record": f"query:{number}", "expr": one} for number, one in enumerate(queries)]
    wrapped = json.dumps({"groups": [{"name": "queries", "rules": asked}]})
    files = []
    for number, text in enumerate([*rules, wrapped]):
        files.append(folder / f"{number}.json")
        files[-1].write_text(text)
    return _said(promtool, "check", "rules", "--lint=all", "--lint-fatal", *files)


def said_of_scraping(promtool: Path, text: str, folder: Path) -> str:
    """What promtool says of a file of vmagent's, whose placeholders are filled in."""
    file = folder / "scrape.yaml"
    file.write_text(re.sub(r"%\{\w+\}", "filled-in", text))
    return _said(promtool, "check", "config", "--syntax-only", file)


def said_of_examples(promtool: Path, examples: Path) -> str:
    """What promtool says of tests of rules; "" where every alert comes when it shall, and no other."""
    return _said(promtool, "test", "rules", examples)


def said_of_cases(promtool: Path, rules: Mapping[str, object], cases: Sequence[Case], folder: Path) -> str:
    """What promtool says of alerts, by group; "" where each fires as often as its cases say.

    How often is counted, since labels and words are the business of the golden files. What takes hours is asked every ten
    minutes: promtool evaluates all rules at each step.
    """
    (folder / "rules.json").write_text(
        json.dumps({"groups": [{"name": name, "rules": of} for name, of in rules.items()]})
    )
    said = ""
    for step, is_long in (("1m", False), ("10m", True)):
        examples = [
            {
                "interval": step,
                "input_series": [{"series": name, "values": values} for name, values in each.series.items()],
                "promql_expr_test": [
                    {
                        "expr": f'count(ALERTS{{alertname="{each.alert}",alertstate="firing"}}) or vector(0)',
                        "eval_time": each.at,
                        "exp_samples": [{"labels": "{}", "value": each.times}],
                    }
                ],
            }
            for each in cases
            if each.at.endswith("h") == is_long
        ]
        (folder / "examples.json").write_text(
            json.dumps({"rule_files": ["rules.json"], "evaluation_interval": step, "tests": examples})
        )
        said += said_of_examples(promtool, folder / "examples.json")
    return said


def _said(promtool: Path, *arguments: object) -> str:
    done = subprocess.run([promtool, *map(str, arguments)], capture_output=True, text=True, check=False)
    return f"{done.stdout}{done.stderr}" if done.returncode else ""
