"""PyYAML with patterns that are compiled when they are needed: it reads and refuses as it always does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import generator

READS = """
import re
at_once = re.compile
{get}
assert re.compile is at_once
print(yaml.safe_load("{{a: 1.5e+3, b: [yes, ~, 0x1f, 0b11, 1:30], c: 2026-11-28, d: 2026-11-28T01:02:03Z, <<: {{e: .inf}}}}"))
print(yaml.safe_dump({{"a": "yes", "b": "0x1f", "c": "2026-11-28", "d": "x: y", "e": 1e30}}))
for text in ("a: \\x07", "a: [", "a: \\ud800", "%"):
    try:
        yaml.safe_load(text)
    except yaml.YAMLError as error:
        print(error)
import copy
print(copy.deepcopy(yaml.reader.Reader.NON_PRINTABLE).search("a\\x07").start())
"""
LATE = "from generator.core.yaml.library import yaml"
IS_LATE = f"{LATE}; print(type(yaml.reader.Reader.NON_PRINTABLE) is not re.Pattern)"


def said(get: str) -> str:
    script = READS.format(get=get)
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout


def test_library_takes_and_refuses_what_it_always_did() -> None:
    plain = said("import yaml")
    assert plain.count("\n") > 20
    assert said(LATE) == plain


def test_its_patterns_are_compiled_late() -> None:
    assert said(IS_LATE).startswith("True\n")


def test_nothing_of_ours_imports_it_otherwise() -> None:
    files = [*Path(generator.__file__).parent.rglob("*.py")]
    found = [file.name for file in files if re.search(r"(?m)^\s*import yaml\b", file.read_text())]
    assert found == ["library.py"]
