"""Facts of clusters (global.cluster): named profiles, and the new platform that gets one in full.

A blueprint's values.yaml says `cluster: {profile: <name>}` where it wants the facts to stand: plain
cookiecutter leaves it at that, and the charts go by their defaults.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from generator.core.data import map_or_empty
from generator.core.edit.edit import edit
from generator.core.helm.chart_file import VALUES_FILE
from generator.core.tree import text_of
from generator.core.yaml.data import data_of
from generator.core.yaml.document import read

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePosixPath

    from generator.core.data import Values
    from generator.core.paths import KeyPath
    from generator.core.tree import Tree

FACTS: KeyPath = ("global", "cluster")
OPTION = "cluster"
_PLACE = re.compile(r"^( +)cluster: \{profile: [a-z0-9-]+\}[^\n]*\n", re.MULTILINE)


class ClusterProfile(NamedTuple):
    """A kind of cluster: what it is, in a sentence; its facts, and how a values file spells them."""

    name: str
    what: str
    text: str
    facts: Values


def parse_profiles(files: Tree) -> dict[str, ClusterProfile]:
    """The profiles of a folder by name: `gke.yaml` says in its first line what it is, then the facts."""
    profiles = {}
    for path, data in sorted(files.items()):
        head, _, text = text_of(data, str(path)).partition("\n")
        document = read(text, file=str(path))
        profiles[path.stem] = ClusterProfile(
            path.stem, head.removeprefix("# ").rstrip("."), text, map_or_empty(data_of(document))
        )
    return profiles


def with_facts(
    written: Tree, answers: Mapping[str, str | bool], profiles: Mapping[str, ClusterProfile]
) -> dict[PurePosixPath, bytes]:
    """The files of a new platform, its values.yaml with the facts of the cluster that was answered."""
    profile = profiles.get(str(answers.get(OPTION, "")))
    if profile is None or VALUES_FILE not in written:
        return dict(written)
    text = text_of(written[VALUES_FILE], str(VALUES_FILE))
    place = _PLACE.search(text)
    if place is None:
        after = edit(text, "set", FACTS, profile.facts, file=str(VALUES_FILE))
    else:
        after = text[: place.start()] + _block(profile, place[1]) + text[place.end() :]
    return {**written, VALUES_FILE: after.encode()}


def with_block(text: str, profiles: Mapping[str, ClusterProfile], profile: ClusterProfile) -> str | None:
    """The text with the profile's facts in place of another's; None where none stands there as written."""
    for one in profiles.values():
        before, found, after = text.partition(_block(one, "  "))
        if found:
            return before + _block(profile, "  ") + after
    return None


def _block(profile: ClusterProfile, indent: str) -> str:
    head = f"{indent}cluster: # {profile.what}; yours to correct (docs/clusters.md of helm-blueprint)\n"
    return head + "".join(f"{indent}  {line}\n" for line in profile.text.splitlines())
