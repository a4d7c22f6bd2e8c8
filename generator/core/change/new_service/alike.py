"""The block of a service that is like another one: the same text, without what identifies the other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from generator.core.change.new_service.compose import composed
from generator.core.change.new_service.neighbours import prefix_of
from generator.core.data import map_at, map_or_empty, value_at
from generator.core.edit.blocks import insert_block
from generator.core.edit.edit import EditRefused
from generator.core.edit.edits import Edit, edited
from generator.core.edit.owned import after_own_comments
from generator.core.edit.splice import Splice, apply
from generator.core.helm.chart_file import VALUES_FILE
from generator.core.yaml.data import values_of_text
from generator.core.yaml.document import child, key_name, line_end, line_start, read, walk
from generator.errors import raise_any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import PurePosixPath

    from generator.core.change.new_service.request import ServiceRequest
    from generator.core.data import Data, Values
    from generator.core.paths import KeyPath
    from generator.core.values.model import ValuesModel
    from generator.errors import BlueprintError

# Two services that share one of these are taken for each other, or fight for it.
_IDENTITY = frozenset(
    (
        "fullnameOverride",
        "nameOverride",
        "existingClaim",
        "clusterIP",
        "loadBalancerIP",
        "nodePort",
        "nodePorts",
    )
)
# Where a plain word is the name of a service, and not just a word.
_NAMING = frozenset(("credentialsOf", "service", "consumerGroup", "secretName", "name"))


class AlikeBlock(NamedTuple):
    """The lines of a block, and the paths within the service that were left out of it."""

    text: str
    left_out: tuple[KeyPath, ...]


def block_like(
    model: ValuesModel,
    file: PurePosixPath,
    request: ServiceRequest,
    env: Mapping[str, Data],
    dropped: Sequence[str] = (),
) -> AlikeBlock | None:
    """The block of `request.like` in a file under another name; None where the file has none.

    `env` are variables of its own, in the place of those of the same name; `dropped` are services that it
    does not call: no other variable mentions them.
    """
    source = model.source(file)
    found = child(source.document.root, request.like) if source.document.root.kind == "map" else None
    key, node = found or (None, None)
    if key is None or node is None:
        return None
    start, end = line_start(source.text, key.start), max(node.end, key.end)
    end = line_end(source.text, after_own_comments(source.document, end, 0))
    text = source.text[start:end].replace("\r\n", "\n") + "\n"
    is_ours = model.subcharts[request.like].is_ours
    text = _renamed(model, text, request.like, request.name)
    left_out = list(_identifying(values_of_text(text)[request.name], is_ours=is_ours))
    text = _without(text, request.name, left_out)
    said = map_at(map_or_empty(values_of_text(text)[request.name]), "env")
    same = [(("env", key), value) for key, value in env.items() if key in said]
    text = changed(text, [Edit(VALUES_FILE, "set", (request.name, *path), value) for path, value in same])
    if dropped:
        gone = _variables_of(model, values_of_text(text)[request.name], dropped)
        text = _without(text, request.name, [path for path in gone if path[1] not in env])
    return AlikeBlock(text, tuple(left_out))


def _renamed(model: ValuesModel, text: str, old: str, new: str) -> str:
    """The block under the new name, its texts that name the old one, too; images and keys stay."""
    document = read(text)
    top, _ = document.root.pairs[0]
    splices = [Splice(top.start, top.end, new)]
    for path, _, node in walk(document.root):
        if not path or node.kind != "scalar" or "image" in path or not node.value:
            continue
        raw = text[node.start : node.end]
        after = _with_name(raw, old, new, is_naming=str(path[-1]) in _NAMING)
        after = with_address(model, after, old, new)
        if after != raw:
            splices.append(Splice(node.start, node.end, after))
    return apply(text, splices)


def _with_name(raw: str, old: str, new: str, *, is_naming: bool) -> str:
    word = rf"(?<![\w-]){re.escape(old)}(?![\w-])"
    if "-" in old or is_naming:
        raw = re.sub(word, new, raw)
    raw = re.sub(rf"(?<=\.Release\.Name \}}\}}-){re.escape(old)}(?![\w])", new, raw)
    return re.sub(rf"(?<![\w.-]){re.escape(old)}(?=\.)", new, raw)


def with_address(model: ValuesModel, text: str, old: str, new: str) -> str:
    """The text with the address of one service in the place of another's: $(OLD_HOST) is $(NEW_HOST)."""
    return re.sub(rf"(?<=\$\(){prefix_of(model, old)}(?=_(?:HOST|PORT))", prefix_of(model, new), text)


def _identifying(values: Data, *, is_ours: bool, path: KeyPath = ()) -> Iterator[KeyPath]:
    for name, value in map_or_empty(values).items():
        here = (*path, name)
        if name in _IDENTITY or (name == "ingress" and not is_ours and not path):
            yield here
        elif isinstance(value, dict):
            yield from _identifying(value, is_ours=is_ours, path=here)


