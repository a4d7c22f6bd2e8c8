"""What is refused, in which words: the text stays as it is and the message names the line."""

from __future__ import annotations

from functools import reduce
from typing import Any

import pytest

from generator.core.edit.edit import EditRefused, edit
from generator.errors import BlueprintError

SHARED = "base: &b\n  k: {l: 1}\nuse: *b\nmerged:\n  <<: *b\n"
MERGED = "base: &b\n  x: 1\nq:\n  <<: *b\n"
HIDDEN = "base: &b {r: 1}\nq:\n  r: {a: [3]}\n  <<: *b\n"

REFUSALS: list[tuple[str, str, Any, Any, str, str]] = [
    (SHARED, "set", "base.k.l", 2, "v.yaml:1", "base is anchored as &b and shared with line 3"),
    (SHARED, "delete", "base", None, "v.yaml:1", "base is anchored as &b and shared with line 3"),
    (SHARED, "set", "use.k", 2, "v.yaml:3", "use is an alias of &b: what it stands for is shared"),
    (SHARED, "append", "use", 2, "v.yaml:3", "use is an alias of &b: what it stands for is shared"),
    (SHARED, "set", "merged.k.l", 2, "v.yaml:4", "merged.k comes from a merge (<<) and is shared"),
    (SHARED, "delete", "merged.k", None, "v.yaml:4", "merged.k comes from a merge (<<) and is shared"),
    ("a:\n  b: &b 1\nc: *b\n", "delete", "a", None, "v.yaml:2", "a holds the anchor &b that line 3 refers to"),
    ("a:\n  b: &b 1\nc: *b\n", "set", "a", {"b": 2}, "v.yaml:2", "a holds the anchor &b that line 3 refers to"),
    ("a: &a 1\nb: [*a]\n", "move", "b", "c.d", "v.yaml:2", "b holds an alias of &a, which has to stand above it"),
    ("a: 1\nb: 2\na: 3\n", "set", "a", 2, "v.yaml:1", "the key 'a' stands here more than once"),
    ("x:\n  a: 1\n  a: 3\n", "delete", "x.a", None, "v.yaml:2", "the key 'a' stands here more than once"),
    ("a: x\n", "set", "a.b", 1, "v.yaml:1", "a is a string, not a map: it has no key 'b'"),
    ("a: 5\n", "set", "a[0]", 1, "v.yaml:1", "a is a number, not a list: it has no item 0"),
    ("a:\n  - 1\n", "set", "a.b", 1, "v.yaml:1", "a is a list, not a map: it has no key 'b'"),
    ("a:\n  - 1\n", "set", "a[2]", 1, "v.yaml:1", "a has 1 items: there is no item 2"),
    ("a: 1\n", "set", "b[1]", 1, "v.yaml:1", "b[1] is not there yet: a new list starts with item 0"),
    ("a: &x {k: 1}\nb: *x\n", "set", "b[0]", 1, "v.yaml:2", "b is an alias of &x: what it stands for is shared"),
    ("a: ~\n", "rename", "a.b", "c", "v.yaml:1", "there is no a.b"),
    ("? |\n  k\n: 1\n", "rename", "k\n", "c", "v.yaml:1", "rename k\n: this spelling of YAML cannot be edited safely"),
    ("a: &x {k: 1}\nb:\n  k: 2\n  <<: *x\n", "set", "b.k", 3, "v.yaml:3", "set b.k: a merge (<<) would hide the value"),
    ("a: &x {k: 1}\nb:\n  k: 2\n  !!merge <<: *x\n", "set", "b.k", 3, "v.yaml:3", "set b.k: a merge (<<) would hide the value"),
    ("a: &x {k: {l: 1}}\nb:\n  !!merge <<: *x\n", "set", "b.k.l", 3, "v.yaml:2", "b.k comes from a merge (<<) and is shared"),
    ("k: &k name\na:\n  *k : 1\n  name: 2\n", "set", "a.name", 3, "v.yaml:3", "the key 'name' stands here more than once"),
    ("l:\n- e: &e {q: 1}\n- e: *e\n", "set", "l", [{"e": {"q": 2}}, {"e": {"q": 1}}], "v.yaml:1",
     "set l: the anchor &e (line 2) and its alias (line 3) are in there"),
    ("a: true\n", "append", "a", 1, "v.yaml:1", "a is a boolean, not a list"),
    ("a: {b: 1}\n", "append", "a", 1, "v.yaml:1", "a is a map, not a list"),
    ("a: 1\n", "delete", "b.c", None, "v.yaml:1", "there is no b.c"),
    ("a: [1]\n", "insert", "a[3]", 1, "v.yaml:1", "there is no a[3]"),
    ("a: 1\n", "insert", "a", 1, "v.yaml:1", "a names no place in a list"),
    ("a: 1\nb: 2\n", "rename", "a", "b", "v.yaml:1", "there is a key 'b' already"),
    ("a: [1]\n", "rename", "a[0]", "b", "v.yaml:1", "only keys can be renamed, to another key"),
    ("a: 1\nb: 2\n", "move", "a", "b", "v.yaml:1", "there is a b already"),
    ("a: 1\nb:\n  c: 2\n", "move", "a", "b.c", "v.yaml:1", "there is a b.c already"),
    ("a:\n  b: 1\n", "move", "a", "a.c", "v.yaml:1", "a cannot move into itself"),
    ("a: 1\n", "move", "a", "", "v.yaml:1", "a move needs the path that it leads to"),
    ("a: 1\n", "set", "", "x", "v.yaml:1", "the document itself can only be set to a map"),
    # what stands where a move leads to
    ("g:\n  tls: true\nh: x\n", "move", "h", "g.tls.host", "v.yaml:2", "g.tls is a boolean, not a map: it has no key 'host'"),
    ("a: 5\nb: 1\n", "move", "b", "a[0]", "v.yaml:1", "a is a number, not a list: it has no item 0"),
    ("a: 'x'\nb: 1\n", "move", "b", "a.b.c", "v.yaml:1", "a is a string, not a map: it has no key 'b'"),
    ("t: |\n  x\nb: 1\n", "move", "b", "t.x", "v.yaml:1", "t is a string, not a map: it has no key 'x'"),
    ("a: {k: 1}\nb: 1\n", "move", "b", "a[0]", "v.yaml:1", "a is a map, not a list: it has no item 0"),
    ("l: [a, b]\n", "move", "l[0]", "l[2]", "v.yaml:1", "l has 2 items: there is no item 2"),
    ("l: [{x: 1}, 5]\n", "move", "l[0].x", "m[1]", "v.yaml:1", "m[1] is not there yet: a new list starts with item 0"),
    (MERGED + "c: 1\n", "move", "c", "base.c", "v.yaml:1", "base is anchored as &b and shared with line 4"),
    (MERGED + "c: 1\n", "move", "c", "q.x", "v.yaml:3", "q.x comes from a merge (<<) and is shared"),
    (MERGED + "c: 1\n", "move", "c", "q.x.z", "v.yaml:3", "q.x comes from a merge (<<) and is shared"),
    (SHARED + "c: 1\n", "move", "c", "use.c", "v.yaml:3", "use is an alias of &b: what it stands for is shared"),
    ("a: {k: 1, k: 2}\nb: 1\n", "move", "b", "a.k.c", "v.yaml:1", "the key 'k' stands here more than once"),
    # merges: what they hide, and what they would show
    (MERGED + "  x: 3\n", "delete", "q.x", None, "v.yaml:5", "without q.x, the key on line 2 would show again: it comes with a merge (<<)"),
    (MERGED + "  x: 3\n", "rename", "q.x", "y", "v.yaml:5", "without q.x, the key on line 2 would show again: it comes with a merge (<<)"),
    (MERGED + "  x: 3\n", "move", "q.x", "y", "v.yaml:5", "without q.x, the key on line 2 would show again: it comes with a merge (<<)"),
    ("a: &a {x: 1}\nb: &b {<<: *a}\nq:\n  <<: [{y: 1}, *b]\n  x: 3\n", "delete", "q.x", None, "v.yaml:5",
     "without q.x, the key on line 1 would show again: it comes with a merge (<<)"),
    (HIDDEN, "set", "q.r.a", 4, "v.yaml:3", "set q.r.a: a merge (<<) would hide the value"),
    (HIDDEN, "set", "q.r", {"a": [3]}, "v.yaml:3", "set q.r: a merge (<<) would hide the value"),
    (HIDDEN, "append", "q.r.a", 4, "v.yaml:3", "append q.r.a: a merge (<<) would hide the value"),
    (HIDDEN, "append", "q.r.l", 4, "v.yaml:3", "append q.r.l: a merge (<<) would hide the value"),
    (HIDDEN, "insert", "q.r.a[0]", 4, "v.yaml:3", "insert q.r.a[0]: a merge (<<) would hide the value"),
    (HIDDEN, "move", "q.r.a", "a", "v.yaml:3", "move q.r.a: a merge (<<) would hide the value"),
    (HIDDEN, "rename", "q.r.a", "b", "v.yaml:3", "rename q.r.a: a merge (<<) would hide the value"),
    (MERGED, "set", "q.<<", {"a": 1}, "v.yaml:4", "q.<< is a merge, not a key of values"),
    (MERGED, "delete", "q.<<", None, "v.yaml:4", "q.<< is a merge, not a key of values"),
    ("q:\n  <<: {a: 1}\n", "set", "q.<<.a", 2, "v.yaml:2", "q.<< is a merge, not a key of values"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "op", "path", "value", "where", "what"), REFUSALS)
