"""Whether two versions of a file say the same, whatever a formatter made of them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from generator.core.merge.comments import only_in
from generator.core.merge.three_way import same_any_order
from generator.core.yaml.data import data_of
from generator.core.yaml.document import BOM, read
from generator.core.yaml.split import split_documents
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from generator.core.data import Data

YAML = (".yaml", ".yml")
# What formatters of Markdown write in one way or in another: rules of tables, bullets, emphasis, escapes.
_RULE = re.compile(r":?-{3,}:?")
_BULLET = re.compile(r"^\s*[-*+](?=\s)", re.MULTILINE)


def says_the_same(path: PurePosixPath, one: bytes, other: bytes) -> bool:
    """Whether two versions of a file differ in form alone: spaces, quotes, indentation, line breaks.

    Of YAML data and comments count, of JSON data, of Markdown words, of any other text its lines.
    """
    if one == other:
        return True
    try:
        texts = [data.decode("utf-8").removeprefix(BOM).replace("\r\n", "\n") for data in (one, other)]
    except UnicodeDecodeError:
        return False
    if path.suffix in YAML:
        return _same_yaml(*texts)
    if path.suffix == ".json":
        return _same_json(*texts)
    if path.suffix == ".md":
        return _words(texts[0]) == _words(texts[1])
    return _lines(texts[0]) == _lines(texts[1])


def yaml_documents(text: str) -> list[Data] | None:
    """The data of each document of a text; None where one cannot be read."""
    try:
        return [data_of(read(one)) for one in split_documents(text)]
    except BlueprintError:
        return None


def _same_yaml(one: str, other: str) -> bool:
    if _lines(one) == _lines(other):
        return True
    data = [yaml_documents(text) for text in (one, other)]
    if data[0] is None or data[1] is None or not same_any_order(data[0], data[1]):
        return False
    return not only_in(one, other, 0) and not only_in(other, one, 0)


def _same_json(one: str, other: str) -> bool:
    try:
        return bool(json.loads(one) == json.loads(other))
    except (ValueError, RecursionError):
        return _lines(one) == _lines(other)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip().split("\n")]


def _words(text: str) -> list[str]:
    """The words of a page, in the order in which they stand."""
    plain = _RULE.sub("---", _BULLET.sub("-", text)).replace("|", " | ")
    return plain.replace("*", "_").replace("\\", "").split()
