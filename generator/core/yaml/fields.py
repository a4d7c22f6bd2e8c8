"""YAML text that knows on which line each of its values stands, for messages that point at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from generator.core.tree import text_of
from generator.core.words import did_you_mean
from generator.core.yaml.library import yaml
from generator.core.yaml.limits import DEPTH_LIMIT
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.core.paths import KeyPath

# The C parser is about ten times faster; a PyYAML that was built without it still works. A loader of our
# own, so that its constructors are nobody else's.
_MOST_NODES = 1_000_000
_Loader: type[yaml.SafeLoader] = type("_Loader", (getattr(yaml, "CSafeLoader", yaml.SafeLoader),), {})


def _day(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Any:
    """A day that no calendar has is text, as for Helm: who reads the field knows what to say of it."""
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return node.value


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _day)


def plain_data(data: bytes | str, where: str) -> Any:
    """The plain data of YAML; BlueprintError with `where:line` if it is malformed.

    For files of ours that are large and known to be right: no lines are kept, nothing is checked.
    """
    text = _text(data, where)
    try:
        return yaml.load(text, Loader=_Loader)  # a SafeLoader, in C
    except yaml.YAMLError as error:
        raise _malformed(error, text, where) from error


class Located(NamedTuple):
    """Parsed YAML: `data` is plain, `line(path)` is where a value's key stands."""

    data: Any
    where: str
    lines: Mapping[KeyPath, int]

    def at(self, *path: str | int) -> str:
        """`file:line` of the value with this path, or of the nearest one above it."""
        while path and path not in self.lines:
            path = path[:-1]
        return f"{self.where}:{self.lines[path]}" if path else self.where


def parse(data: bytes | str, where: str) -> Located:
    """Read YAML or JSON; BlueprintError with `where:line` if it is malformed or states a key twice."""
    text = _text(data, where)
    try:
        _refuse_depth(text, where)
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            lines: dict[KeyPath, int] = {}
            if node is not None:
                _refuse_bomb(node, where)
                lines.update(_lines(node, (), where, set()))
            return Located(loader.construct_document(node) if node else None, where, lines)
        finally:
            loader.dispose()
    except (yaml.YAMLError, ValueError) as error:
        raise _malformed(error, text, where) from error


def _refuse_depth(text: str, where: str) -> None:
    """Before nodes are made of it: the parser in C recurses, and takes the interpreter down with it."""
    longest = max(map(len, text.splitlines()), default=0)
    if text.count("[") + text.count("{") <= DEPTH_LIMIT and longest <= DEPTH_LIMIT * 4:
        return
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEPTH_LIMIT:
            place = f"{where}:{event.start_mark.line + 1}" if event.start_mark else where
            raise BlueprintError(f"this is nested more than {DEPTH_LIMIT} levels deep", where=place)


def _refuse_bomb(node: yaml.Node, where: str) -> None:
    """A few anchors can stand for billions of nodes; one that contains itself, for endlessly many."""
    sizes: dict[int, int | None] = {}

    def size(node: yaml.Node) -> int:
        if isinstance(node, yaml.ScalarNode):
            return 1
        known = sizes.get(id(node), 0)
        if known is None:
            raise BlueprintError("this contains itself", where=f"{where}:{node.start_mark.line + 1}")
        if not known:
            sizes[id(node)] = None
            inner = [one for pair in node.value for one in (pair if isinstance(pair, tuple) else (pair,))]
            sizes[id(node)] = known = 1 + sum(map(size, inner))
        if known > _MOST_NODES:
            raise BlueprintError(
                "this stands for more than a million nodes", where=f"{where}:{node.start_mark.line + 1}"
            )
        return known

    size(node)


def _text(data: bytes | str, where: str) -> str:
    return data if isinstance(data, str) else text_of(data, where).removeprefix("\ufeff")


def _malformed(error: Exception, text: str, where: str) -> BlueprintError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    # Where the parser misses something until the end, the last line with content is reported.
    last = text.rstrip().count("\n")
    place = f"{where}:{min(mark.line, last) + 1}" if mark else where
    reason = getattr(error, "problem", None) or str(error)
    return BlueprintError(f"this is not valid YAML: {reason}", where=place)


