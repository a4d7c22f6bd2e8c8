"""Pages as a browser shows them: what differs stands first, the filter finds, no key breaks within a word."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.core.paths import KeyPath, format_path
from generator.core.report.values_page import values_page
from generator.core.values.compare import Row
from generator.edge.page import as_html
from tests import browser
from tests.browser import Browser, Page

pytestmark = pytest.mark.long

TITLES = ("dev", "test", "staging", "prod", "dr")
SERVICES = ("order-service", "notification-dispatcher", "search")
ALL = "global"
KEYS: tuple[KeyPath, ...] = (
    ("terminationGracePeriodSeconds",),
    ("topologySpreadConstraints", 0, "whenUnsatisfiable"),
    ("annotations", "service.beta.kubernetes.io/aws-load-balancer-connection-idle-timeout"),
    ("env", "SPRING_DATASOURCE_HIKARI_MAXIMUM_POOL_SIZE"),
)
DIFFERING = [format_path(key) for key in KEYS[1::2]]


def rows() -> list[Row]:
    """Keys that are the same everywhere, that differ, and that differ because others do; long ones."""
    found = []
    for service in SERVICES:
        for number, key in enumerate(KEYS):
            values = tuple(f"value-of-{name}" if number % 2 else "same" for name in TITLES)
            found.append(Row((service, *key), values, differs=bool(number % 2)))
        found.append(Row((service, "replicas"), (1, 1, 2, 3, 3), differs=True, follows=(ALL, "x")))
    return [*found, Row((ALL, "x"), (1, 1, 2, 3, 3), differs=True)]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    program = browser.find()
    if program is None:
        why = "no Chromium on this machine: run `python -m tests.browser` as root on Debian, or name one by CHROMIUM"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(why)
    with browser.started(program, tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture
def page(running: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> Page:
    """The page in a window that is 1280 pixels wide, unless a test says otherwise."""
    file = tmp_path / "values.html"
    file.write_text(as_html(values_page(rows(), TITLES, heading="Shop", summary="")))
    return running.open(file, getattr(request, "param", 1280))


SHOWN = """[...document.querySelectorAll("tr[data-key]")]
  .filter(row => row.checkVisibility()).map(row => row.querySelector("th, td").innerText.split("\\n")[0])"""


def typed(page: Page, text: str) -> list[str]:
    """The keys that are shown once somebody has typed this into the filter."""
    page.run(
        'document.querySelector("input").focus(); document.execCommand("selectAll");'
        'document.execCommand("delete")'
    )
    if text:
        page.call("Input.insertText", text=text)
    return list(page.run(SHOWN))


def test_what_differs_stands_first_and_what_is_expected_or_the_same_is_folded_away(page: Page) -> None:
    assert page.run(SHOWN) == [*DIFFERING * len(SERVICES), "x"]
    assert page.run('document.querySelector("details").open') is False


def test_the_rest_is_shown_when_it_is_asked_for(page: Page) -> None:
    few = len(page.run(SHOWN))
    page.run('document.querySelector("#all").click()')
    shown = page.run(SHOWN)
    assert len(shown) == few + len(SERVICES)
    assert shown.count("replicas") == len(SERVICES)
    page.run('document.querySelector("summary").click()')
    assert len(page.run(SHOWN)) == len(rows())


def test_the_filter_finds_keys_wherever_they_are_and_says_where_there_is_none(page: Page) -> None:
    before = page.run(SHOWN)
    assert typed(page, "repl order") == ["replicas"]
    found = typed(page, "GRACE")
    assert found == ["terminationGracePeriodSeconds"] * len(SERVICES)
    assert page.run('document.querySelector("details").open') is True
    nothing = 'document.querySelector(".nothing").checkVisibility()'
    assert page.run(nothing) is False
    assert typed(page, "no such key") == []
    assert page.run(nothing) is True
    page.run('document.querySelector("details").open = false')
    assert typed(page, "") == before


# Words whose letters stand on more than one line.
BROKEN = """[...document.querySelectorAll("tr[data-key] > :first-child")].flatMap(cell => {
  const broken = [];
  const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    for (const word of walker.currentNode.data.matchAll(/[A-Za-z0-9]+/g)) {
      const range = document.createRange();
      range.setStart(walker.currentNode, word.index);
      range.setEnd(walker.currentNode, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].map(one => Math.round(one.top)));
      if (lines.size > 1) broken.push(word[0]);
    }
  }
  return broken;
})"""


@pytest.mark.parametrize("page", [1280, 1920], indirect=True)
def test_no_key_breaks_within_a_word(page: Page) -> None:
    page.run('document.querySelector("#all").click(); document.querySelector("summary").click()')
    assert page.run('document.querySelectorAll("tr[data-key]").length') == len(rows())
    assert page.run(BROKEN) == []
    assert page.run("document.documentElement.scrollWidth <= innerWidth") is True


def test_a_word_that_breaks_would_be_noticed(page: Page) -> None:
    page.run('document.querySelector("summary").click()')
    page.run('for (const cell of document.querySelectorAll("tr[data-key] > :first-child")) cell.style.cssText ='
             ' "max-width: 40px; word-break: break-all"')  # fmt: skip
    assert page.run(BROKEN) != []


def test_the_header_stays_in_sight(page: Page) -> None:
    size = {"width": 1280, "height": 250, "deviceScaleFactor": 1, "mobile": False}
    page.call("Emulation.setDeviceMetricsOverride", **size)
    page.run("scrollTo(0, 250)")
    assert page.run("scrollY") > 0
    assert page.run('document.querySelector("thead th").getBoundingClientRect().top') >= 0
