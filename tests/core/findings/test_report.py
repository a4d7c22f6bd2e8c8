"""Findings as people and machines read them."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.edit.edits import Edit
from generator.core.findings.finding import Finding, Level, Rule
from generator.core.findings.report import (
    as_github,
    as_json,
    as_sarif,
    as_text,
    baseline_of,
    by_key,
    rules_as_json,
    summary,
    table_of,
    without_known,
)
from generator.errors import BlueprintError
from tests.core.report.plain import plain

FILE = PurePosixPath("values-dev.yaml")


def rule(name: str, level: Level) -> Rule:
    return Rule(name, "It is.", f"{name} matters.", (), (), level, lambda _: ())


TAG, OLD, NULL = rule("latest-tag", "warning"), rule("schema", "error"), rule("null-value", "note")
MOVES = Finding(TAG, FILE, 3, 9, ("web", "image", "tag"), 'the tag "latest" moves', "Pin it.")
WRONG = Finding(
    OLD, FILE, 7, 1, ("a,b:c",), "100 % wrong\nindeed", "", edits=(Edit(FILE, "delete", ("a,b:c",)),)
)
QUIET = Finding(NULL, PurePosixPath("my values.yaml"), 1, 1, ("x",), "it is null", "")


def test_text_has_a_line_a_finding_and_one_for_what_to_do() -> None:
    shown = as_text([MOVES, QUIET], lambda place: f"shop/{place}")
    assert (
        plain(shown)
        == """\
shop/values-dev.yaml:3:9: latest-tag: the tag "latest" moves
    Pin it.
shop/my values.yaml:1:1: null-value: it is null
"""
    )


def test_text_says_once_what_a_rule_says_of_one_key_in_several_files() -> None:
    others = [MOVES._replace(file=PurePosixPath(f"values-{name}.yaml")) for name in "abcdef"]
    unlike = [
        MOVES._replace(file=PurePosixPath(f"values-{name}.yaml"), what='the tag "main" moves', fix="Or not.")
        for name in "uvwxyz"
    ]
    shown = as_text([MOVES, QUIET, *others[:2], *unlike[:1]], str)
    assert (
        plain(shown)
        == """\
values-dev.yaml:3:9: latest-tag: the tag "latest" moves
    also values-a.yaml:3:9, values-b.yaml:3:9
    values-u.yaml:3:9: the tag "main" moves
    Pin it.
    Or not.
my values.yaml:1:1: null-value: it is null
"""
    )
    assert (
        plain(as_text([MOVES, *others, *unlike], str))
        == """\
values-dev.yaml:3:9: latest-tag: the tag "latest" moves
    also values-a.yaml:3:9, values-b.yaml:3:9, values-c.yaml:3:9, values-d.yaml:3:9 and 2 more
    values-u.yaml:3:9: the tag "main" moves
    values-v.yaml:3:9: the tag "main" moves
    values-w.yaml:3:9: the tag "main" moves
    values-x.yaml:3:9: the tag "main" moves
    and 2 more
    Pin it.
    Or not.
"""
    )


def test_what_is_said_of_a_file_is_no_key_that_others_share() -> None:
    file = MOVES._replace(path=(), what="it is stale")
    assert by_key([file, file._replace(line=4), file._replace(file=PurePosixPath("README.md"))]) == [
        [file],
        [file._replace(line=4)],
        [file._replace(file=PurePosixPath("README.md"))],
    ]


def test_summary_tells_what_is_not_shown() -> None:
    assert (
        summary([MOVES], [QUIET, QUIET])
        == "1 finding: 1 warning. Not shown: 2 notes (`… --level note` shows them)."
    )
    assert summary([], [QUIET]) == "No findings. Not shown: 1 note (`… --level note` shows them)."
    assert summary([], [MOVES]) == "No findings. Not shown: 1 warning (`… --level warning` shows them)."


@pytest.mark.parametrize(("finding", "style"), [(MOVES, "yellow"), (WRONG, "red"), (QUIET, "cyan")])
def test_level_has_its_colour(finding: Finding, style: str) -> None:
    parts = as_text([finding], str)[0].parts
    assert [part.style for part in parts] == ["bold", style, ""]
    assert parts[1].text == f"{finding.rule.id}: "


def test_rules_for_machines() -> None:
    assert rules_as_json([TAG, OLD]) == [
        {"rule": "latest-tag", "level": "warning", "what": "It is.", "why": "latest-tag matters."},
        {"rule": "schema", "level": "error", "what": "It is.", "why": "schema matters."},
    ]


def test_table_of_rules() -> None:
    assert (
        plain([table_of([TAG, NULL])])
        == """\
