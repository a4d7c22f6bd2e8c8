"""What somebody wants of a new service, parsed at the border: its image, its ports, whom it calls."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from generator.core.words import wrong_with_label
from generator.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.core.advice.choice import Advice

# As OCI's distribution reads a reference: the part behind the last colon is a tag where no slash follows it.
_TAG = re.compile(r"[\w][\w.-]{0,127}")
_PART = r"[a-z0-9]+(?:[._-]+[a-z0-9]+)*"
_REPOSITORY = re.compile(rf"(?:[a-zA-Z0-9][a-zA-Z0-9.-]*(?::[0-9]{{1,5}})?/)?{_PART}(?:/{_PART})*")
_DIGEST = re.compile(r"sha256:[a-f0-9]{64}")


class ServiceRequest(NamedTuple):
    """A service that shall be: `advice` for one that is composed, `like` for one that follows another.

    `image` is as in values (repository, tag, digest), `ports` are numbers by name, `calls` are entries of
    connections (`db`, `queue:client`); `only_in` are the environments that have it, all where it is empty.
    """

    name: str
    advice: Advice | None = None
    like: str = ""
    image: Mapping[str, str] | None = None
    ports: Mapping[str, int] | None = None
    calls: tuple[str, ...] = ()
    called_by: tuple[str, ...] = ()
    tier: str = ""
    presets: tuple[str, ...] = ()
    only_in: tuple[str, ...] = ()
    stores: tuple[str, ...] = ()
    description: str = ""


def parse_image(text: str) -> dict[str, str]:
    """registry/repository:tag, or @sha256:…, as the `image` of a service. UsageError for anything else."""
    rest, at, digest = text.partition("@")
    head, colon, tag = rest.rpartition(":")
    if not colon or "/" in tag:
        head, tag = rest, ""
    is_wrong = (
        not _REPOSITORY.fullmatch(head)
        or (tag and not _TAG.fullmatch(tag))
        or (at and not _DIGEST.fullmatch(digest))
        or (colon and not tag and head != rest)
    )
    if is_wrong:
        raise UsageError(f'--image "{text}" is no image', hint="Write --image ghcr.io/example/coupons:1.0.0.")
    if not tag and not digest:
        raise UsageError(
            f'--image "{text}" names no tag: what runs would change unasked',
            hint=f"Write --image {text}:1.0.0.",
        )
    return {"repository": head, **({"tag": tag} if tag else {}), **({"digest": digest} if digest else {})}


def parse_ports(texts: Iterable[str]) -> dict[str, int]:
    """[name=]number; the first without a name is http. UsageError for what cannot be a port."""
    ports: dict[str, int] = {}
    for text in texts:
        name, equals, number = text.rpartition("=")
        name = name if equals else "http"
        # Kubernetes: a port's name is a label of at most 15 characters.
        reason = wrong_with_label(name, longest=15)
        if reason:
            raise UsageError(f'--port {text}: "{name}" cannot name a port: {reason}')
        if not number.isascii() or not number.isdigit() or not 1 <= int(number[:6]) <= 65535:
            raise UsageError(f'--port {text}: "{number}" is no port: 1 to 65535')
        if name in ports:
            raise UsageError(
                f'--port {text}: there is a port "{name}" already', hint="Name it: --port metrics=9100."
            )
        ports[name] = int(number)
    return ports


def parse_names(texts: Iterable[str]) -> tuple[str, ...]:
    """Names that repeated options have, or commas separate, each once."""
    return tuple(dict.fromkeys(name for text in texts for name in text.split(",") if name))