def test_refused_in_a_sentence(  # noqa: PLR0917  # the columns of the table
    text: str, op: Any, path: str, value: Any, where: str, what: str
) -> None:
    with pytest.raises(EditRefused) as caught:
        edit(text, op, path, value, file="v.yaml")
    assert (caught.value.where, caught.value.what) == (where, what)


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("a: 1\n  b: 2\n", "v.yaml:2", "not valid YAML: mapping values are not allowed in this context"),
        ("a: {{ .Values.x }}\n", "v.yaml:1", "the file is a template ({{ }} outside a string), not YAML"),
        ("a: 1\n{{- if .x }}\nb: 1\n{{- end }}\n", "v.yaml:2", "the file is a template ({{ }} outside a string), not YAML"),
        ("a: [b{{ .x }}, c]\n", "v.yaml:1", "the file is a template ({{ }} outside a string), not YAML"),
        ("{{ include .x }}\na: 1\n", "v.yaml:1", "the file is a template ({{ }} outside a string), not YAML"),
        ("a: *nobody\n", "v.yaml:1", "not valid YAML: no anchor &nobody stands above its alias"),
        ("a: '\x01'\n", "v.yaml:1", "not valid YAML: control characters are not allowed"),
        ("b: 1\na: " + "[" * 600 + "]" * 600 + "\n", "v.yaml:2", "values are nested more than 100 levels deep"),
        ("b: &b " + "[" * 60 + "]" * 60 + "\na: " + "[" * 60 + "*b" + "]" * 60, "v.yaml:2", "values are nested more than 100 levels deep"),
    ],
)  # fmt: skip
def test_what_is_no_yaml_is_refused_with_its_line(text: str, where: str, what: str) -> None:
    with pytest.raises(BlueprintError) as caught:
        edit(text, "set", "a", 1, file="v.yaml")
    assert (caught.value.where, caught.value.what) == (where, what)


