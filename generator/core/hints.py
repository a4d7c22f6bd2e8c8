"""Commands within sentences for people: from `values lint` to what can be copied, as the user called us.

Messages name a command between backticks, in its short form. `…` at its beginning is the command that was
typed, with what more is to be said: `… --yes`.
"""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

SPAN = re.compile(r"`([^`\n]+)`")
AS_TYPED = "…"


class Called(NamedTuple):
    """How we were called: by which words (`helm blueprint`), what was typed after them, on what.

    `given` are the options that say where, with their values: --platform, --env and the like. `options` tells
    which options the command has that these words name, None where they name none of ours.
    """

    program: str
    typed: Sequence[str]
    given: Sequence[tuple[str, Sequence[str]]]
    options: Callable[[Sequence[str]], Collection[str] | None]


def as_called(text: str, called: Called) -> str:
    """The text with the commands in it as whole ones."""
    return SPAN.sub(lambda found: f"`{_whole(found[1], called)}`", text)


def _whole(span: str, called: Called) -> str:
    first, _, rest = span.partition(" ")
    if first == AS_TYPED:
        typed = list(called.typed)
        end = typed.index("--") if "--" in typed else len(typed)
        before, after = (shlex.join(part) for part in (typed[:end], typed[end:]))
        return " ".join(part for part in (called.program, before, rest, after) if part)
    # Most texts between backticks are keys and files.
    options = called.options(span.split()) if first.isalpha() else None
    if options is None:
        return span
    whole = f"{called.program} {span}"
    words = span.split()
    for option, values in called.given:
        if option in options and option not in words:
            whole += "".join(f" {option} {shlex.quote(value)}" for value in values)
    return whole
