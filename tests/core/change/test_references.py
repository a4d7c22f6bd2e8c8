from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from generator.core.change.references import references, references_of_caller
from generator.core.values.model import load_values
from tests.small_platform import CHART, VALUES, foreign_umbrella, small_platform


def found(more: str, name: str = "db", **files: str) -> list[str]:
    values = VALUES.replace("  ports: {http: 8080}\n\n# takes", f"  ports: {{http: 8080}}\n{more}\n# takes")
    assert values != VALUES
    model = load_values(small_platform(values=values, **files))
    return [f"{one.where} {one.kind}: {one.sentence}" for one in references(model, name)]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("  env: {A: {credentialsOf: db}}", "credentials: web.env.A takes its credentials"),
        ("  env: {A: {credentialsOf: orders}}", ""),
        ("  env: {A: $(DB_HOST):$(DB_PORT)}", "variable: web.env.A needs $(DB_HOST), $(DB_PORT)"),
        ("  args: [a, $(DB_PORT_SQL)]", "variable: web.args[1] needs $(DB_PORT_SQL)"),
        ("  command: [sh, -c, 'nc $DB_HOST']", "variable: web.command[2] needs DB_HOST"),
        ("  env: {A: $(MY_DB_HOST)}", ""),
        ("  env: {DB_HOST: own, A: $(DB_HOST)}", ""),
        ("  env: {A: '{{ .Release.Name }}-db-read'}", "object: web.env.A needs <release>-db-read"),
        ("  env: {A: '{{ $.Release.Name }}-dbx'}", ""),
        ("  env: {A: http://shop-db:1}", "object: web.env.A needs <release>-db"),
        ("  env: {A: example.com/shop-db}", ""),
        ("  x: {image: shop-db}", ""),
        ("  keda: {triggers: {a: {type: kafka, service: db}}}", "trigger: web.keda.triggers.a scales on it"),
        ("  labels: {service: db}", ""),
        ("  args: ['the db of ours']", ""),
    ],
)
def test_what_needs_a_service_is_found_and_nothing_else(more: str, told: str) -> None:
    assert found(more) == ([f"values.yaml:13 {told}"] if told else [])


def test_of_two_names_that_begin_alike_the_longer_one_is_meant() -> None:
    chart = CHART + "  - {name: deployment, alias: db-read, condition: db-read.enabled, version: 1.0.0}\n"
    more = "  env: {A: $(DB_READ_HOST), B: '{{ .Release.Name }}-db-read'}"
    assert found(more, "db", **{"Chart.yaml": chart}) == []
    assert len(found(more, "db-read", **{"Chart.yaml": chart})) == 2


def test_its_own_block_is_no_reference_nor_what_it_is_called() -> None:
    names = VALUES.replace("global:\n", "global:\n  names: {db: shop-db}\n  knownAs: {db: old}\n")
    model = load_values(small_platform(values=names + "  env: {A: $(DB_HOST)}\n"))
    assert references(model, "db") == []


def test_a_renamed_service_is_referred_to_by_what_it_is_known_as() -> None:
    names = "global:\n  knownAs: {db: old-db}\n"
    values = VALUES.replace("global:\n", names) + "web2:\n"
    values = values.replace("web: #", "web:\n  env: {A: $(OLD_DB_HOST), B: $(DB_HOST)}\n#").removesuffix(
        "web2:\n"
    )
    (one,) = references(load_values(small_platform(values=values)), "db")
    assert one.sentence == "web.env.A needs $(OLD_DB_HOST)"


def test_templates_of_the_umbrella_and_conditions_are_read() -> None:
    template = (
        'a: {{ .Values.cart.x }}\nb: {{ index .Values "cart" }}\nc: {{ .Values.cartx }}\nd: $(CART_HOST)\n'
    )
    chart = "apiVersion: v2\nname: theirs\ndependencies:\n- {name: cart}\n- {name: redis, condition: 'cart.redis, x'}\n"
    model = load_values(
        foreign_umbrella(
            **{"templates/a.yaml": template, "templates/platform/a.yaml": template, "Chart.yaml": chart}
        )
    )
    assert [(one.where, one.sentence) for one in references(model, "cart")] == [
        ("templates/a.yaml:1", ".Values.cart reads its values"),
        ("templates/a.yaml:2", '.Values "cart" reads its values'),
        ("templates/a.yaml:4", "this needs $(CART_HOST)"),
        ("Chart.yaml:5", "the condition of redis reads its values"),
    ]


def test_a_caller_refers_by_its_own_block_and_the_presets_that_it_takes() -> None:
    values = VALUES.replace(
        "deployment: {replicaCount: 2}",
        "deployment: {env: {A: $(DB_HOST)}}\n    store: {env: {B: $(DB_HOST)}}\n    other: {env: {C: $(DB_HOST)}}",
    ).replace("orders:\n  image", "orders:\n  presets: [store]\n  env: {D: $(DB_HOST)}\n  image")
    model = load_values(small_platform(values=values, values_dev="web: {env: {E: $(DB_PORT)}}\n"))

    def told(caller: str) -> list[str]:
        return [f"{one.file} {one.path[-1]}" for one in references_of_caller(model, caller, "db")]

    assert told("orders") == ["values.yaml A", "values.yaml B", "values.yaml D"]
    assert told("web") == ["values.yaml A", "values-dev.yaml E"]
    assert PurePosixPath("values.yaml") in model.tree
