from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.helm.source import Source
from generator.errors import BlueprintError

TEXT = """\
# Not about the key below.

# -- Pods of the service,
# more in production
replicas: 2
image: # where it comes from
  tag: "a # b"
base: &base {x: 1, k: 2}
other: {k: 3} # beside braces
list:
  - {<<: [{z: 0}, *base], k: 4}
  - *base
# @schema type: string
# ── a heading ──
plain: 5
"""


def source(text: str | bytes, name: str = "values.yaml") -> Source:
    return Source(PurePosixPath(name), text if isinstance(text, bytes) else text.encode())


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("replicas",), (5, 1)),
        (("image", "tag"), (7, 3)),
        (("list", 0, "k"), (11, 27)),
        (("list", 0, "x"), (8, 14)),
        (("list", 0, "z"), (11, 12)),
        (("list", 1, "k"), (8, 20)),
        (("list", 1), (12, 5)),
        ((), (5, 1)),
    ],
)
def test_position_follows_aliases_and_merges(path: tuple[str | int, ...], place: tuple[int, int]) -> None:
    found = source(TEXT).position(path)
    assert found is not None
    assert (found.line, found.column) == place


def test_no_position_of_what_is_not_there() -> None:
    assert source(TEXT).position(("image", "tags")) is None
    assert source(TEXT).position(("replicas", "x")) is None
    assert source("").position(("x",)) is None


@pytest.mark.parametrize(
    ("path", "comment"),
    [
        (("replicas",), "Pods of the service, more in production"),
        (("image",), "where it comes from"),
        (("image", "tag"), ""),
        (("other",), "beside braces"),
        (("plain",), ""),
        (("nothing",), ""),
    ],
)
def test_comment_documents_the_key(path: tuple[str, ...], comment: str) -> None:
    assert source(TEXT).comment(path) == comment


def test_empty_file_and_byte_order_mark() -> None:
    assert source("").data == {}
    assert source("# nothing\n").data == {}
    assert source(b"\xef\xbb\xbfa: 1\n").data == {"a": 1}
    assert source('{"a": [1, 2.5, null]}', "defaults.json").data == {"a": [1, 2.5, None]}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"- a\n", "values.yaml:1: values are a map of keys, this is not"),
        (b"a: 1\nb: \xff\n", "values.yaml:2: this is not UTF-8 text"),
        (b"a: [\n", "values.yaml:1: not valid YAML: "),
    ],
)
def test_broken_file_is_told_with_its_line(content: bytes, message: str) -> None:
    with pytest.raises(BlueprintError) as caught:
        _ = source(content).data
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('{"a": 1,\n "b": }', "defaults.json:2: this is not valid JSON: Expecting value\n  It is not edited by hand: restore it."),
        ("[1]", "defaults.json:1: values are a map of keys, this is not"),
    ],
)  # fmt: skip
def test_json_that_is_none_is_told_with_its_line(text: str, what: str) -> None:
    with pytest.raises(BlueprintError) as caught:
        _ = source(text, "defaults.json").data
    assert str(caught.value) == what
