"""The pipeline on GitLab: the matrix of environments that its job `render` has."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.core.delivery.github import pipeline

if TYPE_CHECKING:
    from generator.core.delivery.releases import Delivered

PIPELINE_FILE = PurePosixPath(".gitlab-ci.yml")


def gitlab_entries(delivered: Delivered) -> dict[PurePosixPath, bytes | None]:
    """The pipeline with a line for each release, if the platform has it."""
    return pipeline(delivered, PIPELINE_FILE, ("render", "parallel", "matrix"), "ENVIRONMENT", "VALUES")
