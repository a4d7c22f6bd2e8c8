"""Golden files of a blueprint: what Helm makes of each set of answers, kept beside it and compared."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.core.blueprint.combinations import described_answers
from generator.core.objects.effects import DOCUMENT_BREAK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.core.blueprint.combinations import Chosen

GOLDEN = "golden"  # the folder; it is no part of the blueprint: not of its digest, nor of its archive
_LONGEST_STEM = 100


def is_golden(path: PurePosixPath) -> bool:
    """Whether a file of a blueprint's folder is a golden one."""
    return len(path.parts) > 1 and path.parts[0] == GOLDEN


def golden_file(chosen: Chosen) -> PurePosixPath:
    """The golden file of a set of answers, from the blueprint's folder: the same in every run."""
    said = described_answers(chosen)
    words = "-".join(f"{name}-{str(value).lower()}" for name, value in chosen.items())
    stem = "".join(one if one.isalnum() or one in "-." else "_" for one in words) or "defaults"
    if len(stem) > _LONGEST_STEM or stem.startswith("."):
        stem = hashlib.sha256(said.encode()).hexdigest()[:16]
    return PurePosixPath(GOLDEN, f"{stem}.yaml")


def golden_text(chosen: Chosen, rendered: Mapping[str, str]) -> bytes:
    """What stands in a golden file: the manifests of every environment, by its name."""
    lines = [f"# {described_answers(chosen)}"]
    for environment, text in rendered.items():
        lines.append(f"# ── {environment} ──")
        # Helm 3 and 4 end documents differently.
        for document in DOCUMENT_BREAK.split(f"{text}\n"):
            if document.strip():
                lines += ["---", *(one.rstrip() for one in document.strip().splitlines())]
    return ("\n".join(lines) + "\n").encode()
