"""Values: set on a file of 3,000 lines, yq and ruamel.yaml beside it; what reads and writes 200 and 1,000 services in 5 environments, and a file of 40,000 lines.

CPU seconds of whole processes. yq (mikefarah's, version 4) is taken from YQ or from PATH, and left out where it is not there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath

import yaml

from generator.core.tree import Tree
from generator.edge.files import read_tree
from tests.bench.measure import Figure, cpu, medians, usage
from tests.bench.synthetic import platform, write

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(sys.executable).parent / "helm-blueprint"
ENVIRONMENTS = ("dev", "test", "staging", "prod", "dr")
RUNS = 7

RUAMEL = """
import sys
from ruamel.yaml import YAML
yaml = YAML()
yaml.preserve_quotes = True
data = yaml.load(open(sys.argv[1]))
data["service-5"]["image"]["tag"] = "9.9.9"
yaml.dump(data, open(sys.argv[1], "w"))
"""


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as name:
        yield from _set(Path(name))
        yield from _whole(Path(name))
        yield from _every(write(large(1000), Path(name) / "thousand"), "1,000 services in 5 environments", 3)
        yield from _every(write(long(), Path(name) / "long"), "a file of 40,000 lines", 2)
        yield from _beyond(Path(name))


def _set(folder: Path) -> Iterator[Figure]:
    root = write(large(120), folder / "set")
    file = root / "values.yaml"
    before = file.read_bytes()
    lines = before.count(b"\n")
    peers = {"ours": [PROGRAM, "values", "set", "service-5.image.tag=9.9.9", "--platform", root, "--yes"]}
    peers["ruamel.yaml"] = [sys.executable, "-c", RUAMEL, file]
    program = yq()
    if program:
        peers["yq"] = [program, "-i", '.service-5.image.tag = "9.9.9"', file]
    touched = {}

    def one(command: list[str | Path]) -> float:
        file.write_bytes(before)
        return cpu(command)

    times = medians(
        RUNS, lambda: cpu([sys.executable, "-c", "pass"]), *(partial(one, c) for c in peers.values())
    )
    for peer, command in peers.items():
        one(command)
        touched[peer] = _differing_lines(before, file.read_bytes())
    nothing, ours, *others = times
    detail = f"python -c pass: {nothing * 1000:.0f} ms; {touched['ours']} of {lines} lines changed"
    yield Figure("values set, a file of 3,000 lines", ours * 1000, 120, "ms", detail)
    for (peer, _), seconds in zip(list(peers.items())[1:], others, strict=True):
        detail = f"{seconds * 1000:.0f} ms; {touched[peer]} lines changed"
        # What the edit takes more than yq's is the price of starting Python; ruamel.yaml pays that, too.
        yield Figure(f"values set / {peer}", ours / seconds, 10 if peer == "yq" else 1, detail=detail)


def _whole(folder: Path) -> Iterator[Figure]:
    root = write(large(200), folder / "whole")
    base = [PROGRAM, "values"]
    commands = {
        "explain": [*base, "explain", "service-5.replicaCount", "--env", "prod", "--platform", root],
        "matrix": [*base, "matrix", "--platform", root],
        "lint": [*base, "lint", "--platform", root],
        "promote": [*base, "promote", "staging", "prod", "--platform", root, "--dry-run"],
        "tidy": [*base, "tidy", "--platform", root, "--dry-run"],
    }
    for name, seconds in zip(
        commands, medians(RUNS, *(partial(_any_status, c) for c in commands.values())), strict=True
    ):
        most = 0.3 if name == "explain" else 1
        yield Figure(f"values {name}, 200 services in 5 environments", seconds, most, "s")


def _beyond(folder: Path) -> Iterator[Figure]:
    """What nobody should have, and somebody has."""
    root = write(listed(5000), folder / "listed")
    yield from _every(
        root, "a list of 5,000 items", 2, "rules[name=rule-7].image", "rules[name=rule-7].level"
    )
    yield from _every(write(copies(), folder / "copies"), "three copies of 40,000 lines", 12)
    used = [
        usage([PROGRAM, "values", "matrix", "--platform", write(chained(300), folder / "chained")])
        for _ in range(3)
    ]
    yield Figure(
        "values matrix, 300 environments in one chain", sorted(one.seconds for one in used)[1], 2, "s"
    )


def _every(
    root: Path,
    what: str,
    most: float,
    key: str = "service-5.replicaCount",
    other: str = "service-5.image.tag",
) -> Iterator[Figure]:
    """Each command on values, and the most memory that one of them takes."""
    at = ["--platform", root]
    commands = {
        "files": ["files", "--env", "prod", *at],
        "get": ["get", "--env", "prod", *at],
        "explain": ["explain", key, "--env", "prod", *at],
        "diff": ["diff", "staging", "prod", *at],
        "matrix": ["matrix", *at],
        "set": ["set", f"{key}=9", "--dry-run", *at],
        "unset": ["unset", other, "--dry-run", *at],
        "promote": ["promote", "staging", "prod", "--dry-run", *at],
        "tidy": ["tidy", "--dry-run", *at],
        "lint": ["lint", *at],
    }
    memory: dict[str, float] = {}
    for name, rest in commands.items():
        used = [usage([PROGRAM, "values", *rest]) for _ in range(3)]
        memory[name] = max(one.megabytes for one in used)
        yield Figure(f"values {name}, {what}", sorted(one.seconds for one in used)[1], most, "s")
    hungriest = max(memory, key=lambda name: memory[name])
    yield Figure(f"memory, {what}", memory[hungriest], 300, "MB", f"values {hungriest}")


def long(services_of_environments: int = 20) -> Tree:
    """An umbrella of nobody's charts: 1,667 services of 24 lines in values.yaml, some of them in each environment."""

    def text(name: str, services: int) -> bytes:
        blocks = (
            f"\n# service-{number}: what it is for\nservice-{number}:\n  image:\n"
            f"    repository: registry.example.com/team/service-{number}\n    tag: '1.{name if number % 7 == 0 else 0}'\n"
            "  replicaCount: 2 # for maintenance\n"
            f"  env:\n    LOG_LEVEL: info\n    FEATURES: a,b,c\n    HOST: service-{number}.internal\n"
            "  resources:\n    requests:\n      cpu: 100m\n      memory: 128Mi\n    limits:\n      memory: 256Mi\n"
            f"  ingress:\n    enabled: true\n    hosts:\n      - host: service-{number}.example.com\n        paths: [/]\n"
            "  args:\n    - --verbose\n    - --port=8080\n"
            for number in range(services)
        )
        return f"# {name}\n{''.join(blocks)}".encode()

    tree = {PurePosixPath("Chart.yaml"): b"apiVersion: v2\nname: long\nversion: 0.1.0\n"}
    tree[PurePosixPath("values.yaml")] = text("values", 1667)
    return tree | {
        PurePosixPath(f"values-{name}.yaml"): text(name, services_of_environments)
        for name in ("staging", "prod")
    }


