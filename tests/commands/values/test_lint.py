"""`values lint`: its outputs, its exit status, the baseline, and what --fix writes."""

from __future__ import annotations

import importlib.metadata
import json

import pytest

from generator import __version__
from tests.commands.conftest import Run
from tests.commands.values.conftest import Here

DEV = "web:\n  image: {tag: latest}\n  replicaCount: 2\n"


@pytest.fixture
def sins(here: Here) -> Here:
    here.put("values-dev.yaml", DEV)
    return here


def test_clean_platform(invoke: Run, here: Here) -> None:
    assert invoke("values", "lint") == (0, "", "No findings.\n")


def test_text(invoke: Run, sins: Here) -> None:
    assert invoke("values", "lint") == (
        1,
        (
            'values-dev.yaml:2:11: latest-tag: the tag "latest" moves\n'
            "    Pin a version, or a digest.\n"
            "values-dev.yaml:3:3: redundant: web.replicaCount is what values.yaml:8 says already\n"
            "    Remove it.\n"
        ),
        "2 findings: 2 warnings. `helm-blueprint values lint --fix` mends 1.\n",
    )


def test_notes_are_shown_and_fail_when_they_are_asked_for(invoke: Run, here: Here) -> None:
    for name in ("values-dev.yaml", "values-staging.yaml", "values-prod.yaml"):
        here.put(name, f"web: {{image: {{tag: 1.{len(name)}.0}}}}\n")
    assert invoke("values", "lint") == (
        0,
        "",
        "No findings. Not shown: 1 note (`helm-blueprint values lint --level note` shows them).\n",
    )
    note = "values.yaml:11:40: shadowed: web.image.tag is replaced in every environment\n"
    shown = invoke("values", "lint", "--level", "note")
    assert (shown.status, shown.out.splitlines(keepends=True)[0]) == (1, note)
    assert invoke("values", "lint", "--level", "note", "--fail-on", "warning").status == 0
    assert invoke("values", "lint", "--only", "shadowed") == shown
    assert invoke("values", "lint", "--output", "json").out == "[]\n"


def test_platform_gives_rules_other_levels(invoke: Run, sins: Here) -> None:
    platform = sins.text("platform.yaml")
    sins.put("platform.yaml", platform + "lint: {redundant: off, latest-tag: error}\n")
    assert invoke("values", "lint") == (
        1,
        'values-dev.yaml:2:11: latest-tag: the tag "latest" moves\n    Pin a version, or a digest.\n',
        "1 finding: 1 error.\n",
    )
    assert invoke("values", "lint", "--only", "redundant").status == 1
    sins.put("platform.yaml", platform + "lint: {moves: off}\n")
    assert invoke("values", "lint") == (
        2,
        "",
        (
            'Error: platform.yaml:8: lint.moves: there is no rule "moves"\n'
            "  `helm-blueprint values lint --rules` lists them.\n"
        ),
    )


def test_json(invoke: Run, sins: Here) -> None:
    result = invoke("values", "lint", "--output", "json", "--only", "latest-tag")
    assert result.status == 1
    assert json.loads(result.out) == [
        {
            "rule": "latest-tag", "level": "warning", "file": "values-dev.yaml", "line": 2, "column": 11,
            "path": "web.image.tag", "message": 'the tag "latest" moves',
            "why": "The same release would run something else tomorrow, and cannot be rolled back.",
            "fix": "Pin a version, or a digest.", "fixable": False,
        }
    ]  # fmt: skip


def test_github(invoke: Run, sins: Here) -> None:
    (sins.folder.parent / ".git").mkdir()
    (sins.folder.parent / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    assert invoke("values", "lint", "--output", "github", "--except", "redundant").out == (
        "::warning file=here/values-dev.yaml,line=2,col=11,title=latest-tag::"
        'the tag "latest" moves. Pin a version, or a digest.\n'
    )


def test_sarif(invoke: Run, sins: Here) -> None:
    result = invoke("values", "lint", "--output", "sarif", "--only", "latest-tag")
    run = json.loads(result.out)["runs"][0]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["latest-tag"]
    assert run["results"] == [
        {
            "ruleId": "latest-tag",
            "ruleIndex": 0,
            "level": "warning",
            "message": {"text": 'the tag "latest" moves. Pin a version, or a digest.'},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "values-dev.yaml"},
                        "region": {"startLine": 2, "startColumn": 11},
                    }
                }
            ],
            "partialFingerprints": {"helmBlueprint/v1": "latest-tag values-dev.yaml web.image.tag"},
        }
    ]


