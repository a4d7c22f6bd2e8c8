import pytest

from generator.core.yaml.fields import Fields, parse, plain_data
from generator.errors import BlueprintError


def test_every_value_knows_its_line() -> None:
    source = parse(b"a: 1\nb:\n  c: [x, {d: 2}]\n", "f.yaml")
    assert source.data == {"a": 1, "b": {"c": ["x", {"d": 2}]}}
    assert source.at("b", "c") == "f.yaml:3"
    assert source.at("b", "c", 1, "d") == "f.yaml:3"
    assert source.at("b", "gone", "deeper") == "f.yaml:2"
    assert source.at("gone") == "f.yaml"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"a: [1\n", "f.yaml:1: this is not valid YAML: did not find expected ',' or ']'"),
        (b"a: 1\nb: 2\na: 3\n", 'f.yaml:3: "a" stands here twice'),
        (b"a: 1\nb: \xff\n", "f.yaml:2: this is not UTF-8 text"),
        (b"a: 1\n? [b, c]\n: 2\n", "f.yaml:2: a key here must be a plain word"),
        (b"a: !!python/name:os.system x\n", "f.yaml:1: this is not valid YAML: could not determine a constructor for the tag 'tag:yaml.org,2002:python/name:os.system'"),
        (b"a: 1\n---\nb: 2\n", "f.yaml:2: this is not valid YAML: but found another document"),
    ],
)  # fmt: skip
def test_malformed_text_is_told_with_its_line(text: bytes, message: str) -> None:
    with pytest.raises(BlueprintError) as caught:
        parse(text, "f.yaml")
    assert str(caught.value) == message


def test_day_that_no_calendar_has_is_text() -> None:
    """Who reads the field tells it, with its line and its name."""
    assert parse(b"a: 2024-13-45\n", "f").data == {"a": "2024-13-45"}
    assert plain_data("a: 2024-13-45\n", "f") == {"a": "2024-13-45"}
    assert str(plain_data("a: 2024-12-31\n", "f")["a"]) == "2024-12-31"


def test_alias_to_itself_is_told() -> None:
    with pytest.raises(BlueprintError, match=r"^f:1: this contains itself$"):
        parse(b"a: &a [*a]\n", "f")


def test_nothing_is_none() -> None:
    assert parse(b"", "f").data is None
    assert plain_data(b"# only a comment\n", "f") is None


def test_malformed_text_is_told_by_load_too() -> None:
    with pytest.raises(BlueprintError, match=r"^f:1: this is not valid YAML"):
        plain_data("a: [1\n", "f")


def test_fields_tell_everything_that_is_wrong_at_once() -> None:
    errors: list[BlueprintError] = []
    fields = Fields(parse("a: [1]\nb: yes\nc: {x: 1}\nd: 3\nnaem: x\n", "f"), (), errors)
    assert fields.text("a") == ""
    assert fields.flag("d") is False
    assert fields.texts("c") == ()
    assert fields.mapping("b") == {}
    assert fields.text("name", "none") == "none"
    fields.text("gone")
    fields.close()
    assert [str(error) for error in errors] == [
        "f:1: a: text is expected",
        "f:4: d: true or false is expected",
        "f:3: c: a list of texts is expected",
        "f:2: b: a mapping (key: value) is expected",
        'f: "gone" is missing',
        'f:5: naem: this key is not known\n  Did you mean "name"?',
    ]


def test_fields_of_something_else_say_so() -> None:
    errors: list[BlueprintError] = []
    Fields(parse("- 1\n", "f"), (), errors).close()
    assert [str(error) for error in errors] == ["f: a mapping (key: value) is expected here"]


def test_children_may_be_empty() -> None:
    errors: list[BlueprintError] = []
    fields = Fields(parse("e: {dev: , prod: {n: 1.34}}\n", "f"), (), errors)
    assert [(name, child.text("n", "-")) for name, child in fields.children("e")] == [
        ("dev", "-"),
        ("prod", "1.34"),
    ]
    assert errors == []


def test_text_that_must_be_there_is_not_empty() -> None:
    errors: list[BlueprintError] = []
    fields = Fields(parse('a: ""\nb: ""\n', "f"), (), errors)
    assert (fields.text("a"), fields.text("b", "x")) == ("", "")
    assert [str(error) for error in errors] == ["f:1: a: text is expected, this is empty"]
