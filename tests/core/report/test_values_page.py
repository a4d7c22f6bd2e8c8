"""Values side by side as a page: what its table says, what waits for a click, and that nothing in it is code."""

from __future__ import annotations

from html.parser import HTMLParser

from generator.core.data import MISSING
from generator.core.report.values_page import as_html
from generator.core.values.compare import Row

CODE = "<script>alert('x')</script>"
ROWS = [
    Row(("web", "replicaCount"), (1, 3), differs=True),
    Row(("web", "image", "tag"), ("1.4", MISSING), differs=True, expected=True),
    Row(("web", "image"), ("a", "a"), differs=False),
    Row(("web", "args"), (["-v"], ["-q"]), differs=True, follows=("global", "presets", "all", "args")),
    Row(("global", "presets", "all", "args"), (["-v"], ["-q"]), differs=True),
    Row((CODE, CODE), (CODE, CODE), differs=False),
]


class Table(HTMLParser):
    """The rows of a page: class, key and cells of each, and the name of each group."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[tuple[str, list[str]]] = []
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "tr":
            self.rows.append((dict(attrs).get("class") or "", []))
        elif tag in ("td", "th"):
            self.rows[-1][1].append("")

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1][1] and data.strip() and "document.querySelector" not in data:
            self.rows[-1][1][-1] += data


def test_table_has_a_group_for_each_service_and_marks_what_is_news() -> None:
    page = as_html(ROWS, ["dev", "prod"], heading="Shop", summary="2 differences.")
    assert Table(page).rows == [
        ("", ["Key", "dev", "prod"]),
        ("", ["web"]),
        ("news", ["replicaCount", "1", "3"]),
        ("expected quiet", ["image.tag", '"1.4"', "—"]),
        ("", ["image", "a", "a"]),
        ("news quiet", ["argsfollows from global.presets.all.args", '["-v"]', '["-q"]']),
        ("", ["global"]),
        ("news", ["presets.all.args", '["-v"]', '["-q"]']),
        ("", [CODE]),
        ("", [CODE, CODE, CODE]),
    ]


def test_defaults_that_differ_are_told_once_for_all_services_that_have_them() -> None:
    cause = ("chart defaults", "deployment", "args")
    rows = [Row((name, "args"), (1, 2), differs=True, follows=cause) for name in ("web", "orders")]
    assert Table(as_html(rows, ["prod@v1", "prod"], heading="Shop", summary="")).rows == [
        ("", ["Key", "prod@v1", "prod"]),
        ("", ["web"]),
        ("news quiet", ["argsfollows from chart defaults.deployment.args", "1", "2"]),
        ("", ["orders"]),
        ("news quiet", ["argsfollows from chart defaults.deployment.args", "1", "2"]),
        ("", ["chart defaults"]),
        ("news", ["deployment.args", "1", "2"]),
    ]


def test_page_fetches_and_runs_nothing_of_others() -> None:
    page = as_html(ROWS, [CODE, "prod"], heading=CODE, summary=CODE)
    assert Table(page).tags.count("script") == 1
    assert CODE not in page
    assert "<title>&lt;script&gt;" in page
    assert [word for word in ("http:", "https:", "src=", "href=", "@import", "url(") if word in page] == []


def test_rows_are_found_by_their_whole_path_in_small_letters() -> None:
    assert 'data-key="web.replicacount"' in as_html(ROWS[:1], ["dev", "prod"], heading="", summary="")