def test_sarif_needs_no_installed_package(invoke: Run, sins: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", version)
    result = invoke("values", "lint", "--output", "sarif", "--only", "latest-tag")
    assert json.loads(result.out)["runs"][0]["tool"]["driver"]["version"] == __version__


def test_old_sins_are_known_and_new_ones_told(invoke: Run, sins: Here) -> None:
    assert invoke("values", "lint", "--write-baseline") == (
        0, "", f"2 findings are known from now on ({sins.folder}/.helm-blueprint-baseline.json).\n",
    )  # fmt: skip
    assert invoke("values", "lint").status == 0
    sins.put("values-dev.yaml", "# lines may move\n\n" + DEV + "orders:\n  image: {tag: main}\n")
    result = invoke("values", "lint")
    assert (result.status, result.out.splitlines()[0]) == (
        1, 'values-dev.yaml:7:11: latest-tag: the tag "main" moves',
    )  # fmt: skip


def test_dry_run_writes_no_baseline(invoke: Run, sins: Here) -> None:
    assert invoke("values", "lint", "--write-baseline", "--dry-run", "--only", "latest-tag") == (
        0,
        (
            "--- /dev/null\n"
            "+++ b/.helm-blueprint-baseline.json\n"
            "@@ -0,0 +1,3 @@\n"
            "+{\n"
            '+ "latest-tag values-dev.yaml web.image.tag": 1\n'
            "+}\n"
        ),
        f"1 findings would be known from now on ({sins.folder}/.helm-blueprint-baseline.json).\n",
    )
    assert sins.changed() == {"values-dev.yaml": DEV}


def test_fix_leaves_what_the_baseline_knows(invoke: Run, sins: Here) -> None:
    invoke("values", "lint", "--write-baseline")
    assert invoke("values", "lint", "--fix", "--yes") == (0, "", "No findings.\n")
    assert sins.text("values-dev.yaml") == DEV
    sins.put("values-staging.yaml", "web: {replicaCount: 2}\n")
    assert invoke("values", "lint", "--fix", "--yes").status == 0
    assert (sins.text("values-dev.yaml"), sins.text("values-staging.yaml")) == (DEV, "{}\n")


def test_unreadable_is_a_rule_like_the_others(invoke: Run, here: Here) -> None:
    here.put("values-dev.yaml", "a: b\n  c: [\n")
    assert "unreadable" in invoke("values", "lint", "--rules").out
    assert invoke("values", "lint", "--only", "unreadable").status == 1
    assert invoke("values", "lint", "--except", "unreadable").status == 0


def test_sarif_names_files_as_addresses(invoke: Run, sins: Here) -> None:
    (sins.folder.parent / ".git").mkdir()
    (sins.folder.parent / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    folder = sins.folder.parent / "my shop, é:100%"
    sins.folder.rename(folder)
    result = invoke("values", "lint", "--platform", str(folder), "--output", "sarif", "--only", "latest-tag")
    place = json.loads(result.out)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "my%20shop%2C%20%C3%A9%3A100%25/values-dev.yaml"}


def test_fix_mends_what_is_safe(invoke: Run, sins: Here) -> None:
    result = invoke("values", "lint", "--fix", "--yes")
    assert result.status == 1
    assert sins.changed() == {"values-dev.yaml": "web:\n  image: {tag: latest}\n"}
    assert "-  replicaCount: 2\n" in result.out
    assert result.err == "1 finding: 1 warning.\n"


def test_fix_asks_first(invoke: Run, sins: Here) -> None:
    assert invoke("values", "lint", "--fix").status == 2
    assert invoke("values", "lint", "--fix", "--dry-run").status == 1
    assert sins.text("values-dev.yaml") == DEV


def test_rules_as_json(invoke: Run, here: Here) -> None:
    result = invoke("values", "lint", "--rules", "--only", "null-value", "--output", "json")
    assert (result.status, result.err) == (0, "")
    (rule,) = json.loads(result.out)
    assert {"rule": "null-value", "level": rule["level"], "what": rule["what"], "why": rule["why"]} == rule
    assert all(len(text) > 3 for text in rule.values())
    assert len(json.loads(invoke("values", "lint", "--rules", "--output", "json").out)) > 10


@pytest.mark.parametrize("form", ["sarif", "github"])
def test_rules_have_no_form_of_findings(invoke: Run, here: Here, form: str) -> None:
    assert invoke("values", "lint", "--rules", "--output", form) == (
        2,
        "",
        (
            f"Error: --rules and --output {form} exclude each other\n"
            "  That is a form of findings. Rules are shown as text or json.\n"
        ),
    )


def test_rules_are_shown_and_misspelt_ones_refused(invoke: Run, here: Here) -> None:
    assert "latest-tag" in invoke("values", "lint", "--rules").out
    result = invoke("values", "lint", "--only", "latest")
    assert (result.status, result.err) == (
        2, 'Error: there is no rule "latest"\n  Did you mean "latest-tag"?\n',
    )  # fmt: skip


def test_baseline_that_is_none(invoke: Run, sins: Here) -> None:
    sins.put("x.json", "[1]")
    assert invoke("values", "lint", "--baseline", "x.json") == (
        2, "", "Error: x.json: this is no baseline\n  Write one with `helm-blueprint values lint --write-baseline`.\n",
    )  # fmt: skip


@pytest.mark.parametrize("output", ["json", "sarif"])
def test_diff_of_a_dry_run_does_not_mix_with_output_for_programs(
    output: str, sins: Here, invoke: Run
) -> None:
    result = invoke("values", "lint", "--fix", "--dry-run", "--output", output)
    assert json.loads(result.out)
    assert "\n-  replicaCount: 2\n" in result.err
