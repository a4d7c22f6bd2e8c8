"""Where both sides touched one mapping or list: told with its place in all three versions, and the rule."""

from __future__ import annotations

from pathlib import PurePosixPath

from generator.core.upgrade.file_merge import FileVersions
from generator.core.upgrade.solved import solved

VALUES = PurePosixPath("values.yaml")
BASE = """\
global:
  presets: {web: {presets: [small]}}
web:
  ports: [{name: http, containerPort: 80}, {name: admin, containerPort: 81}]
  image: {tag: 1}
  args: [a]
db: {size: 1}
"""


def told(base: str, ours: str, theirs: str, name: str = "values.yaml") -> list[str]:
    versions = FileVersions(*(text.encode() for text in (base, ours, theirs)))
    return [one.sentence for one in solved({PurePosixPath(name): versions})]


def test_what_both_touched_is_told() -> None:
    ours = (
        BASE.replace("[small]", "[small, mine]").replace("containerPort: 80}", "containerPort: 8080}")
        .replace("size: 1", "size: 2").replace("tag: 1", "tag: 2").replace("args: [a]", "args: [b]")
    )  # fmt: skip
    theirs = "# news\n" + (
        BASE.replace("[small]", "[small, new]").replace("containerPort: 81}", "containerPort: 8081}")
        .replace("size: 1", "size: 1, more: 2").replace("tag: 1", "tag: 2").replace("args: [a]", "args: [c]")
    )  # fmt: skip
    assert told(BASE, ours, theirs) == [
        "values.yaml:2 (base 2, theirs 3): global.presets.web.presets: what either side added or removed",
        "values.yaml:4 (base 4, theirs 5): web.ports: ours changed [name=http], theirs [name=admin]",
        "values.yaml:5 (base 5, theirs 6): web.image: both say the same now",
        "values.yaml:7 (base 7, theirs 8): db: ours changed size, theirs more",
    ]


def test_what_one_side_touched_is_not_told() -> None:
    assert told(BASE, BASE, BASE) == []
    assert told(BASE, BASE.replace("tag: 1", "tag: 2"), BASE.replace("tag: 1", "tag: 2")) == []
    assert told(BASE, BASE.replace("tag: 1", "tag: 2"), BASE.replace("tag: 1", "tag: 3")) == []
    assert told("a\n", "b\n", "c\n", "page.md") == []
    assert told("a: {{ x }}\n", "b: 1\n", "c: 1\n") == []
    assert solved({VALUES: FileVersions(None, b"a: 1\n", b"b: 1\n")}) == []
