"""Argo CD: the elements of the ApplicationSet, an Application for each release, and their project."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.core.data import value_at
from generator.core.delivery.chains import with_chain
from generator.core.delivery.documents import statement
from generator.core.delivery.entries import EntryForm, with_entries
from generator.core.delivery.project import with_project
from generator.core.tree import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.core.data import Data
    from generator.core.delivery.releases import Delivered
    from generator.core.platform.file import Environment

APPLICATION_SET_FILE = PurePosixPath("gitops/argocd/applicationset.yaml")
PROJECT_FILE = PurePosixPath("gitops/argocd/project.yaml")
_PLACED = ("cluster", "region")
_APPLICATION = ("spec", "template", "metadata", "name")
_ELEMENTS = ("spec", "generators", 0, "list", "elements")


def argocd_entries(delivered: Delivered) -> dict[PurePosixPath, bytes | None]:
    """The ApplicationSet with an element for each release that has a cluster, if the platform has it."""
    if APPLICATION_SET_FILE not in delivered.tree:
        return {}
    form = EntryForm(
        _ELEMENTS, "environment", "values", _files, _respelled, _elements, by_cluster=True, placed=_PLACED
    )
    text = text_of(delivered.tree[APPLICATION_SET_FILE], str(APPLICATION_SET_FILE))
    after = with_entries(text, form, delivered, file=str(APPLICATION_SET_FILE))
    found: dict[PurePosixPath, bytes | None] = {APPLICATION_SET_FILE: after.encode()}
    if PROJECT_FILE in delivered.tree:
        project = text_of(delivered.tree[PROJECT_FILE], str(PROJECT_FILE))
        found[PROJECT_FILE] = with_project(project, delivered, _applications(after, delivered)).encode()
    return found


def _applications(text: str, delivered: Delivered) -> dict[str, list[str]]:
    """The names of the Applications that the ApplicationSet makes of each release."""
    data = statement(text, ())
    name, elements = value_at(data, _APPLICATION), value_at(data, _ELEMENTS)
    if not isinstance(name, str) or not isinstance(elements, list):
        return {}
    there = {str(one.get("environment")) for one in elements if isinstance(one, dict)}
    return {
        release.name: [
            name.replace("{{ .environment }}", each)
            for each in delivered.candidates(release, by_cluster=True)
            if each in there
        ]
        for release in delivered.platform.releases()
    }


def _elements(release: Environment, delivered: Delivered) -> list[dict[str, Data]]:
    several = len(release.clusters) > 1
    return [
        {
            "environment": f"{release.name}-{cluster}" if several else release.name,
            "namespace": release.namespace or release.name,
            "cluster": cluster,
            "region": cluster if several else release.region,
            "values": list(delivered.platform.chain(release.name)),
        }
        for cluster in release.clusters
    ]


def _files(value: Data) -> list[str] | None:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        return None
    return [_file(one) for one in value]


def _file(part: Data) -> str:
    """The template makes `values-{{ . }}.yaml` of each."""
    return f"values-{part}.yaml"


def _respelled(value: Data, wanted: Sequence[str], delivered: Delivered) -> Data:
    assert isinstance(value, list)
    parts = [one.removeprefix("values-").removesuffix(".yaml") for one in wanted]
    return with_chain(value, parts, lambda one: delivered.is_ours(_file(one)))
