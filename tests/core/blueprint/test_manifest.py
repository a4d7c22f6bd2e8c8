from pathlib import PurePosixPath

import pytest

from generator.core.blueprint.manifest import Option, errors_of_folder, merged_options, parse_blueprint
from generator.errors import Invalid

GOOD = b"""\
name: tiny
version: 0.3.0
description: Two services
extends: base
charts: {deployment: ">=1 <2"}
helm: ">=3.14"
options:
  name: {help: Name of it, type: dns-label, longest: 20, default: shop}
  queue: {type: choice, choices: [none, nats], default: none}
  cache: {type: boolean, default: true}
  team: {default: "{{ cookiecutter.name }}-team"}
"""


def test_blueprint_is_read() -> None:
    blueprint = parse_blueprint(GOOD, "b")
    assert (blueprint.name, blueprint.version, blueprint.extends, blueprint.abstract) == (
        "tiny",
        "0.3.0",
        "base",
        False,
    )
    assert blueprint.charts["deployment"].text == ">=1 <2"
    assert blueprint.options == (
        Option("name", "Name of it", "dns-label", "shop", (), 20),
        Option("queue", "", "choice", "none", ("none", "nats")),
        Option("cache", "", "boolean", default=True),
        Option("team", "", "string", "{{ cookiecutter.name }}-team"),
    )


def test_broken_blueprint_is_told_as_a_whole() -> None:
    text = b"""\
name: Tiny
version: new
descripton: x
charts: {deployment: latest}
options:
  queue: {type: chioce}
  size: {type: choice, choices: [s, m], default: l}
  many: {type: choice}
  few: {choices: [a], longest: 64}
  flag: {type: boolean, default: "yes"}
  on: {}
"""
    with pytest.raises(Invalid) as caught:
        parse_blueprint(text, "b.yaml")
    assert (
        str(caught.value)
        == """\
b.yaml: this blueprint is broken
  b.yaml:1: name: "Tiny" cannot be a name: only lower-case letters, digits and - are allowed, a letter first, no - last
  b.yaml:2: version: "new" is not a version such as 1.2.0
  b.yaml: "description" is missing
  b.yaml:4: charts.deployment: "latest" is not a range of versions such as ">=1.2 <2"
  b.yaml:5: options: the key True is read as bool, not as text
    Quote it.
  b.yaml:6: options.queue.type: "chioce" is not a type of option
    Did you mean "choice"?
  b.yaml:7: options.size.default: "l" is not one of the choices
  b.yaml:8: options.many: a choice needs "choices"
  b.yaml:9: options.few.choices: only an option of type "choice" has choices
  b.yaml:9: options.few.longest: a number from 1 to 63 is expected
  b.yaml:10: options.flag.default: true or false is expected
  b.yaml:3: descripton: this key is not known
    Did you mean "description"?"""
    )


def test_blueprint_of_nothing() -> None:
    with pytest.raises(Invalid) as caught:
        parse_blueprint(b"options: {}", "b")
    assert [error.what for error in caught.value.errors] == [
        '"name" is missing', '"version" is missing', '"description" is missing',
    ]  # fmt: skip


def test_later_layer_restates_an_option_in_its_place() -> None:
    base = parse_blueprint(
        b"name: base\nversion: 1.0.0\ndescription: x\noptions: {a: {default: one}, b: }\n", "b"
    )
    above = parse_blueprint(
        b"name: top\nversion: 1.0.0\ndescription: x\noptions: {c: , a: {default: two}}\n", "b"
    )
    assert [(o.name, o.default) for o in merged_options([base, above])] == [
        ("a", "two"),
        ("b", ""),
        ("c", ""),
    ]


def folder(context: bytes | None, *others: str) -> dict[PurePosixPath, bytes]:
    files = dict.fromkeys(map(PurePosixPath, others or ("{{cookiecutter.name}}/a",)), b"")
    return files if context is None else {**files, PurePosixPath("cookiecutter.json"): context}


def told(context: bytes | None, *others: str) -> list[str]:
    blueprint = parse_blueprint(GOOD, "b")
    return [str(e) for e in errors_of_folder(blueprint, folder(context, *others), blueprint.options, "tiny")]


FITTING = b'{"name": "shop", "queue": ["none", "nats"], "cache": true, "team": "{{ cookiecutter.name }}-team", "_new_lines": "\\n"}'


def test_fitting_folder_is_fine() -> None:
    assert told(FITTING) == []


def test_folder_without_templates_or_context() -> None:
    assert told(None, "README.md") == [
        "tiny: one folder {{cookiecutter.name}} with the files is expected, there is none",
        "tiny: cookiecutter.json is missing",
    ]
    assert told(FITTING, "{{cookiecutter.name}}/a", "{{cookiecutter.x}}/a") == [
        "tiny: one folder {{cookiecutter.name}} with the files is expected, there are several"
    ]


def test_context_that_disagrees_is_told_as_a_whole() -> None:
    assert told(
        b'{"name": "store", "queue": ["nats", "none"], "teem": "", "_extensions": ["os.system"], "cache": true}'
    ) == [
        "tiny/cookiecutter.json: _extensions would load Python code into the templates; blueprints must do without",
        'tiny/cookiecutter.json: "teem" is not an option of blueprint.yaml\n  Did you mean "team"?',
        'tiny/cookiecutter.json: "name" is "store" here, but blueprint.yaml makes it "shop"',
        'tiny/cookiecutter.json: "queue" is ["nats", "none"] here, but blueprint.yaml makes it ["none", "nats"]',
        'tiny/cookiecutter.json: the option "team" is missing here',
    ]


def test_key_that_stands_twice_in_the_context_is_told() -> None:
    """The last one would count, and nobody would know of the first."""
    assert told(
        FITTING.replace(b'"cache"', b'"cache": false, "_x": {"a": 1, "a": 2}, "cache": 1, "cache"')
    ) == [
        'tiny/cookiecutter.json: "a" stands here twice',
        'tiny/cookiecutter.json: "cache" stands here twice',
    ]


def test_malformed_context_is_told_with_its_line() -> None:
    assert told(b'{\n"name": \n}') == [
        "tiny/cookiecutter.json:3: this is not valid JSON: Expecting value: line 3 column 1 (char 11)"
    ]
    assert told(b"\xff")[0].startswith("tiny/cookiecutter.json: this is not valid JSON: 'utf-8' codec")
    assert told(b"[]") == ["tiny/cookiecutter.json: a JSON object is expected"]
