"""Decrypting a file with the sops that is on PATH: from its content to what it says, in memory alone."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

from generator.errors import THE_FILE, BlueprintError, MissingProgram

if TYPE_CHECKING:
    from pathlib import PurePosixPath

_SECONDS = 60  # keys may be a cloud's, or a person's who has to touch one
# The exit statuses of sops whose reasons are known. What it writes itself may have values of the file in it.
_REASONS = {
    25: "the values in it cannot be decrypted: they were changed, or moved to another key",
    51: "its MAC does not fit: something else than SOPS has changed the file",
    52: "it has no MAC",
    128: "none of the keys that open it can be had here",
}


def decrypted(file: PurePosixPath, content: bytes) -> bytes:
    """What a SOPS file of YAML says. It is handed over on stdin: no name of a stranger reaches the program.

    MissingProgram where there is no sops, BlueprintError where it refuses or takes too long.
    """
    program = shutil.which("sops")
    if program is None:
        raise MissingProgram(
            "sops is needed to decrypt this, and it is not on PATH",
            where=str(file),
            hint="Install it (https://getsops.io), or leave --decrypt out.",
        )
    command = [program, "--decrypt", "--input-type", "yaml", "--output-type", "yaml", "/dev/stdin"]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise BlueprintError(f"sops did not end within {_SECONDS} seconds", where=str(file)) from None
    except OSError as error:
        raise BlueprintError(f"sops cannot be started: {error.strerror}", where=str(file)) from None
    if done.returncode:
        reason = _REASONS.get(done.returncode, f"exit status {done.returncode}")
        raise BlueprintError(
            f"sops cannot decrypt this: {reason}",
            where=str(file),
            hint=f"It says more where values may be seen: sops decrypt {THE_FILE}",
        )
    return done.stdout
