"""What to run after `new`."""

from __future__ import annotations

import pytest

from generator.core.platform.file import Platform, parse_platform
from generator.core.report.new import next_steps
from tests.core.report.plain import plain
from tests.small_platform import PLATFORM


def platform(text: str = PLATFORM) -> Platform:
    return parse_platform(text.encode())


@pytest.mark.parametrize(
    ("folder", "first"), [("shop", "  cd shop\n"), ("my shop", "  cd 'my shop'\n"), (None, "")]
)
def test_goes_there_shows_and_installs_the_first_environment(folder: str | None, first: str) -> None:
    assert plain(next_steps(platform(), release="shop", helm="helm", folder=folder)) == (
        f"{first}"
        "  helm template shop . -f values-dev.yaml\n"
        "  helm install shop . -f values-dev.yaml --namespace shop-dev --create-namespace\n"
    )


def test_environment_without_a_namespace_goes_into_that_of_the_release() -> None:
    (environment, *_) = (described := platform()).environments.values()
    bare = described._replace(environments={"dev": environment._replace(namespace="")})
    assert next_steps(bare, release="shop", helm="helm4", folder=None)[-1].text == (
        "  helm4 install shop . -f values-dev.yaml --namespace shop --create-namespace"
    )


def test_files_of_a_chain_are_all_named() -> None:
    text = PLATFORM.replace("  dev: {namespace: shop-dev}\n  staging: {namespace: shop-staging}\n", "")
    described = platform(text)
    later = described._replace(environments=dict(reversed(described.environments.items())))
    first = next_steps(later, release="shop", helm="helm", folder=None)[0].text
    assert first == "  helm template shop . -f values-prod.yaml -f values-dr.yaml"
