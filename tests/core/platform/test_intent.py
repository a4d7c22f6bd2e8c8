from __future__ import annotations

import pytest

from generator.core.platform.file import parse_platform
from generator.core.platform.intent import Intent, expectations
from generator.errors import Invalid

HEAD = """\
apiVersion: helm-blueprint/v1
blueprint: {name: x, version: 1.0.0}
environments: {test: {}, staging: {}, prod: {}, dr: {inherits: prod}}
"""
WHOLE = """\
intent:
  mustMatch:
    - "*.image.repository"
    - {keys: ["*.image.tag"], environments: [prod, dr], reason: dr takes over what prod runs}
  mustDiffer: [global.domain]
  environmentOnly: ["*.replicaCount", "*.resources"]
  ordered:
    - {keys: "*.autoscaling.maxReplicas", order: prod >= staging >= test}
  windows:
    sale: {from: 2026-11-20, to: 2026-12-02, environments: [prod, dr], reason: the sale}
    night: {from: 2026-12-31T18:00+01:00, to: 2027-01-01T06:30:00Z, keys: [web]}
"""


def intent(text: str) -> Intent:
    return parse_platform((HEAD + text).encode()).intent


def test_no_intent_is_an_empty_one() -> None:
    assert intent("") == Intent()
    assert intent("intent: {}\n") == Intent()
    assert not Intent().expects_difference(("a",), "test", "prod")


def test_what_is_said_of_a_key() -> None:
    declared = intent(WHOLE)
    assert expectations(declared, ("web", "image", "tag")) == [
        "must match in prod, dr: dr takes over what prod runs (platform.yaml:7)",
        "is frozen in prod, dr by sale, 2026-11-20 to 2026-12-02: the sale (platform.yaml:13)",
        "is frozen by night, 2026-12-31T18:00+01:00 to 2027-01-01 06:30:00+00:00 (platform.yaml:14)",
    ]
    assert expectations(declared, ("db", "autoscaling", "maxReplicas"))[0] == (
        "is ordered: prod >= staging >= test (platform.yaml:11)"
    )


def test_difference_is_expected_where_the_rule_speaks_of_both_environments() -> None:
    declared = intent(WHOLE)
    assert declared.expects_difference(("global", "domain"), "test", "prod")
    assert declared.expects_difference(("web", "resources", "limits", "cpu"), "test", "prod")
    assert declared.expects_difference(("global", "presets", "job", "replicaCount"), "test", "prod")
    assert declared.expects_difference(("web", "autoscaling", "maxReplicas"), "staging", "prod")
    assert not declared.expects_difference(("web", "autoscaling", "maxReplicas"), "prod", "dr")
    assert not declared.expects_difference(("web", "image", "tag"), "test", "prod")


def test_what_is_ordered_is_promoted_and_what_is_environment_only_is_not() -> None:
    declared = intent(WHOLE)
    assert not declared.stays_behind(("web", "autoscaling", "maxReplicas"), "staging", "prod")
    assert declared.stays_behind(("web", "replicaCount"), "staging", "prod")
    assert declared.stays_behind(("global", "domain"), "staging", "prod")


def test_order_is_between_neighbours() -> None:
    order = intent(WHOLE).ordered[0]
    assert (order.comparison, order.pairs) == (">=", (("prod", "staging"), ("staging", "test")))


def test_window_includes_its_last_day_and_knows_time_zones() -> None:
    sale, night = intent(WHOLE).windows
    day = 86_400
    start = 1_795_132_800  # 2026-11-20T00:00Z
    assert (sale.start, sale.end) == (start, start + 13 * day)
    assert sale.includes(start)
    assert sale.includes(start + 13 * day - 1)
    assert not sale.includes(start - 1)
    assert not sale.includes(start + 13 * day)
    assert night.end - night.start == 13.5 * 3600


def test_frozen_by() -> None:
    declared = intent(WHOLE)
    (window,) = declared.frozen_by(("web", "image"), "prod", 1_795_132_800)
    assert window.name == "sale"
    assert declared.frozen_by(("web", "image"), "test", 1_795_132_800) == []
    assert declared.frozen_by(("web", "image"), "prod", 0) == []