def test_a_template_within_strings_and_comments_is_fine() -> None:
    text = "# {{ c }}\na: '{{ .Values.x }}'\nb: x{{ y }}\n"
    assert edit(text, "set", "a", "{{ z }}") == text.replace("{{ .Values.x }}", "{{ z }}")


BRACES = "d: CLIENT://{{ .x }}:9092\ne: '{{ .x }}'\n"


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        (f"a:\n  b: [c\nf: 1\n{BRACES}", "v.yaml:3", "did not find expected ',' or ']', while parsing a flow sequence that begins on line 2"),
        (f"a: 1\nb\nc: 2\n{BRACES}", "v.yaml:3", "could not find expected ':', while scanning a simple key that begins on line 2"),
        (f"a:\n  b: 1\n   c: 2\n{BRACES}", "v.yaml:3", "mapping values are not allowed in this context"),
        (f"{BRACES}a: [b\n\n", "v.yaml:3", "did not find expected ',' or ']'"),
        (f"{BRACES}a:\n  b: [c,\n  d\n", "v.yaml:5", "did not find expected ',' or ']', while parsing a flow sequence that begins on line 4"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_as_the_parser_has_it_wherever_else_braces_stand(
    text: str, where: str, what: str
) -> None:
    with pytest.raises(BlueprintError) as caught:
        edit(text, "set", "a", 1, file="v.yaml")
    assert (caught.value.where, caught.value.what) == (where, f"not valid YAML: {what}")


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ({1: 2}, "1 is no key of values: keys are strings"),
        ([object], "<class 'object'> is no value: a values file has strings, numbers, booleans, null, lists and maps"),
        (float("inf"), "inf is no number that Helm reads"),
        ([float("nan")], "nan is no number that Helm reads"),
        ({"a": 2**53 + 1}, "Helm would read 9007199254740993 as 9007199254740992: numbers have 53 bits"),
        ("\ud800", "'\\ud800' is not text: it has half of a surrogate pair"),
        ({"x" * 1001: 1}, "a key of 1001 characters is longer than YAML allows"),
        (2**64, "this whole number does not fit the 64 bits that Helm has for one"),
        ([-(2**63) - 1], "this whole number does not fit the 64 bits that Helm has for one"),
        (reduce(lambda inner, _: [inner], range(1500), None), "this is nested more than 100 levels deep"),
    ],
)  # fmt: skip
def test_values_that_a_file_cannot_hold(value: Any, what: str) -> None:
    with pytest.raises(EditRefused) as caught:
        edit("a: 1\n", "set", "a", value)
    assert caught.value.what == what


