"""Kills commands at every system call that makes, renames, links or removes a name, and looks what is left.

    python -m tests.attack.kills 1000

Each kill is a real SIGKILL, right before or right after the call, in a real process. Then files must be
all old or all new to whoever reads next, the next command must work, and nothing of ours may stay behind.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from generator import cli
from generator.commands._generating import generated
from generator.core.archive import BASE_FILE, OWNED_DIGESTS, pack, unpack
from generator.core.blueprint.answers import resolve
from generator.core.tree import Tree
from generator.edge.blueprints import load_blueprint
from generator.edge.render import render_text
from tests.bench.synthetic import write
from tests.small_platform import small_platform

ROOT = Path(__file__).resolve().parents[2]
LAYOUT = b"chart: ../charts/shop\nfiles: ['values-{environment}.yaml']\n"
TINY = ROOT / "tests" / "fixtures" / "blueprints" / "tiny"
CALLS = ("rename", "replace", "link", "unlink", "mkdir", "rmdir", "open", "fsync", "write")

Files = Mapping[str, bytes]


class Command(NamedTuple):
    """A command that is killed. `files` is what it finds, `again` what is typed after the kill."""

    name: str
    arguments: tuple[str, ...]
    again: tuple[str, ...]
    is_new: bool = False
    is_undo: bool = False
    is_outside: bool = False  # the files of environments lie outside of the chart's folder


EVERYWHERE = ("--env", "dev", "--env", "staging", "--env", "prod")
NEW = ("new", str(TINY), "shop", "--defaults")
NEXT = ("values", "set", "db.replicaCount=4", "--yes")
# What is interrupted before "undo": the recovery is what the next command begins with.
FIRST = ("values", "set", "web.replicaCount=7", "orders.replicaCount=8", *EVERYWHERE, "--yes")
COMMANDS = (
    Command("set", FIRST, NEXT),
    Command("promote", ("values", "promote", "staging", "prod", "--yes"), NEXT),
    Command("tidy", ("values", "tidy", "--yes"), NEXT),
    Command("undo", ("values", "set", "db.replicaCount=1", *EVERYWHERE, "--yes"), NEXT, is_undo=True),
    Command("set outside", (*FIRST[:-1], "--env", "", "--yes"), NEXT, is_outside=True),
    Command(
        "undo outside",
        ("values", "set", "db.replicaCount=1", *EVERYWHERE, "--env", "", "--yes"),
        NEXT,
        is_undo=True,
        is_outside=True,
    ),
    Command("upgrade", ("upgrade", "--yes"), NEXT),
    Command("new", NEW, NEW, is_new=True),
    Command("new in an empty folder", NEW, NEW, is_new=True),
)


def outside(tree: Tree, folder: str = "deploy") -> Tree:
    """The same platform with its chart in charts/shop, and the rest in another folder."""
    files = {}
    for path, data in tree.items():
        is_deployed = path.name.startswith(("values-", "platform.")) and len(path.parts) == 1
        files[PurePosixPath(folder if is_deployed else "charts/shop", path)] = data
    files[PurePosixPath(folder, "platform.yaml")] += LAYOUT
    return {**files, PurePosixPath(".git/HEAD"): b"ref: refs/heads/main\n"}


@cache
def behind() -> Tree:
    """A platform of the blueprint `tiny`, as an earlier version of it would have made it."""
    source = load_blueprint(str(TINY))
    made = generated(source, resolve(source.options, {}, render_text))

    def earlier(tree: Tree) -> dict[PurePosixPath, bytes]:
        return {
            path: data.replace(b"1.29.3", b"1.29.0").replace(b"5432", b"5431") for path, data in tree.items()
        }

    base = {**earlier(made.written), OWNED_DIGESTS: unpack(made.files[BASE_FILE])[OWNED_DIGESTS]}
    ours = {
        path: data if path not in made.written else earlier({path: data})[path]
        for path, data in made.files.items()
    }
    values = PurePosixPath("values-dev.yaml")
    return {**ours, BASE_FILE: pack(base), values: ours[values] + b"db: {replicaCount: 1}\n"}


class Outcome(NamedTuple):
    """What one kill left: how many calls there were where it was not reached, and what is wrong."""

    calls: int | None
    wrong: str


def content(folder: Path) -> dict[str, bytes]:
    """All files below a folder, what is ours alone left out."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    named = {path.relative_to(folder).as_posix(): path for path in files}
    return {name: path.read_bytes() for name, path in named.items() if ".helm-blueprint." not in name}


