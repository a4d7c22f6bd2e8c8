"""Completes a command line for Helm: `helm` asks plugin.complete, which asks this.

The arguments are the words after `helm blueprint`, the last one being typed. The answer is a
candidate per line, a tab before its description, and what the shell shall do as the last line.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from click.shell_completion import ShellComplete

from generator.cli import main_group
from generator.streams import secure_streams

if TYPE_CHECKING:
    from collections.abc import Sequence

# Cobra's ShellCompDirective: 0 lets the shell complete file names, 4 keeps it from doing so.
FILES = ":0"
NO_FILES = ":4"


def complete(words: Sequence[str]) -> list[str]:
    """The lines that Helm wants for these words."""
    *before, typed = words or [""]
    found = ShellComplete(main_group(), {}, "helm blueprint", "").get_completions(list(before), typed)
    candidates = [
        f"{item.value}\t{item.help}" if item.help else item.value for item in found if item.type == "plain"
    ]
    wants_files = any(item.type in ("file", "dir") for item in found)
    return [*candidates, FILES if wants_files else NO_FILES]


if __name__ == "__main__":
    secure_streams()
    sys.stdout.write("\n".join(complete(sys.argv[1:])) + "\n")
