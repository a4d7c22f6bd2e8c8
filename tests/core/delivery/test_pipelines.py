"""The matrix of both pipelines: a line for each release, and what people wrote around them."""

from __future__ import annotations

import pytest

from generator.core.edit.edit import EditRefused
from tests.core.delivery.small import THREE, delivered

GITHUB = ".github/workflows/platform.yaml"
GITLAB = ".gitlab-ci.yml"
WORKFLOW = """\
# Mine.
jobs:
  check:
    strategy:
      matrix:
        include: # in order
          - {environment: dev, values: "-f values-dev.yaml"} # small
          # What customers see.
          - {environment: prod, values: "-f values-prod.yaml", slow: true}
          - {environment: bare, values: "-f values-dev.yaml -f own.yaml"} # mine
          - {environment: dr, values: "-f values-prod.yaml -f values-dr.yaml"}
  deploy:
    strategy: {matrix: {include: [{environment: dev, values: "-f values-dev.yaml"}]}}
"""
PIPELINE = """\
render:
  parallel:
    matrix:
      - {ENVIRONMENT: dev, VALUES: "-f values-dev.yaml"}
      - ENVIRONMENT: prod
        VALUES: "-f values-prod.yaml"
        TAG: [a] # a runner of ours

      - {ENVIRONMENT: [dev, prod], VALUES: "-f values-dev.yaml"}
      - {ENVIRONMENT: dr, VALUES: "-f values-prod.yaml -f values-dr.yaml"}
"""


@pytest.mark.parametrize(("file", "text"), [(GITHUB, WORKFLOW), (GITLAB, PIPELINE)])
def test_what_is_up_to_date_stays_byte_by_byte(file: str, text: str) -> None:
    assert delivered(file, text) == {file: text}
    assert delivered(file, "\ufeff" + text.replace("\n", "\r\n")) == {
        file: "\ufeff" + text.replace("\n", "\r\n")
    }


def test_new_environment_gets_a_line_behind_the_one_before_it() -> None:
    more = THREE.replace("  prod:", "  qa: {}\n  prod:") + "  last: {inherits: dr}\n"
    added = '          - {environment: qa, values: "-f values-qa.yaml"}\n'
    last = '          - {environment: last, values: "-f values-prod.yaml -f values-dr.yaml -f values-last.yaml"}\n'
    expected = WORKFLOW.replace("          # What customers", f"{added}          # What customers")
    expected = expected.replace("  deploy:", f"{last}  deploy:")
    assert delivered(GITHUB, WORKFLOW, more) == {GITHUB: expected}


def test_new_environment_is_made_like_its_neighbour_with_what_else_that_says() -> None:
    more = THREE.replace("  dr:", "  qa: {}\n  dr:")
    expected = PIPELINE.replace(
        "        TAG: [a] # a runner of ours\n",
        '        TAG: [a] # a runner of ours\n\n      - ENVIRONMENT: qa\n        VALUES: "-f values-qa.yaml"\n        TAG: [a]\n',
    )
    assert delivered(GITLAB, PIPELINE, more) == {GITLAB: expected}


def test_first_environment_gets_the_first_line() -> None:
    text = delivered(GITHUB, WORKFLOW, f"  local: {{}}\n{THREE}")[GITHUB]
    assert text == WORKFLOW.replace(
        '          - {environment: dev, values: "-f values-dev.yaml"} # small\n',
        "          - environment: local\n            values: -f values-local.yaml\n"
        '          - {environment: dev, values: "-f values-dev.yaml"} # small\n',
    )


def test_line_of_a_removed_environment_goes_and_lines_of_people_stay() -> None:
    fewer = "".join(THREE.splitlines(keepends=True)[1:])
    text = WORKFLOW.replace("-f values-dev.yaml -f own.yaml", "-f values-prod.yaml -f own.yaml")
    expected = text.replace('          - {environment: dev, values: "-f values-dev.yaml"} # small\n', "")
    assert delivered(GITHUB, text, fewer) == {GITHUB: expected}
    # Its file is there still: somebody may want to check it.
    assert delivered(GITHUB, text, fewer, "dev") == {GITHUB: text}


def test_chain_follows_what_an_environment_inherits() -> None:
    other = THREE.replace("inherits: prod", "inherits: dev")
    expected = WORKFLOW.replace(
        "-f values-prod.yaml -f values-dr.yaml", "-f values-dev.yaml -f values-dr.yaml"
    )
    assert delivered(GITHUB, WORKFLOW, other) == {GITHUB: expected}


def test_region_gets_a_line_of_its_own_behind_its_environment() -> None:
    regions = THREE.replace("shop, clusters: [in-cluster]", "shop, clusters: [in-cluster], regions: {eu: {}}")
    expected = WORKFLOW.replace(
        "slow: true}\n",
        'slow: true}\n          - {environment: prod-eu, values: "-f values-prod.yaml -f values-prod-eu.yaml", slow: true}\n',
    )
    assert delivered(GITHUB, WORKFLOW, regions) == {GITHUB: expected}


def test_line_of_a_region_goes_with_its_layer_though_its_cluster_stays() -> None:
    clusters = THREE.replace("shop, clusters: [in-cluster]", "shop, clusters: [eu, us]")
    line = '          - {environment: prod-eu, values: "-f values-prod.yaml -f values-prod-eu.yaml", slow: true}\n'
    text = WORKFLOW.replace("slow: true}\n", f"slow: true}}\n{line}")
    assert delivered(GITHUB, text, clusters) == {GITHUB: WORKFLOW}


def test_renamed_environment_keeps_its_line() -> None:
    other = THREE.replace("prod", "live")
    expected = WORKFLOW.replace("prod", "live")
    assert delivered(GITHUB, WORKFLOW, other, renamed={"prod": "live"}) == {GITHUB: expected}


@pytest.mark.parametrize(
    "text",
    [
        "jobs: {check: {strategy: {matrix: {include: []}}}}\n",
        "jobs: {check: {steps: []}}\n",
        "jobs:\n  check:\n    strategy:\n      matrix:\n        include:\n          - {environment: dev}\n          - just text\n",
        "{{ not YAML }}\n",
        WORKFLOW.replace("# Mine.", "# helm-blueprint:ignore stale, we deploy dev alone"),
    ],
)
def test_what_is_none_of_our_making_stays(text: str) -> None:
    assert delivered(GITHUB, text, "  other: {}\n") == {GITHUB: text}


def test_list_in_brackets_gets_an_item_in_brackets() -> None:
    text = "render: {parallel: {matrix: [{ENVIRONMENT: dev, VALUES: -f values-dev.yaml}]}}\n"
    after = delivered(GITLAB, text, "  dev: {}\n  qa: {}\n")[GITLAB]
    assert after == (
        "render: {parallel: {matrix: [{ENVIRONMENT: dev, VALUES: -f values-dev.yaml}, "
        '{ENVIRONMENT: qa, VALUES: "-f values-qa.yaml"}]}}\n'
    )


def test_item_that_cannot_be_changed_safely_is_refused_with_its_line() -> None:
    text = (
        "render:\n  parallel:\n    matrix:\n"
        "      - &one {ENVIRONMENT: dev, VALUES: -f values-old.yaml}\n      - *one\n"
    )
    with pytest.raises(EditRefused, match="matrix") as refused:
        delivered(GITLAB, text, "  dev: {}\n")
    assert refused.value.where.startswith(".gitlab-ci.yml:")
