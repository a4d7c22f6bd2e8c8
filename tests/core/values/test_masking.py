"""Secrets out of the lines of files and out of sentences."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.data import MISSING
from generator.core.findings.finding import Finding, Rule
from generator.core.values.compare import Column, Row
from generator.core.values.masking import Veil, is_unmistakable
from generator.core.values.model import load_values
from generator.errors import BlueprintError, Invalid
from tests.small_platform import small_platform

VALUES = PurePosixPath("values.yaml")


def masked(text: str) -> str:
    lines = text.splitlines(keepends=True)
    return "".join(Veil().lines(VALUES, text.encode(), lines, [(0, len(lines))]))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a: 1\npassword: hunter2 # ours\n", "a: 1\npassword: <secret 1> # ours\n"),
        ("\ufeffpassword: hunter2\n", "\ufeffpassword: <secret 1>\n"),
        ("password: 'hunter2'\r\nuser: me\r\n", "password: '<secret 1>'\r\nuser: me\r\n"),
        ("{password: hunter2, b: {pwd: 'x yz'}, c: [--password, z3z3]}", "{password: <secret 1>, b: {pwd: '<secret 2>'}, c: [--password, <secret 3>]}"),
        ("a: {password: hunter2}\nb: {password: hunter2}\n", "a: {password: <secret 1>}\nb: {password: <secret 1>}\n"),
        ("a: 1\n---\npassword: hunter2\n---\npwd: hunter3\n", "a: 1\n---\npassword: <secret 1>\n---\npwd: <secret 2>\n"),
        ("a: [\npassword: hunter2\n", "<not shown: this is no YAML>\n" * 2),
        ("password:\n", "password:\n"),
        ("passwords: {admin: hunter2, db: 482913, length: 16}\n", "passwords: {admin: <secret 1>, db: <secret 2>, length: 16}\n"),
        # What is known by one name is shown nowhere.
        ("# not hunter2!\na: hunter2\npassword: hunter2\n", "# not <secret 1>!\na: <secret 1>\npassword: <secret 1>\n"),
        ("b: 'x=hunter2&y'\nc: [hunter2, hunter22]\npwd: hunter2\n", "b: 'x=<secret 1>&y'\nc: [<secret 1>, hunter22]\npwd: <secret 1>\n"),
        ("pin: 482913\nid: 482913\nport: 4829\n", "pin: <secret 1>\nid: <secret 1>\nport: 4829\n"),
        ("pin: 0123456\nid: 0123456\n", "pin: <secret 1>\nid: <secret 1>\n"),
        # What is a word, a port or a name like any other, is one elsewhere.
        ("# admin\npassword: admin\nuser: admin\n", "# admin\npassword: <secret 1>\nuser: admin\n"),
        ("pin: 8080\nport: 8080\n", "pin: <secret 1>\nport: 8080\n"),
        ("password: my-shop-db\nname: my-shop-db\n", "password: <secret 1>\nname: my-shop-db\n"),
        ("", ""),
    ],
)  # fmt: skip
def test_secrets_of_a_file_are_masked_in_their_place(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_secret_that_another_file_states_is_known_in_this_one() -> None:
    model = load_values(small_platform(values_dev="x-a: hunter2\n", values_prod="x-b: {password: hunter2}\n"))
    veil = Veil()
    veil.has_read(model)
    assert veil.data({"a": "hunter2", "b": ["say hunter2", 7]}) == {"a": "hunter2", "b": ["say hunter2", 7]}
    model.effective("prod")
    assert veil.data({"a": "hunter2", "b": ["say hunter2", 7]}) == {
        "a": "<secret 1>",
        "b": ["say <secret 1>", 7],
    }
    dev = PurePosixPath("values-dev.yaml")
    assert veil.lines(dev, model.tree[dev], ["x-a: hunter2\n"], [(0, 1)]) == ["x-a: <secret 1>\n"]
    shows = Veil(shows=True)
    shows.has_read(model)
    assert shows.data({"a": "hunter2"}) == {"a": "hunter2"}


@pytest.mark.parametrize("name", ["README.md", "templates/x.yaml", "charts/a/templates/_x.tpl"])
def test_what_is_no_yaml_by_its_name_is_shown_without_what_is_known(name: str) -> None:
    veil = Veil()
    veil.data("hunter2", ("password",))
    lines = ["# A {{ x }: [y\n", "say: hunter2\n", "password: hunter3\n"]
    assert veil.lines(PurePosixPath(name), "".join(lines).encode(), lines, [(0, 3)]) == [
        lines[0],
        "say: <secret 1>\n",
        lines[2],
    ]


@pytest.mark.parametrize(
    ("text", "is_so"),
    [("hunter2", True), ("s3cret", True), ("db-01", False), ("s3cre", False), ("correcthorse", True), ("administrat", False),
     ("correct horse", True), ("my-shop-database", False), ("482913", True), ("48291", False), ("p@ssw!rd", True)],
)  # fmt: skip
def test_what_is_met_again_is_no_word_like_any_other(text: str, is_so: bool) -> None:
    assert is_unmistakable(text) == is_so


def test_file_as_it_would_be_is_masked_by_what_it_shows_itself() -> None:
    before = load_values(small_platform(values_dev="x-a: 1\n"))
    made = PurePosixPath("values-dev.yaml")
    text = "x-a: hunter2\nx-b: {password: hunter2}\nx-c: {pwd: hunter3}\n"
    after = before.with_tree({**before.tree, made: text.encode()})
    veil = Veil()
    veil.has_read(before)
    veil.has_made(after)
    assert veil.lines(made, after.tree[made], text.splitlines(keepends=True), [(0, 2)]) == [
        "x-a: <secret 1>\n",
        "x-b: {password: <secret 1>}\n",
        "x-c: {pwd: hunter3}\n",
    ]


def test_only_what_is_shown_is_masked() -> None:
    lines = ["password: hunter2\n", "a: 1\n", "pwd: hunter3\n"]
    assert Veil().lines(VALUES, "".join(lines).encode(), lines, [(2, 3)]) == [*lines[:2], "pwd: <secret 1>\n"]


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ('it is "hunter2", not x', 'it is "<secret 1>", not x'),
        ("it is hunter2.", "it is <secret 1>."),
        ("db.hunter2.x and hunter22 are keys", "db.hunter2.x and hunter22 are keys"),
        ('it is "hunt…', 'it is "<secret 1>…'),
        ("nothing", "nothing"),
    ],
)
def test_sentence_has_no_known_secret_whole_or_cut(sentence: str, shown: str) -> None:
    veil = Veil()
    veil.data("hunter2", ("password",))
    assert veil.text(sentence) == shown
    assert Veil(shows=True).text(sentence) == sentence


def test_rows_of_a_comparison_have_marks_that_are_equal_where_the_secrets_are() -> None:
    model = load_values(
        small_platform(values_dev="x-l: [{name: DB_PASSWORD, value: hunter2}]\n", values_prod="")
    )
    columns = [Column(name, model, name) for name in ("dev", "prod")]
    rows = [
        Row(("x", "password"), ("hunter2", "hunter3"), differs=True),
        Row(("x", "env"), ({"password": "hunter3", "a": ["hunter2"]}, MISSING), differs=True),
        # What stands beside an item tells what it is.
        Row(("x-l", 0, "value"), ("hunter2", MISSING), differs=True),
    ]
    assert [row.values for row in Veil().rows(rows, columns)] == [
        ("<secret 1>", "<secret 2>"),
        ({"password": "<secret 2>", "a": ["<secret 1>"]}, MISSING),
        ("<secret 1>", MISSING),
    ]
    assert Veil(shows=True).rows(rows, columns) == rows


def test_what_the_files_state_is_known_in_errors_and_findings() -> None:
    model = load_values(
        small_platform(values_dev="web: {env: {DB_PASSWORD: hunter2}}\n", values_prod="a: [\n")
    )
    veil = Veil()
    veil.learn(model)
    one = BlueprintError('it is "hunter2"', hint="Not hunter2.")
    many = Invalid("hunter2 is wrong", [one])
    veil.error(many)
    assert str(many) == '<secret 1> is wrong\n  it is "<secret 1>"\n    Not <secret 1>.'
    rule = Rule("schema", "It is.", "It matters.", (), (), "error", lambda _: ())
    found = Finding(rule, PurePosixPath("values-dev.yaml"), 1, 1, (), 'not "hunter2"', "Remove hunter2.")
    assert veil.findings([found]) == [found._replace(what='not "<secret 1>"', fix="Remove <secret 1>.")]
    shows = Veil(shows=True)
    shows.learn(model)
    assert shows.findings([found]) == [found]


def test_what_values_yaml_alone_states_is_known() -> None:
    veil = Veil()
    veil.learn(
        load_values(
            {PurePosixPath("Chart.yaml"): b"name: a\n", PurePosixPath("values.yaml"): b"pwd: hunter2\n"}
        )
    )
    assert veil.text('"hunter2" is not allowed') == '"<secret 1>" is not allowed'
