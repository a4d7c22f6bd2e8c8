"""A service lands in the middle of its tier, in the style of its neighbours, in every file."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.advice.matrix import advice_for
from generator.core.advice.traits import Traits
from generator.core.change.new_service.add import addition
from generator.core.change.new_service.alike import switched_off
from generator.core.change.new_service.checks import refuse_unrendered
from generator.core.change.new_service.request import ServiceRequest
from generator.core.changes import Change
from generator.core.values.model import load_values
from generator.core.yaml.data import values_of_text
from generator.errors import BlueprintError
from tests.core.change.new_service.cases import CASES
from tests.core.change.new_service.shop import CHART, PLATFORM, PROD, VALUES, add, added_lines, shop
from tests.small_platform import foreign_umbrella


@pytest.mark.parametrize("case", CASES)
def test_adds_a_service(case: str) -> None:
    make, files, remarks = CASES[case]
    made = make()
    assert {str(one.path): added_lines(made, str(one.path)) for one in made.changes} == files
    assert made.remarks == remarks


@pytest.mark.parametrize("case", CASES)
def test_every_line_and_comment_that_was_there_is_there(case: str) -> None:
    """But for the list of a caller, which has one service more."""
    for change in CASES[case][0]().changes:
        rest = iter((change.after or b"").decode().splitlines())
        for line in (change.before or b"").decode().splitlines():
            if line.lstrip().startswith(("web: [", "orders: [", "stock: [", "cache: [")):
                continue
            assert line in rest


def test_a_chart_that_writes_a_key_a_line_goes_on_so() -> None:
    text = CHART.replace(
        "  # business\n  - {name: deployment, alias: orders, condition: orders.enabled, version: 1.0.0}\n",
        "  - name: deployment\n    version: 1.0.0\n    alias: orders\n    condition: orders.enabled\n",
    ).replace("  - {name: deployment, alias: stock, condition: stock.enabled, version: 1.0.0}\n", "")
    values = VALUES.replace(VALUES[VALUES.index("stock: # how") : VALUES.index("# ── data")], "")
    made = add(shop(Chart_yaml=text, values_yaml=values.replace('    stock: ["queue:client"]\n', "")))
    assert added_lines(made, "Chart.yaml") == (
        "@\n  - name: deployment\n    version: 1.0.0\n    alias: new\n    condition: new.enabled"
    )


def test_dependencies_in_brackets_take_one_more() -> None:
    chart = (
        "name: shop\nversion: 1.0.0\ndependencies: [{name: deployment, alias: web, condition: web.enabled, "
        "version: 1.0.0}]\n"
    )
    made = add(shop(Chart_yaml=chart, values_yaml="web: {image: {repository: a}}\n"))
    assert added_lines(made, "Chart.yaml").endswith(
        "version: 1.0.0}, {name: deployment, alias: new, condition: new.enabled, version: 1.0.0}]"
    )
    assert added_lines(made, "values.yaml").startswith("@\n\nnew: # answers")


def test_a_platform_without_services_gets_its_first() -> None:
    made = add(shop(Chart_yaml="name: shop\nversion: 1.0.0\n", values_yaml=""), Traits(per_node=True))
    texts = {str(one.path): (one.after or b"").decode() for one in made.changes}
    assert texts["Chart.yaml"] == (
        "name: shop\nversion: 1.0.0\ndependencies:\n  - name: daemonset\n    alias: new\n"
        "    condition: new.enabled\n    version: 1.0.0\n"
    )
    assert values_of_text(texts["values.yaml"])["new"]["tier"] == "infrastructure"


def test_connections_at_the_top_stay_there() -> None:
    values = VALUES.replace("  connections: # who", "  # who").replace(
        '    web: [orders]\n    orders: [orders-db, cache, "queue:client"] # takes orders\n'
        '    stock: ["queue:client"]\n    orders-db: [orders-db]\n',
        "",
    )
    made = add(
        shop(values_yaml="connections: {web: [orders]}\n" + values), calls=("stock",), called_by=("stock",)
    )
    assert added_lines(made, "values.yaml").splitlines()[:3] == [
        "@",
        "-connections: {web: [orders]}",
        "connections: {web: [orders], new: [stock], stock: [new]}",
    ]


def test_a_platform_without_connections_gets_them() -> None:
    made = add(shop(values_yaml="web: {image: {repository: a}, tier: business}\n"), calls=("web",))
    (text,) = [one.after for one in made.changes if str(one.path) == "values.yaml"]
    assert values_of_text((text or b"").decode())["global"] == {"connections": {"new": ["web"]}}


def test_a_shared_preset_that_has_an_image_is_not_taken() -> None:
    values = VALUES.replace(
        "queue: # carries", "other-db:\n  tier: data\n  presets: [postgres]\n\nqueue: # carries"
    )
    chart = CHART.replace(
        "alias: queue,",
        "alias: other-db, condition: other-db.enabled, version: 1.0.0}\n  - {name: statefulset, alias: queue,",
    )
    made = add(shop(Chart_yaml=chart, values_yaml=values), Traits(stateful=True))
    assert "postgres" not in added_lines(made, "values.yaml")


def test_a_preset_that_is_asked_for_is_taken() -> None:
    made = add(shop(), Traits(stateful=True), presets=("postgres",), image=None)
    assert added_lines(made, "values.yaml").splitlines()[2:6] == [
        "new: # keeps data of its own",
        "  tier: data",
        "  presets: [postgres]",
        "  livenessProbe: {tcpSocket: {port: sql}}",
    ]


REFUSED = {
    "no image": (
        {"image": None},
        "new needs an image, and no preset of it has one",
        "Name it: `… --image ghcr.io/example/coupons:1.0.0`.",
    ),
    "who is not there": (
        {"calls": ("order",)},
        'there is no service "order"',
        'Did you mean "orders"?',
    ),
    "a port that is not there": (
        {"calls": ("queue:clint",)},
        'queue has no port "clint"',
        'Did you mean "client"?',
    ),
    "a caller that is not there": (
        {"called_by": ("nobody",)},
        'there is no service "nobody"',
        "Known are: cache, orders, orders-db, queue, stock, web.",
    ),
    "an environment that is not there": (
        {"only_in": ("prd",)},
        'there is no environment "prd"',
        'Did you mean "prod"?',
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refuses(case: str) -> None:
    request, what, hint = REFUSED[case]
    with pytest.raises(BlueprintError) as caught:
        add(shop(), **request)  # type: ignore[arg-type]
    assert (caught.value.what, caught.value.hint) == (what, hint)


def test_a_store_needs_one_that_it_can_be_like() -> None:
    with pytest.raises(BlueprintError) as caught:
        add(shop(values_yaml=VALUES.replace("valkey/valkey", "other")), stores=("cache",))
    assert caught.value.what == "there is no cache here that one of new could be like"


def test_a_store_that_nobody_calls_has_plain_variables() -> None:
    made = add(shop(values_yaml=VALUES.replace("[orders-db, cache, ", "[")), stores=("postgres",))
    assert "  env: {DATABASE_PASSWORD: {credentialsOf: new-db}}" in added_lines(made, "values.yaml")


def test_a_chart_that_is_nowhere_is_told() -> None:
    request = ServiceRequest("new", advice_for(Traits(once=True)), image={"repository": "a"})
    with pytest.raises(BlueprintError, match="there is no chart job"):
        addition(shop(), request, {})


def test_an_environment_that_does_not_have_it_says_nothing_of_it() -> None:
    made = add(shop(), like="orders", only_in=("prod",))
    assert [str(one.path) for one in made.changes] == [
        "Chart.yaml",
        "values.yaml",
        "values-prod.yaml",
        "values-dr.yaml",
    ]


def test_regions_are_where_an_environment_runs() -> None:
    """They say nothing of it, nor do those of an environment that does not have it."""
    platform = PLATFORM.replace("namespace: shop}", "namespace: shop, regions: {eu: }}")
    platform = platform.replace("namespace: shop-dr}", "namespace: shop-dr, regions: {us: }}")
    regions = {"values-prod-eu.yaml": "{}\n", "values-dr-us.yaml": "{}\n"}
    made = add(shop(platform_yaml=platform, **regions), like="orders", only_in=("prod",))
    assert [str(one.path) for one in made.changes] == [
        "Chart.yaml",
        "values.yaml",
        "values-prod.yaml",
        "values-dr.yaml",
    ]
    made = add(shop(platform_yaml=platform, **regions), like="orders", only_in=("dr-us",))
    assert [str(one.path) for one in made.changes] == ["Chart.yaml", "values.yaml", "values-dr-us.yaml"]


# ── an umbrella that is not ours ────────────────────────────────────────────────────────────────


def test_an_umbrella_of_somebody_else_gets_one_like_another() -> None:
    values = (
        "cart: # what people buy\n  replicas: 2\n  image: example.com/cart:1.0\n  nameOverride: cart\n"
        "  storage: {existingClaim: carts}\n  ingress: {hosts: [shop.example.com]}\n  debug: false\n"
    )
    model = load_values(foreign_umbrella(values=values))
    made = add(model, like="cart", name="basket")
    assert added_lines(made, "values.yaml") == (
        "@\n\nbasket: # like cart\n  replicas: 2\n  image: example.com/new:1.0.0\n  debug: false"
    )
    assert added_lines(made, "Chart.yaml") == "@\n  - {name: cart, version: 1.0.0, alias: basket}"
    assert added_lines(made, "values-dev.yaml") == "@\n\nbasket:\n  replicas: 1"
    assert made.remarks == (
        "basket.nameOverride is left to you: cart's is its own",
        "basket.storage.existingClaim is left to you: cart's is its own",
        "basket.ingress is left to you: cart's is its own",
    )


def test_where_the_other_end_of_an_edge_is_switched_off_is_told() -> None:
    model = shop(**{"values-dev.yaml": "cache: {enabled: false}\n"})
    assert add(model, calls=("cache",)).remarks == ("cache is switched off in dev: nobody answers there",)
    only = add(model, called_by=("web",), only_in=("dev",)).remarks
    assert only == ("new is switched off in prod, dr: nobody answers there",)


def test_of_one_that_says_nothing_there_is_nothing_to_say() -> None:
    made = add(load_values(foreign_umbrella()), like="redis", image=None)
    assert [str(one.path) for one in made.changes] == ["Chart.yaml"]


def test_a_condition_is_its_own() -> None:
    chart = (
        "apiVersion: v2\nname: theirs\nversion: 1.0.0\ndependencies:\n"
        "  - name: cart\n    version: 1.0.0\n    condition: cart.enabled,global.cart\n    tags: [front]\n"
    )
    made = add(load_values(foreign_umbrella(**{"Chart.yaml": chart})), like="cart", image=None)
    assert added_lines(made, "Chart.yaml") == (
        "@\n  - name: cart\n    version: 1.0.0\n    condition: new.enabled,global.cart\n    tags:\n"
        "      - front\n    alias: new"
    )


def test_what_cannot_be_switched_off_cannot_be_in_one_environment_alone() -> None:
    with pytest.raises(BlueprintError) as caught:
        add(load_values(foreign_umbrella()), like="cart", image=None, only_in=("prod",))
    assert caught.value.what == (
        "--env-only: cart has no condition in Chart.yaml by which one could be switched off"
    )


# ── what would not render ───────────────────────────────────────────────────────────────────────


def test_what_would_not_render_is_refused() -> None:
    before = shop()
    after = before.with_changes([Change(PurePosixPath("values-prod.yaml"), PROD.encode(), b"a: 1\na: 2\n")])
    with pytest.raises(BlueprintError) as caught:
        refuse_unrendered(before, after)
    assert (caught.value.what, caught.value.where) == ('"a" stands here twice', "values-prod.yaml:2")


def test_what_did_not_render_before_is_left_to_others() -> None:
    broken = shop(values_prod_yaml="a: 1\na: 2\n")
    refuse_unrendered(broken, broken)
    with pytest.raises(BlueprintError):
        refuse_unrendered(shop(), broken)


def test_a_block_that_says_whether_it_is_on_says_so_once() -> None:
    assert (
        switched_off("a:\n  enabled: true # at first\n  b: 1\n")
        == "a:\n  enabled: false # at first\n  b: 1\n"
    )


def test_variables_that_the_copy_takes_and_does_not_have_are_told() -> None:
    """Of what it is like, in whichever file the text stands; `env` of those that it does not call is left out."""
    values = VALUES.replace(
        "    LOG: info\n", '    LOG: info\n  args: ["--db=$(ORDERS_DB_HOST)", $(CACHE_HOST)]\n'
    )
    prod = f'{PROD}\norders: {{workingDir: "$$(ORDERS_DB_HOST) $(ORDERS_DB_PORT)"}}\n'
    model = shop(values_yaml=values, values_prod_yaml=prod)
    assert add(model, like="orders", calls=("cache",)).remarks == (
        "nothing replaces $(QUEUE_HOST) in new.env.QUEUE: new does not connect to queue",
        "nothing replaces $(ORDERS_DB_HOST) in new.args: new does not connect to orders-db",
        "nothing replaces $(ORDERS_DB_PORT) in new.workingDir: new does not connect to orders-db",
    )
    assert add(model, like="orders", calls=("cache", "queue", "orders-db")).remarks == ()
