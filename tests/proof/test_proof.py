"""Every container of every blueprint has a proof: it ran, its own program read its configuration, or why neither was done."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests import tools
from tests.blueprints.platforms import CASES, CHOSEN, rendered
from tests.proof.page import page
from tests.proof.proofs import (
    LEVELS,
    Kept,
    Killed,
    Promise,
    Proof,
    containers_of,
    is_there,
    jobs_of,
    kept_images,
    kills,
    promises,
    proofs,
    references_of,
)
from tests.proof.sentences import Sentence, descriptions, plain, sentences, spoken, unjudged

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

PAGE = tools.ROOT / "docs" / "proof.md"
# What is allowed to be less than accepted by any program: said, counted, and not to grow.
LEAST = 24


def without_proof(known: list[Proof], seen: set[tuple[str, str]]) -> dict[str, str]:
    counts = {one: sum(each.covers(*one) for each in known) for one in seen}
    return {
        f"{image} {container}": f"{count} proofs"
        for (image, container), count in counts.items()
        if count != 1
    }


@pytest.mark.golden
def test_page_says_what_was_seen() -> None:
    if os.environ.get("GOLDEN") == "write":
        PAGE.write_text(page(proofs(), kept_images(), promises(), kills()))
    assert PAGE.read_text() == page(proofs(), kept_images(), promises(), kills()), (
        "`make golden` writes it anew"
    )


def test_proofs_name_tests_that_exist() -> None:
    assert [
        test for each in [*proofs(), *promises(), *kills()] for test in each.tests if not is_there(test)
    ] == []
    assert not is_there("tests/proof/test_proof.py::test_nobody_wrote")
    assert not is_there("tests/proof/test_nothing.py::test_proofs_name_tests_that_exist")


def test_proofs_say_what_their_level_asks_for() -> None:
    found = proofs()
    assert {each.level for each in found} <= set(LEVELS)
    assert [each for each in found if each.level != "read" and not (each.tests and each.program)] == []
    assert [each for each in found if each.level == "read" and not (each.source and each.note)] == []


def test_promises_stand_on_their_pages_and_are_shown_or_said_not_to_be() -> None:
    found = promises()
    texts = {each.page: " ".join((tools.ROOT / each.page).read_text().split()) for each in found}
    assert [each for each in found if each.says not in texts[each.page]] == []
    assert [each for each in found if bool(each.tests) is bool(each.why)] == []


def test_what_a_page_says_about_failure_is_a_promise_or_said_to_be_none() -> None:
    others = [opening for each in plain().values() for opening in each]
    assert unjudged(spoken(), promises(), others) == [], (
        "tests/proof/promises.yaml names the tests that show it, or why none does; tests/proof/plain.yaml what is none"
    )
    texts = [each.text for each in spoken()]
    gone = [opening for opening in others if not any(text.startswith(opening) for text in texts)]
    assert gone == [], "no page says it any more"


def test_a_new_promise_is_found() -> None:
    text = """# When it fails

- Orders survive a crash. Nothing else
  is lost. It is blue; kill it: `kubectl`.

