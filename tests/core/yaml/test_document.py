from __future__ import annotations

from itertools import pairwise

import pytest

from generator.core.yaml.document import Position, duplicate_keys, find, locate, read, walk
from generator.errors import BlueprintError

TEXT = """\
# head
a: 1
b: &x  # why
  - c: |+
      text

    d: 'e'
  - !!str 5
f: {g: [h, *x]}
"""


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [(("a",), 2, 1), (("b",), 3, 1), (("b", 0, "c"), 4, 5), (("b", 0, "d"), 7, 5), (("b", 1), 8, 5), (("f", "g", 0), 9, 9)],
)  # fmt: skip
def test_every_key_and_item_has_a_place(path: tuple[str | int, ...], line: int, column: int) -> None:
    assert locate(read(TEXT), path) == Position(line, column)


def test_what_is_not_there_has_none() -> None:
    document = read(TEXT)
    assert locate(document, ("a", "b")) is None
    assert locate(document, ("x", "y")) is None
    assert find(document, ("b", 7)) is None
    assert locate(document, ()) == Position(2, 1)


def test_nodes_cover_their_own_text() -> None:
    document = read(TEXT)
    texts = {path: TEXT[node.body : node.end] for path, _, node in walk(document.root)}
    assert texts["b", 0, "c"] == "|+\n      text\n"
    assert texts["b", 0, "d"] == "'e'"
    assert texts["b", 1] == "5"
    assert texts["b",].startswith("- c: |+")
    assert texts["f",] == "{g: [h, *x]}"


def test_shared_nodes_and_duplicates_are_known() -> None:
    document = read("a: &x 1\nb: *x\nc: &y 2\nb: 3\n1: x\n'1': y\n")
    assert [node.value for node in document.shared] == ["1"]
    assert duplicate_keys(document.root) == {"b": 2, "1": 2}


def test_the_first_document_ends_where_the_next_begins() -> None:
    assert read("a: 1\n---\nb: 2\n").limit == 5
    assert read("a: 1\n...\n").limit == 5
    assert read("a: 1\n").limit == 5


NINE_TO_THE_EIGHTH = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{above}'] * 9)}]\n" for above, name in pairwise("abcdefgh")
)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a: &a [*a]\n", "v.yaml:1: what the anchor &a stands for contains itself"),
        ("x: 1\na: &a\n  b: {c: *a}\n", "v.yaml:3: what the anchor &a stands for contains itself"),
        ("a: &a\n  <<: *a\n", "v.yaml:2: what the anchor &a stands for contains itself"),
        (NINE_TO_THE_EIGHTH, "v.yaml:4: aliases stand for too much: Helm refuses this as excessive aliasing"),
    ],
)  # fmt: skip
def test_what_helms_reader_refuses_is_not_read(text: str, what: str) -> None:
    with pytest.raises(BlueprintError) as caught:
        read(text, file="v.yaml")
    assert str(caught.value) == f"{what}\n  Correct the file, then try again."


def test_many_aliases_of_little_are_fine() -> None:
    text = "a: &a {k: [1, 2, 3]}\n" + "".join(f"b{i}: *a\n" for i in range(2000))
    assert len(read(text).aliases) == 2000
    assert len(read("\n".join(NINE_TO_THE_EIGHTH.split("\n")[:3])).aliases) == 18


def test_a_thousand_levels_are_no_problem() -> None:
    depth = 900
    document = read("a: " + "[" * depth + "]" * depth + "\n")
    assert len(list(walk(document.root))) == depth + 1
