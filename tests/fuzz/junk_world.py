"""A platform, blueprints and answers in a folder of their own, and junk in the place of their files."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.edge.plan import JOURNAL, PLAN, UNDO
from tests.bench.synthetic import write
from tests.fuzz.junk import DEEP, WORDS, blob, content, data, dumped
from tests.small_platform import PLATFORM, SCHEMA, packed, small_platform

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BLUEPRINTS = Path(__file__).resolve().parent.parent / "fixtures" / "blueprints"
TEMPLATES = "{{cookiecutter.name}}"
FILES = {
    "Chart.yaml", "values.yaml", "values-prod.yaml", "values-dev.yaml", "values-staging-eu.yaml", "platform.yaml", "values.schema.json",
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


# As in platforms of ours, further services and what commands add to `global` are known; one environment has a region.
_OPEN = {"additionalProperties": True, "properties": {**SCHEMA["properties"], "global": {"type": "object"}}}
OF_PLATFORM = {
    "values.schema.json": json.dumps(SCHEMA | _OPEN),
    "platform.yaml": PLATFORM.replace("shop-staging}", "shop-staging, regions: {eu: {}}}"),
    "values-staging-eu.yaml": "global: {region: eu}\n",
}


class World:
    """A folder with a platform, blueprints, answers, and what must stay as it is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.platform = folder / "platform"
        self.blueprints = folder / "blueprints"
        write(small_platform(**OF_PLATFORM), self.platform)
        shutil.copytree(BLUEPRINTS, self.blueprints)
        (folder / "answers.yaml").write_text("name: shop\nqueue: nats\n")
        (folder / "values.yaml").write_text("not: yours\n")
        (folder / "bare").mkdir()  # a chart that nothing was written down of
        (folder / "bare/Chart.yaml").write_text("apiVersion: v2\nname: bare\nversion: 1.0.0\n")
        for name in ("values.yaml", "values-dev.yaml"):
            (folder / "bare" / name).write_text("replicaCount: 1\n")

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
