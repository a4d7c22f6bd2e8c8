"""What never ends: devices, pipes, archives of archives, bombs, loops of templates, patterns that backtrack."""

from __future__ import annotations

import gzip
import io
import json
import os
import tarfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

import pytest

from generator.core import archive
from generator.core.budget import LARGEST_FILE, Budget, Exceeded
from generator.core.helm.archives import with_unpacked
from generator.core.platform.patterns import patterns
from generator.core.schema.keys import is_match, schema_at
from generator.core.yaml.fields import parse
from generator.edge import confined
from generator.edge.files import read_file, read_tree
from generator.errors import BlueprintError
from tests.commands.conftest import Run
from tests.commands.values.conftest import Here

TEMPLATES = "{{cookiecutter.name}}"


@pytest.fixture(autouse=True)
def _in_time(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each of these was endless, or took the machine down; now none takes a fraction of this."""
    monkeypatch.setattr(confined, "USUAL", confined.Limits(seconds=1.0))
    begin = time.monotonic()
    yield
    assert time.monotonic() - begin < 40


# ── what is no file ─────────────────────────────────────────────────────────────────────────────


def pipe(path: Path) -> None:
    os.mkfifo(path)


def zeros(path: Path) -> None:
    path.symlink_to("/dev/zero")


def terminal(path: Path) -> None:
    path.symlink_to("/dev/tty")


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


ODD = [pipe, zeros, terminal, loop, huge]
Make = Callable[[Path], None]


@pytest.mark.parametrize("make", ODD, ids=lambda one: one.__name__)
@pytest.mark.parametrize("name", ["blueprint.yaml", "cookiecutter.json", f"{TEMPLATES}/x.yaml", "readme"])
def test_no_file_of_a_blueprint_is_a_device(invoke: Run, own: Path, name: str, make: Make) -> None:
    (own / name).unlink(missing_ok=True)
    make(own / name)
    for command in (("new", own, "shop", "--defaults"), ("show", own)):
        result = invoke(*command)
        assert result.status == 2
        assert result.err.startswith("Error: ")
        assert "Traceback" not in result.err
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("make", ODD, ids=lambda one: one.__name__)
@pytest.mark.parametrize(
    "name", ["values.yaml", "values-prod.yaml", "platform.yaml", "Chart.yaml", "values.schema.json",
             "charts/x.tgz", "charts/deployment/defaults.json", ".helm-blueprint-baseline.json"]
)  # fmt: skip
def test_no_file_of_a_platform_is_a_device(invoke: Run, here: Here, name: str, make: Make) -> None:
    (here.folder / name).unlink(missing_ok=True)
    make(here.folder / name)
    for command in (("lint",), ("get", "web.image.tag"), ("set", "web.replicaCount=3", "--yes")):
        result = invoke("values", *command)
        assert result.status in (0, 1, 2)
        assert "Traceback" not in result.err


def test_what_is_named_on_the_command_line_may_be_a_pipe_and_has_an_end(invoke: Run, own: Path) -> None:
    result = invoke("new", own, "shop", "--answers", "/dev/zero")
    assert result.status == 2
    assert "this is larger than 32 MB" in result.err


@pytest.mark.parametrize("make", [pipe, zeros, terminal, huge], ids=lambda one: one.__name__)
def test_a_file_that_is_none_is_refused_at_once(tmp_path: Path, make: Make) -> None:
    make(tmp_path / "x")
    with pytest.raises(BlueprintError):
        read_file(tmp_path / "x")


def test_a_tree_has_an_end(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 600)
    (tmp_path / "b").write_bytes(b"x" * 600)
    deep = tmp_path
    for _ in range(9):
        deep /= "d"
        deep.mkdir()
    assert len(read_tree(tmp_path)) == 2
    for budget in (Budget(total=1000), Budget(entries=5), Budget(depth=5)):
        with pytest.raises(Exceeded):
            read_tree(tmp_path, budget=budget)
    ticks = iter(range(100))
    with pytest.raises(Exceeded, match="more than 3 seconds"):
        read_tree(tmp_path, budget=Budget(seconds=3, clock=lambda: next(ticks)))


# ── archives ────────────────────────────────────────────────────────────────────────────────────


def packed(*files: tuple[str, bytes], name: str = "x") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for path, data in files:
            member = tarfile.TarInfo(f"{name}/{path}" if name else path)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return gzip.compress(buffer.getvalue())


def test_archives_in_archives_end() -> None:
    data = packed(("Chart.yaml", b"name: x\n"))
    for _ in range(20):
        data = packed(("charts/x.tgz", data))
    with pytest.raises(Exceeded, match="packed in each other"):
        with_unpacked({PurePosixPath("charts/x.tgz"): data})


def test_archives_that_multiply_end() -> None:
    """Ten in ten in ten …: 2.5 KB that stood for a hundred million charts."""
    data = packed(("values.yaml", b"a: 1\n" * 200_000))
    for _ in range(5):
        data = packed(*((f"charts/x{number}.tgz", data) for number in range(10)))
    with pytest.raises(Exceeded):
        with_unpacked({PurePosixPath("charts/x.tgz"): data})


def stream(size: int) -> bytes:
    """A .gz of so many zeros."""
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=1) as out:
        for _ in range(size >> 20):
            out.write(b"\0" * (1 << 20))
    return buffer.getvalue()


@pytest.mark.parametrize("wanted", ["values.yaml", "nobody.wants"])
def test_a_file_of_an_archive_is_not_larger_than_a_file(wanted: str) -> None:
    head = tarfile.TarInfo(f"x/{wanted}")
    head.size = 400 << 20
    data = gzip.compress(head.tobuf()) + stream(400 << 20)
    with pytest.raises(Exceeded):
        with_unpacked({PurePosixPath("charts/x.tgz"): data})


def test_a_header_of_an_archive_is_not_larger_either() -> None:
    head = tarfile.TarInfo("x")
    head.type, head.size = tarfile.XHDTYPE, 400 << 20
    with pytest.raises(BlueprintError):
        archive.unpack(gzip.compress(head.tobuf()) + stream(400 << 20))


@pytest.mark.parametrize("data", [b"x", b"\x1f\x8b", gzip.compress(b"x" * 5000)], ids=list("abc"))
def test_what_is_no_archive_is_told(data: bytes) -> None:
    with pytest.raises(BlueprintError, match=r"^\.blueprint/base\.tar\.gz: this archive is damaged: "):
        archive.unpack(data)


# ── YAML and JSON ───────────────────────────────────────────────────────────────────────────────

BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 20)
)
DEEP = {
    "brackets": "[" * 100_000 + "]" * 100_000,
    "braces": "{a: " * 100_000 + "}" * 100_000,
    "items": "- " * 100_000 + "x",
    "indentation": "".join(f"{' ' * n}a:\n" for n in range(3000)),
    "bomb": BOMB,
    "itself": "a: &a [*a]\n",
    "merge": "a: &a {<<: *a}\n",
}


@pytest.mark.parametrize("what", DEEP)
def test_yaml_of_a_stranger_ends(what: str) -> None:
    with pytest.raises(BlueprintError):
        parse(DEEP[what], "f")


@pytest.mark.parametrize("what", DEEP)
@pytest.mark.parametrize(
    "name",
    [
        "blueprint.yaml",
        "cookiecutter.json",
        f"{TEMPLATES}/values.yaml",
        f"{TEMPLATES}/platform.yaml",
        f"{TEMPLATES}/Chart.yaml",
    ],
)
def test_yaml_of_a_blueprint_ends(invoke: Run, own: Path, what: str, name: str) -> None:
    (own / name).write_text(DEEP[what])
    result = invoke("new", own, "shop", "--defaults")
    assert result.status == 2
    assert "Traceback" not in result.err
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("what", DEEP)
@pytest.mark.parametrize(
    "name",
    ["values.yaml", "platform.yaml", "Chart.yaml", "values.schema.json", ".helm-blueprint-baseline.json"],
)
def test_yaml_of_a_platform_ends(invoke: Run, here: Here, what: str, name: str) -> None:
    here.put(name, DEEP[what])
    result = invoke("values", "lint")
    assert result.status in (1, 2)
    assert "Traceback" not in result.err


# ── schemas ─────────────────────────────────────────────────────────────────────────────────────

DOUBLING = {
    "$defs": {
        **{f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}, {"$ref": f"#/$defs/d{n + 1}"}]} for n in range(40)},
        "d40": {"type": "object"},
    },
    "$ref": "#/$defs/d0",
}  # fmt: skip
BELOW = {"properties": {"web": {"$ref": "#/$defs/x"}, "image": {"$ref": "#/$defs/x"}}}
EXPLOSIVE = {
    "allOf": DOUBLING,
    "anyOf": json.loads(json.dumps(DOUBLING).replace("allOf", "anyOf")),
    "oneOf": json.loads(json.dumps(DOUBLING).replace("allOf", "oneOf")),
    "anchors": {
        "$defs": {f"d{n}": {"$anchor": f"a{n}", "allOf": [{"$ref": f"#a{n + 1}"}] * 2} for n in range(40)}
        | {"d40": {"$anchor": "a40"}},
        "$ref": "#a0",
    },
    "level by level": {
        "$defs": {"x": {"allOf": [BELOW, {**BELOW, "minProperties": 0}]}},
        "$ref": "#/$defs/x",
    },
}


@pytest.mark.parametrize("what", EXPLOSIVE)
def test_a_schema_that_explodes_is_a_finding(invoke: Run, here: Here, what: str) -> None:
    here.put("values.schema.json", json.dumps(EXPLOSIVE[what]))
    result = invoke("values", "lint", "--only", "broken-schema")
    assert result.status == 1
    assert "its references multiply without end" in result.out
    assert invoke("values", "get", "web.image.tag").status == 0
    assert "Traceback" not in invoke("values", "set", "web.image.tag=2", "--yes").err


def test_a_schema_that_refers_to_itself_is_walked(invoke: Run, here: Here) -> None:
    here.put("values.schema.json", '{"$ref": "#"}')
    assert invoke("values", "explain", "web.image.tag").status == 0
    assert schema_at(DOUBLING, ("a", "b", "c")).is_allowed


EVIL = ["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "(a*)*b", "^(?:a?){40}a{40}$", "^" + "(a|a)" * 40 + "$", "(.*a){20}$",
        "^(?=(a+)+$)", "([a-z]+)*[A-Z]"]  # fmt: skip


@pytest.mark.parametrize("pattern", EVIL)
def test_a_pattern_that_backtracks_ends(invoke: Run, here: Here, pattern: str) -> None:
    begin = time.monotonic()
    is_match(pattern, "a" * 41 + "!")
    assert time.monotonic() - begin < 2
    here.put("values.schema.json", json.dumps({"patternProperties": {pattern: {"type": "object"}}}))
    key = "a" * 41 + "!"
    for command in (("explain", key), ("set", f"{key}=1", "--yes"), ("lint",)):
        assert "Traceback" not in invoke("values", *command).err


@pytest.mark.parametrize(
    "text", ["**." * 40 + "x", "**.a." * 30 + "x", "*a" * 40 + "x", "*." * 50 + "**", "**" * 50]
)
def test_a_pattern_of_the_intent_ends(invoke: Run, here: Here, text: str) -> None:
    deep = ("a",) * 90
    patterns(text).cover(deep)
    patterns(text).cover(("a" * 3000, *deep))
    here.put("platform.yaml", here.text("platform.yaml") + f"intent:\n  same: ['{text}']\n")
    assert "Traceback" not in invoke("values", "lint").err


# ── templates ───────────────────────────────────────────────────────────────────────────────────

ENDLESS = {
    "loops": "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "power": "{{ 9 ** (9 ** 9) }}",
    "text": "{{ 'x' * (10 ** 11) }}",
    "doubling": "{% set x = namespace(a='x') %}{% for _ in range(60) %}{% set x.a = x.a ~ x.a %}{% endfor %}{{ x.a }}",
    "center": "{{ 'x' | center(10 ** 11) }}",
    "format": "{{ '%0100000000000d' % 1 }}",
    "list": "{% set x = namespace(a=[1]) %}{% for _ in range(60) %}{% set x.a = x.a + x.a %}{% endfor %}",
    "recursion": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "output": "{% for a in range(9999) %}{% for b in range(9999) %}xxxxxxxxxxxxxxxx{% endfor %}{% endfor %}",
    "nesting": "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "blocks": "{% if 1 %}" * 300 + "{% endif %}" * 300,
}  # fmt: skip


@pytest.mark.parametrize("what", ENDLESS)
def test_a_template_has_an_end(invoke: Run, own: Path, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (own / TEMPLATES / "endless").write_text(ENDLESS[what])
    result = invoke("new", own, "shop", "--defaults")
    assert result.status == 2, result
    assert result.err.startswith("Error: ")
    assert str(own) in result.err
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("what", ["loops", "power", "text", "recursion", "list"])
def test_a_default_of_a_question_has_an_end(invoke: Run, own: Path, what: str) -> None:
    for name in ("blueprint.yaml", "cookiecutter.json"):
        text = (own / name).read_text()
        assert "{{ cookiecutter.name }}-team" in text
        (own / name).write_text(text.replace("{{ cookiecutter.name }}-team", ENDLESS[what]))
    result = invoke("new", own, "shop", "--defaults")
    assert result.status == 2, result
    assert result.err.startswith("Error: ")


@pytest.mark.parametrize("what", ["loops", "text"])
def test_a_file_name_has_an_end(invoke: Run, own: Path, what: str) -> None:
    (own / TEMPLATES / ENDLESS[what].replace("/", "")).write_text("x")
    assert invoke("new", own, "shop", "--defaults").status == 2
    assert list(Path().iterdir()) == []


def test_a_file_name_that_is_larger_than_a_file_is_told(
    invoke: Run, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confined, "USUAL", confined.Limits())
    (own / TEMPLATES / "{{ 'x' * 33600000 }}").write_text("x")
    result = invoke("new", own, "shop", "--defaults")
    assert result.err == f"Error: {own}: the name of a file: this is larger than 32 MB\n"


def test_the_limits_leave_nothing_behind(
    invoke: Run, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    (own / TEMPLATES / "endless").write_text(ENDLESS["text"])
    assert invoke("new", own, "shop", "--defaults").status == 2
    assert list((tmp_path / "tmp").iterdir()) == []


def test_nothing_is_larger_than_the_largest_file() -> None:
    budget = Budget()
    budget.read(LARGEST_FILE, "a")
    with pytest.raises(Exceeded, match="this is larger than 32 MB"):
        budget.read(LARGEST_FILE + 1, "a")
