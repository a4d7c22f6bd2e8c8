"""`lint` in platform.yaml: which rules of `values lint` are asked, and how bad what they find is.

    lint:
      shadowed: off        # not asked
      redundant: note      # asked, and shown by `values lint --level note`

Which rules there are is not known here: who asks them says where one is misspelt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.core.words import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.core.yaml.fields import Fields

LINT = "lint"
OFF = "off"
_KNOWN = (OFF, "note", "warning", "error")


class LintLevel(NamedTuple):
    """What a platform says of a rule: off, note, warning or error; `where` is the line that says it."""

    level: str
    where: str = ""


def parse_lint_levels(fields: Fields) -> Mapping[str, LintLevel]:
    """`lint` of a platform.yaml by rule; what is wrong with it is added to the errors of `fields`."""
    levels = {}
    for rule, value in fields.mapping(LINT).items():
        # YAML reads a plain `off` as false.
        level = OFF if value is False else value
        if level not in _KNOWN:
            hint = did_you_mean(level, _KNOWN) if isinstance(level, str) else ""
            fields.wrong(f"one of {', '.join(_KNOWN)} is expected", LINT, rule, hint=hint)
        else:
            levels[rule] = LintLevel(level, fields.source.at(*fields.path, LINT, rule))
    return levels
