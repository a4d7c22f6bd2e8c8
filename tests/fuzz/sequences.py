"""Random commands in a row on whole platforms: `python -m tests.fuzz.sequences [SEQUENCES] [SEED]`.

Services come, go, are renamed, changed, connected; environments and regions come and go: on all blueprints
and on an umbrella of other charts. After every command that was carried out the schema takes every
environment, lint has no new finding, refresh has nothing to do and no comment is lost but those of what is
gone; one that is refused changes no byte. Commands that have an opposite are undone by it, to the byte, and
made again. In the end, and now and then between, both Helms render an environment; and undoing all changes
that were written brings the first bytes back.
"""

from __future__ import annotations

import os
import random
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner

from generator.cli import main_group
from generator.commands import _writing
from generator.core.change.kept import KEPT_COMMENT
from generator.core.changes import Change, applied
from generator.core.findings.finding import Finding
from generator.core.tree import Tree
from generator.core.values.model import ValuesModel, load_values
from generator.edge.files import read_tree
from generator.errors import BlueprintError
from tests import tools
from tests.bench.synthetic import write
from tests.blueprints import platforms
from tests.fuzz.foreign import FOREIGN
from tests.fuzz.sequence_judge import findings_of, judge_step
from tests.fuzz.sequence_steps import Step, step

STEPS = 6  # commands that are asked for in a sequence
_RENDERED = 0.1  # of the steps between
_THERE_AND_BACK = 0.3


class Counted(NamedTuple):
    """How many commands were carried out, refused, undone by their opposite, and rendered, by kind."""

    done: Counter[str]
    refused: Counter[str]
    undone: Counter[str]
    rendered: int

    def __str__(self) -> str:
        def told(counts: Counter[str]) -> str:
            return (
                f"{counts.total()} ({', '.join(f'{kind} {count}' for kind, count in sorted(counts.items()))})"
            )

        return (
            f"carried out {told(self.done)}; refused {told(self.refused)}; "
            f"undone by their opposite {told(self.undone)}; rendered {self.rendered} times"
        )


def campaign(sequences: int, seed: int, folder: Path) -> Counted:
    """Run sequences, on one platform after the other. AssertionError where one goes wrong, with its commands."""
    counted = Counted(Counter(), Counter(), Counter(), 0)
    starts: dict[str, Tree] = {"foreign": FOREIGN}
    starts.update({name: platforms.tree(name) for name in platforms.NAMES})
    at_first: dict[str, list[Finding]] = {}
    for number in range(seed, seed + sequences):
        name = list(starts)[number % len(starts)]
        home = folder / str(number)
        known = at_first.get(name) or findings_of(load_values(starts[name]))
        at_first[name] = known
        one = _Sequence(random.Random(number), write(starts[name], home), starts[name], known)
        try:
            one.run()
        except AssertionError as error:
            raise AssertionError(f"{name}, seed {number}: {error}\n{one.told()}") from error
        counted.done.update(one.counted.done)
        counted.refused.update(one.counted.refused)
        counted.undone.update(one.counted.undone)
        counted = counted._replace(rendered=counted.rendered + one.counted.rendered)
        shutil.rmtree(home)
    return counted


class _Sequence:
    def __init__(self, rng: random.Random, home: Path, start: Tree, known: list[Finding]) -> None:
        self.known = known
        self.rng, self.home, self.start = rng, home, dict(start)
        self.commands: list[str] = []
        self.written: list[Change] = []
        self.counted = Counted(Counter(), Counter(), Counter(), 0)

    def told(self) -> str:
        return "\n".join(f"  helm-blueprint {words}" for words in self.commands)

    def run(self) -> None:
        before = self._tree()
        assert before == self.start
        known = self.known
        for _ in range(STEPS):
            wanted = step(self.rng, load_values(before))
            after = self._carried_out(wanted, before)
            if after is None:
                continue
            known = judge_step(wanted, before, after, known)
            if wanted.can_be_undone and self.rng.random() < _THERE_AND_BACK:
                self._there_and_back(wanted, before, after)
            before = after
            if self.rng.random() < _RENDERED:
                self._render(load_values(before))
        self._render(load_values(before))
        self._undo_all()

    def _carried_out(self, wanted: Step, before: Tree) -> Tree | None:
        """The platform after the command; None where it was refused, or had nothing to do."""
        is_done = self._run(wanted.words)
        after = self._tree()
        if not is_done or after == before:
            assert after == before, f"{wanted.words} was refused, and has written"
            self.counted.refused[wanted.kind] += 1
            return None
        self.counted.done[wanted.kind] += 1
        return after

    def _there_and_back(self, wanted: Step, before: Tree, after: Tree) -> None:
        if "--recreate" in wanted.back and any(KEPT_COMMENT.encode() in data for data in after.values()):
            return  # each name keeps for a release what it had: only `undo` brings the bytes back
        if not self._run(wanted.back):
            return
        back = self._tree()
        differing = sorted(str(path) for path in {*back, *before} if back.get(path) != before.get(path))
        assert differing == [], f"{wanted.back} leaves {differing} otherwise than it was"
        self.counted.undone[wanted.kind] += 1
        assert self._run(wanted.words), "it cannot be made again"
        assert self._tree() == after, "made again it is something else"

    def _run(self, words: tuple[str, ...]) -> bool:
        self.commands.append(shlex.join([*words, "--yes"]))
        original = _writing.write_changes

        def recorded(root: Path, changes: object) -> None:
            several = list(changes)  # type: ignore[call-overload]
            original(root, several)
            self.written += several

        _writing.write_changes = recorded  # type: ignore[assignment]
        try:
            result = CliRunner().invoke(main_group(), [*words, "--yes", "--platform", str(self.home)])
        finally:
            _writing.write_changes = original
        if isinstance(result.exception, BlueprintError):
            self.commands[-1] += f"  # {str(result.exception).splitlines()[0]}"
            return False
        assert result.exit_code == 0, f"{result.exception!r}\n{result.output}"
        return True

    def _tree(self) -> dict[object, bytes]:
        return {path: data for path, data in read_tree(self.home).items() if ".git" not in path.parts}

    def _render(self, model: ValuesModel) -> None:
        environment = self.rng.choice(model.environments or (None,))  # type: ignore[arg-type]
        files = [part for file in model.files(environment) for part in ("-f", str(self.home / file))]
        for name in ("helm3", "helm4"):
            helm = tools.find(name)
            assert helm is not None, "python tests/tools.py install"
            words = [helm, "template", model.charts[1].name, self.home, *files]
            done = subprocess.run(words, capture_output=True, text=True, check=False)
            assert done.returncode == 0, f"{name} cannot render {environment}: {done.stderr[:800]}"
        self.counted = self.counted._replace(rendered=self.counted.rendered + 1)

    def _undo_all(self) -> None:
        tree: Tree = self._tree()  # type: ignore[assignment]
        for change in reversed(self.written):
            assert tree.get(change.path) == change.after, f"{change.path} is not as it was written"
            tree = applied(tree, [Change(change.path, change.after, change.before)])
        assert tree == self.start, "undoing everything does not bring the first bytes back"


def main(sequences: int = 500, seed: int = 0) -> Counted:
    """A campaign in a folder of its own."""
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["XDG_STATE_HOME"] = f"{scratch}/state"
        os.environ["HELM_BIN"] = str(tools.find("helm3"))
        return campaign(sequences, seed, Path(scratch))


if __name__ == "__main__":
    given = [int(text) for text in sys.argv[1:]]
    print(f"{(given or [500])[0]} sequences: {main(*given)}: all right")