def test_every_error_is_told_at_once() -> None:
    with pytest.raises(Invalid) as caught:
        intent("""\
intent:
  mustmatch: []
  mustMatch:
    - "*.image..x"
    - 5
    - {keys: [], environments: [qa], what: 1}
    - {keys: [7, ""]}
  mustDiffer: global.domain
  ordered:
    - {keys: "*.a", order: prod => staging}
    - {keys: "*.a", order: prod > qa}
    - {keys: "*.a"}
    - "x"
    - {keys: "*.a", order: prod > staging < test}
  windows:
    sale: {from: 2026-02-xx, to: soon}
    back: {from: 2026-12-20, to: 2026-12-10}
    open: {from: "2026-02-30"}
    late: {from: "2026-02-03T25:00", to: 2026-02-04}
    long: {from: 2026-12-20, to: 2026-12-32}
""")
    assert [f"{error.where} {error.what}" for error in caught.value.errors] == [
        "platform.yaml:7 intent.mustMatch.0: '*.image..x' is not the path of a value: a key is empty, at character 9",
        "platform.yaml:8 intent.mustMatch.1: a pattern, or {keys: …}, is expected",
        'platform.yaml:9 intent.mustMatch.2: "keys" is missing: a pattern, or a list of them',
        'platform.yaml:9 intent.mustMatch.2.environments: there is no environment "qa"',
        "platform.yaml:9 intent.mustMatch.2.what: this key is not known",
        "platform.yaml:10 intent.mustMatch.3.keys.0: a pattern of keys is expected",
        "platform.yaml:10 intent.mustMatch.3.keys.1: a pattern of keys is expected",
        "platform.yaml:11 intent.mustDiffer: a list is expected",
        'platform.yaml:13 intent.ordered.0.order: "prod => staging" is no order',
        'platform.yaml:14 intent.ordered.1.order: there is no environment "qa"',
        'platform.yaml:15 intent.ordered.2: "order" is missing',
        "platform.yaml:16 intent.ordered.3: keys and their order are expected",
        'platform.yaml:17 intent.ordered.4.order: "prod > staging < test" is no order',
        'platform.yaml:19 intent.windows.sale.from: "2026-02-xx" is no time',
        'platform.yaml:19 intent.windows.sale.to: "soon" is no time',
        "platform.yaml:20 intent.windows.back.to: the window ends before it starts",
        'platform.yaml:21 intent.windows.open.from: "2026-02-30" is no time',
        'platform.yaml:21 intent.windows.open: "to" is missing',
        'platform.yaml:22 intent.windows.late.from: "2026-02-03T25:00" is no time',
        'platform.yaml:23 intent.windows.long.to: "2026-12-32" is no time',
        "platform.yaml:5 intent.mustmatch: this key is not known",
    ]


def test_window_of_no_keys_does_not_freeze_everything() -> None:
    with pytest.raises(Invalid) as caught:
        intent("intent:\n  windows: {sale: {from: 2026-11-20, to: 2026-12-02, keys: []}}\n")
    assert [error.what for error in caught.value.errors] == [
        'intent.windows.sale: "keys" is missing: a pattern, or a list of them'
    ]


REGIONS = HEAD.replace("prod: {}", "prod: {regions: {eu: {}, us: {}}}")


def test_who_names_an_environment_means_its_regions() -> None:
    declared = parse_platform((REGIONS + WHOLE).encode()).intent
    matches = declared.must_match[1]
    assert matches.holds_in("prod-eu", "prod-us", "dr")
    assert not matches.holds_in("prod-eu", "staging")
    assert declared.ordered[0].pairs == (
        ("prod", "staging"), ("prod-eu", "staging"), ("prod-us", "staging"), ("staging", "test"),
    )  # fmt: skip
    moment = declared.windows[0].start
    assert [one.name for one in declared.frozen_by(("web", "image"), "prod-us", moment)] == ["sale"]
    assert declared.frozen_by(("web", "image"), "staging", moment) == []


def test_regions_of_one_environment_need_not_differ_unless_they_are_named() -> None:
    text = REGIONS + "intent: {mustDiffer: [a, {keys: b, environments: [prod-eu, prod-us, test]}]}\n"
    everywhere, named = parse_platform(text.encode()).intent.must_differ
    assert not everywhere.tells_apart("prod", "prod-eu")
    assert not everywhere.tells_apart("prod-us", "prod-eu")
    assert everywhere.tells_apart("prod-us", "dr")
    assert named.tells_apart("prod-us", "prod-eu")
