"""The program as it is on a terminal, where nobody types."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def on_terminal(folder: Path, *arguments: str, columns: int = 200) -> str:
    """What a command shows there, stdout alone."""
    return python_on_terminal(folder, "-m", "generator", *arguments, columns=columns)


def python_on_terminal(folder: Path, *arguments: str, columns: int = 200) -> str:
    """What a Python program shows there, stdout alone."""
    controller, terminal = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": str(columns)}
    command = [sys.executable, *arguments]
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdin=terminal, stdout=terminal, stderr=subprocess.DEVNULL
    ):
        os.close(terminal)
        shown = b""
        try:
            while chunk := os.read(controller, 4096):
                shown += chunk
        except OSError:
            pass  # the other side has closed: the program is done
        os.close(controller)
    return shown.decode().replace("\r\n", "\n")
