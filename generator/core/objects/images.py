"""The images of rendered objects: which there are, and who is told to run them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from generator.core.objects.effects import DOCUMENT_BREAK, rendered_objects

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Containers and most custom resources say `image`, CloudNativePG's say `imageName`.
_SAYS_ONE: Final = ("image", "imageName")
# What stands in them is somebody's text, or describes fields that are called so.
_SAY_NONE: Final = frozenset(("ConfigMap", "CustomResourceDefinition", "Secret"))


class UsedImage(NamedTuple):
    """An image as it is pulled: kind and name of the objects that run it, the environments that they are of.

    The environment None is values.yaml alone.
    """

    reference: str
    users: tuple[str, ...]
    environments: tuple[str | None, ...]

    @property
    def pinned(self) -> str:
        """What decides which bytes are pulled: a digest, a tag (which can be moved), or nothing."""
        if "@" in self.reference:
            return "digest"
        return "tag" if ":" in self.reference.rpartition("/")[2] else ""


def used_images(rendered: Mapping[str | None, str]) -> list[UsedImage]:
    """The images of environments, by reference, in what Helm rendered of each: hooks and tests, too."""
    known: dict[str, set[tuple[str, str]]] = {}  # most documents are the same in several environments
    users: dict[str, dict[str, None]] = {}
    environments: dict[str, dict[str | None, None]] = {}
    for environment, text in rendered.items():
        for document in DOCUMENT_BREAK.split(text):
            if document not in known:
                known[document] = set(_in_document(document))
            for reference, user in known[document]:
                users.setdefault(reference, {})[user] = None
                environments.setdefault(reference, {})[environment] = None
    return [UsedImage(one, tuple(sorted(users[one])), tuple(environments[one])) for one in sorted(users)]


def _in_document(document: str) -> Iterator[tuple[str, str]]:
    for (_, kind, _, name), data in rendered_objects([document]).items():
        if kind not in _SAY_NONE:
            yield from ((reference, f"{kind} {name}") for reference in _references(data))


def _references(data: Any) -> Iterator[str]:
    if isinstance(data, list):
        for item in data:
            yield from _references(item)
    elif isinstance(data, dict):
        for key, value in data.items():
            if key in _SAYS_ONE and isinstance(value, str):
                yield value
            elif key == "image" and isinstance(value, dict) and isinstance(value.get("reference"), str):
                yield value["reference"]
            else:
                yield from _references(value)
