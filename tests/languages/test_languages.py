"""Languages inside YAML, as their own parsers read them: a program that cannot read its configuration never starts."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.blueprints.platforms import NAMES, rendered, values
from tests.languages import files, promql, shell, texts

EXAMPLES = Path(__file__).parent / "rules"


@pytest.mark.long
@pytest.mark.parametrize("blueprint", NAMES)
def test_every_language_is_read_by_its_own_parser(
    blueprint: str, helm3: Path, alloy_syntax: Path, promtool: Path, tmp_path: Path
) -> None:
    """Of every environment and of every answer, each distinct text once."""
    found = texts.releases(helm3, blueprint)
    scripts = {script: where for one in found for script, where in texts.scripts(one).items()}
    mounted = {key: None for one in found for key in texts.files(one)}
    queries = {query: where for one in found for query, where in texts.queries(one).items()}
    assert scripts
    assert mounted
    assert queries
    assert shell.said_by_shellcheck(scripts, tmp_path) == []
    said = [shell.said_by_shell(script) for script in scripts]
    said += [files.said_of(where, text, alloy_syntax) for where, text in mounted]
    assert [each for each in said if each] == []
    for script in scripts:
        files.by_postgresql(script.text)
    for query in queries:
        if query.language == "sql":
            files.sql(query.text)
    rules = {text for one in found for text in texts.rules(one)}
    promql_queries = [query.text for query in queries if query.language == "promql"]
    assert promql.said_of_rules(promtool, rules, promql_queries, tmp_path) == ""
    scraped = {text for where, text in mounted if where.endswith("/scrape.yaml")}
    assert {promql.said_of_scraping(promtool, text, tmp_path) for text in scraped} <= {""}


@pytest.mark.long
@pytest.mark.parametrize("blueprint", sorted(path.stem for path in EXAMPLES.glob("*.yaml")))
def test_alerts_come_when_they_shall_and_no_others(
    blueprint: str, helm3: Path, promtool: Path, tmp_path: Path
) -> None:
    """Promtool's own tests of rules, in tests/languages/rules, of what prod renders."""
    (tmp_path / blueprint).mkdir()
    for number, text in enumerate(texts.rules(rendered(helm3, blueprint, "prod"))):
        (tmp_path / blueprint / f"{number}.json").write_text(text)
    examples = tmp_path / f"{blueprint}.yaml"
    examples.write_text((EXAMPLES / examples.name).read_text())
    assert promql.said_of_examples(promtool, examples) == ""


@pytest.mark.long
def test_the_scan_forgives_what_its_policy_names_and_for_as_long(rego: Path, tmp_path: Path) -> None:
    """By the evaluator that is in Trivy: as it is rendered, with its example in force, and after the example's end."""
    stated = values("devops")["security-scan"]["configMaps"]["policy"]["data"]["exceptions.rego"]
    example = stated.replace("# ignore if", "ignore if").replace("2026-12-31T", "2199-12-31T")
    over = example.replace("2199-12-31T", "2000-12-31T")
    assert len({stated, example, over, example.replace(" if ", " whenever ")}) == 4

    def told(policy: str, finding: str) -> str:
        file = tmp_path / "exceptions.rego"
        file.write_text(policy)
        given = json.dumps({"VulnerabilityID": finding})
        return subprocess.run([rego, file], input=given, capture_output=True, text=True, check=False).stdout

    assert [told(stated, "CVE-2024-0000"), told(over, "CVE-2024-0000")] == ["false\n"] * 2
    assert [told(example, "CVE-2024-0000"), told(example, "CVE-2024-0001")] == ["true\n", "false\n"]
    assert told(example.replace(" if ", " whenever "), "CVE-2024-0000").startswith("wrong: ")


@pytest.mark.long
def test_what_is_wrong_with_a_query_is_found(promtool: Path, tmp_path: Path) -> None:
    assert "parse error" in promql.said_of_rules(promtool, [], ["sum by (pod (up)"], tmp_path)
    assert "not found" in promql.said_of_scraping(promtool, "scrape_configs: [{name: a}]", tmp_path)


def test_two_attributes_on_a_line_are_found(alloy_syntax: Path) -> None:
    wrong = files.by_alloy('a.b "c" {\n  rule { x = "1"  y = "2" }\n}\n', alloy_syntax)
    assert wrong == "config.alloy:2:19: expected TERMINATOR, got IDENT (and 1 more diagnostics)\n"


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a/b.json", '{"a": }', "a/b.json: Expecting value: line 1 column 7 (char 6)"),
        ("a/b.py", "if:", "a/b.py: invalid syntax (<unknown>, line 1)"),
        ("a/b.sh", "psql <<SQL\nselect $A frm b;\nSQL\n", 'a/b.sh: syntax error at or near "b", at index 13'),
        ("a/b.sh", "psql <<SQL\nselect '$A';\nSQL\n", ""),
    ],
)
def test_what_is_wrong_with_a_file_is_found(path: str, text: str, expected: str, alloy_syntax: Path) -> None:
    assert files.said_of(path, text, alloy_syntax) == expected


def test_a_key_that_stands_twice_is_found(alloy_syntax: Path) -> None:
    assert "twice" in files.said_of("a/b.yaml", "a: 1\na: 2\n", alloy_syntax)


def test_a_language_that_nobody_reads_is_found(alloy_syntax: Path) -> None:
    with pytest.raises(KeyError, match="ini"):
        files.said_of("a/b.ini", "", alloy_syntax)


def test_what_is_wrong_with_a_script_is_found(tmp_path: Path) -> None:
    image = "docker.io/library/postgres"
    wrong = texts.Script("sh", image, "-euc", "cd /data\nif [[ -e a ]]; then rm $1; fi\n")
    assert shell.said_by_shellcheck({wrong: "db/backup"}, tmp_path) == [
        "db_backup:4:4: warning: In POSIX sh, [[ ]] is undefined. [SC3010]",
        "db_backup:4:24: note: Double quote to prevent globbing and word splitting. [SC2086]",
    ]
    torn = texts.Script("sh", image, "-euc", "if true; then\n")
    assert "end of file unexpected" in shell.said_by_shell(torn)
