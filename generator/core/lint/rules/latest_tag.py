"""Images whose content changes under the same name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.core.data import value_at
from generator.core.lint.facts import Facts, Spot, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.core.findings.finding import Hit

_MOVING = ("latest", "stable", "edge", "nightly", "main", "master")
# Where the tag stands when `image` has none: `imageTag`, `image_tag`, `tag` beside it.
_VERSIONS = re.compile(r"(?:image[-_]?)?(?:tag|version|digest)", re.IGNORECASE)
_NO_IMAGE = re.compile(r"\d+(?:ms|[smhd])?|true|false")  # `token.image: 24h`
_REFERENCE = re.compile(r"[\w.-]+(?::\d+)?(?:/[\w.-]+)+|[\w-]+/[\w.-]+|[\w.-]+")


@rule(
    "latest-tag",
    what="An image has no tag, or one that moves: latest, stable, edge, nightly, main, master.",
    why="The same release would run something else tomorrow, and cannot be rolled back.",
    bad={
        "values-dev.yaml": """
            web:
              image: {tag: latest}
        """,
    },
    good={
        "values-dev.yaml": """
            web:
              image: {tag: "1.4"}
        """,
    },
)
def check(facts: Facts) -> Iterator[Hit]:
    for spot in facts.spots():
        if spot.name == "tag" and isinstance(spot.value, str) and spot.value in _MOVING:
            if not value_at(spot.source.data, (*spot.path[:-1], "digest")):
                yield spot.hit(f'the tag "{spot.value}" moves', "Pin a version, or a digest.")
        elif (
            spot.name == "image"
            and not _has_version_beside(spot)
            and isinstance(spot.value, str)
            and spot.value
        ):
            name, _, tag = spot.value.rpartition(":")
            if "@" in spot.value or "{{" in spot.value:
                continue
            if tag in _MOVING and name:
                yield spot.hit(f'the tag "{tag}" moves', "Pin a version, or a digest.")
            elif (
                (not name or "/" in tag)
                and _REFERENCE.fullmatch(spot.value)
                and not _NO_IMAGE.fullmatch(spot.value)
            ):
                yield spot.hit(f'the image "{spot.value}" has no tag, which means latest', "Add a version.")


def _has_version_beside(spot: Spot) -> bool:
    beside = value_at(spot.source.data, spot.path[:-1])
    return isinstance(beside, dict) and any(
        _VERSIONS.fullmatch(key) and value not in (None, "") for key, value in beside.items()
    )
