"""Argo CD's project: it may deploy where platform.yaml says, and nobody deploys in its frozen windows."""

from __future__ import annotations

import pytest
import yaml

from generator.core.delivery.project import _cron
from tests.core.delivery.small import THREE, all_delivered

FILE = "gitops/argocd/project.yaml"
SET_FILE = "gitops/argocd/applicationset.yaml"
SET = """\
spec:
  generators:
    - list:
        elements:
          - {environment: dev, cluster: in-cluster, region: "", values: [dev]}
          - {environment: prod, cluster: in-cluster, region: "", values: [prod]}
          - {environment: dr, cluster: recovery, region: "", values: [prod, dr]}
  template: {metadata: {name: "shop-{{ .environment }}"}}
"""
PROJECT = """\
# Mine.
spec:
  destinations: [{name: "*", namespace: shop}, {name: "*", namespace: "shop-*"}]
  syncWindows: []
"""
SALE = """\
intent:
  windows:
    sale: {from: 2026-11-20, to: 2026-12-02, environments: [prod, dr]}
"""
DENIED = {
    "kind": "deny", "schedule": "0 0 20 11 *", "duration": "312h", "timeZone": "UTC",
    "applications": ["shop-prod", "shop-dr"], "manualSync": False,
}  # fmt: skip


def project(text: str = PROJECT, environments: str = THREE, applications: str = SET) -> str:
    after = all_delivered({FILE: text, SET_FILE: applications}, environments)[FILE]
    assert after is not None
    return after


def test_project_without_windows_stays_byte_by_byte() -> None:
    assert project() == PROJECT


def test_frozen_window_is_a_sync_window_of_its_applications_and_goes_with_it() -> None:
    frozen = project(environments=THREE + SALE)
    assert yaml.safe_load(frozen)["spec"]["syncWindows"] == [DENIED]
    assert frozen.startswith("# Mine.\nspec:\n  destinations:")
    assert project(frozen, THREE + SALE) == frozen
    assert project(frozen) == PROJECT
    everywhere = project(environments=THREE + SALE.replace(", environments: [prod, dr]", ""))
    (window,) = yaml.safe_load(everywhere)["spec"]["syncWindows"]
    assert window["applications"] == ["shop-dev", "shop-prod", "shop-dr"]
    at = project(
        environments=THREE
        + SALE.replace("2026-11-20, to: 2026-12-02", '"2026-02-28T22:30+01:00", to: "2026-03-01T00:15Z"')
    )
    (window,) = yaml.safe_load(at)["spec"]["syncWindows"]
    assert (window["schedule"], window["duration"]) == ("30 21 28 2 *", "165m")


def test_windows_of_people_stay() -> None:
    own = PROJECT.replace("[]", '[{kind: allow, schedule: "0 8 * * 1-5", duration: 8h}]')
    assert project(own) == own
    both = yaml.safe_load(project(own, THREE + SALE))["spec"]["syncWindows"]
    assert both == [{"kind": "allow", "schedule": "0 8 * * 1-5", "duration": "8h"}, DENIED]


def test_window_of_single_keys_leaves_the_rest_to_be_deployed() -> None:
    assert project(environments=THREE + SALE.replace("{from", '{keys: "*.image.tag", from')) == PROJECT


def test_namespace_that_no_destination_covers_becomes_one() -> None:
    lab = project(
        environments=f"{THREE}  qa: {{namespace: lab, clusters: [a]}}\n  idle: {{namespace: nowhere}}\n"
    )
    assert yaml.safe_load(lab)["spec"]["destinations"][2:] == [{"name": "*", "namespace": "lab"}]


@pytest.mark.parametrize(
    "text", ["a: [\n", "kind: AppProject\n", f"# helm-blueprint:ignore stale\n{PROJECT}"]
)
def test_what_is_none_of_our_making_stays(text: str) -> None:
    assert project(text, THREE + SALE) == text


def test_applications_whose_names_are_not_known_are_in_no_window() -> None:
    for applications in ("a: [\n", SET.replace("template:", "templates:")):
        assert project(environments=THREE + SALE, applications=applications) == PROJECT


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (0, "0 0 1 1 *"), (951_782_340, "59 23 28 2 *"), (951_782_400, "0 0 29 2 *"), (951_868_800, "0 0 1 3 *"),
        (4_107_542_399, "59 23 28 2 *"), (4_107_542_400, "0 0 1 3 *"), (1_798_761_599, "59 23 31 12 *"),
    ],
)  # fmt: skip
def test_a_moment_is_said_as_cron_says_it(moment: int, expected: str) -> None:
    assert _cron(moment) == expected
