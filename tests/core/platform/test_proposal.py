"""The platform.yaml that is proposed says what was found, as short as it can, and nothing else."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.platform.file import parse_platform
from generator.core.platform.proposal import chosen_environments, label_of, proposed_platform
from generator.errors import BlueprintError, UsageError

HEAD = """\
# Where the chart is, and which values files make each environment; plain Helm needs none of it.
apiVersion: helm-blueprint/v1
"""


def proposed(chains: dict[str, str], chart: str | None = "deploy/app", folder: str = ".") -> str:
    files = {name: [PurePosixPath(file) for file in text.split()] for name, text in chains.items()}
    return proposed_platform(files, None if chart is None else PurePosixPath(chart), PurePosixPath(folder))


def test_files_that_are_named_alike_are_said_once() -> None:
    chains = {"dev": "deploy/values-dev.yaml", "prod": "deploy/values-prod.yaml"}
    assert proposed(chains) == HEAD + (
        "chart: deploy/app\nfiles: ['deploy/values-{environment}.yaml']\nenvironments:\n  dev: {}\n  prod: {}\n"
    )


def test_regions_inherit_and_what_is_common_comes_first() -> None:
    chains = {
        "prod": "values/common.yaml values/prod.yaml",
        "prod-eu": "values/common.yaml values/prod.yaml values/prod-eu.yaml",
    }
    assert proposed(chains, None) == HEAD + (
        "files: [values/common.yaml, 'values/{environment}.yaml']\n"
        "environments:\n  prod: {}\n  prod-eu: {inherits: prod}\n"
    )


def test_what_has_no_pattern_is_said_one_by_one_and_upwards() -> None:
    chains = {"test": "a/one.yaml", "Prod_2": "b.yaml c.yaml", "test-eu": "a/one.yaml d.yaml"}
    assert proposed(chains, "deploy/app", "deploy/app") == HEAD + (
        "environments:\n"
        "  test:\n    files: [../../a/one.yaml]\n"
        "  prod-2:\n    files: [../../b.yaml, ../../c.yaml]\n"
        "  test-eu:\n    inherits: test\n    files: [../../d.yaml]\n"
    )


def test_pattern_that_does_not_hold_for_all_is_not_used() -> None:
    text = proposed({"dev": "values-dev.yaml", "prod": "production.yaml"})
    platform = parse_platform(text.encode())
    assert [*map(str, platform.values_files("prod"))] == ["production.yaml"]
    assert platform.files == ()


def test_nothing_found_or_not_told_apart_is_refused() -> None:
    with pytest.raises(BlueprintError, match="no environment was found"):
        proposed({})
    with pytest.raises(BlueprintError, match="these would not be told apart: a_b, a-b"):
        proposed({"a_b": "x.yaml", "a-b": "y.yaml"})


@pytest.mark.parametrize(
    ("name", "label"), [("prod", "prod"), ("2i2c-uk", "env-2i2c-uk"), ("EU_prod.1", "eu-prod-1")]
)
def test_names_become_labels(name: str, label: str) -> None:
    assert label_of(name) == label


def test_answer_chooses_and_orders_the_environments() -> None:
    assert chosen_environments(["dev", "prod", "qa"], "prod, dev  prod") == ["prod", "dev"]
    with pytest.raises(UsageError) as caught:
        chosen_environments(["dev", "prod"], "prd")
    assert str(caught.value) == 'there is no environment "prd"\n  Known are dev, prod.'