def copies() -> Tree:
    """The same, where both environments say again what values.yaml says; of every seventh service another tag."""
    return long(1667)


def listed(items: int) -> Tree:
    """One list in values.yaml and both environments, of which every other item has a newer image in staging."""

    def text(is_new: bool) -> bytes:
        return "".join([
            "rules:\n",
            *(
                f"  - name: rule-{at}\n    image: registry.example.com/team/rule:{1 + at % 2 * is_new}\n    level: info\n"
                for at in range(items)
            ),
        ]).encode()  # fmt: skip

    tree = {PurePosixPath("Chart.yaml"): b"apiVersion: v2\nname: listed\nversion: 0.1.0\n"}
    files = {"values.yaml": False, "values-staging.yaml": True, "values-prod.yaml": False}
    return tree | {PurePosixPath(name): text(is_new) for name, is_new in files.items()}


def chained(environments: int) -> Tree:
    """Twenty services, and environments of which each inherits from the one before and sets two values."""
    chain = "".join(f"  e{at}: {{{f'inherits: e{at - 1}' if at else ''}}}\n" for at in range(environments))
    tree = long() | {
        PurePosixPath("platform.yaml"): f"apiVersion: helm-blueprint/v1\nenvironments:\n{chain}".encode()
    }
    tree[PurePosixPath("values.yaml")] = tree.pop(PurePosixPath("values-prod.yaml"))
    del tree[PurePosixPath("values-staging.yaml")]
    return tree | {
        PurePosixPath(f"values-e{at}.yaml"): (
            f"service-1: {{replicaCount: {at}}}\nnew-{at % 20}: {{env: {{LOG_LEVEL: l{at}}}}}\n"
        ).encode()
        for at in range(environments)
    }


def _any_status(command: list[str | Path]) -> float:
    """Like `cpu`; findings are no failure."""
    return cpu(["sh", "-c", '"$@"; test $? -le 1', "sh", *command])


def _differing_lines(before: bytes, after: bytes) -> int:
    old, new = before.split(b"\n"), after.split(b"\n")
    return sum(a != b for a, b in zip(old, new, strict=False)) + abs(len(old) - len(new))


def yq() -> str | None:
    """The yq of mikefarah; others of that name are other programs."""
    found = os.environ.get("YQ") or shutil.which("yq")
    if not found:
        return None
    told = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
    return found if "mikefarah" in told else None


def large(services: int) -> Tree:
    """A platform with a commented values.yaml of 25 lines a service, and a third of the services in each environment."""
    tree = dict(platform(services, read_tree(ROOT / "charts")))
    values = yaml.safe_load(tree[PurePosixPath("values.yaml")])
    text = "# The architecture.\n" + "".join(
        f"\n# {key}: what it is for, and who asks for it\n{yaml.safe_dump({key: data}, sort_keys=False)}"
        for key, data in values.items()
    )
    tree[PurePosixPath("values.yaml")] = text.encode()
    chain = "\n".join(f"  {name}: {{{'inherits: prod' if name == 'dr' else ''}}}" for name in ENVIRONMENTS)
    tree[PurePosixPath("platform.yaml")] = (
        "apiVersion: helm-blueprint/v1\nblueprint: {name: large, source: builtin, version: 1.0.0}\n"
        f"environments:\n{chain}\n"
    ).encode()
    for number, name in enumerate(ENVIRONMENTS):
        own: dict[str, object] = {"global": {"presets": {"deployment": {"replicaCount": number + 1}}}}
        for service in range(services):
            if service % 10 < 8 and service % 3 == number % 3:
                own[f"service-{service}"] = {
                    "replicaCount": number,
                    "image": {"tag": f"1.{number}.{service}"},
                    "env": {"LOG_LEVEL": "debug", "LEVEL": str(number)},
                }
        tree[PurePosixPath(f"values-{name}.yaml")] = (
            f"# {name}\n" + yaml.safe_dump(own, sort_keys=False)
        ).encode()
    return tree
