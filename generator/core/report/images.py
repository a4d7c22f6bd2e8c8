"""The images of a platform as a list: what is pulled, what pins it, where, and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from generator.core.words import first_few

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.core.objects.images import UsedImage

_USERS = 3  # are told in a table: dozens pull the image of a database
IMAGE_HEADERS: Final = ("image", "pinned by", "environments", "used by")


def image_rows(images: Sequence[UsedImage], environments: int) -> list[list[str]]:
    """A row for each image, below `IMAGE_HEADERS`; `environments` is how many were asked for."""
    return [
        [
            one.reference,
            one.pinned or "nothing",
            "all"
            if len(one.environments) == environments > 1
            else ", ".join(name or "values.yaml" for name in one.environments),
            first_few(one.users, _USERS),
        ]
        for one in images
    ]


def images_as_json(images: Sequence[UsedImage]) -> list[dict[str, Any]]:
    """The same for programs: users and environments one by one."""
    return [
        {
            "image": one.reference,
            "pinnedBy": one.pinned or None,
            "environments": [name or "values.yaml" for name in one.environments],
            "usedBy": [
                {"kind": kind, "name": name} for kind, _, name in (user.partition(" ") for user in one.users)
            ],
        }
        for one in images
    ]
