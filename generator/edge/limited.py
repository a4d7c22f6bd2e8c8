"""Programs that fetch: git and Helm, with an end to their time and to what they write."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO

from generator.core.blueprint.address import without_credentials
from generator.core.printable import printable
from generator.errors import BlueprintError, MissingProgram

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_SECONDS = 120
_LARGEST = 512 << 20
_MOST = 16 << 20
_LONGEST = 600


def fetched_by(
    command: Sequence[str],
    *,
    env: Mapping[str, str],
    doing: str,
    at: Path | None = None,
    hint: str = "Fetch it by hand, and give the path of its folder.",
    with_errors: bool = False,
) -> str:
    """What a program prints that fetches something; `doing` ends the sentence "cannot …".

    It runs in the folder `at`; `hint` says what to do where it takes too long. What it prints as errors comes
    before the rest, `with_errors`.

    BlueprintError with the program's own words, without the users and passwords of addresses in them.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        try:
            running = subprocess.Popen(
                command, cwd=at, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=env,
                start_new_session=True,
            )  # fmt: skip
        except PermissionError as error:
            raise BlueprintError(f"cannot {doing}: permission is denied") from error
        except OSError as error:
            if error.errno == errno.ENOEXEC:
                raise BlueprintError(
                    f"cannot {doing}: the system does not know how", hint="Its first line says: #!/bin/sh"
                ) from error
            raise MissingProgram(f"{command[0]} is needed to {doing}, and is not on this machine") from error
        _limit_files(running.pid)
        try:
            running.wait(timeout=_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise BlueprintError(
                f"cannot {doing}: it takes more than {_SECONDS} seconds",
                hint=hint,
            ) from error
        finally:
            _end(running)
        if running.returncode:
            raise BlueprintError(f"cannot {doing}: {_reason(err) or f'exit status {running.returncode}'}")
        out.seek(0)
        err.seek(0)
        said = err.read(_MOST) if with_errors else b""
        return (said + out.read(_MOST)).decode(errors="replace")


def _reason(said: BinaryIO) -> str:
    said.seek(0)
    text = without_credentials(said.read(_MOST).decode(errors="replace").strip())
    return " · ".join(printable(one.strip()) for one in text.splitlines() if one.strip())[:_LONGEST]


def _limit_files(process: int) -> None:
    """What a host says goes to files, too: it can be without end."""
    if sys.platform == "linux":
        import resource

        with suppress(OSError, ValueError):  # it has ended, or has a lower limit
            resource.prlimit(process, resource.RLIMIT_FSIZE, (_LARGEST, _LARGEST))


def _end(running: subprocess.Popen[bytes]) -> None:
    """With the programs that it started: git has one for each transport."""
    if running.poll() is None:
        with suppress(OSError):
            os.killpg(running.pid, 9)
        running.wait()
