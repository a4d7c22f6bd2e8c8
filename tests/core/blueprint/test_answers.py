import pytest

from generator.core.blueprint.answers import Given, asked, checked, parse_answers, parse_assignments, resolve
from generator.core.blueprint.manifest import Option
from generator.errors import BlueprintError, Invalid

NAME = Option("name", "", "dns-label", "shop", longest=20)
QUEUE = Option("queue", "", "choice", "none", ("none", "nats"))
CACHE = Option("cache", "", "boolean", default=True)
DOMAIN = Option("domain", "", "domain", "NAME.example.com")
TEAM = Option("team", "", "string", "")
REGISTRY = Option("registry", "", "registry", "")
FOLDER = Option("folder", "", "folder", "")
TEAMS = Option("teams", "", "dns-labels", "payments")
REGIONS = Option("regions", "", "dns-labels", "")
HOST = "a host is expected, with port and path where it has them: registry.example.com:5000/mirror"
NAMES_IN_REPOSITORY = "names between slashes are expected, from the repository's top: platforms/shop"
LABEL = "only lower-case letters, digits and - are allowed, a letter first, no - last"
OPTIONS = (NAME, QUEUE, CACHE, DOMAIN, TEAM)


def render(text: str, answers: object) -> str:
    return text.replace("NAME", str(answers.get("name")))  # type: ignore[attr-defined]


def test_defaults_follow_earlier_answers() -> None:
    given = {"name": Given("store", "--set")}
    assert resolve(OPTIONS, given, render) == {
        "name": "store", "queue": "none", "cache": True, "domain": "store.example.com", "team": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("option", "value", "result"),
    [
        (CACHE, "yes", True), (CACHE, "False", False), (CACHE, True, True), (CACHE, 0, False), (CACHE, "on", True),
        (QUEUE, "nats", "nats"), (TEAM, 12, "12"), (TEAM, "", ""), (REGISTRY, "", ""), (REGIONS, "", ""),
        (REGISTRY, "r.example.com:5000/mirror/a_b", "r.example.com:5000/mirror/a_b"), (REGISTRY, "localhost", "localhost"),
        (FOLDER, "", ""), (FOLDER, "platforms/shop_2.x", "platforms/shop_2.x"),
        (TEAMS, "a, b ,c", "a,b,c"), (TEAMS, ["a", "b"], "a,b"), (TEAM, 'a: "b" #c {{ x }}', 'a: "b" #c {{ x }}'),
    ],
)  # fmt: skip
def test_answer_is_understood(option: Option, value: object, result: object) -> None:
    assert checked(option, value) == result


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        (CACHE, "perhaps", 'cache: "perhaps" is neither true nor false'),
        (CACHE, None, 'cache: "None" is neither true nor false'),
        (QUEUE, "kafka", 'queue: "kafka" is not one of none, nats'),
        (QUEUE, False, "queue: a text is expected, not bool"),
        (TEAM, ["a"], "team: a text is expected, not list"),
        (TEAM, None, "team: a text is expected, not NoneType"),
        (TEAM, "a\nb", "team: one line without control characters is expected"),
        (TEAM, "a\x1b[2Jb", "team: one line without control characters is expected"),
        (TEAM, "a\u2028b", "team: one line without control characters is expected"),
        (NAME, "a" * 21, f'name: "{"a" * 21}" is not allowed: it is 21 characters long, at most 20 are allowed'),
        (NAME, "null", 'name: "null" is not allowed: YAML takes it for something else than a text'),
        (DOMAIN, "1.5", 'domain: "1.5" is not allowed: YAML takes it for something else than a text'),
        (FOLDER, "../shop", f'folder: "../shop" is not allowed: {NAMES_IN_REPOSITORY}'),
        (FOLDER, "/shop", f'folder: "/shop" is not allowed: {NAMES_IN_REPOSITORY}'),
        (FOLDER, "a/" * 150, f'folder: "{"a/" * 150}" is not allowed: it is 300 characters long, at most 253 are allowed'),
        (REGISTRY, 'a"b', f'registry: "a"b" is not allowed: {HOST}'),
        (REGISTRY, 'x" #', f'registry: "x" #" is not allowed: {HOST}'),
        (REGISTRY, "evil/x: y # z", f'registry: "evil/x: y # z" is not allowed: {HOST}'),
        (REGISTRY, "a\\b", f'registry: "a\\b" is not allowed: {HOST}'),
        (REGISTRY, "{{ x }}", f'registry: "{{{{ x }}}}" is not allowed: {HOST}'),
        (REGISTRY, "https://r.example.com", f'registry: "https://r.example.com" is not allowed: {HOST}'),
        (REGISTRY, "r.example.com/", f'registry: "r.example.com/" is not allowed: {HOST}'),
        (REGISTRY, "a" * 300, f'registry: "{"a" * 300}" is not allowed: it is 300 characters long, at most 253 are allowed'),
        (TEAMS, "a,a", 'teams: "a" is not allowed: it is named twice'),
        (TEAMS, "a, b,, c", f'teams: "" is not allowed: {LABEL}'),
        (TEAMS, "a,b c", f'teams: "b c" is not allowed: {LABEL}'),
        (TEAMS, "se,no", 'teams: "no" is not allowed: YAML takes it for something else than a text'),
        (TEAMS, "", f'teams: "" is not allowed: {LABEL}'),
        (TEAMS, ["a", 1], "teams: a text is expected, not list"),
        (DOMAIN, "a b", 'domain: "a b" is not allowed: its part "a b" is not lower-case letters, digits and - (1 to 63 of them)'),
    ],
)  # fmt: skip
def test_answer_is_refused(option: Option, value: object, message: str) -> None:
    with pytest.raises(BlueprintError) as caught:
        checked(option, value)
    assert str(caught.value) == message


