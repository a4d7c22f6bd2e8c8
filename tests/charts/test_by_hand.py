"""Services that somebody writes into Chart.yaml and values.yaml, and takes out: plain Helm renders them, or says what to do.

Nothing is compiled anew: the schema and what lies in charts/ are those of before.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.charts import support
from tests.charts.support import HelmError, Umbrella, by_key, env_of, of_service, the, values_file

pytestmark = pytest.mark.helm

SERVICES = {
    "storefront": "deployment", "orders": "deployment", "db": "statefulset", "nightly": "cronjob", "idle": "deployment",
}  # fmt: skip
VALUES: dict[str, Any] = {
    "global": {
        "presets": {
            "all": {"image": {"repository": "example/app", "tag": "1"}},
            "cronjob": {"suspend": True},
        },
        "connections": {"storefront": ["orders", "idle"], "orders": ["db"]},
    },
    "storefront": {"ports": {"http": 80}},
    "orders": {"ports": {"http": 8000}},
    "db": {"ports": {"sql": 5432}, "backup": {"enabled": True}},
    "nightly": {"schedule": "0 3 * * *"},
    "idle": {"enabled": False},
}
COUPONS = {"name": "deployment", "alias": "coupons", "condition": "coupons.enabled", "version": "1.0.0"}
PLACE = "Error: execution error at (shop/templates/platform/runs/first/services.yaml:3:4): "


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return support.umbrella(tmp_path / "shop", Umbrella(SERVICES, VALUES, namespace=True))


def edited(chart: Path, *more: dict[str, Any], without: str = "") -> Path:
    """Chart.yaml with further dependencies, or without one."""
    file = chart / "Chart.yaml"
    content = yaml.safe_load(file.read_text())
    kept = [one for one in content["dependencies"] if one.get("alias", one["name"]) != without]
    assert len(content["dependencies"]) - len(kept) == (1 if without else 0)
    file.write_text(yaml.safe_dump({**content, "dependencies": [*kept, *more]}))
    return chart


def said(helm: Path, chart: Path, values: dict[str, Any], *arguments: str) -> list[str]:
    """What Helm tells instead of rendering, line by line."""
    with pytest.raises(HelmError) as refused:
        support.template(helm, chart, "-f", values_file(chart.parent, values), *arguments)
    return str(refused.value).partition("\n\nUse --debug")[0].strip().splitlines()


def test_service_by_hand_renders_with_its_calls_its_name_and_what_its_type_gets(
    helms: Path, shop: Path, tmp_path: Path
) -> None:
    values = {
        "coupons": {"ports": {"http": 8080}, "replicaCount": 2},
        "global": {
            "connections": {"coupons": ["db:sql"], "storefront": ["orders", "coupons"]},
            "names": {"coupons": "vouchers"},
            "presets": {"deployment": {"env": {"FROM_PRESET": "1"}}},
            "overrides": {"deployment": {"env": {"FROM_OVERRIDE": "2"}}},
        },
    }
    found = support.template(helms, edited(shop, COUPONS), "-f", values_file(tmp_path, values))
    deployment = the("Deployment", of_service(found, "coupons"))
    assert deployment["metadata"]["name"] == "vouchers"
    assert deployment["spec"]["replicas"] == 2
    assert env_of(deployment) == {
        "DB_HOST": "shop-db", "DB_PORT": "5432", "FROM_PRESET": "1", "FROM_OVERRIDE": "2",
    }  # fmt: skip
    assert env_of(the("Deployment", of_service(found, "storefront")))["COUPONS_HOST"] == "vouchers"


def test_service_by_hand_is_what_it_is_when_the_schema_is_compiled_anew(
    helms: Path, shop: Path, tmp_path: Path
) -> None:
    own = {"coupons": {"ports": {"http": 8080}}}
    anew = support.umbrella(
        tmp_path / "anew", Umbrella({**SERVICES, "coupons": "deployment"}, {**VALUES, **own}, namespace=True)
    )
    by_hand = support.template(helms, edited(shop, COUPONS), "-f", values_file(tmp_path, own))
    assert by_key(by_hand) == by_key(support.template(helms, anew))


def test_values_of_a_service_by_hand_are_held_to_the_schema(helms: Path, shop: Path) -> None:
    assert said(helms, edited(shop, COUPONS), {"coupons": {"replicas": 2}})[-1] == (
        "- at '/coupons': additional properties 'replicas' not allowed"
    )


def test_service_by_hand_is_switched_off_by_one_environment(helms: Path, shop: Path, tmp_path: Path) -> None:
    own = {"coupons": {"ports": {"http": 8080}}, "global": {"connections": {"storefront": ["coupons"]}}}
    files = ["-f", values_file(tmp_path, own)]
    files += ["-f", values_file(tmp_path, {"coupons": {"enabled": False}}, "dev.yaml")]
    found = support.template(helms, edited(shop, COUPONS), *files)
    assert of_service(found, "coupons") == []
    assert "COUPONS_HOST" not in env_of(the("Deployment", of_service(found, "storefront")))


@pytest.mark.parametrize(
    "own", [{"image": {"repository": "x"}}, {"presets": []}, {"tier": "data"}, {"ports": {"http": 1}}]
)
def test_service_by_hand_that_is_off_says_what_it_is(own: dict[str, Any], helms: Path, shop: Path) -> None:
    values = {"coupons": {"enabled": False, **own}}
    if own == {"presets": []}:  # says nothing
        assert said(helms, edited(shop, COUPONS), values) == [
            (
                f"{PLACE}coupons: Chart.yaml has no service of this name; if it has one, say here what it is (image, presets, "
                "tier or ports), or run `helm blueprint refresh`"
            )
        ]
    else:
        assert support.template(helms, edited(shop, COUPONS), "-f", values_file(shop.parent, values))


def test_last_service_of_a_type_is_taken_out_by_hand(helms: Path, shop: Path) -> None:
    """Its chart is still in charts/, and Helm loads it; what is said of its type stays."""
    before = support.template(helms, shop)
    values = {key: value for key, value in VALUES.items() if key != "nightly"}
    values_file(shop, values, "values.yaml")
    assert (shop / "charts" / "cronjob").is_dir()
    found = support.template(helms, edited(shop, without="nightly"))
    assert by_key(found) == by_key([one for one in before if one not in of_service(before, "nightly")])


def test_what_is_left_of_a_service_that_was_taken_out_is_told(helms: Path, shop: Path) -> None:
    gone = "any more; remove what is said of it here, or put its line back"
    assert said(helms, edited(shop, without="orders"), {"global": {"names": {"orders": "o"}}}) == [
        f"{PLACE}orders: Chart.yaml has no service of this name {gone}",
        f'global.connections: "orders" calls others, but Chart.yaml has no service of this name {gone}',
        f'global.connections: storefront calls "orders", but Chart.yaml has no service of this name {gone}',
        f'global.names: Chart.yaml has no service "orders" {gone}',
    ]


@pytest.mark.parametrize("name", ["Coupons", "coup_ons", "coupons-", "2coupons"])
def test_name_that_kubernetes_does_not_take_is_told(name: str, helms: Path, shop: Path) -> None:
    named = {**COUPONS, "alias": name, "condition": f"{name}.enabled"}
    assert said(helms, edited(shop, named), {name: {"ports": {"http": 80}}}) == [
        f"{PLACE}{name}: this cannot name a service: only lower-case letters, digits and - are allowed, a letter first, no - last"
    ]


def test_version_that_is_not_there_is_told(helms: Path, shop: Path) -> None:
    """Helm leaves such a dependency out without a word where charts/ has another version."""
    newer = {**COUPONS, "version": "9.0.0"}
    values = {"coupons": {"ports": {"http": 80}}, "connections": {"storefront": ["coupons"]}}
    assert said(helms, edited(shop, newer), values) == [
        f"{PLACE}coupons: Helm finds no chart for it in charts/ (Chart.yaml wants version 9.0.0)"
    ]


def test_namespace_that_is_taken_out_by_hand_renders_nothing(helms: Path, shop: Path) -> None:
    before = support.template(helms, shop)
    assert of_service(before, "namespace")
    found = support.template(helms, edited(shop, without="namespace"))
    assert by_key(found) == by_key([one for one in before if one not in of_service(before, "namespace")])


def test_values_of_a_chart_that_is_no_dependency_are_nobodys(helms: Path, shop: Path) -> None:
    assert said(helms, edited(shop, without="namespace"), {"namespace": {"defaultDeny": False}}) == [
        f"{PLACE}namespace: its chart lies in charts/, but Chart.yaml does not have it; add it there, or remove these values"
    ]


def test_service_may_have_the_name_of_a_chart_that_nobody_uses(
    helms: Path, shop: Path, tmp_path: Path
) -> None:
    values = {key: value for key, value in VALUES.items() if key != "nightly"}
    values_file(shop, values, "values.yaml")
    named = {**COUPONS, "alias": "cronjob", "condition": "cronjob.enabled"}
    own = values_file(tmp_path, {"cronjob": {"ports": {"http": 8080}}})
    found = support.template(helms, edited(edited(shop, without="nightly"), named), "-f", own)
    assert sorted(one["kind"] for one in of_service(found, "cronjob")) == [
        "Deployment", "NetworkPolicy", "Service", "ServiceAccount",
    ]  # fmt: skip


STRANGERS: list[tuple[dict[str, Any], list[str]]] = [
    ({"storefrnt": {"replicaCount": 3}}, ['storefrnt: Chart.yaml has no service of this name; did you mean "storefront"?']),
    ({"storefrnt": {"enabled": False}}, ['storefrnt: Chart.yaml has no service of this name; did you mean "storefront"?']),
    ({"storefrnt": {}}, ['storefrnt: Chart.yaml has no service of this name; did you mean "storefront"?']),
    (
        {"order-service": {}},
        [
            ('order-service: Chart.yaml has no service of this name; add it there with "condition: order-service.enabled", or '
            "call the key x-order-service if templates of your own read it")
        ],
    ),
    ({"idel": {"enabled": True}}, ['idel: Chart.yaml has no service of this name; did you mean "idle"?']),
    (
        {"coupons": {"ports": {"http": 1}}},
        [('coupons: Chart.yaml has no service of this name; add it there with "condition: coupons.enabled", or call the key '
         "x-coupons if templates of your own read it")],
    ),
    ({"cronjob": {"schedule": "* * * * *"}}, [
        ('cronjob: Chart.yaml has no service of this name; add it there with "condition: cronjob.enabled", or call the key '
        "x-cronjob if templates of your own read it"),
    ]),
    ({"connections": {"oders": []}}, ['connections: "oders" calls others, but Chart.yaml has no service of this name; did you mean "orders"?']),
    (
        {"global": {"connections": {"orders": ["bd:sql", "namespace", "db-backup"]}}},
        [
            'global.connections: orders calls "bd", but Chart.yaml has no service of this name; did you mean "db"?',
            'global.connections: orders calls "namespace", but Chart.yaml has no service of this name (it has: db, idle, nightly, orders, storefront)',
            'global.connections: orders calls "db-backup", but Chart.yaml has no service of this name (it has: db, idle, nightly, orders, storefront)',
        ],
    ),
    ({"global": {"knownAs": {"stock": "db"}}}, ['global.knownAs: Chart.yaml has no service "stock" (it has: db, idle, nightly, orders, storefront)']),
    ({"global": {"names": {"nihgtly": "n"}}}, ['global.names: Chart.yaml has no service "nihgtly"; did you mean "nightly"?']),
    (
        {"odrers": {"tier": "x"}, "a": {}, "connections": {"db": ["storefornt"]}},
        [
            ('a: Chart.yaml has no service of this name; add it there with "condition: a.enabled", or call the key x-a if '
            "templates of your own read it"),
            'odrers: Chart.yaml has no service of this name; did you mean "orders"?',
            'connections: db calls "storefornt", but Chart.yaml has no service of this name; did you mean "storefront"?',
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("values", "lines"), STRANGERS, ids=[",".join(values) for values, _ in STRANGERS])
def test_names_that_chart_yaml_does_not_have_are_told_at_once(
    values: dict[str, Any], lines: list[str], helms: Path, shop: Path
) -> None:
    assert said(helms, shop, values) == [PLACE + lines[0], *lines[1:]]


@pytest.mark.parametrize("where", ["values.yaml", "--set"])
def test_misspelt_service_is_refused_wherever_it_stands(where: str, helms: Path, shop: Path) -> None:
    told = f'{PLACE}storefrnt: Chart.yaml has no service of this name; did you mean "storefront"?'
    if where == "--set":
        assert said(helms, shop, {}, "--set", "storefrnt.enabled=false") == [told]
    else:
        values_file(shop, {**VALUES, "storefrnt": {"enabled": False}}, "values.yaml")
        assert said(helms, shop, {}) == [told]


def test_lint_refuses_a_misspelt_service_too(helms: Path, shop: Path, tmp_path: Path) -> None:
    assert "0 chart(s) failed" in support.run(helms, "lint", "--strict", shop)
    with pytest.raises(HelmError) as refused:
        support.run(helms, "lint", shop, "-f", values_file(tmp_path, {"storefrnt": {"replicaCount": 3}}))
    said = 'storefrnt: Chart.yaml has no service of this name; did you mean \\"storefront\\"?'
    assert f'no template "{said}"' in str(refused.value)
    assert "1 chart(s) linted, 1 chart(s) failed" in str(refused.value)


def test_of_many_strangers_twenty_are_told(helms: Path, shop: Path) -> None:
    values = {f"s{number}": {} for number in range(300)}
    lines = said(helms, shop, values)
    assert (len(lines), lines[-1]) == (21, "… and 280 more")


REDIS = {
    "name": "redis",
    "version": "1.0.0",
    "repository": "https://charts.example.com",
    "condition": "redis.on",
    "tags": ["x"],
}


@pytest.mark.parametrize("off", [{"redis": {"on": False}}, {"redis": {"on": True}}, {"tags": {"x": False}}])
def test_chart_of_somebody_else_is_switched_by_its_own_condition_and_tags(
    off: dict[str, Any], helms: Path, tmp_path: Path
) -> None:
    """Helm hides it from templates where it is off: its values are no service's, and no mistake."""
    chart = support.umbrella(tmp_path / "shop", Umbrella(SERVICES, VALUES), REDIS)
    inner = chart / "charts" / "redis"
    (inner / "templates").mkdir(parents=True)
    (inner / "Chart.yaml").write_text("apiVersion: v2\nname: redis\nversion: 1.0.0\n")
    (inner / "templates" / "redis.yaml").write_text("kind: Redis\nmetadata: {name: r, labels: {}}\n")
    redis = {"auth": {"enabled": False}, **off.get("redis", {})}
    found = support.template(helms, chart, "-f", values_file(tmp_path, {**off, "redis": redis}))
    is_on = off.get("redis", {}).get("on", False)
    assert ("Redis" in {one["kind"] for one in found}) is is_on
    assert said(helms, chart, {"connections": {"db": ["redis"]}}) == [
        f'{PLACE}connections: db calls "redis", but Chart.yaml has no service of this name (it has: db, idle, nightly, orders, storefront)'
    ]


def test_tags_switch_a_service_that_the_charts_were_vendored_with(helms: Path, tmp_path: Path) -> None:
    chart = support.umbrella(tmp_path / "shop", Umbrella(SERVICES, VALUES))
    file = chart / "Chart.yaml"
    content = yaml.safe_load(file.read_text())
    for one in content["dependencies"]:
        if one.get("alias") == "nightly":
            one["tags"] = ["batch"]
            del one["condition"]
    file.write_text(yaml.safe_dump(content))
    found = support.template(helms, chart, "--set", "tags.batch=false")
    assert of_service(found, "nightly") == []


def test_values_of_templates_of_your_own_begin_with_x(helms: Path, shop: Path, tmp_path: Path) -> None:
    assert support.template(helms, shop, "-f", values_file(tmp_path, {"x-mine": {"a": 1}, "x-list": [1]}))
