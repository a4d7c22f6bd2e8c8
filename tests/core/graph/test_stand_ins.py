"""What counts as a stand-in."""

from __future__ import annotations

import pytest

from generator.core.graph.stand_ins import is_stand_in


@pytest.mark.parametrize(
    "image",
    [
        "ghcr.io/stefanprodan/podinfo",
        "ghcr.io/stefanprodan/podinfo:6.9.2",
        "stefanprodan/podinfo",
        "mirror.example.com:5000/ghcr/stefanprodan/podinfo:6.9.2@sha256:0123",
        "ghcr.io/stefanprodan/podinfo@sha256:0123",
    ],
)
def test_podinfo_is_one_from_wherever_it_comes(image: str) -> None:
    assert is_stand_in(image)


@pytest.mark.parametrize(
    "image", ["", "ghcr.io/stefanprodan/podinfo-chart:1", "ghcr.io/example/podinfo", "x:5/y"]
)
def test_nothing_else_is_one(image: str) -> None:
    assert not is_stand_in(image)
