from __future__ import annotations

import pytest

from generator.core.paths import parse_path
from generator.core.platform.patterns import Pattern, patterns
from generator.errors import BlueprintError


@pytest.mark.parametrize(
    ("pattern", "covered", "not_covered"),
    [
        ("web.image.tag", ["web.image.tag"], ["web.image", "web.image.tagged", "xweb.image.tag"]),
        ("web.image", ["web.image", "web.image.tag"], ["web.images", "web"]),
        ("*.replicaCount", ["web.replicaCount", "global.presets.deployment.replicaCount",
                            "global.overrides.all.replicaCount"], ["replicaCount", "a.b.replicaCount"]),
        ("*.resources.*.cpu", ["web.resources.limits.cpu"], ["web.resources.cpu", "web.resources.limits.memory"]),
        ("*-db.image", ["order-db.image.tag"], ["db.image", "global.presets.deployment.image"]),
        ("**.tag", ["tag", "image.tag", "web.sidecars.a.image.tag"], ["web.tags"]),
        ("web.**", ["web", "web.a.b"], ["webs.a"]),
        ("**", ["a", "a.b[0].c"], []),
        ("global.presets.*.replicaCount", ["global.presets.job.replicaCount"], ["web.replicaCount"]),
        ("web.hosts[*].name", ["web.hosts[0].name", "web.hosts[12].name"], ["web.hosts[0].path"]),
        ("web.hosts[1]", ["web.hosts[1].name"], ["web.hosts[0]"]),
        ("web.env[name=X]*", ["web.env[name=X].value", "web.env[name=X]"], ["web.env[name=XY]", "web.env[0]"]),
        ("web.env[name=LOG_*].value", ["web.env[name=LOG_LEVEL].value"], ["web.env[name=A].value", "web.env[name=LOG_X]"]),
        ("web.env[*].value", ["web.env[name=A].value"], ["web.env[name=A].name"]),
        (r"web.annotations.example\.com/*", [r"web.annotations.example\.com/owner"], ["web.annotations.example"]),
        (r"web.a\*", [r"web.a\*"], ["web.ab"]),
    ],
)  # fmt: skip
def test_covers(pattern: str, covered: list[str], not_covered: list[str]) -> None:
    for path in covered:
        assert Pattern(pattern).covers(parse_path(path)), path
    for path in not_covered:
        assert not Pattern(pattern).covers(parse_path(path)), path


def test_several_at_once_and_none() -> None:
    both = patterns("web", "*.image")
    assert both
    assert both.cover(("web", "x"))
    assert both.cover(("db", "image", "tag"))
    assert not both.cover(("db", "env"))
    assert not patterns()
    assert not patterns().cover(("a",))


def test_malformed_pattern_is_told_as_it_was_written() -> None:
    with pytest.raises(BlueprintError, match=r"'\*\.image\.\.x' is not the path of a value: a key is empty"):
        patterns("*.image..x")
