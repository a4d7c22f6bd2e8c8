"""The published JSON Schemas, and which of them the output of a command keeps to."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import click
import jsonschema_rs

from generator.cli import main_group

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "schemas"
OUTPUT = FOLDER / "output"


@cache
def schema(path: Path) -> Any:
    return json.loads(path.read_text())


@cache
def _validator(path: Path) -> Any:
    return jsonschema_rs.validator_for(schema(path))


def errors(path: Path, data: Any) -> list[str]:
    """What a schema has against data, each with its place."""
    found = _validator(path).iter_errors(data)
    return [f"{'/'.join(map(str, error.instance_path))}: {error.message}" for error in found]


def commands() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command with its words: ("values", "get")."""
    waiting: list[tuple[tuple[str, ...], click.Command]] = [((), main_group())]
    while waiting:
        words, command = waiting.pop()
        if isinstance(command, click.Group):
            context = click.Context(command)
            for name in command.list_commands(context):
                inner = command.get_command(context, name)
                assert inner is not None
                waiting.append(((*words, name), inner))
        else:
            yield words, command


def writes_json(command: click.Command) -> bool:
    return any(
        isinstance(one, click.Option) and "--output" in one.opts and isinstance(one.type, click.Choice) and "json" in one.type.choices
        for one in command.params
    )  # fmt: skip


@cache
def json_commands() -> frozenset[tuple[str, ...]]:
    return frozenset(words for words, command in commands() if writes_json(command))


def output_schema(words: Sequence[str]) -> Path:
    return OUTPUT / f"{'-'.join(words)}.schema.json"


def refuse_other_output(arguments: Sequence[str], out: str) -> None:
    """AssertionError where a command was asked for JSON and wrote what its schema does not know."""
    if "json" not in arguments:
        return
    words = next((one for one in json_commands() if tuple(arguments[: len(one)]) == one), None)
    if words and out:
        assert errors(output_schema(words), json.loads(out)) == []