def test_wrong_answers_are_told_at_once_with_their_places() -> None:
    given = parse_answers(b"name: Shop\nqueue: kafka\nteem: x\n", "answers.yaml") | parse_assignments(
        ["cache=maybe"]
    )
    with pytest.raises(Invalid) as caught:
        resolve(OPTIONS, given, render)
    assert (
        str(caught.value)
        == """\
these answers cannot be used
  answers.yaml:3: there is no option "teem"
    Did you mean "team"?
  answers.yaml:1: name: "Shop" is not allowed: only lower-case letters, digits and - are allowed, a letter first, no - last
  answers.yaml:2: queue: "kafka" is not one of none, nats
  --set cache=maybe: cache: "maybe" is neither true nor false"""
    )


def test_default_that_does_not_fit_is_told() -> None:
    with pytest.raises(BlueprintError, match=r"^its default: domain:"):
        resolve([NAME, Option("domain", "", "domain", "NAME_x")], {}, render)


def test_answers_file_may_be_json_or_empty() -> None:
    assert parse_answers(b'{"name": "x"}', "a.json") == {"name": Given("x", "a.json:1")}
    assert parse_answers(b"# nothing\n", "a") == {}


def test_answers_file_that_is_no_mapping() -> None:
    with pytest.raises(BlueprintError, match="a mapping of options to answers is expected"):
        parse_answers(b"- name\n", "a")


def test_assignment_keeps_everything_after_the_first_equals_sign() -> None:
    assert parse_assignments(["a=b=c", "d="]) == {
        "a": Given("b=c", "--set a=b=c"),
        "d": Given("", "--set d="),
    }


@pytest.mark.parametrize("text", ["name", "=x", ""])
def test_assignment_without_name_or_value(text: str) -> None:
    with pytest.raises(BlueprintError, match="Write it as --set name=value"):
        parse_assignments([text])


def test_many_choices_are_hinted_not_listed() -> None:
    option = Option("c", "", "choice", "", tuple(f"choice{n}" for n in range(20)))
    with pytest.raises(BlueprintError, match='Did you mean "choice7"'):
        checked(option, "choise7")


def test_what_was_not_given_is_asked_with_its_default() -> None:
    questions: list[tuple[str, str | bool]] = []

    def ask(option: Option, default: str | bool) -> str | bool:
        questions.append((option.name, default))
        return "asked" if option.kind == "string" else default

    options = [NAME, Option("team", "", "string", "NAME-team"), Option("cache", "", "boolean", default=True)]
    given = {"name": Given("shop", "--set name=shop")}
    assert asked(options, given, ask, render) == {"name": "shop", "team": "asked", "cache": True}
    assert questions == [("team", "shop-team"), ("cache", True)]


def test_nothing_is_asked_where_something_given_is_wrong() -> None:
    def ask(_option: Option, _default: str | bool) -> str | bool:
        raise AssertionError("somebody was asked")

    with pytest.raises(BlueprintError, match='"Shop" is not allowed'):
        asked(
            [NAME, Option("team", "", "string", "")], {"name": Given("Shop", "--set name=Shop")}, ask, render
        )
