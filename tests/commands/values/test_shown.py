"""What strangers wrote into keys, values, names and messages reaches no terminal, page or log as an order."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from generator.cli import run
from tests.bench.synthetic import write
from tests.commands.conftest import Run
from tests.commands.values.conftest import Here
from tests.small_platform import small_platform
from tests.terminals import on_terminal

ORDER = r'"bad\n::error::x"'
BELL = r'"\e[2J\e]0;owned\a\u202E\u009B31m\x7F"'
HOSTILE = {
    "values_dev": f"""\
web:
  env:
    {ORDER}: {ORDER}
    {BELL}: {BELL}
    "::error::y": "::error::y"
  image: {{tag: latest}}
{ORDER}: {{x: 1}}
{BELL}: {{{ORDER}: {BELL}}}
"::error::z": 1
""",
}
READING = [
    ("get", "--env", "dev"),
    ("get", "*", "--env", "dev"),
    ("get", "web.env", "--env", "dev", "--declared"),
    ("explain", "web.env", "--env", "dev"),
    ("explain", "web.env.bad\n::error::x", "--env", "dev"),
    ("explain", "bad\n::error::x", "--env", "dev"),
    ("explain", "::error::z", "--env", "dev"),
    ("get", "web.nothing\n::error::x", "--env", "dev"),
    ("get", "x", "--env", "dev\n::error::x\x1b[2J"),
    ("diff", "dev", "prod"),
    ("diff", "dev", "prod", "--declared", "--all"),
    ("matrix",),
    ("matrix", "**"),
    ("lint",),
    ("lint", "--fix", "--dry-run"),
    ("lint", "--only", "no\n::error::x"),
    ("set", "web.env.NEW=1", "--env", "dev", "--dry-run"),
    ("set", "web.env.bad\n::error::x=new", "--env", "dev", "--dry-run"),
    ("set", "web.\x1b[2J\n::error::x=1", "--env", "dev", "--dry-run"),
    ("unset", "web.env.bad\n::error::x", "--env", "dev", "--dry-run"),
    ("promote", "dev", "staging", "--dry-run"),
    ("tidy", "--dry-run"),
    ("no\n::error::x",),
    ("get", "--no\n::error::x"),
]
# What a terminal obeys: but line feeds, and the colours that we ask for.
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def orders(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.lstrip().startswith(("::", "##["))]


@pytest.fixture
def hostile(here: Here) -> Here:
    write(small_platform(**HOSTILE), here.folder)
    return here


@pytest.mark.parametrize("words", READING, ids=repr)
def test_text_obeys_nobody(invoke: Run, hostile: Here, words: tuple[str, ...]) -> None:
    done = invoke("values", *words)
    # The YAML of `get` is data for programs: it has escapes where YAML wants them.
    shown = done.err + (done.out.replace("\u202e", "") if words[0] == "get" else done.out)
    assert done.status in (0, 1, 2)
    assert shown.strip()
    assert CONTROLS.findall(shown) == []
    assert orders(done.err if words[0] == "get" else shown) == []


@pytest.mark.parametrize("words", [*READING[:5], READING[9], READING[12], READING[16]], ids=repr)
def test_terminal_is_obeyed_by_nobody(tmp_path: Path, words: tuple[str, ...]) -> None:
    root = write(small_platform(**HOSTILE), tmp_path / "shop")
    shown = on_terminal(root, "values", *words)
    assert shown.strip()
    assert CONTROLS.findall(COLOURS.sub("", shown)) == []


def test_value_of_a_script_is_exact_where_it_is_piped(invoke: Run, hostile: Here) -> None:
    done = invoke("values", "get", r"web.env.::error::y", "--env", "dev")
    assert (done.status, done.out) == (0, "::error::y\n")
    done = invoke("values", "get", "web.env.bad\n::error::x", "--env", "dev")
    assert (done.status, done.out) == (0, "bad\n::error::x\n")


JSON = [
    ("get", "--env", "dev"),
    ("explain", "web.env", "--env", "dev"),
    ("diff", "dev", "prod"),
    ("matrix",),
    ("lint",),
    ("lint", "--output", "sarif"),
]


@pytest.mark.parametrize("words", JSON, ids=" ".join)
def test_json_stays_json_and_the_same_data(invoke: Run, hostile: Here, words: tuple[str, ...]) -> None:
    done = invoke("values", *words, *(() if "--output" in words else ("--output", "json")))
    assert CONTROLS.findall(done.out) == []
    assert orders(done.out) == []
    data = json.dumps(json.loads(done.out))
    assert r"bad\n::error::x" in data


def test_values_in_json_are_to_the_letter(invoke: Run, hostile: Here) -> None:
    done = invoke("values", "get", "web.env", "--env", "dev", "--output", "json")
    env = json.loads(done.out)
    bell = "\x1b[2J\x1b]0;owned\x07\u202e\x9b31m\x7f"
    assert (env["bad\n::error::x"], env[bell]) == ("bad\n::error::x", bell)


@pytest.mark.parametrize("words", [("diff", "dev", "prod"), ("matrix",)], ids=" ".join)
def test_page_has_no_controls(invoke: Run, hostile: Here, words: tuple[str, ...]) -> None:
    done = invoke("values", *words, "--output", "html")
    assert "bad\\n::error::x" in done.out
    assert CONTROLS.findall(done.out) == []
    assert orders(done.out.partition("<table>")[2]) == []


def test_every_annotation_is_one_of_ours(invoke: Run, hostile: Here) -> None:
    done = invoke("values", "lint", "--output", "github")
    found = json.loads(invoke("values", "lint", "--output", "json").out)
    assert len(done.out.splitlines()) == len(found) > 3
    assert [
        line for line in done.out.splitlines() if not re.match("::(error|warning|notice) file=values", line)
    ] == []


def test_completion_offers_no_name_that_a_shell_would_run(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generator.completion import complete

    for name in ("$(touch owned)", "a b", "x\ny"):
        here.put(f"values-{name}.yaml", "web: {}\n")
    here.put("values-fine.yaml", "web: {}\n")
    (here.folder / "platform.yaml").unlink()
    offered = complete(["values", "get", "--env", ""])
    assert sorted(offered) == [":4", "dev", "dr", "fine", "prod", "staging"]


def test_blueprint_of_a_stranger_shows_no_controls(
    invoke: Run, own: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = own / "blueprint.yaml"
    file.write_text(
        file.read_text()
        .replace("Two services, for tests", r'"two\e[2J\n::error::x"')
        .replace("Message queue", r'"\n::error::y\a"')
    )
    for words in (("show", str(own)), ("show", str(own), "--output", "json")):
        done = invoke(*words)
        assert done.status == 0
        assert CONTROLS.findall(done.out) == []
        assert orders(done.out) == []
    assert run(["show", str(own / "no\n::error::z\x1b[2J")]) == 2
    told = capfd.readouterr().err
    assert (CONTROLS.findall(told), orders(told)) == ([], [])
