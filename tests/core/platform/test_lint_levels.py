"""`lint` in platform.yaml."""

from __future__ import annotations

import pytest

from generator.core.platform.file import parse_platform
from generator.core.platform.lint_levels import LintLevel
from generator.errors import BlueprintError

HEAD = """\
apiVersion: helm-blueprint/v1
blueprint: {name: shop, version: 1.0.0}
environments: {dev: {}}
"""


def test_levels_by_rule_with_their_lines() -> None:
    text = HEAD + 'lint:\n  shadowed: off\n  redundant: "off"\n  forgotten: error\n'
    assert parse_platform(text.encode()).lint == {
        "shadowed": LintLevel("off", "platform.yaml:5"),
        "redundant": LintLevel("off", "platform.yaml:6"),
        "forgotten": LintLevel("error", "platform.yaml:7"),
    }


@pytest.mark.parametrize("text", ["", "lint:\n", "lint: {}\n"])
def test_nothing_said_leaves_every_rule_as_it_is(text: str) -> None:
    assert parse_platform((HEAD + text).encode()).lint == {}


def test_what_is_no_level_is_refused_with_its_line() -> None:
    with pytest.raises(BlueprintError) as caught:
        parse_platform((HEAD + "lint:\n  shadowed: warn\n  redundant: true\n  schema:\n").encode())
    assert caught.value.lines() == [
        "platform.yaml: this platform.yaml is broken",
        "  platform.yaml:5: lint.shadowed: one of off, note, warning, error is expected",
        '    Did you mean "warning"?',
        "  platform.yaml:6: lint.redundant: one of off, note, warning, error is expected",
        "  platform.yaml:7: lint.schema: one of off, note, warning, error is expected",
    ]