```sh
restart it
```
| cache | forgets what fails |
"""
    found = sentences("page.md", text)
    assert [each.text for each in found] == [
        "Orders survive a crash.",
        "Nothing else is lost.",
        "It is blue; kill it: `kubectl`.",
        "cache | forgets what fails |",
    ]
    known = [Promise("other.md", "Orders survive a crash", ("test",))]
    assert unjudged(found, known, ["It is blue", "cache"]) == [Sentence("page.md", "Nothing else is lost.")]


def test_descriptions_of_a_schema_are_sentences_and_its_keys_are_not() -> None:
    schema = {
        "groups": [{"keys": {"lost": {"description": "Crashes lose it"}}}],
        "failed": {"description": {"type": "string", "description": "A size"}},
    }
    assert list(descriptions(schema)) == ["Crashes lose it", "A size"]


def test_most_images_run_or_are_accepted() -> None:
    """By the role that is known the least."""
    found = proofs()
    images = {each.image for each in found} - {each.image for each in found if each.level == "read"}
    assert len(images) >= LEAST


def unkilled(known: Sequence[Killed], seen: Iterable[str]) -> dict[str, int]:
    """The jobs that have not one entry, with the number that they have."""
    counts = {job: sum(each.covers(job) for each in known) for job in seen}
    return {job: count for job, count in counts.items() if count != 1}


@pytest.mark.long
def test_every_job_is_killed_by_a_test_or_said_why_not(helm3: Path) -> None:
    found = kills()
    assert [each for each in found if bool(each.tests) is bool(each.why)] == []
    seen = {one for case in CASES for one in jobs_of(case.blueprint, rendered(helm3, *case))}
    for case, answer in CHOSEN:
        seen |= {*jobs_of(case.blueprint, rendered(helm3, *case, answer))}
    assert unkilled(found, seen) == {}
    assert [each for each in found if not any(each.covers(job) for job in seen)] == [], (
        "nothing has it any more"
    )


def test_a_job_that_nobody_kills_is_found() -> None:
    known = [Killed(("shop/{order,user}-db-backup",)), Killed(("*/user-*",))]
    seen = ["shop/order-db-backup", "shop/user-db-backup", "shop/stock-db-backup"]
    assert unkilled(known, seen) == {"shop/user-db-backup": 2, "shop/stock-db-backup": 0}


@pytest.mark.long
def test_every_container_has_one_proof(helm3: Path) -> None:
    seen = {one for case in CASES for one in containers_of(case.blueprint, rendered(helm3, *case))}
    for case, answer in CHOSEN:
        seen |= {*containers_of(case.blueprint, rendered(helm3, *case, answer))}
    assert without_proof(proofs(), seen) == {}
    single = [each._replace(containers=(one,)) for each in proofs() for one in each.containers]
    assert [each for each in single if not any(each.covers(*one) for one in seen)] == [], (
        "nothing has it any more"
    )


def pinned_otherwise(known: Sequence[Kept], seen: Iterable[str]) -> list[str]:
    """The references that are of no image that is known, or not pinned as its tags are."""
    return sorted(each for each in seen if sum(one.has(each) for one in known) != 1)


@pytest.mark.long
def test_every_image_is_pinned_to_a_version_of_one_that_is_kept_or_said_not_to_be(helm3: Path) -> None:
    seen = {one for case in CASES for one in references_of(rendered(helm3, *case))}
    for case, answer in CHOSEN:
        seen |= references_of(rendered(helm3, *case, answer))
    assert pinned_otherwise(kept_images(), seen) == []
    assert [each.image for each in kept_images() if each.ended] == [
        "docker.io/emqx/emqx",
    ]


def test_an_image_that_is_pinned_to_no_version_is_found() -> None:
    known = [Kept("docker.io/library/nats", r"\d+\.\d+\.\d+-alpine")]
    digest = f"@sha256:{'0' * 64}"
    right = ["docker.io/library/nats:2.11.8-alpine", f"docker.io/library/nats:2.11.8-alpine{digest}"]
    wrong = [
        "docker.io/library/nats",
        "docker.io/library/nats:2.11-alpine",
        "docker.io/library/nats:latest",
        "nats:2.11.8-alpine",
    ]
    assert pinned_otherwise(known, [*right, *wrong]) == sorted(wrong)


def test_a_container_without_a_proof_is_found() -> None:
    known = [Proof("docker.io/library/nats", "broker", ("shop/*/broker",), "runs")]
    seen = {
        ("docker.io/library/nats", "shop/queue/broker"),
        ("docker.io/library/nats", "shop/queue/exporter"),
        ("docker.io/library/redis", "shop/queue/broker"),
    }
    assert without_proof(known, seen) == {
        "docker.io/library/nats shop/queue/exporter": "0 proofs",
        "docker.io/library/redis shop/queue/broker": "0 proofs",
    }
    assert without_proof(known * 2, {("docker.io/library/nats", "shop/queue/broker")}) == {
        "docker.io/library/nats shop/queue/broker": "2 proofs"
    }
