"""A platform small enough to see, in the versions of its blueprint that a test wants."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from generator.core.blueprint.derived import Bundled, with_what_follows
from generator.core.blueprint.generate import Assembled, assemble
from generator.core.blueprint.manifest import parse_blueprint
from generator.core.changes import Change, applied
from generator.core.merge.merge import AtConflicts
from generator.core.platform.file import Origin
from generator.core.tree import Tree
from generator.core.upgrade.base import base_of
from generator.core.upgrade.planned import Planned, Upgrading, planned
from tests.core.blueprint.test_vendor import CHARTS, UMBRELLA, tree

BUNDLED = Bundled(CHARTS, b"{}")
VALUES = """\
# The shop.
global:
  connections:
    front: [back]

front: # shows pages
  replicas: 1

back: # keeps them
  replicas: 1
"""
FILES = {
    "Chart.yaml": UMBRELLA,
    "README.md": "# Shop\n\n<!-- helm-blueprint:services:begin -->\n<!-- helm-blueprint:services:end -->\n\nMore.\n",
    "docs/page.md": "# Page\n\nfront shows pages\n",
    "platform.yaml": "environments:\n  dev: {namespace: shop-dev}\n  prod: {namespace: shop}\n",
    "values.yaml": VALUES,
    "values-dev.yaml": "back: {replicas: 1}\n",
    "values-prod.yaml": "back:\n  replicas: 3\n",
}


class Lines(NamedTuple):
    """What merging by lines gives, in a fake that calls every text that both changed one conflict."""

    content: bytes
    conflicts: int


def by_lines(base: bytes, ours: bytes, theirs: bytes, *, at_conflicts: AtConflicts) -> Lines:
    both = b"<<<<<<< ours\n" + ours + b"=======\n" + theirs + b">>>>>>> theirs\n"
    return Lines({"ours": ours, "theirs": theirs, "markers": both}[at_conflicts], int(base != ours))


def version(
    changed: Mapping[str, str] | None = None, number: str = "1.0.0", charts: Tree = CHARTS, **answers: str
) -> Assembled:
    """The platform that a version of the blueprint makes: with these files other than in the first."""
    blueprint = f"name: tiny\nversion: {number}\ndescription: x\n".encode()
    return assemble(
        [tree({**FILES, **(changed or {})})],
        charts,
        platform_schema=b"{}",
        blueprints=[parse_blueprint(blueprint, "b")],
        origin=Origin("tiny", "builtin", number),
        answers={"name": "shop", **answers},
        clusters={},
    )


def edited(ours: Tree, **texts: str | None) -> dict[PurePosixPath, bytes]:
    """A platform in which these files are others, or none: `values_yaml` is values.yaml."""
    files = dict(ours)
    for name, text in texts.items():
        path = PurePosixPath(name.replace("__", "/").replace("_", "."))
        if text is None:
            del files[path]
        else:
            files[path] = text.encode()
    return files


def with_changes(ours: Tree, changes: tuple[Change, ...]) -> dict[PurePosixPath, bytes]:
    """A platform after a command, with what follows from it."""
    return applied(ours, with_what_follows(ours, changes, BUNDLED))


def upgraded(ours: Tree, theirs: Assembled, **how: object) -> Planned:
    return planned(Upgrading(base_of(ours), ours, theirs), BUNDLED, by_lines, **how)  # type: ignore[arg-type]  # each test its own


def text(files: Tree, name: str) -> str:
    return files[PurePosixPath(name)].decode()
