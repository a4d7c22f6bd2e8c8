"""The program as it is on a terminal, where nobody types, or somebody does."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
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


def answered_on_terminal(
    folder: Path, answers: Sequence[bytes], *arguments: str, seconds: float = 60
) -> tuple[int, str]:
    r"""The status of a command whose questions get these answers, each after something was shown; and all of that.

    An answer is what the keys send: with a line's end, `\3` for Ctrl-C, `\4` for the end of input.
    """
    controller, terminal = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "dumb", "COLUMNS": "200"}
    command = [sys.executable, "-m", "generator", *arguments]
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
        preexec_fn=_take_terminal,
    ) as running:
        os.close(terminal)
        left = list(answers)
        shown, end = b"", time.monotonic() + seconds
        try:
            while time.monotonic() < end:
                if select.select([controller], [], [], 0.05)[0]:
                    shown += os.read(controller, 4096)
                elif shown and left:
                    os.write(controller, left.pop(0))
        except OSError:
            pass  # the other side has closed: the program is done
        finally:
            running.kill()
            os.close(controller)
    assert time.monotonic() < end, f"{arguments} still asks: {shown[-600:]!r}"
    return running.returncode, shown.decode(errors="replace").replace("\r\n", "\n")


def _take_terminal() -> None:
    """Make the terminal the session's own, so that Ctrl-C on it reaches the program.

    A shell that starts tests in the background has it ignored, and so would whoever inherits that.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
