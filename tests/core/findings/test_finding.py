"""Which rules are asked."""

from __future__ import annotations

import pytest

from generator.core.findings.finding import Rule, chosen
from generator.errors import UsageError


def rule(name: str) -> Rule:
    return Rule(name, "It is.", "It matters.", (), (), "error", lambda _: ())


RULES = [rule("latest-tag"), rule("schema"), rule("secret")]


@pytest.mark.parametrize(
    ("only", "without", "names"),
    [
        ([], [], ["latest-tag", "schema", "secret"]),
        (["secret", "schema"], [], ["schema", "secret"]),
        ([], ["schema"], ["latest-tag", "secret"]),
        (["secret", "schema"], ["schema"], ["secret"]),
    ],
)
def test_rules_are_chosen_by_name_and_keep_their_order(
    only: list[str], without: list[str], names: list[str]
) -> None:
    assert [one.id for one in chosen(RULES, only, without)] == names


@pytest.mark.parametrize(("only", "without"), [(["schemas"], []), ([], ["schemas"])])
def test_name_that_is_no_rules_is_told(only: list[str], without: list[str]) -> None:
    with pytest.raises(UsageError) as caught:
        chosen(RULES, only, without)
    assert (caught.value.what, caught.value.hint) == ('there is no rule "schemas"', 'Did you mean "schema"?')


def test_where_no_name_is_near_and_rules_are_many_the_list_is_named() -> None:
    with pytest.raises(UsageError) as caught:
        chosen([rule(f"rule-{number}") for number in range(20)], ["xyz"], [])
    assert caught.value.hint == "`values lint --rules` shows them."
