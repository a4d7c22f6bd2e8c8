"""`env add` as a command; what it decides is tested in core."""

from __future__ import annotations

from tests.commands.conftest import Run
from tests.commands.values.conftest import Here


def test_adds_in_every_file_or_in_none(invoke: Run, here: Here) -> None:
    dry = invoke("env", "add", "qa", "--like", "staging", "--dry-run")
    assert (dry.status, here.changed()) == (0, {})
    result = invoke("env", "add", "qa", "--like", "staging", "--yes")
    assert result == dry
    assert here.changed() == {
        "platform.yaml": here.text("platform.yaml"),
        "values-qa.yaml": here.text("values-staging.yaml").replace("staging", "qa"),
    }
    assert invoke("values", "files", "--env", "qa").out == "-f values-qa.yaml\n"


def test_one_that_it_comes_from_is_named(invoke: Run, here: Here) -> None:
    said = (
        2,
        "",
        (
            "Error: an environment comes from another one: name it with --like or with --inherits\n"
            "  `helm-blueprint env add qa --like ENV` copies its values file; with --inherits ENV it comes first.\n"
        ),
    )
    assert invoke("env", "add", "qa", "-y") == said
    assert invoke("env", "add", "qa", "--like", "prod", "--inherits", "prod", "-y") == said
    assert here.changed() == {}


def test_what_the_schema_refuses_is_not_written(invoke: Run, here: Here) -> None:
    """The small platform knows no global.environment."""
    here.put("values-dev.yaml", "global: {environment: dev}\n")
    result = invoke("env", "add", "qa", "--like", "dev", "-y")
    assert (result.status, result.err.splitlines()[0]) == (
        2,
        "Error: values-qa.yaml:1: global.environment: this key is not known",
    )
    assert list(here.changed()) == ["values-dev.yaml"]


def test_environment_of_a_foreign_umbrella_is_its_file(invoke: Run, foreign: Here) -> None:
    assert invoke("env", "add", "qa", "--like", "dev", "-y").status == 0
    assert foreign.changed() == {"values-qa.yaml": "cart:\n  replicas: 1\n"}
    assert invoke("env", "add", "qb", "--inherits", "dev", "-y").err == (
        "Error: platform.yaml: there is no platform.yaml, and --inherits is declared there\n"
        "  The environments of this chart are known by the names of their values files.\n"
    )
