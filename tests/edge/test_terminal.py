"""The one door through which things are shown: styles and widths for people, plain columns for programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from threading import Event

import click
import pytest

from generator.core.blueprint.manifest import Option
from generator.core.styled import Line, Part, Table, line
from generator.edge.terminal import (
    SAYS,
    ask,
    show,
    show_json,
    show_page,
    show_text,
    working,
    working_until_shown,
)
from tests.terminals import python_on_terminal

LINES = [line(Part("web", "bold"), ": ", Part("1", "red")), line(), line(Part("dim", "dim"))]
TABLE = Table(("KEY", "VALUE"), [["web.image.tag", "1.4.2"], ["a", ""]])
LONG = "x" * 200


def on_terminal(tmp_path: Path, code: str) -> str:
    """What a terminal of 40 columns gets."""
    imports = (
        "from generator.core.styled import Line, Part, Table, line\n"
        "from generator.edge.terminal import show, show_text\n"
    )
    return python_on_terminal(tmp_path, "-c", imports + code, columns=40)


def test_programs_get_plain_lines(capsys: pytest.CaptureFixture[str]) -> None:
    show(LINES)
    assert capsys.readouterr() == ("web: 1\n\ndim\n", "")


def test_lines_go_to_stderr_where_they_are_no_output(capsys: pytest.CaptureFixture[str]) -> None:
    show(LINES[:1], err=True)
    assert capsys.readouterr() == ("", "web: 1\n")


def test_people_get_styles(tmp_path: Path) -> None:
    shown = on_terminal(tmp_path, "show([line(Part('web', 'bold'), ': ', Part('1', 'red')), line()])")
    assert shown == "\x1b[1mweb\x1b[0m: \x1b[31m1\x1b[0m\n\n"


def test_programs_get_whole_columns(capsys: pytest.CaptureFixture[str]) -> None:
    show([TABLE, TABLE._replace(rows=[["k", LONG]], whole=1)])
    assert capsys.readouterr().out == (
        f"KEY            VALUE\nweb.image.tag  1.4.2\na\nKEY  VALUE\nk    {LONG}\n"
    )


def test_people_get_tables_as_wide_as_their_terminal(tmp_path: Path) -> None:
    shown = on_terminal(tmp_path, "show([Table(['KEY', 'VALUE'], [['web.image.tag', 'x' * 200]], whole=1)])")
    assert shown == f"KEY            VALUE\nweb.image.tag  {'x' * 24}…\n"


def test_long_cells_are_folded_where_no_column_must_stay_whole(tmp_path: Path) -> None:
    shown = on_terminal(tmp_path, "show([Table(['KEY', 'VALUE'], [['web', '[bold]' + 'x' * 200]])])")
    assert "[bold]" in shown
    assert (shown.count("x"), shown.count("…")) == (200, 0)


def test_control_characters_of_strangers_are_escaped(capsys: pytest.CaptureFixture[str]) -> None:
    show([line("a\x1b[2Jb"), Table(("K",), [["c\nd"]])])
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert len(shown.splitlines()) == 3


def test_text_is_exact_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    show_text("a: \x1b[2J\nb")
    assert capsys.readouterr().out == "a: \x1b[2J\nb\n"


def test_text_is_escaped_on_a_terminal(tmp_path: Path) -> None:
    shown = on_terminal(tmp_path, r"show_text('a: \x1b[2J\nb')")
    assert "\x1b" not in shown
    assert len(shown.splitlines()) == 2


def test_exact_line_is_exact_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    """A diff that git is to apply has what the file has, escapes of a terminal included."""
    show([Line((Part("+a: \x1b[31mred", "green"),), is_exact=True)])
    assert capsys.readouterr().out == "+a: \x1b[31mred\n"


def test_not_even_an_exact_line_gives_orders_to_the_runner_of_workflows(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show([Line((Part(" ::error::x"),), is_exact=True)])
    assert capsys.readouterr().out == " \\u003a:error::x\n"


def test_exact_line_is_escaped_on_a_terminal(tmp_path: Path) -> None:
    shown = on_terminal(tmp_path, r"show([Line((Part('+a: \x1b[31mred', 'green'),), is_exact=True)])")
    assert shown.startswith("\x1b[32m+a: ")
    assert shown.count("\x1b") == 2


def test_line_of_nothing_is_an_empty_line(capsys: pytest.CaptureFixture[str]) -> None:
    show([Line()])
    assert capsys.readouterr().out == "\n"


def test_json_is_data_whatever_it_holds(capsys: pytest.CaptureFixture[str]) -> None:
    data = {"ü": "\x9b2J\u202e", "list": [1, None, True]}
    show_json(data)
    shown = capsys.readouterr().out
    assert json.loads(shown) == data
    assert not {"\x9b", "\u202e"} & set(shown)


def test_page_is_utf_8_and_has_no_line_break_of_ours(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    show_page("<p>ü</p>")
    assert capsysbinary.readouterr().out == "<p>ü</p>".encode()


def test_choices_are_a_menu_that_takes_the_number_or_the_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter(["7", "flx", "2"])
    monkeypatch.setattr(click.termui, "visible_prompt_func", lambda _: next(answers))
    option = Option("gitops", "What delivers it?", "choice", "argocd", ("argocd", "flux", "none"))
    assert ask(option, "argocd") == "flux"
    out, err = capsys.readouterr()
    prompt = "Number or name [argocd]:"
    assert (out, err.replace(f"{prompt} ", "").replace(prompt, "")) == (
        "",
        (
            "What delivers it?\n  1) argocd\n  2) flux\n  3) none\n"
            "  there is no number 7: they go from 1 to 3\n"
            '  "flx" is none of them: did you mean "flux"?\n'
        ),
    )


def waits(seconds: int) -> Callable[[float], bool]:
    """Work that takes so many seconds, none of which anybody waits for."""
    left = iter([False] * seconds + [True])
    return lambda _: next(left)


@pytest.mark.parametrize(
    ("seconds", "term", "told"),
    [
        (0, "xterm", ""),
        (2, "xterm", f"\rReading … 1 s\rReading … 2 s\r{' ' * 13}\r"),
        (3, "dumb", "Reading …\n"),
    ],
)
def test_what_takes_a_second_is_told_on_a_terminal_and_wiped_when_it_is_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], seconds: int, term: str, told: str
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("TERM", term)
    with working("Reading", waits(seconds)):
        pass
    assert capsys.readouterr() == ("", told)


def test_progress_is_told_neither_in_a_pipe_nor_with_quiet(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with working("Reading", waits(5)):
        pass
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with click.Context(click.Command("get")) as ctx:
        ctx.meta[SAYS] = "quiet"
        with working("Reading", waits(5)):
            pass
    assert capsys.readouterr() == ("", "")


def test_what_is_shown_meanwhile_begins_on_a_line_of_its_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    told = Event()
    work = iter([False])

    def waited(_: float) -> bool:
        if next(work, True):
            told.set()
            return True
        return False

    with working("Reading", waited):
        told.wait()
        show([line("Note: odd")], err=True)
    assert capsys.readouterr().err == f"\rReading … 1 s\r{' ' * 13}\rNote: odd\n"


def test_progress_ends_with_work_that_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with pytest.raises(KeyError), working("Reading", waits(1)):
        raise KeyError
    assert capsys.readouterr().err == f"\rReading … 1 s\r{' ' * 13}\r"


def test_progress_of_a_plan_ends_with_what_is_shown_or_worked_on_next(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    wiped = f"\r{' ' * 14}\r"
    with working_until_shown("Planning", waits(1)):
        show([line("Note: odd")], err=True)
        assert capsys.readouterr().err == f"\rPlanning … 1 s{wiped}Note: odd\n"
        show([line("a diff")])
    with working_until_shown("Planning", waits(1)), working("Rendering", waits(0)):
        assert capsys.readouterr() == ("a diff\n", f"\rPlanning … 1 s{wiped}")
    with working_until_shown("Planning", waits(1)):
        pass
    assert capsys.readouterr().err == f"\rPlanning … 1 s{wiped}"