def _lines(node: yaml.Node, path: KeyPath, where: str, walked: set[int]) -> Iterator[tuple[KeyPath, int]]:
    # An alias leads to a node that was walked already, perhaps to one that contains itself.
    if id(node) in walked:
        return
    walked.add(id(node))
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise BlueprintError("a key here must be a plain word", where=f"{where}:{line}")
            if key.value in seen:
                raise BlueprintError(f'"{key.value}" stands here twice', where=f"{where}:{line}")
            seen.add(key.value)
            yield (*path, key.value), line
            yield from _lines(value, (*path, key.value), where, walked)
    elif isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            yield (*path, position), item.start_mark.line + 1
            yield from _lines(item, (*path, position), where, walked)


class Fields:
    """Reads one mapping field by field and collects everything that is wrong with it in `errors`."""

    def __init__(self, source: Located, path: KeyPath, errors: list[BlueprintError]) -> None:
        self.source, self.path, self.errors = source, path, errors
        self._known: set[str] = set()
        data = source.data
        for step in path:
            data = data[step]
        self._data: Mapping[Any, Any] = data if isinstance(data, dict) else {}
        if not isinstance(data, dict):
            self.wrong("a mapping (key: value) is expected here")

    def wrong(self, what: str, *path: str | int, hint: str = "") -> None:
        """Note an error at a field of this mapping."""
        full = (*self.path, *path)
        name = ".".join(map(str, full))
        text = f"{name}: {what}" if name else what
        self.errors.append(BlueprintError(text, where=self.source.at(*full), hint=hint))

    def has(self, key: str) -> bool:
        self._known.add(key)
        return self._data.get(key) is not None

    def text(self, key: str, default: str | None = None) -> str:
        """A string; numbers are taken as they are written when YAML reads them so (`1.34`).

        Without a default it must be there, and not be empty.
        """
        if not self.has(key):
            if default is None:
                self.wrong(f'"{key}" is missing')
            return default or ""
        value = self._data[key]
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            self.wrong("text is expected", key)
            return default or ""
        if value == "" and default is None:
            self.wrong("text is expected, this is empty", key)
        return str(value)

    def flag(self, key: str, *, default: bool = False) -> bool:
        if not self.has(key):
            return default
        if not isinstance(self._data[key], bool):
            self.wrong("true or false is expected", key)
            return default
        return bool(self._data[key])

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings, empty when it is missing."""
        if not self.has(key):
            return ()
        value = self._data[key]
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.wrong("a list of texts is expected", key)
            return ()
        return tuple(value)

    def raw(self, key: str) -> Any:
        """Whatever stands there, None when it is missing."""
        self._known.add(key)
        return self._data.get(key)

    def mapping(self, key: str) -> dict[str, Any]:
        """A mapping with text keys, empty when it is missing."""
        if not self.has(key):
            return {}
        value = self._data[key]
        if not isinstance(value, dict):
            self.wrong("a mapping (key: value) is expected", key)
            return {}
        for name in value:
            if not isinstance(name, str):
                self.wrong(
                    f"the key {name} is read as {type(name).__name__}, not as text", key, hint="Quote it."
                )
        return {name: entry for name, entry in value.items() if isinstance(name, str)}

    def children(self, key: str) -> Iterator[tuple[str, Fields]]:
        """The entries of a mapping of mappings, in their order; an empty entry counts as {}."""
        for name in self.mapping(key):
            entry = self._data[key].get(name)
            if entry is None:
                empty = Located({}, self.source.where, {})
                yield name, Fields(empty, (), self.errors)
            else:
                yield name, Fields(self.source, (*self.path, key, name), self.errors)

    def close(self) -> None:
        """Note every key that nobody asked for."""
        for key in self._data:
            if key not in self._known:
                self.wrong("this key is not known", str(key), hint=did_you_mean(str(key), self._known))
