"""Whatever is answered, the value that comes out is the answer, or the answer is refused with a sentence."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.core.blueprint.answers import Given, resolve
from generator.core.blueprint.manifest import Option
from generator.core.platform.file import PLATFORM_FILE, parse_platform
from generator.edge import blueprints
from generator.edge.render import render_layer, render_text
from generator.errors import BlueprintError
from tests.blueprints.platforms import NAMES, tree
from tests.commands.conftest import FIXTURES

# What every option gets in place of its default, none part of another; a test then looks where it has come.
KNOWN = {
    "name": "answername", "namespace": "answered-space", "domain": "answer.example.com",
    "registry": "answer.example.org/registry", "regions": "answerregion", "teams": "answerteam", "folder": "answered/folder",
}  # fmt: skip
HOSTILE = (
    'a"b', "a\\b", 'x" #', "x' #", "evil/x: y # z", "a\nb", "a\rb", "a\u2028b", "a\x85b", "{{ x }}", "{% x %}", "{x}",
    "[x]", "&x", "*x", "!!x", "|", ">", "%x", "@x", "`x`", "- x", "? x", ": x", "x:", "#x", "a,a", "a,,b", ",", "true",
    "null", "no", "~", "1.5", "0x1f", "1e5", "2001-01-01", "", " ", "a b", "../a", "a/../b", "\x1b[2J", "\N{GRINNING FACE}",
    "$(x)", "a;b", "<a>", "a&b", "\u202eb", "localhost:5000/a_b/c--d", "10.0.0.1:5000", "eu-west-1, us-east-1", "a,b,c",
)  # fmt: skip


def text_options(blueprint: str) -> list[Option]:
    return [
        one for one in blueprints.load_blueprint(blueprint).options if one.kind not in ("boolean", "choice")
    ]


TEXTS = [(blueprint, option.name) for blueprint in NAMES for option in text_options(blueprint)]


@cache
def data(blueprint: str, **answers: str) -> Mapping[str, Any]:
    """What every YAML file of the rendered layers says, by its path."""
    source = blueprints.load_blueprint(blueprint)
    chosen = {
        name: text for name, text in {**KNOWN, **answers}.items() if name in {o.name for o in source.options}
    }
    answered = resolve(source.options, {name: Given(text, "") for name, text in chosen.items()}, render_text)
    found = {}
    for layer in source.layers:
        for path, content in render_layer(layer, answered).items():
            # Templates of Helm are no YAML yet.
            if path.suffix in (".yaml", ".yml") and "templates" not in path.parts:
                found[str(path)] = list(yaml.safe_load_all(content))
    return found


def with_text(value: Any, before: str, after: str) -> Any:
    """The data with a text in the place of another, in keys as in values."""
    if isinstance(value, Mapping):
        return {with_text(key, before, after): with_text(each, before, after) for key, each in value.items()}
    if isinstance(value, list):
        return [with_text(each, before, after) for each in value]
    return value.replace(before, after) if isinstance(value, str) else value


def judged(blueprint: str, option: str, answer: str) -> None:
    """Either the answer is refused, or all files say what they say with KNOWN, with the answer in its place."""
    try:
        found = data(blueprint, **{option: answer})
    except BlueprintError as error:
        assert error.what.startswith(f"{option}: ")  # noqa: PT017  # what is refused is the answer, nothing else
        return
    kind = next(one.kind for one in text_options(blueprint) if one.name == option)
    if kind == "dns-labels":
        items = [item.strip() for item in answer.split(",") if item.strip()]
        if len(items) != 1:
            assert [item for item in items if not _says(found, item)] == []
            return
        answer = items[0]
    if answer:
        assert found == with_text(data(blueprint), KNOWN[option], answer)


def _says(found: Any, text: str) -> bool:
    if isinstance(found, Mapping):
        return any(_says(key, text) or _says(value, text) for key, value in found.items())
    return any(_says(one, text) for one in found) if isinstance(found, list) else found == text


@pytest.mark.parametrize(("blueprint", "option"), TEXTS)
def test_known_answer_is_in_the_files(blueprint: str, option: str) -> None:
    """Else the others could not fail."""
    assert data(blueprint) != with_text(data(blueprint), KNOWN[option], "other")


@pytest.mark.long
@pytest.mark.parametrize(("blueprint", "option"), TEXTS)
def test_hostile_answer_comes_out_as_it_is_or_is_refused(blueprint: str, option: str) -> None:
    for answer in HOSTILE:
        judged(blueprint, option, answer)


@pytest.mark.parametrize(("blueprint", "option"), TEXTS)
@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(answer=st.data())
def test_any_answer_comes_out_as_it_is_or_is_refused(
    blueprint: str, option: str, answer: st.DataObject
) -> None:
    letters = st.text('ab1-._:/, "\\#{}é\n', max_size=12)
    judged(blueprint, option, answer.draw(st.one_of(letters, st.text(max_size=8)), label="answer"))


@pytest.mark.parametrize(
    "answer", ['a"b', "x' #", "y: # z", "{{ x }}", "\\", "<&>", "\N{GRINNING FACE}", "null", "1.5", "- x"]
)
def test_free_text_is_quoted_by_the_filter(answer: str, tmp_path: Path) -> None:
    """A text without a type, in a blueprint that writes it with `tojson`."""
    shutil.copytree(FIXTURES, tmp_path / "own")
    file = tmp_path / "own" / "tiny" / "{{cookiecutter.name}}" / "owner.yaml"
    file.write_text("owner: {{ cookiecutter.team | tojson }} # of us\n")
    source = blueprints.load_blueprint(str(tmp_path / "own" / "tiny"))
    answers = resolve(source.options, {"team": Given(answer, "")}, render_text)
    rendered = render_layer(source.layers[-1], answers)
    assert yaml.safe_load(rendered[PurePosixPath("owner.yaml")]) == {"owner": answer}


def test_answers_are_kept_in_platform_yaml() -> None:
    answers = ("registry=localhost:5000/a_b", "regions=eu-west-1, us-east-1")
    kept = parse_platform(tree("ecommerce", *answers)[PLATFORM_FILE]).answers
    assert (kept["registry"], kept["regions"]) == ("localhost:5000/a_b", "eu-west-1,us-east-1")
