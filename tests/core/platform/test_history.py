"""`moved` and `removed` of platform.yaml: what they say, and what is refused."""

from __future__ import annotations

import pytest

from generator.core.platform.file import parse_platform
from generator.core.platform.history import History, Move, Removal
from generator.errors import Invalid
from tests.small_platform import PLATFORM


def history(text: str) -> History:
    return parse_platform((PLATFORM + text).encode()).history


def refusals(text: str) -> list[str]:
    with pytest.raises(Invalid) as caught:
        history(text)
    return [one.what for one in caught.value.errors]


def test_says_in_order_what_became_of_services() -> None:
    found = history(
        "moved:\n  - {from: a, to: b, since: 0.1.0}\n  - {from: b, to: c}\nremoved:\n  - {service: d, since: 0.2.0}\n"
    )
    assert found == History(
        (Move("a", "b", "0.1.0", "platform.yaml:9"), Move("b", "c", "", "platform.yaml:10")),
        (Removal("d", "0.2.0", "platform.yaml:12"),),
    )
    assert [found.name_now(name) for name in ("a", "b", "c", "x")] == ["c", "c", "c", "x"]
    assert [found.is_removed(name) for name in ("d", "a")] == [True, False]


def test_a_name_that_was_given_up_may_come_again() -> None:
    """The second b is another service: what was a is c all the same."""
    found = history("moved: [{from: b, to: c}, {from: a, to: b}]\n")
    assert [found.name_now(name) for name in ("a", "b")] == ["b", "c"]


def test_platform_without_them_has_no_history() -> None:
    assert history("") == history("moved:\nremoved: []\n") == History()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("moved: x\n", ["moved: a list is expected"]),
        ("moved: [x]\n", ["moved.0: a mapping (key: value) is expected here", *["moved.0: \"from\" is missing", "moved.0: \"to\" is missing"]]),
        ("moved: [{from: a}]\n", ['moved.0: "to" is missing']),
        ("moved: [{from: A, to: b}]\n", ["moved.0.from: this cannot name a service: only lower-case letters, digits and - are allowed, a letter first, no - last"]),
        ("moved: [{from: a, to: a}]\n", ["moved.0.to: a name moves to another one"]),
        ("moved: [{from: a, to: b}, {from: a, to: c}]\n", ["moved.1.from: a has moved already, to b (line 8)"]),
        ("moved: [{from: a, to: b}, {from: b, to: c}, {from: c, to: a}]\n", ["moved.2.to: a has moved to c: this is a circle"]),
        ("moved: [{from: a, to: b, when: x}]\n", ["moved.0.when: this key is not known"]),
        ("removed: [{since: 0.1.0}]\n", ['removed.0: "service" is missing']),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(text: str, expected: list[str]) -> None:
    assert refusals(text) == expected
