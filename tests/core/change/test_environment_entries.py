"""platform.yaml edited: each case shows the lines that go and come."""

from __future__ import annotations

from collections.abc import Callable
from difflib import unified_diff

import pytest

from generator.core.change import environment_entries as entries

PLATFORM = """\
environments: # in promotion order
  dev: {namespace: shop-dev, kubernetes: 1.30} # small
  staging:
    # like production
    namespace: shop-staging # one of many
    clusters: [eu]

  # what customers see
  prod: {namespace: shop}
  dr: {inherits: prod}
  bare:

intent:
  mustMatch:
    - "*.image.repository"
    - {keys: "*.image.tag", environments: [prod, dr]} # dr takes over
  mustDiffer:
    - {keys: global.domain, environments: [dev, staging, prod]}
    - {keys: global.environment, reason: it is a name}
  ordered:
    - {keys: "*.replicaCount", order: prod >= staging >= dev}
    - {keys: "*.size", order: prod > dr}
  windows:
    sale: {from: 2026-11-20, to: 2026-12-02, environments: [prod]}
    all: {from: 2026-11-20, to: 2026-12-02}
"""
FLOW = "environments: {dev: {namespace: a}, prod: {namespace: b}, dr: {}} # in braces\n"
REGIONS = "environments:\n  prod: {namespace: shop, regions: {eu: {}, us: {cluster: ohio}}}\n  dr: {inherits: prod-eu}\n"


def changed(before: str, after: str) -> list[str]:
    lines = unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


Cut = Callable[[str], str]
CASES: dict[str, tuple[str, Cut, list[str]]] = {
    "in the style of its neighbour, whose comment beside it stays its own": (
        PLATFORM,
        lambda text: entries.with_entry_like(
            text,
            "qa",
            {**entries.declared_entry(text, "dev"), "namespace": "shop-qa"},
            like="dev",
            after="dev",
        ),
        ["+  qa: {namespace: shop-qa, kubernetes: 1.30}"],
    ),
    "in lines, with the comments within": (
        PLATFORM,
        lambda text: entries.with_entry_like(
            text, "qa", {"namespace": "shop-qa", "clusters": ["eu"]}, like="staging", after="staging"
        ),
        [
            "+    clusters: [eu]",
            "+",
            "+  qa:",
            "+    # like production",
            "+    namespace: shop-qa # one of many",
        ],
    ),
    "behind another one": (
        PLATFORM,
        lambda text: entries.with_entry_like(text, "qa", {"namespace": "q"}, like="dev", after="prod"),
        ["+  qa: {namespace: q}"],
    ),
    "like one that says nothing": (
        PLATFORM,
        lambda text: entries.with_entry_like(text, "qa", {"namespace": "q"}, like="bare", after="bare"),
        ["+  qa: {namespace: q}"],
    ),
    "in lines below one in lines": (
        PLATFORM,
        lambda text: entries.with_entry(text, "qa", {"inherits": "prod", "clusters": ["a"]}, after="staging"),
        ["+", "+  qa:", "+    inherits: prod", "+    clusters:", "+      - a"],
    ),
    "in braces": (
        FLOW,
        lambda text: entries.with_entry(text, "qa", {"inherits": "prod"}, after="dev"),
        [
            "-environments: {dev: {namespace: a}, prod: {namespace: b}, dr: {}} # in braces",
            "+environments: {dev: {namespace: a}, qa: {inherits: prod}, prod: {namespace: b}, dr: {}} # in braces",
        ],
    ),
    "an environment that goes leaves no expectation that means all": (
        PLATFORM,
        lambda text: entries.without_entries(text, ["prod"], "prod"),
        [
            "-  # what customers see",
            "-  prod: {namespace: shop}",
            '-    - {keys: "*.image.tag", environments: [prod, dr]} # dr takes over',
            "-    - {keys: global.domain, environments: [dev, staging, prod]}",
            "+    - {keys: global.domain, environments: [dev, staging]}",
            '-    - {keys: "*.replicaCount", order: prod >= staging >= dev}',
            '-    - {keys: "*.size", order: prod > dr}',
            '+    - {keys: "*.replicaCount", order: staging >= dev}',
            "-    sale: {from: 2026-11-20, to: 2026-12-02, environments: [prod]}",
        ],
    ),
    "another name, wherever platform.yaml says it": (
        PLATFORM,
        lambda text: entries.with_names(text, "prod", "live", {"prod": "live"}),
        [
            "-  prod: {namespace: shop}",
            "-  dr: {inherits: prod}",
            "+  live: {namespace: shop}",
            "+  dr: {inherits: live}",
            '-    - {keys: "*.image.tag", environments: [prod, dr]} # dr takes over',
            '+    - {keys: "*.image.tag", environments: [live, dr]} # dr takes over',
            "-    - {keys: global.domain, environments: [dev, staging, prod]}",
            "+    - {keys: global.domain, environments: [dev, staging, live]}",
            '-    - {keys: "*.replicaCount", order: prod >= staging >= dev}',
            '-    - {keys: "*.size", order: prod > dr}',
            '+    - {keys: "*.replicaCount", order: live >= staging >= dev}',
            '+    - {keys: "*.size", order: live > dr}',
            "-    sale: {from: 2026-11-20, to: 2026-12-02, environments: [prod]}",
            "+    sale: {from: 2026-11-20, to: 2026-12-02, environments: [live]}",
        ],
    ),
    "regions get the name of their environment": (
        REGIONS,
        lambda text: entries.with_names(text, "prod", "live", {"prod": "live", "prod-eu": "live-eu"}),
        [
            "-  prod: {namespace: shop, regions: {eu: {}, us: {cluster: ohio}}}",
            "-  dr: {inherits: prod-eu}",
            "+  live: {namespace: shop, regions: {eu: {}, us: {cluster: ohio}}}",
            "+  dr: {inherits: live-eu}",
        ],
    ),
    "what must differ of one must differ of the other, too": (
        PLATFORM,
        lambda text: entries.with_also_differing(text, "staging", "qa"),
        [
            "-    - {keys: global.domain, environments: [dev, staging, prod]}",
            "+    - {keys: global.domain, environments: [dev, staging, qa, prod]}",
        ],
    ),
    "a first region": (
        PLATFORM,
        lambda text: entries.with_region(text, "prod", "eu", {}),
        ["-  prod: {namespace: shop}", "+  prod: {namespace: shop, regions: {eu: {}}}"],
    ),
    "a region of an environment that says nothing": (
        PLATFORM,
        lambda text: entries.with_region(text, "bare", "eu", {"cluster": "a"}),
        ["+    regions:", "+      eu:", "+        cluster: a"],
    ),
    "a region that goes": (
        REGIONS,
        lambda text: entries.without_region(text, "prod", "us", "prod-us"),
        [
            "-  prod: {namespace: shop, regions: {eu: {}, us: {cluster: ohio}}}",
            "+  prod: {namespace: shop, regions: {eu: {}}}",
        ],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_edit_of_platform_yaml(case: str) -> None:
    text, edit, expected = CASES[case]
    assert changed(text, edit(text)) == expected


def test_entry_that_shares_an_anchor_is_written_anew() -> None:
    text = "environments:\n  dev: &small {namespace: a}\n  test: {<<: *small, namespace: b}\n"
    after = entries.with_entry_like(text, "qa", {"namespace": "q"}, like="dev", after="dev")
    assert changed(text, after) == ["+  qa: {namespace: q}"]
