"""Which files of a repository are the platform, and which of them follow from others."""

from pathlib import PurePosixPath

import pytest

from generator.core.platform.whole import (
    is_of_platform,
    is_or_has_generated,
    may_hold_generated,
    may_hold_platform,
)


@pytest.mark.parametrize(
    ("path", "of_platform", "generated"),
    [
        ("README.md", True, True),
        ("values.schema.json", True, True),
        ("notes.txt", True, False),
        ("values-dev.yaml", True, False),
        ("docs/architecture.md", True, False),
        ("docs/README.md", True, False),
        ("gitops/flux/dev/release.yaml", True, True),
        (".github/workflows/platform.yaml", True, True),
        (".gitlab-ci.yml", True, True),
        ("templates/platform/runs/first/services.yaml", True, True),
        (".blueprint/platform.schema.json", True, True),
        ("node_modules/README.md", False, False),
        ("src/charts/Chart.yaml", False, False),
    ],
)
def test_files(path: str, of_platform: bool, generated: bool) -> None:
    assert (is_of_platform(PurePosixPath(path)), is_or_has_generated(PurePosixPath(path))) == (
        of_platform,
        generated,
    )


@pytest.mark.parametrize(
    ("folder", "of_platform", "generated"),
    [
        ("charts/web", True, True),
        (".github", True, True),
        ("docs", True, False),
        ("envs", True, False),
        ("src", False, False),
    ],
)
def test_folders(folder: str, of_platform: bool, generated: bool) -> None:
    found = may_hold_platform(PurePosixPath(folder)), may_hold_generated(PurePosixPath(folder))
    assert found == (of_platform, generated)
