"""Commands within messages become whole ones: as the user called us, quoted, ready to be copied."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pytest

from generator.core.hints import Called, as_called

OPTIONS = {
    ("values", "get"): ("--env", "--platform"),
    ("values", "set"): ("--platform",),
    ("new",): ("--set",),
}


def options(words: Sequence[str]) -> Collection[str] | None:
    return next((known for name, known in OPTIONS.items() if tuple(words[: len(name)]) == name), None)


def called(*typed: str, platform: str = "", environment: str = "", program: str = "helm-blueprint") -> Called:
    given = [("--env", [environment] if environment else []), ("--platform", [platform] if platform else [])]
    return Called(program, typed, given, options)


@pytest.mark.parametrize(
    ("text", "by", "whole"),
    [
        ("See `values get x`.", called(), "See `helm-blueprint values get x`."),
        ("See `values get x`.", called(program="helm blueprint"), "See `helm blueprint values get x`."),
        (
            "`values get x`",
            called(platform="my shop", environment="prod"),
            "`helm-blueprint values get x --env prod --platform 'my shop'`",
        ),
        # What the message says itself stays.
        ("`values get x --env dev`", called(environment="prod"), "`helm-blueprint values get x --env dev`"),
        # What is written, and where, only the message knows.
        ("`values set x=1`", called(environment="prod"), "`helm-blueprint values set x=1`"),
        ("`new ecommerce`", called(platform="shop"), "`helm-blueprint new ecommerce`"),
        # What was typed, with more.
        ("`… --yes`", called("values", "set", "a=b c"), "`helm-blueprint values set 'a=b c' --yes`"),
        ("`… --yes`", called("values", "set", "--", "-x=1"), "`helm-blueprint values set --yes -- -x=1`"),
        ("`…`", called("list"), "`helm-blueprint list`"),
        # Keys, files and other programs.
        ("`values` of `image.tag`: `git log`", called("list"), "`values` of `image.tag`: `git log`"),
        ("no command", called(), "no command"),
    ],
)
def test_commands_in_a_message_are_whole(text: str, by: Called, whole: str) -> None:
    assert as_called(text, by) == whole
