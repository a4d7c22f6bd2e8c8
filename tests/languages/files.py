"""Files in ConfigMaps, each by the reader of its language: what it says, "" where it takes it.

What has no reader here is read by its own program under the rendered pod, in tests/real; docs/proof.md says which is not.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import warnings
from typing import TYPE_CHECKING, Any

import pglast
import yaml

from tests.charts.support import StrictLoader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Placeholders that a container fills in before its program reads the file, by the file's name.
FILLED_IN = {
    "config.json": {"IS_MIRROR": "true"},
    "telegraf.conf": {"${UPLINK_INSECURE}": "false", "${LATE_AFTER_DAYS}": "30"},
}
SQL = re.compile(r"psql .*<<(['\"]?)(\w+)\1\n(.*?)\n\2$", re.DOTALL | re.MULTILINE)
GRAFANA = {r"\$__timeGroupAlias\((\w+), ?'[^']+'\)": r"\1", r"\$__timeFilter\((\w+)\)": r"\1 > now()"}


def said_of(path: str, text: str, alloy: Path) -> str:
    """What the reader of a file `configmap/key` says; KeyError where no reader is known."""
    name = path.rpartition("/")[2]
    for placeholder, value in FILLED_IN.get(name, {}).items():
        text = text.replace(placeholder, value)
    reader = READERS.get(name) or READERS[name[name.rindex(".") :] if "." in name else ""]
    if reader is by_alloy:
        return by_alloy(text, alloy)
    try:
        reader(text)
    except (ValueError, SyntaxError, yaml.YAMLError, pglast.parser.ParseError) as error:
        return f"{path}: {error}"
    return ""


def by_alloy(text: str, alloy: Path) -> str:
    """The parser of Grafana Alloy's configurations."""
    done = subprocess.run([alloy], input=text, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def by_yaml(text: str) -> Any:
    return yaml.load(text, StrictLoader)  # a CSafeLoader


def by_python(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ast.parse(text)


def by_toml(text: str) -> None:
    if sys.version_info >= (3, 11):  # Telegraf itself reads it in tests/real, whatever Python there is
        import tomllib

        tomllib.loads(text)


def by_postgresql(text: str) -> None:
    """SQL that a script sends to psql, its variables filled in."""
    for _, _, statements in SQL.findall(text):
        # What begins with a backslash is psql's own, and ends a statement.
        sql(re.sub(r"\$\w+", "1", re.sub(r"\\[a-z]+.*", ";", statements)))


def sql(text: str) -> None:
    """SQL as PostgreSQL's own parser reads it, Grafana's macros filled in; ParseError where it does not."""
    for macro, meant in GRAFANA.items():
        text = re.sub(macro, meant, text)
    pglast.parse_sql(text)


def by_nobody(text: str) -> None:
    """Read in tests/real, by the program that it is for."""


READERS: dict[str, Callable[..., Any]] = {
    ".alloy": by_alloy,
    ".json": json.loads,
    ".yaml": by_yaml,
    ".py": by_python,
    ".sh": by_postgresql,  # the shell itself: see shell.py
    ".toml": by_toml,
    "telegraf.conf": by_toml,
    "subscription.conf": by_toml,
    "": by_nobody,  # a variable
    ".rego": by_nobody,  # evaluated, in test_languages.py
    "acl.conf": by_nobody,
    "mosquitto.conf": by_nobody,
    "nats.conf": by_nobody,
    "50-cluster.conf": by_nobody,
    "pg_hba.conf": by_nobody,
    "postgresql.conf": by_nobody,
}
