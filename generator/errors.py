"""What can go wrong that is not a bug: a sentence, a place, a next step, an exit status."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence


# In a hint: the file that the error is about, from where the user is, quoted for a shell.
THE_FILE = "\0"


class BlueprintError(Exception):
    """Expected trouble: wrong input, by default. The command line shows it and exits with `exit_code`."""

    exit_code: ClassVar[int] = 2

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        """Say what is wrong in a sentence, where (`file`, `file:line`, a value's path), what to do next."""
        super().__init__(what)
        self.what = what
        self.where = where
        self.hint = hint

    def lines(self) -> list[str]:
        """What is shown, line by line; a line break within one came from outside, in a key for instance."""
        text = f"{self.where}: {self.what}" if self.where else self.what
        return [text, f"  {self._hint_of_file()}"] if self.hint else [text]

    def _hint_of_file(self) -> str:
        if THE_FILE not in self.hint:
            return self.hint
        import shlex

        file = f"./{self.where}" if self.where.startswith("-") else self.where
        return self.hint.replace(THE_FILE, shlex.quote(file))

    def __str__(self) -> str:
        return "\n".join(self.lines())


class UsageError(BlueprintError):
    """The command was called in a way that cannot be meant."""


class Findings(Exception):
    """The command did its work and showed what it found, which needs attention: nothing more is said."""

    exit_code: ClassVar[int] = 1


class MissingProgram(BlueprintError):
    """A program that the command starts is not on this machine."""

    exit_code = 3


class Invalid(BlueprintError):
    """Several errors found in one go, so that nobody has to fix and retry one by one."""

    def __init__(
        self, what: str, errors: Sequence[BlueprintError], *, where: str = "", hint: str = ""
    ) -> None:
        super().__init__(what, where=where, hint=hint)
        self.errors = tuple(errors)

    def lines(self) -> list[str]:
        first, *hint = super().lines()
        return [first, *("  " + line for error in self.errors for line in error.lines()), *hint]


def raise_any(what: str, errors: Sequence[BlueprintError], *, hint: str = "") -> None:
    """Raise what was found: one error as it is, several as one that says `what`; with the hint for all."""
    if len(errors) == 1:
        errors[0].hint = hint or errors[0].hint
        raise errors[0]
    if errors:
        raise Invalid(what, errors, hint=hint)