class Done(NamedTuple):
    """How a command ended: its exit status, -9 where it was killed; how many calls it made."""

    status: int
    out: str
    err: str
    calls: int


def run(folder: Path, here: Path, arguments: Sequence[str], kill_at: int = -1) -> Done:
    """Run a command in a process of its own, a fork of this one; kill it at a call (even: before it, odd: after)."""
    out, err, count = (folder / name for name in ("out", "err", "count"))
    child = os.fork()
    if not child:
        try:
            for path, number in ((out, 1), (err, 2)):
                os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
            os.chdir(here)
            os.environ.update(XDG_STATE_HOME=str(folder / "state"), TMPDIR=str(folder / "tmp"), NO_COLOR="1")
            tempfile.tempdir = None
            seen = _killing(kill_at)
            status = cli.run(list(arguments))
            sys.stdout.flush()
            sys.stderr.flush()
            count.write_text(str(seen[0]))
            os._exit(status)
        finally:
            os._exit(99)
    _, status = os.waitpid(child, 0)
    calls = int(count.read_text()) if count.exists() else 0
    return Done(
        -9 if os.WIFSIGNALED(status) else os.WEXITSTATUS(status), out.read_text(), err.read_text(), calls
    )


def _killing(at: int) -> list[int]:
    """Count the calls from here on, and die at one of them."""
    seen = [0]

    def wrapped(name: str) -> None:
        real = getattr(os, name)

        def call(*arguments: Any, **keywords: Any) -> Any:
            if name == "open" and not (len(arguments) > 1 and arguments[1] & os.O_CREAT):
                return real(*arguments, **keywords)
            for step in (False, True):
                if seen[0] == at:
                    os.kill(os.getpid(), signal.SIGKILL)
                seen[0] += 1
                if not step:
                    result = real(*arguments, **keywords)
            return result

        setattr(os, name, call)

    for name in CALLS:
        wrapped(name)
    return seen


