r"""What is known of each container of the blueprints, image by image: tests/proof/images/<image>.yaml.

    image: docker.io/library/nats      # without its tag
    tags: '\d+\.\d+\.\d+-alpine'       # what its tags look like: one version and no other, as this project pins it
    ended: why nobody keeps it any more, where that is so, and what to do
    roles:
    - role: broker
      containers: [ecommerce/message-queue/message-queue]
      proof: runs
      program: nats-server {nats-server}, built with Go
      tests: [tests/real/test_brokers.py::test_a_message_outlives_its_broker]
      note: what is different from the image, or why it does no more

A container is blueprint/workload/name, without the name of the release and the sum behind a Job's name; patterns as the
shell's. `proof` is one of LEVELS, `{tool}` the version in tests/tools.py. What is only read names its `source`, and in
`note` why it is not more. What is known of whether an image is kept was looked up in November 2026.
"""

from __future__ import annotations

import ast
import re
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import yaml

from tests import tools
from tests.blueprints.rules import containers
from tests.charts.support import controllers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.charts.support import Object

FOLDER = Path(__file__).parent / "images"
PROMISES = Path(__file__).parent / "promises.yaml"
KILLS = Path(__file__).parent / "kills.yaml"
LEVELS = {
    "runs": "started as it is rendered; its probes passed, and it did its work",
    "accepted": "read by the program's own parser or check",
    "read": "stated as the program's source or manual says; nobody has seen it start",
}


class Proof(NamedTuple):
    """One role of an image, and what was done to be sure of it."""

    image: str
    role: str
    containers: tuple[str, ...]
    level: str
    program: str = ""
    tests: tuple[str, ...] = ()
    source: str = ""
    note: str = ""

    def covers(self, image: str, container: str) -> bool:
        return image == self.image and any(fnmatchcase(container, each) for each in self.containers)


def proofs() -> list[Proof]:
    """All of them, by image and in the order of their files; TypeError for a key that does not belong there."""
    return [
        _proof(file["image"], **role)
        for file in (yaml.safe_load(path.read_text()) for path in sorted(FOLDER.glob("*.yaml")))
        for role in file["roles"]
    ]


def _proof(
    image: str, *, role: str, containers: list[str], proof: str, program: str = "",
    tests: Sequence[str] = (), source: str = "", note: str = "",
) -> Proof:  # fmt: skip
    program = re.sub(r"\{([\w.-]+)\}", lambda found: tools.TOOLS[found[1]].version, program)
    return Proof(image, role, tuple(containers), proof, program, tuple(tests), source, note)


class Kept(NamedTuple):
    """What is known of an image as such: what its tags look like, and why nobody keeps it, where that is so."""

    image: str
    tags: str
    ended: str = ""

    def has(self, reference: str) -> bool:
        """Whether a reference is this image, pinned by a tag of its form or by such a tag and a digest."""
        return bool(re.fullmatch(rf"{re.escape(self.image)}:{self.tags}(@sha256:[0-9a-f]{{64}})?", reference))


def kept_images() -> list[Kept]:
    """All of them, in the order of their files; KeyError where one does not say what its tags look like."""
    files = (yaml.safe_load(path.read_text()) for path in sorted(FOLDER.glob("*.yaml")))
    return [Kept(file["image"], file["tags"], file.get("ended", "").strip()) for file in files]


class Promise(NamedTuple):
    """A sentence of a page about what happens when something fails; the tests that show it, or why there is none."""

    page: str
    says: str
    tests: tuple[str, ...] = ()
    why: str = ""


def promises() -> list[Promise]:
    """All of them, page by page; TypeError for a key that does not belong there."""
    return [
        _promise(page["page"], **promise)
        for page in yaml.safe_load(PROMISES.read_text())
        for promise in page["promises"]
    ]


def _promise(page: str, *, says: str, tests: Sequence[str] = (), why: str = "") -> Promise:
    return Promise(page, says, tuple(tests), why)


class Killed(NamedTuple):
    """Jobs by blueprint/workload; the tests that kill them and have them tried again, or why there is none."""

    jobs: tuple[str, ...]
    tests: tuple[str, ...] = ()
    why: str = ""

    def covers(self, job: str) -> bool:
        return any(fnmatchcase(job, one) for each in self.jobs for one in _spelt_out(each))


def kills() -> list[Killed]:
    """All of them, in their order; TypeError for a key that does not belong there."""
    return [_killed(**entry) for entry in yaml.safe_load(KILLS.read_text())]


def _killed(*, jobs: list[str], tests: Sequence[str] = (), why: str = "") -> Killed:
    return Killed(tuple(jobs), tuple(tests), why)


def _spelt_out(pattern: str) -> list[str]:
    """`a/{b,c}-d` as the shell reads it: a/b-d and a/c-d."""
    before, opened, rest = pattern.partition("{")
    within, _, after = rest.partition("}")
    return [f"{before}{each}{after}" for each in within.split(",")] if opened else [pattern]


def jobs_of(blueprint: str, found: Sequence[Object]) -> Iterator[str]:
    """blueprint/workload of each Job and CronJob that is rendered."""
    for controller in controllers(found):
        if controller["kind"] in ("Job", "CronJob"):
            yield f"{blueprint}/{_workload(controller)}"


def _workload(controller: Object) -> str:
    """Its name without that of the release and the sum behind a Job's."""
    return re.sub(r"-[0-9a-f]{8}$", "", controller["metadata"]["name"]).partition("-")[2]


def references_of(found: Sequence[Object]) -> set[str]:
    """The images of all containers that are rendered, as they are pulled."""
    return {each["image"] for controller in controllers(found) for each in containers(controller)}


def containers_of(blueprint: str, found: Sequence[Object]) -> Iterator[tuple[str, str]]:
    """Image without its tag, and blueprint/workload/name, of each container that is rendered."""
    for controller in controllers(found):
        workload = _workload(controller)
        for each in containers(controller):
            yield re.sub(r":[^:/]+$", "", each["image"]), f"{blueprint}/{workload}/{each['name']}"


@cache
def tests_in(file: str) -> frozenset[str]:
    """The names of the tests of a file of this repository; none where there is no such file."""
    path = tools.ROOT / file
    if not path.is_file():
        return frozenset()
    return frozenset(
        node.name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def is_there(test: str) -> bool:
    """Whether there is such a test: a path from the root of the repository, `::`, its name."""
    file, _, name = test.partition("::")
    return name in tests_in(file)
