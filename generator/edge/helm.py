"""Which helm to use: the one that called us as its plugin, else the one on PATH."""

from __future__ import annotations

import os
import shlex
import shutil
from pathlib import Path


def helm_command() -> str:
    """How to write helm in a command that a user shall type."""
    called_by = os.environ.get("HELM_BIN")
    on_path = shutil.which("helm")
    if not called_by or (on_path and Path(on_path).resolve() == Path(called_by).resolve()):
        return "helm"
    return shlex.quote(called_by)