class Campaign:
    """Kills of one command, in folders of its own."""

    def __init__(self, command: Command, folder: Path) -> None:
        self.command = command
        self.folder = folder
        self.half = 0
        (folder / "tmp").mkdir(parents=True)
        # What a file may hold after a kill, and what a reader may see: all of one of these.
        self.allowed = [self._prepared()]
        if command.is_undo:
            assert self._run(*self.first).status == 0
            self.allowed.append(content(self.here))
        self._run_well(*command.arguments)
        self.allowed.append(content(self.here))
        assert self.allowed[0] != self.allowed[-1]
        self.seen = {self._seen(state) for state in self.allowed[-2:]} if not command.is_new else set()
        if command.is_undo:
            self.half = self._run_until_half()

    @property
    def here(self) -> Path:
        return self.folder / "here"

    def _run(self, *arguments: str, kill_at: int = -1) -> Done:
        place = self.here / "deploy" if self.command.is_outside else self.here
        return run(self.folder, place, arguments, kill_at)

    @property
    def first(self) -> tuple[str, ...]:
        """What is interrupted before the command that is killed: files on both sides, where there are two."""
        return (*FIRST, "--env", "") if self.command.is_outside else FIRST

    def _run_well(self, *arguments: str) -> Done:
        done = self._run(*arguments)
        assert done.status == 0, done
        return done

    def _prepared(self) -> dict[str, bytes]:
        self._filled({})
        if self.command.name == "new in an empty folder":
            (self.here / "shop").mkdir()
        if self.command.is_new:
            return {}
        tree = dict(behind() if self.command.name == "upgrade" else small_platform())
        if self.command.name == "tidy":
            for path in list(tree):
                if path.name in ("values-dev.yaml", "values-staging.yaml"):
                    tree[path] += b"db:\n  image: {repository: example.com/db, tag: 17.6}\n"
        write(outside(tree) if self.command.is_outside else tree, self.here)
        old = content(self.here)
        if self.half:
            self._run(*self.first, kill_at=self.half)
        return old

    def _filled(self, state: Files) -> None:
        shutil.rmtree(self.here, ignore_errors=True)
        self.here.mkdir()
        for name, data in state.items():
            (self.here / name).parent.mkdir(parents=True, exist_ok=True)
            (self.here / name).write_bytes(data)

    def _run_until_half(self) -> int:
        """A call at which one file of several is replaced: what is killed later is the recovery from that."""
        self._prepared()
        for at in range(self._run_well(*self.first).calls // 2, 10_000):
            old = self._prepared()
            self._run(*self.first, kill_at=at)
            if content(self.here) != old:
                return at
        raise AssertionError

    def _seen(self, state: Files) -> str:
        self._filled(state)
        return self._run_well("values", "matrix", "--output", "json").out

    def kill(self, at: int) -> Outcome:
        self._prepared()
        done = self._run(*self.command.arguments, kill_at=at)
        if done.status != -9:
            return Outcome(done.calls, "" if done.status == 0 else done.err)
        return Outcome(None, self._wrong())

    def _wrong(self) -> str:
        for name, data in content(self.here).items():
            if data not in [state.get(name) for state in self.allowed]:
                return f"torn: {name}"
        if not self.command.is_new and self._run("values", "matrix", "--output", "json").out not in self.seen:
            return "mixed to a reader"
        again = self._run(*self.command.again)
        if self.command.is_new:
            # It was made before the kill came, or is made now.
            if content(self.here) != self.allowed[-1]:
                return f"mixed: {again.err}"
            if again.status not in (0, 2):
                return f"the next command: {again.err}"
        elif again.status != 0:
            return f"the next command: {again.err}"
        ours = [path for part in ("here", "tmp") for path in (self.folder / part).rglob("*helm-blueprint*")]
        return f"left behind: {ours}" if ours else ""


def spread(calls: int, number: int) -> Iterator[int]:
    """So many points, spread evenly over all calls from the first to the last, each at most once."""
    number = min(number, calls)
    yield from (round(step * (calls - 1) / max(number - 1, 1)) for step in range(number))


def campaign(number: int, folder: Path, commands: Sequence[Command]) -> tuple[Counter[str], list[str]]:
    """Kill so many times, a share for each command: kills by command, and all that was wrong."""
    kills: Counter[str] = Counter()
    wrong: list[str] = []
    share = -(-number // len(commands))
    for command in commands:
        here = Campaign(command, folder / command.name.replace(" ", "-"))
        total = here.kill(1 << 30).calls
        assert total
        points = list(spread(total, share))
        for at in [*points] * -(-share // len(points)):
            if kills[command.name] >= share:
                break
            outcome = here.kill(at)
            if outcome.calls is None:
                kills[command.name] += 1
                if kills[command.name] % 20 == 0:
                    print(f"{command.name}: {kills[command.name]} …", flush=True)
            if outcome.wrong:
                wrong.append(f"{command.name} at {at}: {outcome.wrong}")
                print(wrong[-1], flush=True)
        print(
            f"{command.name}: {kills[command.name]} kills over {total} points, {len(wrong)} wrong so far",
            flush=True,
        )
    return kills, wrong


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    commands = [one for one in COMMANDS if not sys.argv[2:] or one.name in sys.argv[2:]]
    # In memory where that is possible: a kill of a process loses nothing that a disk would keep.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        kills, wrong = campaign(number, Path(folder), commands)
    print(json.dumps({"kills": sum(kills.values()), "by command": kills, "wrong": wrong}, indent=2))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