def _variables_of(model: ValuesModel, values: Values, dropped: Sequence[str]) -> Iterator[KeyPath]:
    """The variables of a service that are about these services."""
    for name, value in map_at(map_or_empty(values), "env").items():
        if any(is_about(model, value, one) for one in dropped):
            yield ("env", name)


def is_about(model: ValuesModel, value: Data, service: str) -> bool:
    """Whether a variable takes the credentials, the address or an object of a service."""
    if isinstance(value, dict):
        return value.get("credentialsOf") == service
    text = str(value)
    return (
        f"$({prefix_of(model, service)}_" in text
        or re.search(rf"\}}\}}-{re.escape(service)}(?![\w])", text) is not None
    )


def _without(text: str, name: str, paths: Sequence[KeyPath]) -> str:
    return changed(text, [Edit(VALUES_FILE, "delete", (name, *path), comment=True) for path in paths])


def changed(text: str, edits: Sequence[Edit]) -> str:
    """The text of a block with edits; raises with all that are refused."""
    errors: list[BlueprintError] = []
    after = edited(text, edits, errors)
    raise_any("this block cannot be edited", errors)
    return after


def with_requested(text: str, request: ServiceRequest, env: Mapping[str, Data], *, host: str = "") -> str:
    """The block of a service with what was asked for: image, ports, tier, presets, variables, hosts."""
    name = request.name
    said = map_or_empty(values_of_text(text)[name])
    new = {"tier": request.tier, "presets": list(request.presets), "ports": dict(request.ports or {})}
    new = {key: value for key, value in new.items() if value}
    wanted: list[tuple[KeyPath, Data]] = [((key,), value) for key, value in new.items() if key in said]
    if request.image:
        wanted += _image(said.get("image"), request.image)
    if host:
        wanted += list(_hosts(said, host, name))
    if request.image:
        text = re.sub(r"(?m)^(\s+image:.*?)[ \t]+#[^\n]*\bstand-in\b.*$", r"\1", text)
    edits = [Edit(VALUES_FILE, "set", (name, *path), value) for path, value in wanted]
    if request.image and "digest" in map_or_empty(said.get("image")) and "digest" not in request.image:
        edits.append(Edit(VALUES_FILE, "delete", (name, "image", "digest")))
    text = changed(text, edits)
    text = _with_new(text, (name,), {key: value for key, value in new.items() if key not in said})
    known = map_at(said, "env")
    if not known:
        return _with_new(text, (name,), {"env": dict(env)} if env else {})
    return _with_new(text, (name, "env"), {key: value for key, value in env.items() if key not in known})


def _with_new(text: str, path: KeyPath, values: Mapping[str, Data]) -> str:
    """The block with keys that it does not have yet at a path, written as neighbours write them."""
    if not values:
        return text
    there = list(map_or_empty(value_at(values_of_text(text), path)))
    below = "image" if "image" in there else there[-1]
    lines = "".join(line[2:] for line in composed("_", "", values, {}).splitlines(keepends=True)[1:])
    try:
        return insert_block(text, lines, (*path, below))
    except EditRefused:  # in braces
        return changed(text, [Edit(VALUES_FILE, "set", (*path, key), one) for key, one in values.items()])


def switched_off(text: str) -> str:
    """The block with `enabled: false` above all else that it says."""
    document = read(text)
    key, node = document.root.pairs[0]
    if node.kind != "map" or node.flow or "enabled" in map_or_empty(values_of_text(text)[key_name(key)]):
        return changed(text, [Edit(VALUES_FILE, "set", (key_name(key), "enabled"), value=False)])
    start = line_start(text, node.start)
    return f"{text[:start]}{text[start : node.start]}enabled: false\n{text[start:]}"


def _image(said: Data, image: Mapping[str, str]) -> list[tuple[KeyPath, Data]]:
    if isinstance(said, str):
        tag = f":{image['tag']}" if "tag" in image else ""
        digest = f"@{image['digest']}" if "digest" in image else ""
        return [(("image",), f"{image['repository']}{tag}{digest}")]
    return [(("image", key), value) for key, value in image.items()]


def _hosts(said: Values, host: str, name: str) -> Iterator[tuple[KeyPath, Data]]:
    """Hosts of its own, in the place of those of the other one."""
    if map_at(said, "ingress").get("hosts"):
        yield ("ingress", "hosts"), [{"host": host}]
    if map_at(said, "ingress").get("tls"):
        secret = f"{{{{ .Release.Name }}}}-{name}-tls"
        yield ("ingress", "tls"), [{"hosts": [host], "secretName": secret}]
    if map_at(said, "httpRoute").get("hostnames"):
        yield ("httpRoute", "hostnames"), [host]


def with_comment(text: str, comment: str) -> str:
    """The block with a comment beside its name, in the place of one that is there."""
    document = read(text)
    key, node = document.root.pairs[0]
    end = line_end(text, key.end)
    if node.kind == "scalar" or (node.flow and line_start(text, node.start) == 0):
        return text  # a block on one line has no room beside its name
    colon = text.index(":", key.end)
    return f"{text[: colon + 1]} # {comment}{text[end:]}" if comment else text[: colon + 1] + text[end:]
