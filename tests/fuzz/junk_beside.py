"""Fuzz target of what is not read from words and files alone: `python -m tests.fuzz.junk_beside [SECONDS] [SEED]`.

Words that a shell completes, @REVISION of a repository that is junk itself, questions on a terminal, and
--impact with the Helm that HELM_BIN names or that is on PATH.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import traceback
from typing import TYPE_CHECKING, Any

from generator.completion import FILES as COMPLETES_FILES
from generator.completion import NO_FILES, complete
from tests.fuzz.edit_target import repeated, start
from tests.fuzz.junk import WORDS, blob, content, mutated
from tests.fuzz.junk_entries import ENTRIES, TINY
from tests.fuzz.junk_target import Outcome, judged
from tests.fuzz.junk_world import OF_PLATFORMS, surroundings
from tests.terminals import answered_on_terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


# ── completion ──────────────────────────────────────────────────────────────────────────────────


def completed(rng: Any) -> list[str]:
    """Complete a call at any word, cut or odd, in a platform that may be odd itself."""
    name = rng.choice(sorted(ENTRIES))
    words = [*name.split(), *rng.choice(ENTRIES[name].calls), rng.choice(["--", "--env", "-", ""])]
    words = words[: rng.randint(0, len(words))]
    for _ in range(rng.randint(0, 2)):
        words.insert(rng.randint(0, len(words)), rng.choice(WORDS))
    if words and rng.random() < 0.5:
        words[-1] = words[-1][: rng.randint(0, 3)]
    with surroundings() as world:
        put = [rng.choice(OF_PLATFORMS)(rng, world) for _ in range(rng.choice([0, 1, 2]))]
        before = world.everything()
        try:
            lines = complete(words)
        except (Exception, SystemExit) as error:
            raise AssertionError(f"junk in {put}: completing {words!r}:\n{traceback.format_exc()}") from error
        assert lines[-1] in (COMPLETES_FILES, NO_FILES), (words, lines)
        # A candidate is a line; what a shell would run is none.
        assert not [line for line in lines if "\n" in line or "\x1b" in line], (put, words, lines)
        assert world.everything() == before, (put, words)
    return lines


# ── revisions ───────────────────────────────────────────────────────────────────────────────────

GIT = ("git", "-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
REVISIONS = [
    "HEAD", "HEAD~1", "HEAD~99", "@{-1}", "@{upstream}", "HEAD@{1}", "HEAD^{tree}", "HEAD^{/x}", ":/one", ":0", "--all", "a..b",
    "^HEAD", "HEAD:values.yaml", "refs/heads/main", "0" * 40, "f" * 7, "HEAD^{commit}^{}", "main@HEAD", "HEAD\n", "stash",
]  # fmt: skip
OF_GIT = [
    "HEAD",
    "config",
    "index",
    "packed-refs",
    "refs/heads/main",
    "shallow",
    "info/grafts",
    "objects/info/alternates",
]


def revised(rng: Any) -> Outcome:
    """Compare with a revision that is none, or of a repository of which a file is junk."""
    with surroundings() as world:
        put = [rng.choice(OF_PLATFORMS)(rng, world)] if rng.random() < 0.3 else []
        committed(world.platform)
        if rng.random() < 0.6:
            put.append(_of_git(rng, world.platform / ".git"))
        revision = rng.choice([*REVISIONS, rng.choice(WORDS), os.fsdecode(mutated(rng, b"HEAD~1"))])
        call = rng.choice([[f"prod@{revision}", "prod"], ["dev", f"dev@{revision}"], ["prod", "--from-rev", revision],
                           ["prod@HEAD", "prod@HEAD"], [f"{revision}@HEAD", "dev"]])  # fmt: skip
        try:
            return judged("values diff", call, world)
        except AssertionError as error:
            raise AssertionError(f"junk in {put}: {error}") from error


def committed(folder: Path) -> None:
    for arguments in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "one"]):
        subprocess.run([*GIT, "-C", str(folder), *arguments], check=False, capture_output=True)


def _of_git(rng: Any, repository: Path) -> str:
    objects = sorted(path for path in (repository / "objects").rglob("*") if path.is_file())
    path = rng.choice(objects) if objects and rng.random() < 0.5 else repository / rng.choice(OF_GIT)
    old = path.read_bytes() if path.exists() else b"x"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    kind = rng.randint(0, 3)
    if kind:
        path.write_bytes([b"", blob(rng, 20), mutated(rng, old)][kind - 1])
    return f"{path.name} of git"


# ── questions ───────────────────────────────────────────────────────────────────────────────────

ASKING = [["new", TINY], ["new", TINY, "shop"], ["new", TINY, "--set", "queue=nats"],
          ["values", "set", "web.replicaCount=7"], ["values", "unset", "db"], ["values", "promote", "staging", "prod"],
          ["values", "tidy"], ["values", "lint", "--fix"]]  # fmt: skip
ANSWERS = ["", "y", "n", "shop", "nats", "yes please", "0", "-1", "\x1b[A", "\x7f\x7f", "\t\t", "é", "\udcff", "{{ x }}",
           "a" * 300, "../..", "/", "$(x)", "\x15", "\x17", "\x16\x1b"]  # fmt: skip


def typed(rng: Any) -> Outcome:
    """Answer what a command asks with anything, then leave: by the end of input, or by interrupting."""
    call = rng.choice(ASKING)
    lines = [rng.choice([*ANSWERS, rng.choice(WORDS)[:300]]) for _ in range(rng.randint(0, 4))]
    keys = [f"{line}\r".encode("utf-8", "surrogateescape").replace(b"\0", b"") for line in lines]
    keys += [b"\4"] * 30 if rng.random() < 0.5 else [b"\3"]
    with surroundings() as world:
        before = world.everything()
        status, said = answered_on_terminal(world.platform, keys, *call)
        outcome = Outcome(status, "", said)
        told = f"{call} answered by {lines!r}: {status}, {said[-1500:]!r}"
        assert status in (0, 1, 2, 130), told
        assert "Traceback" not in said, told
        after = world.everything()
        changed = sorted(path for path in before if before[path] != after.get(path))
        assert status == 0 or not changed, f"{told}: {changed}"
    return outcome


# ── --impact ────────────────────────────────────────────────────────────────────────────────────

IMPACTS = {
    "values set": ["web.replicaCount=3", "--env", "prod"],
    "values unset": ["web.image.tag", "--env", "staging"],
    "values promote": ["staging", "prod"],
}
TEMPLATE = "kind: Deployment\nmetadata: {name: {{ .Chart.Name }}}\nspec: {replicas: {{ .Values.replicaCount | default 1 }}}\n"


def rendered(rng: Any) -> Outcome:
    """Render what is junk, or makes junk: files of the platform, templates, manifests."""
    name = rng.choice(sorted(IMPACTS))
    with surroundings() as world:
        template = world.platform / "charts" / "deployment" / "templates" / "x.yaml"
        template.parent.mkdir()
        template.write_bytes(content(rng, TEMPLATE.encode()) if rng.random() < 0.6 else TEMPLATE.encode())
        put = [rng.choice(OF_PLATFORMS)(rng, world) for _ in range(rng.choice([0, 1]))]
        try:
            return judged(name, [*IMPACTS[name], "--impact", "--dry-run"], world)
        except AssertionError as error:
            raise AssertionError(f"junk in {put}, {template.read_bytes()!r}: {error}") from error


CHECKS: list[Callable[[Any], object]] = [completed, revised, typed]


def check_anything_beside(rng: Any) -> None:
    has_helm = bool(os.environ.get("HELM_BIN") or shutil.which("helm"))
    rng.choice([*CHECKS, rendered] if has_helm else CHECKS)(rng)


def main(seconds: float, seed: int) -> int:
    return repeated(check_anything_beside, seconds, seed)


if __name__ == "__main__":
    start(check_anything_beside, "inputs")
