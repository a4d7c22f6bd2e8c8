"""Queries and rules of Prometheus, and what it scrapes, as promtool reads them."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


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


def _said(promtool: Path, *arguments: object) -> str:
    done = subprocess.run([promtool, *map(str, arguments)], capture_output=True, text=True, check=False)
    return f"{done.stdout}{done.stderr}" if done.returncode else ""
