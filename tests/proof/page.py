"""docs/proof.md: a table of what is known of each image."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tests.proof.proofs import LEVELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.proof.proofs import Killed, Promise, Proof

HEAD = """\
# What was seen to run

`make golden` writes this page from `tests/proof/images/`, a file for each image; a test fails where a blueprint renders a
container, in any environment and with any option, that is not in it, and where a test that it names does not exist.

"""
PROMISED = """
## What happens when something fails

What the architectures of platforms and the pages of charts promise, word for word, and what shows it
(`tests/proof/promises.yaml`).

| promise | shown by |
|---|---|
"""
KILLED = """
## Work that is killed

Each Job and CronJob: the test that kills it and has it tried again, which does the whole work or fails (`tests/proof/kills.yaml`).

| work | shown by |
|---|---|
"""


def page(found: Sequence[Proof], promised: Sequence[Promise], killed: Sequence[Killed]) -> str:
    """The page, Markdown: the levels, how many images reach them, a section for each image, what is shown about failure."""
    images = [(image, [*roles]) for image, roles in groupby(found, lambda each: each.image)]
    order = [*LEVELS].index
    best = [min((each.level for each in roles), key=order) for _, roles in images]
    least = [max((each.level for each in roles), key=order) for _, roles in images]
    counts = "".join(
        f"| {level} | {what} | {best.count(level)} | {least.count(level)} | {sum(each.level == level for each in found)} |\n"
        for level, what in LEVELS.items()
    )
    return (
        HEAD
        + f"| proof | what it means | images, at best | images, at least | roles |\n|---|---|---|---|---|\n{counts}"
        + f"| | | {len(images)} | {len(images)} | {len(found)} |\n"
        + "".join(f"\n## {image}\n\n{_table(roles)}" for image, roles in images)
        + PROMISED
        + "".join(f"| {each.says} | {_shown(each)} |\n" for each in promised)
        + KILLED
        + "".join(f"| {', '.join(f'`{job}`' for job in each.jobs)} | {_shown(each)} |\n" for each in killed)
    )


def _shown(said: Promise | Killed) -> str:
    tests = ", ".join(f"`{each}`" for each in said.tests)
    return "; ".join(each for each in (tests, f"not shown: {said.why}" if said.why else "") if each)


def _table(roles: Sequence[Proof]) -> str:
    rows = "".join(
        f"| {each.role}: {', '.join(f'`{one}`' for one in each.containers)} | {each.level} | {_how(each)} |\n"
        for each in roles
    )
    return f"| role | proof | how |\n|---|---|---|\n{rows}"


def _how(proof: Proof) -> str:
    said = [text for text in (proof.program, f"<{proof.source}>" if proof.source else "", proof.note) if text]
    return "; ".join([*said, ", ".join(f"`{each}`" for each in proof.tests)]).removesuffix("; ")
