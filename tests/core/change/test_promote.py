"""What is carried, what stays and why, and what is refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.change.promote import Promotion, promoted
from generator.core.data import MISSING, deciding, leaves, value_at
from generator.core.paths import KeyPath, format_path
from generator.core.platform.file import PLATFORM_FILE
from generator.core.platform.patterns import patterns
from generator.core.values.compare import Column, changed_paths, compare
from generator.core.values.model import ValuesModel, load_values
from generator.errors import BlueprintError, Invalid
from tests.core.change.test_tidy import QUICK, platforms, written
from tests.effort import examples
from tests.small_platform import DR, PROD, STAGING, foreign_umbrella, small_platform

GUIDED = "  environmentOnly: [x-own]\n"  # somebody has said what stays: what else differs is carried


def promote(
    origin: str, target: str, *, intent: str = GUIDED, files: dict[str, str] | None = None, **options: object
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
        "    deployment: {replicaCount: 3}\n"
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
        "web.image.tag", "orders.env.LOG_LEVEL",
    ]  # fmt: skip
    assert promotion.held == ((("global", "domain"), "staging.example.com"),)
    assert [(format_path(path), why) for path, why in promotion.stays] == [
        ("global.presets.deployment.replicaCount", "prod alone has it; --prune removes it"),
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
        (
            "Nothing was written. Leave them out: `… --except x-a.a --except 'x-b.c d'`. What is shared: "
            "`… --shared` changes it for all who share it, `… --write-out` copies it here and changes the copy."
        ),
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
    intent = '  ordered: [{keys: "*.replicaCount", order: prod >= staging}]\n' + GUIDED
    with pytest.raises(Invalid) as caught:
        promote("dev", "prod", intent=intent, files={"values_staging": STAGING + "  replicaCount: 2\n"})
    assert str(caught.value) == (
        "the intent of this platform would be broken\n"
        "  platform.yaml:9: web.replicaCount must be prod >= staging, and is 1 in prod, 2 in staging\n"
        "  Nothing was written. Leave these out: `… --except web.replicaCount`; or change the intent."
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
    promotion = promote("prod", "dev", files={"values_dev": dev}, only=["*.image"], prune=True)
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
    tree = written(files)
    tree = {**tree, PLATFORM_FILE: tree[PLATFORM_FILE] + f"intent:\n{GUIDED}".encode()}
    model = load_values(tree)
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


# ── what cannot hurt ────────────────────────────────────────────────────────────────────────────

DEFAULTS_FOR_ALL = "cart: {pdb: false, replicas: 2, tag: 1.0.0, host: example.org, environment: none}\n"
FOREIGN_DEV = "cart: {replicas: 1, tag: 1.1.0, host: dev.example.org, environment: dev, size: small}\n"
FOREIGN_PROD = "cart:\n  pdb: true # two pods stay\n  replicas: 5\n  host: shop.example.org\n"


def of_foreign(**options: object) -> Promotion:
    chosen = {name: patterns(*value) if isinstance(value, list) else value for name, value in options.items()}
    tree = foreign_umbrella(values=DEFAULTS_FOR_ALL, values_dev=FOREIGN_DEV, values_prod=FOREIGN_PROD)
    return promoted(load_values(tree), "dev", "prod", **chosen)


def test_without_intent_versions_alone_are_carried_and_the_rest_is_named() -> None:
    promotion = of_foreign()
    assert after(promotion) == {"values-prod.yaml": FOREIGN_PROD + "  tag: 1.1.0\n"}
    assert [format_path(path) for path in promotion.unasked] == ["cart.replicas", "cart.size"]
    assert promotion.stays == ((("cart", "pdb"), "prod alone has it; --prune removes it"),)
    assert promotion.held == ((("cart", "host"), "dev.example.org"), (("cart", "environment"), "dev"))


def test_the_keys_that_are_left_out_can_be_named_and_carry_no_host_of_the_origin() -> None:
    hosts = "cart: {hosts: [{host: %s.example.org, path: /}], names: [%s], size: 1}\n"
    tree = foreign_umbrella(values="", values_dev=hosts % ("dev", "x.dev"), values_prod=hosts % ("shop", "x"))
    promotion = promoted(load_values(tree), "dev", "prod")
    assert [format_path(path) for path, _ in promotion.held] == [
        "cart.hosts[host=dev.example.org]", "cart.names",
    ]  # fmt: skip
    assert (promotion.unasked, promotion.written) == ((), ())


def test_what_is_asked_for_is_carried_but_for_what_names_its_origin() -> None:
    promotion = of_foreign(only=["**"])
    assert [format_path(path) for path in promotion.carried] == ["cart.replicas", "cart.tag", "cart.size"]
    assert promotion.held == ((("cart", "host"), "dev.example.org"), (("cart", "environment"), "dev"))
    exactly = of_foreign(only=["cart.host"])
    assert after(exactly) == {"values-prod.yaml": FOREIGN_PROD.replace("shop.", "dev.")}
    assert of_foreign(only=["cart.h*"]).changes == ()


def test_what_the_target_alone_states_goes_with_prune_wherever_the_default_is() -> None:
    promotion = of_foreign(only=["cart.pdb"], prune=True)
    assert after(promotion)["values-prod.yaml"] == FOREIGN_PROD.replace("true", "false")
    assert promotion.removed == (("cart", "pdb"),)
    assert of_foreign(only=["cart.pdb"]).changes == ()


def test_intent_that_wants_a_match_carries_what_names_its_origin() -> None:
    intent = '  mustMatch: [{keys: "*.env", environments: [staging, prod]}]\n' + GUIDED
    files = {"values_staging": "web: {env: {HOST: staging.example.com}}\n"}
    assert promote("staging", "prod", files=files).held == ((("web", "env", "HOST"), "staging.example.com"),)
    assert promote("staging", "prod", files=files, intent=intent).carried == (("web", "env", "HOST"),)


def test_a_key_that_names_its_origin_is_held_back_where_the_target_does_not_have_it() -> None:
    files = {"values_staging": "web: {env: {STAGING_URL: x}}\nx-staging: {a: 1}\n"}
    assert promote("staging", "prod", files=files).held == ((("web", "env", "STAGING_URL"), "STAGING_URL"),)
    files["values_prod"] = "web: {env: {STAGING_URL: y}}\n"
    assert promote("staging", "prod", files=files).held == ()


def test_of_a_preset_that_the_target_alone_has_it_is_told_which_one_it_is() -> None:
    assert promote("staging", "prod", only=["orders.replicaCount"]).stays == (
        (
            ("orders", "replicaCount"),
            "prod alone has it, by global.presets.deployment.replicaCount; --prune removes it",
        ),
    )


def test_what_common_files_state_is_no_word_of_an_environment() -> None:
    """Prod and dr share the file of prod: between them only what they say themselves is carried."""
    files = {"values_prod": "x-a: 1\nx-b: 1\n", "values_dr": "x-b: 2\nx-c: 2\n"}
    promotion = promote("prod", "dr", files=files)
    assert (promotion.carried, promotion.stays) == (
        ((("x-b"),),),
        ((("x-c",), "dr alone has it; --prune removes it"),),
    )
    assert [path for path, _ in promote("dr", "prod", files=files).stays] == []


ENVIRONMENTS = ("dev", "test", "staging", "prod")
hosts = st.sampled_from([f"{name}.example.org" for name in ENVIRONMENTS] + ["example.org"])
cart = st.fixed_dictionaries(
    {},
    optional={
        "host": hosts,
        "domain": hosts,
        "environment": st.sampled_from(ENVIRONMENTS),
        "replicas": st.integers(0, 9),
        "tag": st.sampled_from(["1.0.0", "1.1.0", "1.1.0-dev", ""]),
        "pdb": st.booleans(),
        "ingress": st.fixed_dictionaries({}, optional={"hosts": st.lists(hosts, max_size=2), "class": hosts}),
    },
)
foreign_platforms = st.fixed_dictionaries({"values": cart, "values_dev": cart, "values_prod": cart})


def told(promotion: Promotion) -> set[KeyPath]:
    return {*promotion.written}


def refuse_untold(before: ValuesModel, promotion: Promotion, origin: str, target: str) -> None:
    """No key outside the summary changes, and what only the target states stays."""
    assert set(changed_paths(before, promotion.after, target)) <= told(promotion)
    stated = [before.source(path).data for path in before.files(origin)]
    for path, value in leaves(before.source(before.own_file(target)).data):
        if path and all(deciding(data, path) is None for data in stated):
            assert value_at(promotion.after.source(before.own_file(target)).data, path) == value
    back = {one.path: one.before for one in promotion.changes}
    assert {**promotion.after.tree, **back} == before.tree


@settings(max_examples=examples(60), deadline=None, phases=QUICK)
@given(foreign_platforms)
def test_on_a_chart_without_intent_versions_alone_change(files: dict[str, object]) -> None:
    tree = foreign_umbrella(**{name: json.dumps({"cart": data}) for name, data in files.items()})
    before = load_values(tree)
    promotion = promoted(before, "dev", "prod")
    assert {path[-1] for path in promotion.written} <= {"tag"}
    refuse_untold(before, promotion, "dev", "prod")
    asked = promoted(before, "dev", "prod", only=patterns("**"))
    refuse_untold(before, asked, "dev", "prod")
    for path in asked.carried:
        assert "dev" not in json.dumps(value_at(asked.after.declared("prod"), path))
    assert {*asked.carried, *(path for path, _ in asked.held)} >= {*promotion.carried, *promotion.unasked}


@settings(max_examples=examples(40), deadline=None, phases=QUICK)
@given(platforms, st.booleans())
def test_no_key_outside_the_summary_changes(files: dict[str, object], guided: bool) -> None:
    tree = written(files)
    intent = f"intent:\n{GUIDED}" if guided else ""
    before = load_values({**tree, PLATFORM_FILE: tree[PLATFORM_FILE] + intent.encode()})
    refuse_untold(before, promoted(before, "staging", "prod"), "staging", "prod")


SHARED = "x-env: &env {A: a}\nx-b: {env: *env}\n"


@pytest.mark.parametrize(
    ("way", "text", "shared"),
    [
        ("shared", SHARED.replace("A: a", "A: z"), ["x-b.env.A"]),
        ("write-out", SHARED.replace("x-b: {env: *env}", "x-b: {env: {A: z}}"), []),
    ],
)
def test_what_aliases_share_goes_the_way_that_is_chosen(way: str, text: str, shared: list[str]) -> None:
    files = {"values-staging.yaml": "x-b: {env: {A: z}}\n", "values-prod.yaml": SHARED}
    promotion = promote("staging", "prod", files=files, only=["x-b.env.A"], way=way)
    assert after(promotion) == {"values-prod.yaml": text}
    assert [format_path(one.edit.path) for one in promotion.shared] == shared
    with pytest.raises(
        Invalid, match=r"Leave them out: `… --except x-b\.env\.A`\. What is shared: `… --shared`"
    ):
        promote("staging", "prod", files=files, only=["x-b.env.A"])
