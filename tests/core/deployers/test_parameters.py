"""`helm.parameters` as `helm --set` reads them."""

from __future__ import annotations

import pytest

from generator.core.data import Data
from generator.core.deployers.embed import with_parameters
from generator.core.deployers.parameters import edits_of_parameters, parameters_in, set_text, set_value
from generator.core.deployers.releases import releases_in
from generator.errors import BlueprintError

APP = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec:\n  source:\n    path: c\n    helm:\n      parameters:\n"
READ = [
    ("1", 1), ("-12", -12), ("0", 0), ("007", "007"), ("1.5", "1.5"), ("true", True), ("False", False), ("null", None),
    ("", ""), ("a,b", "a,b"), (r"a\,b", "a,b"), (r"\{x}", "{x}"), ("{a,1}", ["a", 1]), (r"{a\,b,c}", ["a,b", "c"]), ("{}", []),
    ("9223372036854775808", "9223372036854775808"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), READ)
def test_a_parameter_is_what_helm_makes_of_it(text: str, value: Data) -> None:
    assert set_value(text) == value
    assert type(set_value(text)) is type(value)


def test_a_parameter_can_be_kept_a_string() -> None:
    assert set_value("1", is_string=True) == "1"


@pytest.mark.parametrize("value", ["a,b", "{x}", r"a\b", 5, True, False, "x y", "", "1.5"])
def test_what_is_written_is_read_back(value: Data) -> None:
    text = set_text(value, is_string=False)
    if text is not None:
        assert set_value(text) == value
    assert (text is None) == (value == "{x}")


@pytest.mark.parametrize("value", ["5", "true", None, 1.5, [1]])
def test_what_a_parameter_cannot_say_is_not_written(value: Data) -> None:
    assert set_text(value, is_string=False) is None


def test_parameters_and_what_of_them_is_not_read() -> None:
    text = APP + (
        '        - {name: image.tag, value: "1"}\n'
        '        - {name: image.tag, value: "2"}\n'
        "        - {name: 'a\\.b.c', value: x, forceString: true}\n"
        "        - {name: 'hosts[0].name', value: x}\n"
        "        - {name: image, value: x}\n"
        "        - {value: x}\n"
        "        - {name: 'a..b', value: x}\n"
        "        - text\n"
    )
    release = next(releases_in(text))
    found = parameters_in(release, text, "x.yaml")
    assert found.data == {"image": {"tag": 2}, "a.b": {"c": "x"}}
    assert [one.line for one in found.known] == [10, 11]
    assert [one.partition(": ")[0] for one in found.left_out] == [
        f"x.yaml:{line}" for line in (12, 13, 14, 15, 16)
    ]
    assert found.left_out[:3] == (
        'x.yaml:12: the parameter "hosts[0].name" is not read: it changes an item of a list that other files state',
        'x.yaml:13: the parameter "image" is not read: another parameter sets a part of it, or what it is a part of',
        'x.yaml:14: the parameter "" is not read: it has no name',
    )


def test_a_change_that_parameters_cannot_say_is_refused() -> None:
    text = APP + "        - {name: a.b, value: x}\n"
    known = parameters_in(next(releases_in(text)), text, "x.yaml").known
    assert edits_of_parameters(known, {"a": {"b": "x"}}, {"a": {"b": "y"}}, "x.yaml:9") == [(0, "y")]
    assert edits_of_parameters(known, {"a": {"b": "x"}}, {}, "x.yaml:9") == [(0, None)]
    for after in ({"a": {}, "c": []}, {"a": {"b": [1]}}, {"a": {"b": "x"}, "c": 1}):
        with pytest.raises(BlueprintError, match="a parameter cannot say this"):
            edits_of_parameters(known, {"a": {"b": "x"}}, after, "x.yaml:9")


def test_a_parameter_goes_with_those_of_its_name_that_it_replaces() -> None:
    items = [f"        - {{name: {name}, value: x}}\n" for name in ("a.b", "c", "a.b")]
    text = APP + "".join(items)
    assert with_parameters(text, "{a: {}, c: x}", file="x.yaml") == APP + items[1]
    assert with_parameters(text, "{}", file="x.yaml") == APP.rstrip("\n") + " []\n"