RULE        LEVEL    WHY
latest-tag  warning  latest-tag matters.
null-value  note     null-value matters.
"""
    )


def test_json() -> None:
    assert as_json([MOVES, WRONG]) == [
        {
            "rule": "latest-tag",
            "level": "warning",
            "file": "values-dev.yaml",
            "line": 3,
            "column": 9,
            "path": "web.image.tag",
            "message": 'the tag "latest" moves',
            "why": "latest-tag matters.",
            "fix": "Pin it.",
            "fixable": False,
        },
        {
            "rule": "schema",
            "level": "error",
            "file": "values-dev.yaml",
            "line": 7,
            "column": 1,
            "path": r"a\,b:c",
            "message": "100 % wrong\nindeed",
            "why": "schema matters.",
            "fix": "",
            "fixable": True,
        },
    ]


def test_sarif_names_files_from_the_repositorys_top() -> None:
    found = as_sarif([QUIET], [TAG, NULL], "1.2.3", "deploy/shop/")
    (run,) = found["runs"]
    assert (found["version"], run["columnKind"]) == ("2.1.0", "unicodeCodePoints")
    assert run["tool"]["driver"] == {
        "name": "helm-blueprint",
        "version": "1.2.3",
        "rules": [
            {
                "id": "latest-tag",
                "shortDescription": {"text": "It is."},
                "fullDescription": {"text": "latest-tag matters."},
                "defaultConfiguration": {"level": "warning"},
            },
            {
                "id": "null-value",
                "shortDescription": {"text": "It is."},
                "fullDescription": {"text": "null-value matters."},
                "defaultConfiguration": {"level": "note"},
            },
        ],
    }
    assert run["results"] == [
        {
            "ruleId": "null-value",
            "ruleIndex": 1,
            "level": "note",
            "message": {"text": "it is null."},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "deploy/shop/my%20values.yaml"},
                        "region": {"startLine": 1, "startColumn": 1},
                    }
                }
            ],
            "partialFingerprints": {"helmBlueprint/v1": "null-value my values.yaml x"},
        }
    ]


def test_github_annotations_escape_what_means_something_there() -> None:
    assert as_github([MOVES, WRONG, QUIET], "a:b/") == [
        '::warning file=a%3Ab/values-dev.yaml,line=3,col=9,title=latest-tag::the tag "latest" moves. Pin it.',
        "::error file=a%3Ab/values-dev.yaml,line=7,col=1,title=schema::100 %25 wrong\\nindeed.",
        "::notice file=a%3Ab/my values.yaml,line=1,col=1,title=null-value::it is null.",
    ]


@pytest.mark.parametrize(
    ("found", "text"),
    [
        ([], "No findings."),
        ([MOVES], "1 finding: 1 warning."),
        (
            [MOVES, WRONG, WRONG, QUIET],
            "4 findings about 3 keys: 2 errors, 1 warning, 1 note. `… --fix` mends 2.",
        ),
    ],
)
def test_summary(found: list[Finding], text: str) -> None:
    assert summary(found) == text


def test_summary_where_nothing_can_be_mended() -> None:
    assert summary([WRONG], fixable=False) == "1 finding: 1 error."


def test_baseline_knows_as_many_as_it_counted() -> None:
    baseline = baseline_of([MOVES, QUIET, MOVES])
    assert baseline == (
        b'{\n "latest-tag values-dev.yaml web.image.tag": 2,\n "null-value my values.yaml x": 1\n}\n'
    )
    again = MOVES._replace(line=30)
    assert without_known([MOVES, WRONG, again, MOVES], baseline, "known.json") == [WRONG, MOVES]


@pytest.mark.parametrize("text", [b"{", b"[]", b'{"a": "x"}', b'{"a": null}'])
def test_what_is_no_baseline(text: bytes) -> None:
    with pytest.raises(BlueprintError) as caught:
        without_known([MOVES], text, "known.json")
    assert (caught.value.where, caught.value.what) == ("known.json", "this is no baseline")
    assert caught.value.hint == "Write one with `values lint --write-baseline`."
