"""Commands that messages name can be copied: our own command line takes each of them."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

from generator.cli import main_group
from generator.core.hints import SPAN

PACKAGE = Path(__file__).resolve().parent.parent / "generator"
# What stands where a message has something of the user's.
FILLED = "x"


def texts(tree: ast.AST) -> Iterator[str]:
    """The texts of a module that may be shown, what is filled in as `x`; docstrings are for who works here."""
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(one.value) if isinstance(one, ast.Constant) else FILLED for one in node.values)
        elif (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and not {id(node)} & (docs | parts)
        ):
            yield node.value


@cache
def modules() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The texts of every module."""
    files = sorted(PACKAGE.rglob("*.py"))
    return tuple(
        (file.relative_to(PACKAGE).as_posix(), tuple(texts(ast.parse(file.read_text())))) for file in files
    )


def commands() -> dict[str, str]:
    """Every command between backticks in a message, and where it is."""
    known = main_group().list_commands(click.Context(main_group()))
    found = {}
    for file, told in modules():
        for span in (span for text in told for span in SPAN.findall(text)):
            if span.split()[0] in ("…", *known):
                found[span] = file
    return found


def every(group: click.Group) -> Iterator[click.Command]:
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from every(command)
        else:
            yield command


def _is_given(value: object) -> bool:
    """What click leaves where an argument is missing is None, nothing, or since 8.3 a mark of its own."""
    return isinstance(value, str | tuple) and bool(value)


def wrong_with(words: list[str]) -> str:
    """Why our command line does not take these words; "" where it does."""
    command: click.Command = main_group()
    while isinstance(command, click.Group):
        if not words:
            return ""  # a group alone shows its help
        inner = command.get_command(click.Context(command), words[0])
        if inner is None:
            return f"no command {words[0]}"
        command, words = inner, words[1:]
    parser = command.make_parser(click.Context(command))
    try:
        given, rest, _ = parser.parse_args(list(words))
    except click.UsageError as error:
        return error.format_message()
    # click's own --help ends a call before it misses anything.
    missing = [one.name for one in command.params if one.required and not _is_given(given.get(one.name))]
    return f"without {missing}" if (missing and "--help" not in words) or rest else ""


def test_every_command_in_a_message_is_one_that_we_take() -> None:
    found = commands()
    whole = {span: where for span, where in found.items() if not span.startswith("…")}
    assert len(whole) >= 10
    assert {
        span: (where, why) for span, where in whole.items() if (why := wrong_with(shlex.split(span)))
    } == {}


def test_what_more_is_to_be_typed_are_options_that_we_have() -> None:
    options = {name for one in every(main_group()) for parameter in one.params for name in parameter.opts} | {
        FILLED
    }
    more = {span: shlex.split(span)[1:] for span in commands() if span.startswith("…")}
    assert len(more) >= 10
    assert {span: words for span, words in more.items() if words and words[0] not in options} == {}


@pytest.mark.parametrize("words", ["values sett x=1", "values set", "values get --environment x", "nope"])
def test_what_we_would_not_take_is_found(words: str) -> None:
    assert wrong_with(words.split()) != ""


def test_no_message_names_the_program_itself() -> None:
    """`helm blueprint` or `helm-blueprint`: who shows the message knows how it was called."""
    named = [
        (file, text) for file, told in modules() for text in told if re.search(r"`helm[- ]blueprint ", text)
    ]
    assert named == []
