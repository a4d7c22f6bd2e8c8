"""What is told of a promotion before its diff."""

from __future__ import annotations

import pytest

from generator.core.change.promote import Promotion
from generator.core.change.promotion_summary import few_or_counted, nothing_carried, summary, ways_on
from generator.core.paths import parse_path
from generator.core.styled import Line, Part
from generator.core.values.model import ValuesModel
from tests.small_platform import small_platform


def plan(*stays: tuple[str, str], stated: tuple[tuple[str, str], ...] = ()) -> Promotion:
    model = ValuesModel(small_platform())
    return Promotion(
        changes=(),
        after=model,
        carried=(),
        stays=tuple((parse_path(name), why) for name, why in stays),
        stated=tuple((parse_path(name), why) for name, why in stated),
    )


def test_what_stays_is_told_by_reason() -> None:
    stays = [(f"web.env.A{number}", "it must differ") for number in range(8)]
    assert summary(plan(*stays, ("db.image", "it is prod's own")), "dev") == [
        Line(
            (
                Part("Stays: ", "cyan"),
                Part(
                    "web.env.A0, web.env.A1, web.env.A2, web.env.A3, web.env.A4, web.env.A5 and 2 more: "
                    "it must differ"
                ),
            )
        ),
        Line((Part("Stays: ", "cyan"), Part("db.image: it is prod's own"))),
    ]
    assert summary(plan(*stays[:6]), "dev")[0].text == (
        "Stays: web.env.A0, web.env.A1, web.env.A2, web.env.A3, web.env.A4, web.env.A5: it must differ"
    )


@pytest.mark.parametrize(
    ("promotion", "is_part", "text"),
    [
        (plan(("web.replicaCount", "it must")), False, "Nothing is carried: what differs stays."),
        (plan()._replace(held=((("a",), "staging"),)), False, "Nothing is carried: what differs stays."),
        (plan()._replace(unasked=(("a",),)), False, "Nothing is carried: what differs stays."),
        (plan(), False, "Nothing to carry: prod says what staging says."),
        (plan(), True, "Nothing to carry: of what was asked for, prod says what staging says."),
    ],
)
def test_why_nothing_is_carried(promotion: Promotion, is_part: bool, text: str) -> None:
    assert nothing_carried(promotion, "staging", "prod", is_part=is_part) == text


def test_all_that_becomes_of_keys_is_told_in_one_order() -> None:
    promotion = plan(("web.env", "prod alone has it; --prune removes it"))._replace(
        carried=(("web", "image", "tag"), ("web", "pdb")),
        stated=((("web", "replicaCount"), "an override wins"),),
        removed=(("web", "pdb"),),
        held=((("web", "host"), "shop.test.example.org"),),
        unasked=(("web", "size"),),
    )
    assert [one.text for one in summary(promotion, "test")] == [
        "Sets: web.image.tag, web.replicaCount",
        "Removes: web.pdb",
        "Held back: web.host: what test says names test",
        (
            "Left out: web.size: no intent says what stays behind, "
            "so image tags, digests and chart versions alone are carried"
        ),
        "Stays: web.env: prod alone has it; --prune removes it",
    ]
    assert ways_on(promotion, "test", "prod") == [
        "carry what names test all the same: `values promote test prod --only web.host`",
        (
            "carry more: `values promote test prod --only web.size`; "
            "`values intent --from-git` proposes what is to stay from then on"
        ),
    ]
    assert ways_on(plan(), "test", "prod") == []


def test_of_many_keys_the_command_names_their_services() -> None:
    keys = [("web", f"a{number}") for number in range(7)] + [("x y", "b")]
    assert ways_on(plan()._replace(unasked=tuple(keys)), "test", "prod")[0].startswith(
        "carry more: `values promote test prod --only web --only 'x y'`"
    )


def test_of_many_keys_that_name_their_origin_the_command_names_the_first() -> None:
    keys = [("web", f"a{number}") for number in range(8)]
    options = " ".join(f"--only web.a{number}" for number in range(6))
    assert ways_on(plan()._replace(held=tuple((key, "test") for key in keys)), "test", "prod") == [
        f"carry what names test all the same: `values promote test prod {options}`, and 2 more by their names"
    ]


def test_few_keys_are_told_by_name_many_by_number() -> None:
    paths = [("web", name) for name in "abcdef"]
    assert few_or_counted(paths[:1]) == "web.a"
    assert few_or_counted(paths[:5]) == "web.a, web.b, web.c, web.d, web.e"
    assert few_or_counted(paths) == "6 keys"
