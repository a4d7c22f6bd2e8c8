"""`service add` as a command; what it adds is tested in core."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.commands import _questions
from generator.core.advice.traits import Traits
from generator.core.tree import Tree
from tests.blueprints.platforms import tree
from tests.commands.conftest import Run
from tests.commands.values.conftest import Here

IMAGE = ("--image", "example.com/coupons:1.0.0")


@pytest.fixture(scope="module")
def files() -> Tree:
    """Of the scope of the module, since `invoke` puts other blueprints in the place of ours."""
    return tree("ecommerce")


@pytest.fixture
def shop(files: Tree, invoke: Run) -> Here:
    return Here(Path.cwd(), files)


def test_adds_a_service_and_says_what_was_chosen(shop: Here, invoke: Run) -> None:
    result = invoke("service", "add", "coupons", "--single", *IMAGE, "--called-by", "storefront", "--dry-run")
    assert (result.status, shop.changed()) == (0, {})
    assert result.err.startswith("coupons\nworkload     Deployment\n             one pod, which is replaced")
    assert (
        "+coupons: # answers whoever calls it; keeps no data\n"
        "+  tier: business\n"
        "+  component: api\n"
        "+  presets: [app]\n"
        "+  replicaCount: 1\n"
        "+  image: {repository: example.com/coupons, tag: 1.0.0}\n"
        "+  resources: {requests: {cpu: 200m, memory: 256Mi}, limits: {memory: 256Mi}}\n"
        "+  autoscaling: {enabled: false}\n"
        "+  podDisruptionBudget: {enabled: false}\n"
        "+  strategy: {type: Recreate}\n"
        "+  slo: {enabled: true, availability: 99.9}\n"
    ) in result.out


def test_writes_all_files_and_what_follows(shop: Here, invoke: Run) -> None:
    result = invoke(
        "service",
        "add",
        "gifts",
        "--like",
        "order-service",
        "--with",
        "postgres",
        "--env-only",
        "prod",
        "--yes",
    )
    assert result.status == 0
    assert set(shop.changed()) == {
        "Chart.yaml", "README.md", "charts/workload/dependencies.json", "values.schema.json", "values.yaml",
        "values-dr.yaml", "values-prod.yaml",
    }  # fmt: skip
    assert invoke("values", "lint").status == 0


def test_what_the_schema_refuses_is_not_written(here: Here, invoke: Run) -> None:
    """The schema of this platform knows no tiers, and is not ours to make anew."""
    result = invoke("service", "add", "coupons", "--workload", "deployment", *IMAGE, "--yes")
    assert (result.status, here.changed()) == (2, {})
    assert result.err.startswith("Error: values.yaml:10: coupons: this key is not known\n")


REFUSED = {
    ("web", "--workload", "deployment", *IMAGE): (
        'Error: "web" cannot name a service: there is one of that name already (Chart.yaml)\n'
        "  Choose another name; nothing was changed.\n"
    ),
    ("coupons",): (
        "Error: nothing says what coupons is\n  Name --workload, --like SERVICE, or traits: --stateful, "
        "--once … (`helm-blueprint advise --help`).\n"
    ),
    ("coupons", "--like", "orders", "--with", "cache"): (
        "Error: there is no cache here that one of coupons could be like\n"
        "  Add it as a service of its own, and connect it: service add coupons-cache.\n"
    ),
}


@pytest.mark.parametrize("words", REFUSED)
def test_refuses(words: tuple[str, ...], here: Here, invoke: Run) -> None:
    result = invoke("service", "add", *words, "--yes")
    assert (result, here.changed()) == ((2, "", REFUSED[words]), {})


def test_a_chart_of_somebody_else_is_taken_again(invoke: Run, foreign: Here) -> None:
    assert invoke("service", "add", "basket", "--like", "cart", "--yes").status == 0
    assert set(foreign.changed()) == {"Chart.yaml", "values.yaml", "values-dev.yaml", "values-prod.yaml"}


def test_a_description_is_one_line(invoke: Run, foreign: Here) -> None:
    invoke("service", "add", "basket", "--like", "cart", "--description", "a\n  b: \x1b[1mc", "--yes")
    assert "basket: # a b: \\u001b[1mc\n" in foreign.text("values.yaml")


# ── on a terminal ───────────────────────────────────────────────────────────────────────────────


class _Asked:
    """A person who gives these answers, one after the other, and the questions that came."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
        self.questions: list[str] = []
        left: Iterator[str] = iter(answers)
        monkeypatch.setattr(_questions, "can_ask", lambda: True)

        def ask(option: object, default: str) -> str:
            self.questions.append(option.help)  # type: ignore[attr-defined]
            return next(left)

        monkeypatch.setattr(_questions, "ask", ask)


NOTHING = {"like": "", "workload": None, "image": None, "ports": (), "connects": ()}


def test_asks_for_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    person = _Asked(monkeypatch, "cronjob", "@daily", "a/b:1", "web,db")
    options = dict(NOTHING)
    assert _questions.ask_what_is_missing(options, Traits()) == Traits(schedule="@daily")
    assert options == {**NOTHING, "workload": "cronjob", "image": "a/b:1", "connects": ("web,db",)}
    assert person.questions == [
        "What is it made of?",
        "When does it run, in cron's format?",
        "Its image, with a tag (empty: that of its presets)",
        "Whom does it call? Services, separated by commas",
    ]


def test_asks_for_a_port_where_there_can_be_one(monkeypatch: pytest.MonkeyPatch) -> None:
    person = _Asked(monkeypatch, "80")
    options = {**NOTHING, "workload": "deployment", "image": "a:1", "connects": ("web",)}
    _questions.ask_what_is_missing(options, Traits())
    assert (options["ports"], person.questions) == (("80",), ["Its port (empty: that of its presets)"])


@pytest.mark.parametrize("options", [{**NOTHING, "like": "web"}, NOTHING])
def test_asks_nothing_where_nothing_is_missing_or_nobody_there(
    options: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    person = _Asked(monkeypatch)
    monkeypatch.setattr(_questions, "can_ask", lambda: bool(options["like"]))
    before = dict(options)
    assert _questions.ask_what_is_missing(options, Traits(once=True)) == Traits(once=True)
    assert (options, person.questions) == (before, [])
