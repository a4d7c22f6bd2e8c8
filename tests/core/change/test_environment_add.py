"""What `env add` writes besides what is generated, as whole files."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import pytest

from generator.core.change.environment_add import Wish, namespace_for, with_environment
from generator.core.change.environment_own import own_value
from generator.core.change.environment_texts import renamed_in_comments
from generator.core.platform.file import Environment
from generator.core.values.model import load_values
from generator.errors import BlueprintError
from tests.small_platform import DEV, PLATFORM, foreign_umbrella, small_platform

INTENT = """\
  mustDiffer:
    - {keys: global.domain, environments: [dev, staging, prod]}
    - {keys: "*.replicaCount", environments: [dev, prod]}
"""
CLUSTERS = PLATFORM.replace("{namespace: shop}", "{namespace: shop, clusters: [a, b], regions: {eu: }}")


def added(wish: Wish, **files: Any) -> tuple[dict[str, str], tuple[str, ...]]:
    """The files that come or change, and what is told."""
    model = load_values(small_platform(**files))
    plan = with_environment(model, wish)
    return {str(one.path): (one.after or b"").decode() for one in plan.changes}, plan.notes


def lines_of(text: str, word: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if word in line]


def test_copy_says_its_own_name_and_domain_and_keeps_everything_else() -> None:
    files, notes = added(Wish("qa", "staging"), intent=INTENT)
    assert files["values-qa.yaml"] == (
        "# qa: like prod\nglobal:\n  domain: qa.example.com\nweb:\n  image: {tag: 1.5.0}\n"
        "orders:\n  env: {LOG_LEVEL: debug}\n"
    )
    assert lines_of(files["platform.yaml"], "qa") == [
        "qa: {namespace: shop-qa, like: staging}",
        "- {keys: global.domain, environments: [dev, staging, qa, prod]}",
    ]
    assert set(files) == {"values-qa.yaml", "platform.yaml"}
    assert notes == ()


def test_heir_says_only_what_differs() -> None:
    files, notes = added(Wish("drill", "prod", inherits=True, after="dev"), intent=INTENT)
    assert files["values-drill.yaml"] == (
        "# drill: only what differs from prod. Comes after values-prod.yaml: "
        "-f values-prod.yaml -f values-drill.yaml\n"
        "global:\n  domain: drill.example.com\n"
    )
    assert files["platform.yaml"].splitlines()[3:5] == [
        "  dev: {namespace: shop-dev}",
        "  drill: {inherits: prod, namespace: shop-drill}",
    ]
    assert notes == (
        "global.presets.deployment.replicaCount must differ from prod's, and nobody can tell how: set it",
    )


def test_heir_that_differs_in_nothing_is_a_comment() -> None:
    files, _ = added(Wish("x", "dr", inherits=True, clusters=("a", "b")), intent=INTENT)
    assert files["values-x.yaml"].count("\n") == 1
    assert lines_of(files["platform.yaml"], "x:") == [
        "x: {inherits: dr, namespace: shop-x, clusters: [a, b]}"
    ]


def test_where_no_intent_says_it_the_domain_differs() -> None:
    files, _ = added(Wish("qa", "dev", namespace="other"))
    assert files["values-qa.yaml"] == DEV.replace("dev", "qa")
    assert lines_of(files["platform.yaml"], "qa:") == ["qa: {namespace: other, like: dev}"]


def test_generated_passwords_are_taken_back() -> None:
    """The charts refuse them where the environment is neither dev nor test."""
    dev = (
        "global:\n  environment: dev\n  domain: d.example.com\n  presets:\n"
        "    all: {credentials: {source: generated}} # anyone can compute these\n    deployment: {replicaCount: 1}\n"
    )
    files, notes = added(Wish("qa", "dev"), values_dev=dev)
    assert files["values-qa.yaml"] == (
        "global:\n  environment: qa\n  domain: qa.d.example.com\n  presets:\n    deployment: {replicaCount: 1}\n"
    )
    assert notes == (
        (
            "passwords are generated in dev and test alone (global.presets.all.credentials.source): "
            "qa wants Secrets that you make"
        ),
    )
    files, _ = added(Wish("qa", "dev", inherits=True), values_dev=dev)
    assert files["values-qa.yaml"].splitlines()[1:] == [
        "global:", "  environment: qa", "  presets:", "    all:", "      credentials:", "        source: existing",
        "  domain: qa.d.example.com",
    ]  # fmt: skip


def test_name_that_stays_in_a_value_is_told() -> None:
    staging = "web:\n  env: {ISSUER: letsencrypt-staging, OTHER: stagings}\n"
    files, notes = added(Wish("qa", "staging"), values_staging=staging)
    assert files["values-qa.yaml"] == staging + "global:\n  domain: qa.example.com\n"
    assert notes == ("values-qa.yaml still says staging: web.env.ISSUER",)


def test_heir_of_a_region_is_called_by_its_own_name_and_differs_where_the_environment_does() -> None:
    eu = {"platform.yaml": CLUSTERS + f"intent:\n{INTENT}", "values-prod-eu.yaml": ""}
    prod = "global: {environment: prod, domain: prod.example.com}\n"
    files, _ = added(Wish("qa", "prod-eu", inherits=True), values_prod=prod, **eu)
    assert files["values-qa.yaml"].splitlines()[1:] == [
        "global:", "  environment: qa", "  domain: qa.prod.example.com",
    ]  # fmt: skip
    assert lines_of(files["platform.yaml"], "qa")[1:] == [
        "- {keys: global.domain, environments: [dev, staging, prod, qa]}",
        '- {keys: "*.replicaCount", environments: [dev, prod, qa]}',
    ]


def test_regions_are_not_copied_and_may_be_inherited_from() -> None:
    eu = {"platform.yaml": CLUSTERS, "values-prod-eu.yaml": "global: {domain: eu.example.com}\n"}
    files, notes = added(Wish("qa", "prod"), **eu)
    assert lines_of(files["platform.yaml"], "qa:") == [
        "qa: {namespace: shop-qa, clusters: [a, b], like: prod}"
    ]
    assert notes == ("the regions of prod are not copied (eu): `region add eu --env qa`",)
    files, _ = added(Wish("qa", "prod-eu", inherits=True), **eu)
    assert lines_of(files["platform.yaml"], "qa:") == [
        "qa: {inherits: prod-eu, namespace: shop-qa, clusters: [eu]}"
    ]
    assert files["values-qa.yaml"].splitlines()[1:] == ["global:", "  domain: qa.eu.example.com"]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("values-prod.yaml", "values-qa.yaml"),
        ("values.prod.yml", "values.qa.yml"),
        ("envs/prod.yaml", "envs/qa.yaml"),
        ("env/prod/values.yaml", "env/qa/values.yaml"),
    ],
)
def test_environment_of_a_foreign_umbrella_is_its_file(file: str, expected: str) -> None:
    plan = with_environment(
        load_values(foreign(file, "# prod: all\nglobal: {environment: prod}\n")), Wish("qa", "prod")
    )
    assert [(str(one.path), one.before, one.after) for one in plan.changes] == [
        (expected, None, b"# qa: all\nglobal: {environment: qa}\n")
    ]


def test_environment_may_be_called_values() -> None:
    plan = with_environment(load_values(foreign("values-values.yaml", "a: 1\n")), Wish("qa", "values"))
    assert [str(one.path) for one in plan.changes] == ["values-qa.yaml"]


def foreign(file: str, text: str) -> dict[PurePosixPath, bytes]:
    """The foreign umbrella with this one environment."""
    tree = {path: data for path, data in foreign_umbrella().items() if not path.name.startswith("values-")}
    return {**tree, PurePosixPath(file): text.encode()}


REFUSED = {
    "taken": (Wish("prod", "dev"), "prod is there already"),
    "a region's": (Wish("prod-eu", "dev"), "prod-eu is there already: the region eu of prod"),
    "no label": (Wish("Qa", "dev"), '"Qa" cannot name an environment: only lower-case letters'),
    "a digit first": (Wish("1a", "dev"), '"1a" cannot name an environment: only lower-case letters'),
    "a dot": (Wish("a.b", "dev"), '"a.b" cannot name an environment'),
    "a slash": (Wish("../a", "dev"), '"../a" cannot name an environment'),
    "no text": (
        Wish("off", "dev"),
        '"off" cannot name an environment: YAML reads it as something else than text',
    ),
    "too long": (Wish("x" * 64, "dev"), "it is 64 characters long"),
    "too long for its namespace": (Wish("x" * 63, "dev"), "cannot be a namespace: it is 68 characters long"),
    "no such base": (Wish("qa", "nope"), 'there is no environment "nope"'),
    "no such neighbour": (Wish("qa", "dev", after="nope"), 'there is no environment "nope"'),
    "a region as neighbour": (Wish("qa", "dev", after="prod-eu"), "prod-eu is a region of prod"),
    "a region to copy": (Wish("qa", "prod-eu"), "prod-eu is a region of prod, no environment to copy"),
    "another one's namespace": (
        Wish("qa", "dev", namespace="shop-staging"),
        "qa would be installed where staging is: in the namespace shop-staging",
    ),
    "another one's namespace of a cluster": (
        Wish("qa", "prod", namespace="shop", clusters=("b",)),
        "qa would be installed where prod is: in the namespace shop of the cluster b",
    ),
    "no namespace": (Wish("qa", "dev", namespace="A"), '"A" cannot be a namespace'),
    "no cluster": (Wish("qa", "dev", clusters=("",)), "a cluster has a name"),
    "a file that is there": (Wish("left", "dev"), "this file is there already"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_the_reason(case: str) -> None:
    wish, reason = REFUSED[case]
    with pytest.raises(BlueprintError) as caught:
        added(wish, **{"platform.yaml": CLUSTERS, "values-prod-eu.yaml": "", "values-left.yaml": ""})
    assert reason in str(caught.value)


@pytest.mark.parametrize("name", ["a", "x" * 63, "values", "pro", "prods", "global", "deployment"])
def test_any_label_will_do(name: str) -> None:
    files, _ = added(Wish(name, "dev", namespace="n"))
    assert set(files) == {f"values-{name}.yaml", "platform.yaml"}


@pytest.mark.parametrize(
    "wish",
    [
        Wish("qa", "prod", inherits=True),
        Wish("qa", "prod", after="dev"),
        Wish("qa", "prod", namespace="n"),
        Wish("qa", "prod", clusters=("c",)),
    ],
)
def test_what_platform_yaml_would_say_is_refused_where_there_is_none(wish: Wish) -> None:
    with pytest.raises(BlueprintError, match="there is no platform.yaml, and --"):
        with_environment(load_values(foreign_umbrella()), wish)


def test_name_that_no_file_of_a_foreign_umbrella_can_have_is_refused() -> None:
    tree = foreign("env/prod.yaml", "")
    with pytest.raises(
        BlueprintError, match='an environment "values" would not be found by the file env/values.yaml'
    ):
        with_environment(load_values(tree), Wish("values", "prod"))


@pytest.mark.parametrize(
    ("namespace", "name", "expected"),
    [
        ("shop-dev", "dev", "shop-qa"),
        ("shop", "prod", "shop-qa"),
        ("prod", "prod", "qa"),
        ("", "prod", ""),
        ("dev-x", "dev", "dev-x-qa"),
    ],
)
def test_namespace_is_named_as_the_other_one_is(namespace: str, name: str, expected: str) -> None:
    assert namespace_for(Environment(name, namespace, None, (), None), "qa") == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("dev", "qa"),
        ("dev.shop.example.com", "qa.shop.example.com"),
        ("https://dev-a.example.com", "https://qa-a.example.com"),
        ("shop.example.com", "qa.shop.example.com"),
        ("devices", None),
        ("", None),
        (5, None),
        (None, None),
    ],
)
def test_value_of_its_own(value: Any, expected: str | None) -> None:
    assert own_value(value, "dev", "qa") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# dev: small\na: dev # dev: b\n", "# qa: small\na: dev # dev: b\n"),
        ("\ufeff# dev\n# values-dev.yaml, my-values-dev.yaml, values-dev.yaml.bak\n", "\ufeff# qa\n# values-qa.yaml, my-values-dev.yaml, values-dev.yaml.bak\n"),
        ("# dev: a\r\n## dev, b\r\n{}\n", "# qa: a\r\n## qa, b\r\n{}\n"),
        ("# developers: a\n", "# developers: a\n"),
        ("# dev is small\n# dev - a\n", "# dev is small\n# qa - a\n"),
        ("{{ x }}\n", "{{ x }}\n"),
    ],
)  # fmt: skip
def test_first_comments_say_the_new_name(text: str, expected: str) -> None:
    assert renamed_in_comments(text, "dev", "qa", ("values-dev.yaml", "values-qa.yaml")) == expected
