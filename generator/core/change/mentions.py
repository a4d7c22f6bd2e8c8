"""Where a text names a service: what surely means it, and what may mean it, which a person decides.

A name is a word with boundaries: `order-db` is not in `order-db-2`, nor in `pre-order-db`. What is surely
meant depends on where it stands: `{{ .Release.Name }}-order-db-read` is an object of the service,
`$(ORDER_DB_HOST)` a variable of its callers, `.Values.order-db` its values; `cache` in a sentence may be any.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from generator.core.graph.known import VARIABLE, owner_of_object, owner_of_variable, variable_prefix

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

# value: a text in a values file. comment, prose: what people read. code: a block of it, in Markdown.
# template: of the umbrella. manifest: another YAML file, such as a pipeline or a GitOps manifest.
Place: TypeAlias = Literal["value", "comment", "prose", "code", "template", "manifest"]

_OBJECT = re.compile(r"(\.Release\.Name\s*-?\}\}-)([a-z0-9][a-z0-9-]*)")
_PRINTED = re.compile(r"(\"%s-)([a-z0-9][a-z0-9-]*)(?=[^\n]*\.Release\.Name)")
_KEYED = re.compile(r"(?:\.Values\.|\b(?:connections|names|knownAs)\.)$")
_LOOKED_UP = re.compile(r"\.Values\s+[\"`]$")
_KEY_BEHIND = re.compile(r"\.([A-Za-z]\w*)")


class Renaming(NamedTuple):
    """Both names of a service in the files, and both that Kubernetes knows it by: one where it stays."""

    old: str
    new: str
    known_old: str
    known_new: str
    others: frozenset[str] = frozenset()  # what Kubernetes knows the other services as
    release: str = ""  # what a release is usually called: as the chart
    keys: frozenset[str] = frozenset()  # what services have values under: order-db.image
    own_variables: frozenset[str] = frozenset()  # variables that somebody states, instead of the charts

    @property
    def all_known(self) -> tuple[str, ...]:
        """What Kubernetes knows all services as, this one first."""
        return (self.known_old, *self.others)

    @property
    def is_known_anew(self) -> bool:
        return self.known_old != self.known_new


class Mention(NamedTuple):
    """A stretch of a text that names the service, what would stand there, and whether it is surely meant."""

    start: int
    end: int
    text: str
    is_certain: bool


def mentions(text: str, place: Place, naming: Renaming) -> list[Mention]:
    """Every place of a text that names the service, in order, with what would stand there instead."""
    found = [*_names(text, place, naming)]
    if naming.is_known_anew:
        found += _objects(text, place, naming)
        found += _variables(text, place, naming)
    return sorted(found)


def rewritten(text: str, found: Collection[Mention]) -> str:
    """The text with what is certain among its mentions replaced."""
    for one in sorted(found, reverse=True):
        if one.is_certain:
            text = text[: one.start] + one.text + text[one.end :]
    return text


def _objects(text: str, place: Place, naming: Renaming) -> Iterator[Mention]:
    """<release>-<service> and what begins so; by the usual name of a release probably."""
    patterns = [(_OBJECT, True), (_PRINTED, True)]
    if naming.release:
        usual = re.compile(rf"((?<![\w-]){re.escape(naming.release)}-)([a-z0-9][a-z0-9-]*)")
        patterns.append((usual, place in ("prose", "code", "comment")))
    for pattern, is_certain in patterns:
        for match in pattern.finditer(text):
            if owner_of_object(match[2], naming.all_known) == naming.known_old:
                start = match.start(2)
                yield Mention(start, start + len(naming.known_old), naming.known_new, is_certain)


def _variables(text: str, place: Place, naming: Renaming) -> Iterator[Mention]:
    for match in VARIABLE.finditer(text):
        word = match[0]
        if owner_of_variable(word, naming.all_known) == naming.known_old:
            new = variable_prefix(naming.known_new)
            is_certain = place != "manifest" and word not in naming.own_variables
            yield Mention(match.start(), match.start() + len(naming.known_old), new, is_certain)


def _names(text: str, place: Place, naming: Renaming) -> Iterator[Mention]:
    """The name itself, as a word."""
    word = re.compile(rf"(?<![\w-]){re.escape(naming.old)}(?!\w|-\w)")
    for match in word.finditer(text):
        is_certain = _is_certain(text, match.start(), match.end(), place, naming)
        if is_certain is not None:
            yield Mention(match.start(), match.end(), naming.new, is_certain)


def _is_certain(text: str, start: int, end: int, place: Place, naming: Renaming) -> bool | None:
    """Whether a word surely means the service; None where it surely does not."""
    before, behind = text[max(0, start - 40) : start], text[end : end + 40]
    if _KEYED.search(before) or _LOOKED_UP.search(before):
        return place != "value"  # of a service's own values, there
    if before.endswith((".", "/", "@")) or re.match(r":\d", behind):
        # An image, a part of a path or of a longer key; or a host, which objects of Kubernetes are called
        # by: that of a service is <release>-<service>, and stays where its name stays.
        is_host = before.endswith(("//", "@")) or not before.endswith((".", "/"))
        return False if is_host and naming.is_known_anew else None
    if key := _KEY_BEHIND.match(behind):
        if key[1] in naming.keys:
            return place != "value"
        return False if naming.is_known_anew else None
    if place in ("comment", "prose"):
        return "-" in naming.old or (before.endswith("`") and behind.startswith("`"))
    return place == "code" and naming.is_known_anew and "-" in naming.old
