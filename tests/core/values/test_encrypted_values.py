"""A platform with files of SOPS: what is encrypted is carried, compared, judged and shown by nothing."""

from __future__ import annotations

import pytest

from generator.commands._rules import all_rules
from generator.core.change.environment_add import Wish, with_environment
from generator.core.change.environment_rename import with_environment_renamed
from generator.core.change.promote import promoted
from generator.core.change.tidy import tidied
from generator.core.lint.facts import findings
from generator.core.platform.patterns import patterns
from generator.core.report import diff, matrix
from generator.core.report.explain import as_text as explained
from generator.core.report.values_page import values_page
from generator.core.values.compare import Column, Row, compare, news
from generator.core.values.intent_check import broken
from generator.core.values.masking import Veil
from generator.core.values.model import ValuesModel, load_values
from generator.core.values.notes import about_key
from generator.errors import BlueprintError
from tests.core.report.plain import plain
from tests.small_platform import DEV, PROD, STAGING, VALUES, small_platform


def cipher(text: str, kind: str = "str") -> str:
    return f"ENC[AES256_GCM,data:{text},iv:aXY=,tag:dGFn,type:{kind}]"


def sealed(text: str, secret: str, *, mac_only: bool = False) -> str:
    only = "    mac_only_encrypted: true\n" if mac_only else ""
    return (
        f"{text}x-db:\n  password: {cipher(secret)}\n  same: {cipher('same')}\n  host: {secret}.db\n"
        f"sops:\n    age: []\n    mac: {cipher('mac')}\n    encrypted_regex: ^(password|same)$\n{only}"
        "    version: 3.9.0\n"
    )


def platform(intent: str = "", *, mac_only: bool = False) -> ValuesModel:
    tree = small_platform(
        intent=intent,
        values_dev=sealed(DEV, "ZGV2"),
        values_staging=sealed(STAGING, "c3Rn", mac_only=mac_only),
        values_prod=sealed(PROD, "cHJk", mac_only=mac_only),
    )
    return load_values(tree)


def rows(model: ValuesModel, *names: str, veil: Veil | None = None) -> list[Row]:
    columns = [Column(name, model, name) for name in names]
    found = [row for row in compare(columns) if row.path[0] == "x-db"]
    return (veil or Veil()).rows(found, columns)


def test_bookkeeping_is_no_value() -> None:
    model = platform()
    assert "sops" not in model.effective("prod")
    assert "sops" not in model.rendered("prod", 4)
    assert [one.what for one in findings(model, all_rules()) if "sops" in one.what] == []


def test_diff_says_that_nothing_can_be_known() -> None:
    found = rows(platform(), "staging", "prod")
    assert plain(diff.as_text(news(found), found)) == (
        "x-db\n"
        "  host  c3Rn.db → cHJk.db\n"
        "  password  (encrypted) → (encrypted)   (whether they differ cannot be known)\n\n"
    )
    assert diff.summary(found, news(found)) == "1 difference, 1 encrypted, of which nothing can be known."
    assert diff.as_json(found, ["staging", "prod"]) == {
        "from": "staging",
        "to": "prod",
        "differences": [
            {"path": "x-db.host", "from": "c3Rn.db", "to": "cHJk.db", "expected": False, "follows": None}
        ],
        "unknown": ["x-db.password"],
    }


def test_matrix_says_that_nothing_can_be_known() -> None:
    found = rows(platform(), "staging", "prod", veil=Veil(shows=True))
    assert plain(matrix.as_text(found, ["staging", "prod"], all_keys=False)) == (
        "   KEY            staging      prod\n"
        "?  x-db.password  (encrypted)  (encrypted)\n"
        "*  x-db.host      c3Rn.db      cHJk.db\n"
        "1 key differs. 1 encrypted, of which nothing can be known (?).\n"
    )
    assert matrix.as_json(found[:1], ["staging", "prod"])["rows"] == [
        {
            "path": "x-db.password",
            "values": {"staging": "(encrypted)", "prod": "(encrypted)"},
            "differs": False,
            "unknown": True,
            "expected": False,
            "follows": None,
        }
    ]
    page = values_page(found, ["a", "b"], heading="", summary="")
    assert page.differing[0].rows[0].note == "whether they differ cannot be known"


def test_explain_shows_where_it_is_and_not_what() -> None:
    model = platform()
    path = ("x-db", "password")
    shown = plain(explained(model, "prod", path, str, Veil().data))
    assert "ENC[" not in shown
    assert ">  values  values-prod.yaml:" in shown
    files = "values-dev.yaml, values-prod.yaml, values-staging.yaml"
    said = f"x-db.password is encrypted in {files}: what it is cannot be known, nor whether it differs"
    assert about_key(model, "prod", path) == [said]
    assert about_key(model, "prod", ("x-db", "host")) == []


def test_nothing_encrypted_is_promoted() -> None:
    plan = promoted(platform(mac_only=True), "staging", "prod", only=patterns("x-db.**"))
    assert dict(plan.stays)["x-db", "password"] == "it is encrypted, and is never carried"
    assert ("x-db", "host") in plan.carried
    (change,) = plan.changes
    assert change.after is not None
    assert cipher("cHJk").encode() in change.after
    assert cipher("c3Rn").encode() not in change.after


def test_a_sealed_target_is_not_promoted_to() -> None:
    with pytest.raises(BlueprintError) as caught:
        promoted(platform(), "staging", "prod", only=patterns("x-db.**"))
    assert """sops set values-prod.yaml '["x-db"]["host"]' '"c3Rn.db"'""" in str(caught.value)


def test_what_is_encrypted_alike_is_neither_redundant_nor_shared() -> None:
    text = f"x-db:\n  password: {cipher('same')}\n"
    tree = small_platform(
        values=VALUES + text, values_dev=DEV + text, values_staging=STAGING + text, values_prod=PROD + text
    )
    model = load_values(tree)
    assert [
        one for one in findings(model, all_rules()) if "x-db" in one.what and one.fix == "Remove it."
    ] == []
    shadowed = [one for one in findings(model, all_rules()) if "x-db" in one.what]
    assert [one.fix for one in shadowed] == [
        "Each says something else: remove it here, unless values.yaml is used alone."
    ]
    after, notes = tidied(model)
    assert (after.tree, notes) == (tree, [])


def test_an_encrypted_number_is_no_violation() -> None:
    tree = small_platform(values_prod=PROD + f"orders:\n  replicaCount: {cipher('bg', 'int')}\n")
    assert [
        one.what for one in findings(load_values(tree), all_rules()) if "orders.replicaCount" in one.what
    ] == []


def test_intent_is_not_held_against_what_is_encrypted() -> None:
    rules = "  mustDiffer: [x-db.same]\n  mustMatch: [x-db.password]\n"
    assert broken(platform(rules)) == []


def test_an_encrypted_environment_is_not_copied() -> None:
    with pytest.raises(BlueprintError) as caught:
        with_environment(platform(), Wish("qa", "prod"))
    assert caught.value.lines() == [
        "values-prod.yaml: this file is encrypted by SOPS, and no copy of it is made",
        "  With --inherits prod it comes first, and the new one says what differs.",
    ]


def test_an_encrypted_name_of_an_environment_is_changed_where_it_is() -> None:
    named = small_platform(
        values_prod=sealed(PROD.replace("global:", "global:\n  environment: prod"), "cHJk")
    )
    with pytest.raises(BlueprintError) as caught:
        with_environment_renamed(load_values(named), "prod", "production")
    assert """sops set values-prod.yaml '["global"]["environment"]' '"production"'""" in str(caught.value)
