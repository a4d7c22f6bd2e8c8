"""Answers to a blueprint's questions: from texts that people typed to values that can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.printable import is_printable
from generator.core.words import (
    did_you_mean,
    wrong_with_domain,
    wrong_with_folder,
    wrong_with_label,
    wrong_with_registry,
)
from generator.core.yaml.fields import parse
from generator.core.yaml.scalars import reads_as_string
from generator.errors import BlueprintError, UsageError, raise_any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from generator.core.blueprint.manifest import Option

    Answers = Mapping[str, str | bool]
    Render = Callable[[str, Answers], str]

_TRUE = frozenset({"true", "yes", "y", "on", "1"})
_FALSE = frozenset({"false", "no", "n", "off", "0"})


class Given(NamedTuple):
    """An answer that the user gave, and where: `--set`, or a line of the answers file."""

    value: object
    where: str


def parse_assignments(texts: Sequence[str]) -> dict[str, Given]:
    """The answers in `--set name=value` texts; of one name the last counts."""
    given = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise UsageError(f'--set "{text}" has no name and value', hint="Write it as --set name=value.")
        given[name.strip()] = Given(value.strip(), f"--set {text}")
    return given


def parse_answers(data: bytes, where: str) -> dict[str, Given]:
    """The answers in a YAML or JSON file: a mapping of options to values, each with its line."""
    source = parse(data, where)
    if source.data is None:
        return {}
    if not isinstance(source.data, dict):
        raise BlueprintError("a mapping of options to answers is expected", where=where)
    return {str(name): Given(value, source.at(str(name))) for name, value in source.data.items()}


def checked(option: Option, value: object) -> str | bool:
    """The value that an answer stands for; BlueprintError when the option does not allow it.

    An option whose default is empty may stay so. Several labels are a text with commas, or a list.
    """
    if option.kind == "boolean":
        return _boolean(option, value)
    if option.kind == "dns-labels" and isinstance(value, list) and all(isinstance(one, str) for one in value):
        value = ",".join(value)
    if isinstance(value, bool) or value is None or not isinstance(value, str | int | float):
        raise BlueprintError(f"{option.name}: a text is expected, not {type(value).__name__}")
    text = str(value)
    if not is_printable(text):
        raise BlueprintError(f"{option.name}: one line without control characters is expected")
    if option.kind == "dns-labels":
        text = ",".join(item.strip() for item in text.split(","))
    if text or option.default != "":
        _refuse(option, text)
    return text


def _refuse(option: Option, text: str) -> None:
    if option.kind == "choice" and text not in option.choices:
        raise BlueprintError(
            f'{option.name}: "{text}" is not one of {", ".join(option.choices)}',
            hint=did_you_mean(text, option.choices) if len(option.choices) > 12 else "",
        )
    for item, reason in _wrong(option, text):
        raise BlueprintError(f'{option.name}: "{item}" is not allowed: {reason}')


def _wrong(option: Option, text: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a text or an item of it, and why."""
    if option.kind in ("registry", "folder"):
        wrong = wrong_with_registry if option.kind == "registry" else wrong_with_folder
        if reason := wrong(text):
            yield text, reason
        return
    if option.kind not in ("dns-label", "dns-labels", "domain"):
        return
    items = text.split(",") if option.kind == "dns-labels" else [text]
    for number, item in enumerate(items):
        reason = (
            wrong_with_domain(item) if option.kind == "domain" else wrong_with_label(item, option.longest)
        )
        if reason:
            yield item, reason
        elif item in items[:number]:
            yield item, "it is named twice"
        elif not reads_as_string(item):
            yield item, "YAML takes it for something else than a text"


def _boolean(option: Option, value: object) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise BlueprintError(f'{option.name}: "{value}" is neither true nor false')


def option_default(option: Option, answers: Answers, render: Render) -> str | bool:
    """What the option is when nobody answers, given the answers so far."""
    if isinstance(option.default, bool):
        return option.default
    return render(option.default, answers)


def unknown_answers(options: Sequence[Option], given: Mapping[str, Given]) -> list[BlueprintError]:
    """An error for each answer to a question that the blueprint does not ask."""
    known = [option.name for option in options]
    return [
        BlueprintError(f'there is no option "{name}"', where=answer.where, hint=did_you_mean(name, known))
        for name, answer in given.items()
        if name not in known
    ]


def resolve(options: Sequence[Option], given: Mapping[str, Given], render: Render) -> dict[str, str | bool]:
    """All answers, in the options' order: what was given, else the default. Invalid with all errors.

    `render` turns a default's Jinja text into text; it is passed in because thought has no Jinja.
    """
    errors = unknown_answers(options, given)
    answers: dict[str, str | bool] = {}
    for option in options:
        answer = given.get(option.name)
        try:
            if answer is None:
                answers[option.name] = checked(option, option_default(option, answers, render))
            else:
                answers[option.name] = checked(option, answer.value)
        except BlueprintError as error:
            where = answer.where if answer else "its default"
            errors.append(BlueprintError(error.what, where=where, hint=error.hint))
            # The defaults of later options may use this answer: they need something to stand on.
            answers[option.name] = option.default
    raise_any("these answers cannot be used", errors)
    return answers


def asked(
    options: Sequence[Option],
    given: Mapping[str, Given],
    ask: Callable[[Option, str | bool], str | bool],
    render: Render,
) -> dict[str, str | bool]:
    """All answers, in the options' order: what was given, else what `ask` brings; it gets the default.

    Invalid where something given is wrong: that is reported before anybody answers twenty questions.
    """
    resolve(options, given, render)
    answers: dict[str, str | bool] = {}
    for option in options:
        if option.name in given:
            answers[option.name] = checked(option, given[option.name].value)
        else:
            answers[option.name] = ask(option, option_default(option, answers, render))
    return answers