def test_a_comment_that_would_become_text_is_a_reason_to_refuse() -> None:
    """Without `b`, the comment below it would be a line of the block scalar above."""
    with pytest.raises(EditRefused) as caught:
        edit("a: |\n  x\nb: {}\n  # b's example\n", "delete", "b", file="v.yaml")
    assert str(caught.value) == (
        "v.yaml:3: delete b: the result would hold other values than intended\n"
        "  The file is unchanged: edit it by hand."
    )
    assert edit("a: |\n  x\nb: {}\n  # b's example\n", "delete", "b", comment=True) == "a: |\n  x\n"


def test_a_delete_that_empties_an_override_is_refused_only_with_its_parents() -> None:
    text = "base: &b {r: {a: 1}}\nq:\n  <<: *b\n  r:\n    a: 3\n"
    with pytest.raises(EditRefused) as caught:
        edit(text, "delete", "q.r.a", prune=True, file="v.yaml")
    assert str(caught.value) == (
        "v.yaml:5: without q.r, the key on line 1 would show again: it comes with a merge (<<)\n"
        "  Set another value here, or edit the merge by hand."
    )
    assert edit(text, "delete", "q.r.a") == text.replace("r:\n    a: 3", "r: {}")


def test_a_path_that_is_deeper_than_values_go() -> None:
    path = ("k",) * 101
    for op, value in (("delete", None), ("rename", "x"), ("move", ("x",))):
        with pytest.raises(EditRefused, match="a path of more than 100 steps is deeper than values go"):
            edit("a: 1\n", op, path, value)  # type: ignore[arg-type]
    with pytest.raises(EditRefused, match="a path of more than 100 steps is deeper than values go"):
        edit("a: 1\n", "move", "a", path)
    with pytest.raises(EditRefused, match="this is nested more than 100 levels deep"):
        edit("a: 1\n", "set", path, 1)


def test_a_number_that_python_does_not_even_print() -> None:
    with pytest.raises(EditRefused, match="does not fit the 64 bits"):
        edit("a: 1\n", "set", "a", 10**5000)


def test_a_hundred_levels_are_fine() -> None:
    deep = reduce(lambda inner, _: [inner], range(98), 1)
    text = edit("a: 1\n", "set", "b", deep)
    assert edit(text, "append", "b", 2).endswith("\n  - 2\n")


def test_an_operation_that_there_is_not() -> None:
    with pytest.raises(ValueError, match="'put' is no operation: there are set, delete, append"):
        edit("a: 1\n", "put", "a", 1)  # type: ignore[arg-type]


def test_spaces_that_would_become_text_are_a_reason_to_refuse() -> None:
    """Without `b`, the line of spaces below it would be a line of the block scalar above."""
    for op, value in (("delete", None), ("move", ("c", "d"))):
        with pytest.raises(EditRefused, match="the result would hold other values than intended"):
            edit("c: {}\na: |-\n  x\nb: 1\n   \n", op, "b", value)  # type: ignore[arg-type]


def test_keys_with_duplicates_elsewhere_do_not_matter() -> None:
    assert edit("a: 1\na: 2\nb: 3\n", "set", "b", 4) == "a: 1\na: 2\nb: 4\n"


def test_line_breaks_of_several_kinds_are_refused() -> None:
    with pytest.raises(EditRefused) as caught:
        edit("a: 1\nb: 2\rc: 3\n", "set", "a", 5, file="v.yaml")
    assert str(caught.value) == (
        "v.yaml:2: this line ends with a carriage return, and others do not\n"
        "  Convert the file to one kind of line breaks, then try again."
    )
