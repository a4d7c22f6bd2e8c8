"""What is carried, what stays and why, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from generator.core.change.promote import Promotion, few_or_counted, promoted
from generator.core.data import MISSING
from generator.core.paths import format_path
from generator.core.platform.patterns import patterns
from generator.core.values.compare import Column, compare
from generator.core.values.model import load_values
from generator.errors import BlueprintError, Invalid
from tests.core.change.test_tidy import QUICK, platforms, written
from tests.effort import examples
from tests.small_platform import DR, PROD, STAGING, small_platform


def promote(
    origin: str, target: str, *, intent: str = "", files: dict[str, str] | None = None, **options: object
) -> Promotion:
    tree = small_platform(intent=intent, **(files or {}))
    chosen = {name: patterns(*value) if isinstance(value, list) else value for name, value in options.items()}
    return promoted(load_values(tree), origin, target, **chosen)


def after(promotion: Promotion) -> dict[str, str]:
    return {str(change.path): change.after.decode() for change in promotion.changes}


def test_carries_what_differs_and_keeps_comments() -> None:
    promotion = promote("staging", "prod")
    assert after(promotion) == {
        "values-prod.yaml": "# prod: what production changes\n"
        "global:\n"
        "  presets:\n"
        "    deployment: {replicaCount: 2}\n"
        "  domain: staging.example.com\n"
        "\n"
        "orders:\n"
        "  autoscaling: {enabled: true, maxReplicas: 30} # flash sales\n"
        "  env:\n"
        "    LOG_LEVEL: debug\n"
        "\n"
        "web:\n"
        "  image:\n"
        "    tag: 1.5.0\n"
    }
    assert [format_path(path) for path in promotion.carried] == [
        "global.domain", "global.presets.deployment.replicaCount", "web.image.tag", "orders.env.LOG_LEVEL",
    ]  # fmt: skip
    assert [(format_path(path), why) for path, why in promotion.stays] == [
        ("orders.autoscaling.enabled", "prod alone has it; --prune removes it"),
        ("orders.autoscaling.maxReplicas", "prod alone has it; --prune removes it"),
    ]


def test_only_and_except() -> None:
    promotion = promote("staging", "prod", only=["*.image.tag", "*.env"], without=["orders"])
    assert after(promotion) == {"values-prod.yaml": PROD + "\nweb:\n  image:\n    tag: 1.5.0\n"}


def test_refused_keys_are_all_named_with_the_options_that_leave_them_out() -> None:
    files = {
        "values_dev": 'x-tag: "2"\nx-a: {a: 1}\nx-b: {"c d": 1}\n',
        "values_prod": 'x-tag: "1"\nx-a: &a {a: 0}\nx-b: &b {"c d": 2}\nx-c: [*a, *b]\n',
    }
    with pytest.raises(Invalid) as caught:
        promote("dev", "prod", files=files)
    assert (caught.value.what, caught.value.hint) == (
        "these values cannot be carried",
        "Nothing was written. Leave them out: --except x-a.a --except 'x-b.c d'",
    )
    assert [error.what for error in caught.value.errors] == [
        "x-a is anchored as &a and shared with line 4",
        "x-b is anchored as &b and shared with line 4",
    ]
    assert after(promote("dev", "prod", files=files, without=["x-a.a", "x-b.c d"])) == {
        "values-prod.yaml": files["values_prod"].replace('"1"', '"2"')
    }


def test_prune_removes_what_the_target_alone_has() -> None:
    promotion = promote("staging", "prod", only=["orders.autoscaling", "orders.env"], prune=True)
    assert after(promotion) == {
        "values-prod.yaml": PROD.partition("orders")[0] + "orders:\n  env:\n    LOG_LEVEL: debug\n"
    }


def test_key_that_belongs_to_its_environment_stays() -> None:
    intent = '  environmentOnly: [{keys: ["global.domain", "*.replicaCount"], reason: sizes}]\n  mustDiffer: ["*.env"]\n'
    promotion = promote("staging", "prod", intent=intent)
    assert [format_path(path) for path in promotion.carried] == ["web.image.tag"]
    assert [(format_path(path), why) for path, why in promotion.stays][:3] == [
        ("global.domain", "belongs to its environment (platform.yaml:9): sizes"),
        ("global.presets.deployment.replicaCount", "belongs to its environment (platform.yaml:9): sizes"),
        ("orders.env.LOG_LEVEL", "belongs to its environment (platform.yaml:10)"),
    ]


def test_named_keys_that_follow_from_presets_are_made_equal_in_effect() -> None:
    promotion = promote("prod", "dev", only=["orders.replicaCount"])
    assert after(promotion)["values-dev.yaml"].endswith("orders:\n  replicaCount: 3\n")
    assert promotion.after.effective("dev", ("orders", "replicaCount")) == 3


OVERRIDES = "global:\n  overrides:\n    deployment: {replicaCount: 1}\n"


def test_what_an_override_wins_over_is_not_written() -> None:
    promotion = promote("prod", "dev", files={"values_dev": OVERRIDES}, only=["orders.replicaCount"])
    assert promotion.changes == ()
    assert promotion.carried == ()
    assert promotion.stays == (
        (("orders", "replicaCount"), "global.overrides.deployment wins in dev (values-dev.yaml:3)"),
    )


def test_what_has_no_effect_stays_beside_what_is_carried() -> None:
    staging = "orders: {replicaCount: 4, env: {A: b}}\n"
    files = {"values_staging": staging, "values_dev": OVERRIDES}
    promotion = promote("staging", "dev", files=files, without=["global"])
    assert after(promotion) == {"values-dev.yaml": OVERRIDES + "orders:\n  env:\n    A: b\n"}
    assert promotion.carried == (("orders", "env", "A"),)
    assert promotion.stays == (
        (("orders", "replicaCount"), "global.overrides.deployment wins in dev (values-dev.yaml:3)"),
    )


def test_override_that_is_pruned_is_not_in_the_way() -> None:
    files = {"values_staging": "orders: {replicaCount: 4}\n", "values_dev": OVERRIDES}
    promotion = promote("staging", "dev", files=files, prune=True)
    assert after(promotion) == {"values-dev.yaml": "orders:\n  replicaCount: 4\n"}
    assert promotion.stays == ()


def test_what_the_origin_states_and_does_not_go_by_is_told() -> None:
    files = {"values_staging": OVERRIDES + "orders: {replicaCount: 4}\n"}
    promotion = promote("staging", "dev", files=files, without=["global"])
    assert promotion.carried == ()
    assert promotion.stated == (
        (("orders", "replicaCount"), "global.overrides.deployment wins in staging (values-staging.yaml:3)"),
    )
    assert promotion.after.effective("dev", ("orders", "replicaCount")) == 4


def test_broken_order_is_refused() -> None:
    intent = '  ordered: [{keys: "*.replicaCount", order: prod >= staging}]\n'
    with pytest.raises(Invalid) as caught:
        promote("dev", "prod", intent=intent, files={"values_staging": STAGING + "  replicaCount: 2\n"})
    assert str(caught.value) == (
        "the intent of this platform would be broken\n"
        "  platform.yaml:9: web.replicaCount must be prod >= staging, and is 1 in prod, 2 in staging\n"
        "  Nothing was written. Leave these keys out with --except, or change the intent."
    )


def test_broken_match_is_refused() -> None:
    intent = '  mustMatch: [{keys: ["*.image.tag"], environments: [prod, dev], reason: parity}]\n'
    with pytest.raises(Invalid, match=r"web.image.tag must match: .* \(parity\)"):
        promote("staging", "prod", intent=intent)


def test_intent_that_was_broken_before_does_not_hinder() -> None:
    intent = '  mustMatch: ["*.image.tag"]\n'
    assert promote("staging", "prod", intent=intent, only=["orders.env"]).changes != ()


def test_redundant_override_goes_but_not_with_its_comment() -> None:
    dev = "web:\n  replicaCount: 1\n  image: {tag: 1.4.9}\norders:\n  image: {tag: 9} # mind this\n"
    promotion = promote("prod", "dev", files={"values_dev": dev}, only=["*.image"])
    assert after(promotion) == {
        "values-dev.yaml": 'web:\n  replicaCount: 1\norders:\n  image: {tag: "2.0"} # mind this\n'
    }


def test_what_the_origin_removes_with_null_stays() -> None:
    promotion = promote("dev", "prod", files={"values_dev": "db: {ports: null}\n"}, only=["db"], prune=True)
    assert promotion.stays == (
        (("db", "ports", "sql"), "values.yaml states it, and dev does not: it would take a null"),
    )


@pytest.mark.parametrize(("origin", "target"), [("dev", "nope"), ("nope", "dev"), ("dev", "dev")])
def test_refuses_environments_that_cannot_be_meant(origin: str, target: str) -> None:
    with pytest.raises(BlueprintError, match=r"there is no environment|to itself"):
        promote(origin, target)


def test_inheriting_environment_states_it_itself() -> None:
    assert after(promote("staging", "dr", only=["web.image"])) == {
        "values-dr.yaml": DR + "web:\n  image:\n    tag: 1.5.0\n"
    }


def test_what_shows_again_below_a_map_that_replaces_a_scalar_is_looked_at_too() -> None:
    model = load_values(
        small_platform(
            values="x-a: {b: 1, d: 2}\n", values_staging="x-a: {b: 9, d: null}\n", values_prod="x-a: 5\n"
        )
    )
    promotion = promoted(model, "staging", "prod", only=patterns("x-a"))
    assert [change.after for change in promotion.changes] == [b"x-a:\n  b: 9\n"]
    assert promotion.stays == (
        (("x-a", "d"), "values.yaml states it, and staging does not: it would take a null"),
    )


def test_few_keys_are_told_by_name_many_by_number() -> None:
    paths = [("web", name) for name in "abcdef"]
    assert few_or_counted(paths[:1]) == "web.a"
    assert few_or_counted(paths[:5]) == "web.a, web.b, web.c, web.d, web.e"
    assert few_or_counted(paths) == "6 keys"


def test_written_is_what_is_carried_and_what_is_stated_alone() -> None:
    """A preset that prod overrides is stated for it, and nothing comes of it."""
    promotion = promote("staging", "prod", only=["web.image.tag", "web.replicaCount"])
    assert promotion.written == (*promotion.carried, *(path for path, _ in promotion.stated))
    assert ("web", "image", "tag") in promotion.written


def test_what_an_environment_inherits_need_not_be_stated() -> None:
    """It comes after prod, which says already what staging says."""
    files = {
        "values_prod": PROD + "web: {image: {tag: 1.5.0}}\n",
        "values_dr": DR + "web: {image: {tag: 1.4.9}}\n",
    }
    promotion = promote("staging", "dr", only=["web.image.tag"], files=files)
    assert after(promotion) == {"values-dr.yaml": DR}


@settings(max_examples=examples(60), deadline=None, phases=QUICK)
@given(platforms)
def test_nothing_differs_afterwards(files: dict[str, object]) -> None:
    """With `prune`, and but for what is told to stay, two environments are the same."""
    model = load_values(written(files))
    promotion = promoted(model, "staging", "dr", prune=True)
    result = load_values({**model.tree, **{change.path: change.after for change in promotion.changes}})
    columns = [Column(name, result, name) for name in ("staging", "dr")]
    stays = {path for path, _ in promotion.stays}
    differs = [row for row in compare(columns, declared=True) if row.path not in stays]
    # An empty map that another file states cannot be removed, and says nothing.
    assert [row.path for row in differs if {} not in row.values or MISSING not in row.values] == []
    if not stays and not differs:
        assert compare(columns) == []
    for path in promotion.carried:
        assert promotion.after.effective("dr", path) == promotion.after.effective("staging", path)
    for other in ("dev", "staging", "prod"):
        assert compare([Column("before", model, other), Column("after", result, other)]) == []


def test_a_part_of_a_list_is_not_carried_alone() -> None:
    files = {"values_staging": "db: {args: [a, b]}\n", "values_prod": "db: {args: [a, c]}\n"}
    promotion = promote("staging", "prod", files=files, only=["db.args[1]"])
    assert promotion.changes == ()
    assert promotion.stays == ((("db", "args", 1), "a list is carried as a whole, with --only db.args"),)


def test_numbers_are_carried_as_they_were_written() -> None:
    origin = "x-a: 1.10\nx-b: {mode: 0644, big: 12345678901234567890}\nx-c: [{v: 1.50, w: 0x1F}, 1e3]\n"
    promotion = promote(
        "staging", "prod", files={"values_staging": origin, "values_prod": "x-c: [{v: 1}] # why\n"}
    )
    assert after(promotion)["values-prod.yaml"] == (
        "x-c: [{v: 1.50, w: 0x1F}, 1e3] # why\nx-a: 1.10\nx-b:\n  mode: 0644\n  big: 12345678901234567890\n"
    )
