"""A platform becomes a blueprint: which words are options, and that all else renders as it was."""

from __future__ import annotations

from pathlib import PurePosixPath

import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.blueprint.from_platform import initial_blueprint, templated
from generator.core.blueprint.manifest import Option, parse_blueprint
from generator.core.platform.file import Platform, parse_platform
from generator.errors import BlueprintError

ANSWERS = {"name": "shop", "domain": "shop.example.com"}
PLATFORM = b"""\
# yaml-language-server: $schema=.blueprint/platform.schema.json
# What this platform was made from.
apiVersion: helm-blueprint/v1
blueprint: {name: x, source: builtin, version: 1.0.0}
answers: {name: shop, domain: shop.example.com, search: true, id: ab, evil: '{{ x }}'}
charts: {deployment: 1.4.0}

environments: # in order
  dev: {namespace: shop-dev}
"""
OPTIONS = [
    Option("name", "Its name", "dns-label", "x", longest=30), Option("domain", "Where", "domain", "x.example.com"),
    Option("search", "Search", "boolean", default=False), Option("id", "Id", "string", ""), Option("evil", "", "string", ""),
    Option("unsaid", "", "string", ""),
]  # fmt: skip


def platform(text: bytes = PLATFORM) -> Platform:
    return parse_platform(text)


def test_answers_are_options_as_whole_words_the_longest_first() -> None:
    text = "url: https://shop.example.com/shop, shop-dev, {shop}, workshop, web-shop, shops, shop_1"
    made = templated(text, ANSWERS)
    assert made.text == (
        "url: https://{{ cookiecutter.domain }}/{{ cookiecutter.name }}, {{ cookiecutter.name }}-dev, "
        "{{ '{' }}{{ cookiecutter.name }}}, workshop, web-shop, shops, shop_1"
    )
    assert made.used == {"name", "domain"}
    assert templated("nothing", ANSWERS) == ("nothing", frozenset())


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.text(alphabet="{}%#-'\" \nshop.ex", max_size=40))
def test_what_jinja_would_read_renders_as_it_was(text: str) -> None:
    template = jinja2.Environment(keep_trailing_newline=True).from_string(templated(text, ANSWERS).text)
    assert template.render(cookiecutter=ANSWERS) == text


def test_blueprint_asks_what_can_be_taken_back() -> None:
    files = {
        PurePosixPath("platform.yaml"): PLATFORM,
        PurePosixPath("values.yaml"): b"host: shop.example.com\n",
        PurePosixPath("templates/x.yaml"): b"a: {{ .Values.a }}\n",
        PurePosixPath("logo.png"): b"\0\xff shop",
        PurePosixPath("latin.txt"): b"\xff shop",
    }
    made = initial_blueprint("company-shop", files, platform(), OPTIONS)
    inner = PurePosixPath("{{cookiecutter.name}}")
    assert made.files[inner / "platform.yaml"] == (
        b"environments: # in order\n  dev: {namespace: {{ cookiecutter.name }}-dev}\n"
    )
    assert made.files[inner / "values.yaml"] == b"host: {{ cookiecutter.domain }}\n"
    assert made.files[inner / "templates/x.yaml"] == b"a: {{ '{' }}{ .Values.a }}\n"
    assert made.files[inner / "logo.png"] == b"\0\xff shop"
    assert made.files[inner / "latin.txt"] == b"\xff shop"
    assert made.files[PurePosixPath("cookiecutter.json")] == (
        b'{\n  "name": "shop",\n  "domain": "shop.example.com"\n}\n'
    )
    manifest = parse_blueprint(made.files[PurePosixPath("blueprint.yaml")], "b")
    assert manifest.options == made.options
    assert [(one.name, one.default, one.longest) for one in made.options] == [
        ("name", "shop", 30), ("domain", "shop.example.com", 63),
    ]  # fmt: skip
    assert manifest.charts["deployment"].text == ">=1.4 <2"
    assert made.fixed == ("search=True", "id=ab", "evil={{ x }}")


def test_what_cannot_become_a_blueprint_is_told() -> None:
    with pytest.raises(BlueprintError, match="a file's name in a blueprint is a template: rename it"):
        initial_blueprint("x", {PurePosixPath("{{ x }}.md"): b""}, platform(), OPTIONS)
    with pytest.raises(BlueprintError, match="the platform has no answer `name`"):
        initial_blueprint("x", {}, platform(), OPTIONS[1:])
