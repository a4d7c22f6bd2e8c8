"""Fuzz target of every input of every command: `python -m tests.fuzz.junk_target [SECONDS] [SEED]`.

Junk is made from choices (a random.Random, or a fuzzer's bytes), thrown at a command on a platform and a
blueprint of its own, and what comes of it is judged: every refusal is a sentence, and changes nothing.
With atheris installed (`pip install atheris`) the search is guided by coverage; without it, it is random.
"""

from __future__ import annotations

import io
import os
import sys
import traceback
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from generator.cli import run
from generator.edge.plan import JOURNAL
from tests.fuzz.edit_target import Bytes, repeated, start
from tests.fuzz.junk import WORDS, mutated
from tests.fuzz.junk_entries import ENTRIES, OF_BLUEPRINT_ALONE, commands
from tests.fuzz.junk_world import OF_NEW, OF_PLATFORMS, surroundings

if TYPE_CHECKING:
    from tests.fuzz.junk_world import World

STATUSES = {0, 1, 2, 3, 130, 141}
_ELSEWHERE = ("/", "..", "../..", "//", ".")  # what a command may be told to write to, being a platform


def words(rng: Any, name: str) -> list[str]:
    """A call with junk in place of words, or more options than it had."""
    call = list(rng.choice(ENTRIES[name].calls))
    options = [
        one for one in commands()[name].params if isinstance(one, click.Option) and one.name != "platform"
    ]
    for _ in range(rng.randint(1, 3)):
        junk = rng.choice(WORDS)
        kind = rng.randint(0, 3)
        if kind == 0 and call:
            at = rng.randint(0, len(call) - 1)
            junk = mutated(rng, os.fsencode(call[at])) if rng.random() < 0.4 else os.fsencode(junk)
            call[at] = _harmless(os.fsdecode(junk))
        elif kind == 1 and options:
            option = rng.choice(options)
            call += [option.opts[0]] if option.is_flag else [option.opts[0], _harmless(junk)]
        elif kind == 2 and _is_of_platform(name) and junk not in _ELSEWHERE:
            call += ["--platform", _harmless(junk)]
        else:
            call.insert(rng.randint(0, len(call)), _harmless(junk))
    return call


def _is_of_platform(name: str) -> bool:
    return name not in OF_BLUEPRINT_ALONE


def _harmless(word: str) -> str:
    """No place at the root that a fuzzer run by root would write to."""
    return "x" + word if word.startswith("/") and word not in WORDS else word


# ── what comes of it ────────────────────────────────────────────────────────────────────────────


class Outcome(NamedTuple):
    status: int
    out: str
    err: str


def called(arguments: list[str]) -> Outcome:
    """Run a command in this process; what it raises is raised."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    before = sys.stdin
    with redirect_stdout(out), redirect_stderr(err), open(os.devnull) as nothing:  # noqa: PTH123
        sys.stdin = nothing
        try:
            status = run(arguments)
        finally:
            sys.stdin = before
    return Outcome(
        status, *(stream.buffer.getvalue().decode(errors="backslashreplace") for stream in (out, err))
    )  # type: ignore[attr-defined]


def judge(outcome: Outcome, told: object) -> None:
    """AssertionError where a command's end is no status or no sentence."""
    assert outcome.status in STATUSES, told
    assert "Traceback" not in outcome.err, told
    if outcome.status in (2, 3):
        # Notes of what is odd, of what stays and of what is left to be done come before.
        assert any(one.startswith(("Error: ", "Usage")) for one in outcome.err.splitlines()), told


def judged(name: str, arguments: list[str], world: World) -> Outcome:
    """Run a command: AssertionError where its end is none that was promised."""
    before = world.everything()
    told = f"{name} {arguments!r}"[:2000]
    try:
        outcome = called([*name.split(), *arguments])
    except (Exception, SystemExit) as error:
        raise AssertionError(f"{told} ends in a traceback:\n{traceback.format_exc()[-6000:]}") from error
    after = world.everything()
    told = f"{told}: {outcome.status}, {outcome.err[:600]!r}"
    judge(outcome, told)
    changed = {path for path in before | after if path not in after or before.get(path) != after[path]}
    may_make = name in ("new", "author package") or "--write-baseline" in arguments
    named = {arguments[at + 1] for at, word in enumerate(arguments[:-1]) if word == "--output-file"}
    for path in sorted(changed):
        if path in {os.path.normpath(f"platform/{one}") for one in named}:
            continue
        ours = path.startswith("platform/") and _is_of_platform(name)
        assert ENTRIES[name].writes, f"{told}: a reader changed {path!r}"
        assert ours or (may_make and path not in before), f"{told}: {path!r} is not the platform's"
        # What a killed command has staged is cleared away by the next that writes, whatever comes of that.
        is_cleared = path.startswith(f"platform/{JOURNAL}") and path not in after
        assert is_cleared or outcome.status in (0, 1), f"{told}: a refusal changed {path!r}"
    return outcome


def check_random_junk(rng: Any, name: str = "") -> Outcome:
    """Junk in a word, a file, a name: one command, all in a folder of its own."""
    name = name or rng.choice(sorted(ENTRIES))
    places = OF_PLATFORMS if _is_of_platform(name) else OF_NEW
    with surroundings() as world:
        put = [rng.choice(places)(rng, world) for _ in range(rng.choice([0, 1, 1, 2]))]
        call = words(rng, name) if not put or rng.random() < 0.15 else list(rng.choice(ENTRIES[name].calls))
        try:
            return judged(name, call, world)
        except AssertionError as error:
            raise AssertionError(f"junk in {put}: {error}") from error


def one_input(data: bytes) -> None:
    check_random_junk(Bytes(data))


def main(seconds: float, seed: int) -> int:
    return repeated(check_random_junk, seconds, seed)


if __name__ == "__main__":
    start(check_random_junk, "commands")
