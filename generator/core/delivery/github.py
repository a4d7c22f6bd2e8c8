"""The pipeline on GitHub: the matrix of environments that its job `check` has."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.core.delivery.chains import arguments, files_in_arguments
from generator.core.delivery.entries import EntryForm, with_entries
from generator.core.tree import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.core.data import Data
    from generator.core.delivery.releases import Delivered
    from generator.core.platform.file import Environment

WORKFLOW_FILE = PurePosixPath(".github/workflows/platform.yaml")
# Of this job alone: a job of people's own that deploys some environments is their choice.
_MATRIX = ("jobs", "check", "strategy", "matrix", "include")


def github_entries(delivered: Delivered) -> dict[PurePosixPath, bytes | None]:
    """The workflow with a line for each release, if the platform has it."""
    return pipeline(delivered, WORKFLOW_FILE, _MATRIX, "environment", "values")


def pipeline(
    delivered: Delivered, file: PurePosixPath, path: Sequence[str], name: str, values: str
) -> dict[PurePosixPath, bytes | None]:
    """A pipeline with an item for each release in the list at `path`; `name` and `values` are its keys."""
    if file not in delivered.tree:
        return {}

    def new(release: Environment, delivered: Delivered) -> Sequence[dict[str, Data]]:
        chain = [str(one) for one in delivered.platform.values_files(release.name)]
        return [{name: release.name, values: arguments("", chain, delivered.is_ours)}]

    form = EntryForm(tuple(path), name, values, _files, _respelled, new, by_cluster=False)
    text = text_of(delivered.tree[file], str(file))
    return {file: with_entries(text, form, delivered, file=str(file)).encode()}


def _files(value: Data) -> list[str] | None:
    return files_in_arguments(value) if isinstance(value, str) else None


def _respelled(value: Data, wanted: Sequence[str], delivered: Delivered) -> Data:
    return arguments(str(value), wanted, delivered.is_ours)
