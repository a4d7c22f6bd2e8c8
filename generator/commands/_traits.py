"""The traits of a service as options, for the commands that choose by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands._options import Word
from generator.core.advice.traits import MEANINGS, SIGNALS, Traits, option_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    Decorated = TypeVar("Decorated", bound=Callable[..., object])

# What users would type as well.
_ALSO = {"cheap": ("--spot-ok",), "in_memory": ("--cache",), "single": ("--singleton",)}


def trait_options(function: Decorated) -> Decorated:
    """An option for each trait; the command gets them by the traits' names."""
    for name in reversed(Traits._fields):
        function = click.option(option_of(name), *_ALSO.get(name, ()), name, **_form(name))(function)
    return function


def _form(name: str) -> dict[str, Any]:
    form: dict[str, Any] = {"help": MEANINGS[name]}
    if name == "schedule":
        return {**form, "default": "", "metavar": "CRON"}
    if name == "parallel":
        return {**form, "type": int, "default": 1, "metavar": "N"}
    if name == "scales_on":
        return {**form, "type": Word(list(SIGNALS)), "multiple": True}
    return {**form, "is_flag": True}


def traits_in(options: dict[str, Any]) -> Traits:
    """The traits among the options of a command, which are taken out of them."""
    return Traits(**{name: options.pop(name) for name in Traits._fields})
