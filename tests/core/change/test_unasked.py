"""What is carried of a platform of which nobody has said what stays: versions alone."""

from __future__ import annotations

import pytest

from generator.core.change.unasked import is_version
from generator.core.data import MISSING, Data
from generator.core.paths import parse_path

DIGEST = "sha256:" + "0a" * 32
VERSIONS: list[tuple[str, Data, Data]] = [
    ("web.image.tag", "1.5.0", "1.4.2"),
    ("image.tag", 1.5, MISSING),
    ("web.imageTag", "2026-11-28_3", "2026-11-27_1"),
    ("web.image_tag", "", "1.4"),
    ("global.presets.deployment.image.tag", "v1", "v2"),
    ("web.image.digest", DIGEST, ""),
    ("web.image", "example.com:5000/shop/web:1.5", "example.com:5000/shop/web:1.4"),
    ("web.image", f"example.com/web@{DIGEST}", "example.com/web:1.4"),
    ("chart.version", "1.2.3", "1.2.2"),
    ("redis.chartVersion", "^1.2", "^1.1"),
]
OTHERS: list[tuple[str, Data, Data]] = [
    ("", "1.5.0", "1.4.2"),
    ("web.replicas", 3, 1),
    ("ingress.host", "shop.example.org", "example.org"),
    ("web.image.repository", "example.com/web", "example.com/shop"),
    ("web.image", "example.com/web:1.5", "mirror.example.org/web:1.4"),
    ("web.image", "example.com/web:1.5", MISSING),
    ("web.image", {"tag": "1"}, "web:1"),
    ("web.image", "", ":1"),
    ("web.tag", True, False),
    ("web.tag", "a host/of a path", "x"),
    ("web.tag", ["1.5"], ["1.4"]),
    ("web.tags", "1.5", "1.4"),
    ("web.stage", "1.5", "1.4"),
    ("web.version", "1.5", "1.4"),
    ("apiVersion", "v1", "v2"),
    ("chart.version", "main", "1.2"),
    ("auth.digest", "scram", "md5"),
    ("web.images[0]", "web:1.5", "web:1.4"),
]


@pytest.mark.parametrize(("name", "origin", "target"), VERSIONS)
def test_version(name: str, origin: Data, target: Data) -> None:
    assert is_version(parse_path(name), (origin, target))


@pytest.mark.parametrize(("name", "origin", "target"), OTHERS)
def test_no_version(name: str, origin: Data, target: Data) -> None:
    assert not is_version(parse_path(name), (origin, target))
