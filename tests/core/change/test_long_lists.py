"""Time of what is done to a long list grows with its items, and not with their square."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

import pytest

from generator.core.change.promote import promoted
from generator.core.changes import unified
from generator.core.edit.edit import edit
from generator.core.paths import parse_path
from generator.core.platform.patterns import patterns
from generator.core.values.model import ValuesModel, load_values
from generator.core.yaml.data import values_of_text
from tests.calls import growth

PLATFORM = (
    b"apiVersion: helm-blueprint/v1\nenvironments: {staging: {}, prod: {}}\nintent: {environmentOnly: [a]}\n"
)
NAMED = "  - {{name: rule-{0}, image: 'registry/rule:{1}', level: info}}\n"
NEW = "  - {{name: rule-{0}-{1}, level: info}}\n"
PLAIN = "  - rule-{0}-{1}\n"
WITHIN = "  - name: rule-{0}\n    args: [a, b{1}]\n    env:\n    - {{name: A, value: b{1}}}\n"


def model_of(item: str, items: int) -> ValuesModel:
    """Two environments with one list, of which every other item differs."""
    files = {
        f"values-{name}.yaml": "rules:\n" + "".join(item.format(at, at % 2 * is_new) for at in range(items))
        for name, is_new in (("staging", True), ("prod", False))
    }
    files |= {"Chart.yaml": "apiVersion: v2\nname: long\nversion: 1.0.0\n", "values.yaml": "rules: []\n"}
    return load_values(
        {PurePosixPath(path): text.encode() for path, text in files.items()}
        | {PurePosixPath("platform.yaml"): PLATFORM}
    )


def promotion(item: str, only: str = "") -> Callable[[int], Callable[[], object]]:
    def of(items: int) -> Callable[[], object]:
        model = model_of(item, items)
        return lambda: unified(
            promoted(model, "staging", "prod", only=patterns(only) if only else None).changes
        )

    return of


def items(numbers: Sequence[int], *, commented: bool = False) -> list[str]:
    return [
        f"{f'  # of {at}{chr(10)}' if commented else ''}  - name: rule-{at}\n    image: registry/rule\n"
        for at in numbers
    ]


@pytest.mark.parametrize(
    "order",
    [
        lambda size: range(size)[::-1],
        lambda size: range(2 * size),
        lambda size: [at ^ 1 for at in range(size)],
    ],
)
def test_many_items_go_elsewhere_and_to_the_end_with_their_comments(
    order: Callable[[int], Sequence[int]],
) -> None:
    def of(size: int) -> Callable[[], object]:
        before = "".join(["rules:\n", *items(range(size), commented=True)])
        after = "".join(["rules:\n", *items(order(size))])

        def act() -> None:
            made = edit(before, "set", "rules", values_of_text(after)["rules"])
            assert made == "".join(
                ["rules:\n", *(one for at in order(size) for one in items([at], commented=at < size))]
            )

        return act

    assert growth(of, 100, 400) < 7


@pytest.mark.parametrize(
    ("item", "only"),
    [(NAMED, ""), (NAMED, "rules"), (NEW, ""), (PLAIN, ""), (WITHIN, "rules")],
)
def test_promotion(item: str, only: str) -> None:
    assert growth(promotion(item, only), 40, 160) < 7


def test_looking_for_each_item_by_its_name() -> None:
    def of(items: int) -> Callable[[], object]:
        data = model_of(NAMED, items)
        paths = [parse_path(f"rules[name=rule-{at}].image") for at in range(items)]
        return lambda: [data.effective("prod", path) for path in paths]

    assert growth(of, 100, 400) < 6
