"""Fuzz target of every input of every command: `python -m tests.fuzz.junk_target [SECONDS] [SEED]`.

Junk is made from choices (a random.Random, or a fuzzer's bytes), thrown at a command on a platform and a
blueprint of its own, and what comes of it is judged: every refusal is a sentence, and changes nothing.
With atheris installed (`pip install atheris`) the search is guided by coverage; without it, it is random.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import tempfile
import traceback
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from generator.cli import main_group, run
from generator.edge.plan import JOURNAL, PLAN, UNDO
from tests.bench.synthetic import write
from tests.fuzz.edit_target import Bytes, repeated, start
from tests.fuzz.junk import DEEP, WORDS, blob, content, data, dumped, mutated
from tests.small_platform import packed, small_platform

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BLUEPRINTS = Path(__file__).resolve().parent.parent / "fixtures" / "blueprints"
TEMPLATES = "{{cookiecutter.name}}"
STATUSES = {0, 1, 2, 3, 130, 141}


class Entry(NamedTuple):
    """How a command is called that has nothing to complain of, in several ways; and whether it writes."""

    calls: list[list[str]]
    writes: bool = False


TINY = "../blueprints/tiny"
ENTRIES = {
    "list": Entry([[], ["--output", "json"]]),
    "new": Entry(
        [[TINY, "shop", "--defaults"], [TINY, "shop", "--defaults", "--answers", "../answers.yaml"],
         [TINY, "--set", "name=shop", "--defaults", "--dry-run"]], writes=True),
    "show": Entry([[TINY], [TINY, "--output", "json"]]),
    "values diff": Entry(
        [["staging", "prod"], ["staging", "prod", "--only", "web.**"], ["dev", "prod", "--all", "--output", "json"],
         ["dev", "dr", "--output", "html", "--declared"]]),
    "values explain": Entry([["web.image.tag"], ["web", "--env", "prod", "--output", "json"]]),
    "values files": Entry([["--env", "prod"], ["--env", "dr", "--output", "json"]]),
    "values get": Entry([[], ["web.image.tag", "--env", "prod"], ["--output", "json", "--declared", "web"]]),
    "values lint": Entry(
        [[], ["--output", "json"], ["--output", "sarif"], ["--output", "github"], ["--fix", "--yes"],
         ["--fix", "--dry-run"], ["--write-baseline"], ["--write-baseline", "--baseline", "../baseline.json"]], writes=True),
    "values matrix": Entry([[], ["web.**", "--output", "json"], ["--all", "--output", "html"], ["--declared"]]),
    "values promote": Entry(
        [["staging", "prod", "--yes"], ["staging", "prod", "--prune", "--yes"], ["dev", "staging", "--dry-run"]],
        writes=True),
    "values set": Entry(
        [["web.replicaCount=3", "--yes"], ["web.image.tag=2", "--env", "prod", "--yes"],
         ["orders.env={A: b}", "--dry-run"], ["web.args=[\"a\"]", "--json", "--yes"],
         ["db.image.tag=../answers.yaml", "--from-file", "--yes"]], writes=True),
    "values tidy": Entry([["--yes"], ["--dry-run"], ["--order", "--yes"]], writes=True),
    "values unset": Entry(
        [["web.image.tag", "--env", "staging", "--yes"], ["db", "--prune", "--with-comment", "--yes"]], writes=True),
}  # fmt: skip


def commands() -> dict[str, click.Command]:
    """Every command that there is, by its words."""
    found: dict[str, click.Command] = {}

    def walk(command: click.Command, words: list[str], above: click.Context | None) -> None:
        if not isinstance(command, click.Group):
            found[" ".join(words)] = command
            return
        context = click.Context(command, parent=above)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            walk(inner, [*words, name], context)

    walk(main_group(), [], None)
    return found


# ── where it is put ─────────────────────────────────────────────────────────────────────────────

FILES = {
    "Chart.yaml", "values.yaml", "values-prod.yaml", "values-dev.yaml", "platform.yaml", "values.schema.json",
    "charts/deployment/Chart.yaml", "charts/deployment/defaults.json", "charts/deployment/values.yaml",
    ".helm-blueprint-baseline.json", f"{JOURNAL}/{PLAN}", f"{JOURNAL}/{UNDO}", f"{JOURNAL}/0.new", ".helmignore",
}  # fmt: skip
OF_BLUEPRINTS = [
    *(f"tiny/{name}" for name in ("blueprint.yaml", "cookiecutter.json")), "base/blueprint.yaml", "base/cookiecutter.json",
    *(f"tiny/{TEMPLATES}/{name}" for name in ("Chart.yaml", "values.yaml", "platform.yaml", "values-prod.yaml", "queue.md")),
]  # fmt: skip
BASELINE = (
    b'{"version": 1, "findings": [{"rule": "x", "file": "values.yaml", "path": "web", "environments": []}]}'
)
ARCHIVE = packed(
    "cart", {"Chart.yaml": "apiVersion: v2\nname: cart\nversion: 1.0.0\n", "values.yaml": "a: 1\n"}
)


class World:
    """A folder with a platform, blueprints, answers, and what must stay as it is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.platform = folder / "platform"
        self.blueprints = folder / "blueprints"
        write(small_platform(), self.platform)
        shutil.copytree(BLUEPRINTS, self.blueprints)
        (folder / "answers.yaml").write_text("name: shop\nqueue: nats\n")
        (folder / "values.yaml").write_text("not: yours\n")

    def everything(self) -> dict[str, object]:
        """What stands where, but for what the machine remembers."""
        found: dict[str, object] = {}
        for here, folders, files in os.walk(self.folder, onerror=_loud):
            if here == str(self.folder):
                folders[:] = [name for name in folders if name != "state"]
            for name in (*folders, *files):
                path = os.path.join(here, name)  # noqa: PTH118  # names that pathlib would tidy
                short = os.path.relpath(path, self.folder)
                if os.path.islink(path):  # noqa: PTH114
                    found[short] = os.readlink(path)  # noqa: PTH115
                elif os.path.isfile(path):  # noqa: PTH113
                    found[short] = Path(path).read_bytes()
                else:
                    found[short] = None
        return found

    def put(self, path: Path, junk: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(junk)


def _loud(error: OSError) -> None:
    raise error


def _is_odd(path: Path) -> bool:
    """Whether other junk has taken a file's place: reading it might never end."""
    return path.is_symlink() or (path.exists() and not path.is_file())


def of_platform(rng: Any, world: World) -> str:
    """Junk in a file of the platform."""
    name = rng.choice(sorted(FILES))
    path = world.platform / name
    if not _is_odd(path):
        old = path.read_bytes() if path.exists() else BASELINE
        world.put(path, content(rng, old))
    return name


def of_blueprint(rng: Any, world: World) -> str:
    """Junk in a file of a blueprint, in what cookiecutter makes of it, in whom it extends."""
    name = rng.choice(OF_BLUEPRINTS)
    path = world.blueprints / name
    kind = rng.randint(0, 4)
    if _is_odd(path):
        return "nothing"
    if name.endswith("cookiecutter.json") and kind < 3:
        settings = [
            "_jinja2_env_vars",
            "_extensions",
            "_copy_without_render",
            "_templates",
            "__prompts__",
            "_new_lines",
        ]
        odd = {rng.choice(settings): data(rng) for _ in range(rng.randint(1, 2))}
        path.write_bytes(dumped(json.loads(path.read_text()) | odd))
    elif name == "tiny/blueprint.yaml" and kind == 0:
        odd = json.dumps(rng.choice(WORDS)).encode()
        path.write_bytes(path.read_bytes().replace(b"extends: base", b"extends: " + odd))
    else:
        path.write_bytes(content(rng, path.read_bytes()))
    return name


def answers(rng: Any, world: World) -> str:
    path = world.folder / "answers.yaml"
    path.write_bytes(content(rng, path.read_bytes()))
    return path.name


def archive(rng: Any, world: World) -> str:
    """A packed chart that is none, or one that has been cut or changed."""
    at, kind = rng.randint(0, len(ARCHIVE) - 1), rng.randint(0, 3)
    options = [blob(rng, 40), ARCHIVE[:at], ARCHIVE[:at] + blob(rng, 3) + ARCHIVE[at + 3 :]]
    inner = rng.choice([b"name: cart\n", b"{}", b"[]", rng.choice(DEEP)])
    junk = [
        *options,
        packed("cart", {"Chart.yaml": content(rng, inner).decode("latin-1"), "values.yaml": "- a\n"}),
    ][kind]
    world.put(
        world.platform / "charts" / rng.choice(["cart-1.0.0.tgz", "deployment-1.0.0.tgz", "x.tgz"]), junk
    )
    return "an archive"


def odd_name(rng: Any, world: World) -> str:
    """A file whose name is junk."""
    word = os.fsencode(rng.choice(WORDS)).replace(b"\0", b"").replace(b"/", b"")[:150]
    name = (
        rng.choice([b"values-%s.yaml", b"values%s.yml", b"%s", b"charts/%s/values.yaml", b"charts/%s.tgz"])
        % word
    )
    if os.path.basename(name) not in (b"", b".", b".."):  # noqa: PTH119
        target = Path(os.fsdecode(os.path.join(os.fsencode(world.platform), name)))  # noqa: PTH118
        if not os.path.lexists(target):
            world.put(target, content(rng, b"web: {replicaCount: 3}\n"))
    return repr(name)


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def dangling(path: Path) -> None:
    path.symlink_to("nowhere")


def folder(path: Path) -> None:
    path.mkdir()


def no_file(rng: Any, world: World) -> str:
    """Something else in a file's place."""
    of = world.platform if rng.random() < 0.7 else world.blueprints
    name = rng.choice(sorted(FILES) if of == world.platform else OF_BLUEPRINTS)
    path, make = of / name, rng.choice([pipe, device, loop, dangling, folder])
    path.parent.mkdir(parents=True, exist_ok=True)
    if _is_odd(path):
        return "nothing"
    path.unlink(missing_ok=True)
    make(path)
    return f"{make.__name__} {name}"


PLACES: list[Callable[[Any, World], str]] = [of_platform, of_blueprint, answers, archive, odd_name, no_file]
OF_PLATFORMS = [of_platform, of_platform, of_platform, archive, odd_name, no_file]
OF_NEW = [of_blueprint, of_blueprint, answers, no_file]
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
        elif kind == 2 and name.startswith("values ") and junk not in _ELSEWHERE:
            call += ["--platform", _harmless(junk)]
        else:
            call.insert(rng.randint(0, len(call)), _harmless(junk))
    return call


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
    return Outcome(status, *(stream.buffer.getvalue().decode() for stream in (out, err)))  # type: ignore[attr-defined]


def judge(outcome: Outcome, told: object) -> None:
    """AssertionError where a command's end is no status or no sentence."""
    assert outcome.status in STATUSES, told
    assert "Traceback" not in outcome.err, told
    if outcome.status in (2, 3):
        # Notes of what is odd in the files, and of what a promotion leaves, come before.
        said = [one for one in outcome.err.splitlines() if not one.startswith(("Note: ", "Stays: "))]
        assert said, told
        assert said[0].startswith(("Error: ", "Usage")), told


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
    may_make = name == "new" or "--write-baseline" in arguments
    for path in sorted(changed):
        ours = path.startswith("platform/") and name.startswith("values ")
        assert ENTRIES[name].writes, f"{told}: a reader changed {path!r}"
        assert ours or (may_make and path not in before), f"{told}: {path!r} is not the platform's"
        # What a killed command has staged is cleared away by the next that writes, whatever comes of that.
        is_cleared = path.startswith(f"platform/{JOURNAL}") and path not in after
        assert is_cleared or outcome.status in (0, 1), f"{told}: a refusal changed {path!r}"
    return outcome


def check_random_junk(rng: Any, name: str = "") -> Outcome:
    """Junk in a word, a file, a name: one command, all in a folder of its own."""
    name = name or rng.choice(sorted(ENTRIES))
    places = OF_PLATFORMS if name.startswith("values ") else OF_NEW
    with surroundings() as world:
        put = [rng.choice(places)(rng, world) for _ in range(rng.choice([0, 1, 1, 2]))]
        call = words(rng, name) if not put or rng.random() < 0.15 else list(rng.choice(ENTRIES[name].calls))
        try:
            return judged(name, call, world)
        except AssertionError as error:
            raise AssertionError(f"junk in {put}: {error}") from error


@contextmanager
def surroundings() -> Iterator[World]:
    """A world of its own, which commands run in the platform of."""
    here, state = Path.cwd(), os.environ.get("XDG_STATE_HOME")
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        os.environ["XDG_STATE_HOME"] = f"{folder}/state"
        os.chdir(world.platform)
        try:
            yield world
        finally:
            os.chdir(here)
            os.environ.pop("XDG_STATE_HOME")
            if state is not None:
                os.environ["XDG_STATE_HOME"] = state


def one_input(data: bytes) -> None:
    check_random_junk(Bytes(data))


def main(seconds: float, seed: int) -> int:
    return repeated(check_random_junk, seconds, seed)


if __name__ == "__main__":
    start(check_random_junk, "commands")
