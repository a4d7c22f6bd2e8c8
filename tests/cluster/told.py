"""The commands of `kubectl` that a platform's pages tell its people to type, as their shell would start them."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_BLOCK = re.compile(r"^( *)```\w*\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"(?<!`)`([^`\n]*\bkubectl [^`\n]*)`")
_ONLY_NAMED = re.compile(
    r"kubectl [a-z]+(?: [a-z]+)?"
)  # the page speaks of the command, it does not give one
_END = "\x1e"
_WORD_END = "\x1f"
# Other programs have tests of their own; what is asked of the cluster answers with something, so that scripts go on.
_STAND_INS = {
    "kubectl": f"""printf '%s{_WORD_END}' "$@" >>"$TOLD"; printf '{_END}' >>"$TOLD"; case " $* " in *" get "*) printf c2VjcmV0 ;; esac""",
    "helm": ":",
    "rclone": ":",
    "curl": ":",
}


class Told(NamedTuple):
    """A command, its words as the shell hands them over, and the page that tells it."""

    page: str
    words: tuple[str, ...]


def told(platform: Path, filled: Callable[[str], str], scratch: Path) -> Iterator[Told]:
    """Every command of the platform's pages; `filled` puts something that exists in place of what they leave open, as in <pod>."""
    programs = scratch / "bin"
    programs.mkdir()
    for name, script in _STAND_INS.items():
        (programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (programs / name).chmod(0o755)
    pages = [platform / "README.md", *sorted((platform / "docs").rglob("*.md"))]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        blocks = [
            re.sub(rf"^{indent}", "", block, flags=re.MULTILINE) for indent, block in _BLOCK.findall(text)
        ]
        spans = [
            span for span in _SPAN.findall(_BLOCK.sub("", text)) if not _ONLY_NAMED.fullmatch(span.strip())
        ]
        # What one block says ($namespace) the next ones of its page read, and so may a span.
        script = "\n".join([*(block for block in blocks if "kubectl" in block), *spans])
        for words in _started(filled(script), programs, scratch):
            yield Told(str(page.relative_to(platform)), words)


def _started(script: str, programs: Path, scratch: Path) -> list[tuple[str, ...]]:
    log = scratch / "told"
    log.write_text("")
    done = subprocess.run(
        ["bash", "-u", "-c", f"password= READER_PASSWORD= OLD_ROOT_PASSWORD= AUDIT_PASSWORD= client_id= client_secret=\n{script}\nwait"],
        cwd=scratch, env={**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "TOLD": str(log)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert not done.stderr, f"{done.stderr}\n{script}"
    commands = log.read_text().split(_END)[:-1]
    return [tuple(command.split(_WORD_END)[:-1]) for command in commands]


def flag(words: Sequence[str], *names: str) -> str:
    """The value of a flag, as `-n x`, `--namespace x` or `--namespace=x`; empty where it is not there."""
    for number, word in enumerate(words):
        if word == "--":
            break
        for name in names:
            if word == name:
                return words[number + 1]
            if word.startswith(f"{name}="):
                return word.partition("=")[2]
    return ""
