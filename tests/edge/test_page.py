"""Values as an HTML page: its table, and that nothing in it is the code of somebody else."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from html.parser import HTMLParser

from generator.core.report.values_page import values_page
from generator.core.values.compare import Row
from generator.edge.page import as_html

CODE = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>{{ 7 * 7 }}"


class Table(HTMLParser):
    """The rows of a page: the class of each, and its cells; and all tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[tuple[str, list[str]]] = []
        self.tags: list[str] = []
        self.is_cell = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "tr":
            self.rows.append((dict(attrs).get("class") or "", []))
        elif tag in ("td", "th"):
            self.is_cell = True
            self.rows[-1][1].append("")

    def handle_endtag(self, tag: str) -> None:
        self.is_cell = self.is_cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.is_cell:
            self.rows[-1][1][-1] += data


def page_of(rows: list[Row], *titles: str, heading: str = "Shop", summary: str = "") -> str:
    return as_html(values_page(rows, titles, heading=heading, summary=summary))


def test_table_shows_what_differs_and_below_it_what_is_the_same() -> None:
    rows = [
        Row(("web", "image", "tag"), (1, 1, 2), differs=True),
        Row(("web", "args"), (1, 2, 3), differs=True, follows=("global", "x")),
        Row(("web", "port"), (80, 80, 80), differs=False),
        Row(("global", "x"), (1, 2, 3), differs=True),
    ]
    page = page_of(rows, "dev", "test", "prod")
    assert Table(page).rows == [
        ("", ["Key", "dev", "test", "prod"]),
        ("", ["web"]),
        ("news", ["image.tag", "1", "2"]),
        ("news quiet", ["argsfollows from global.x", "1", "2", "3"]),
        ("", ["global"]),
        ("news", ["x", "1", "2", "3"]),
        ("", ["Key", "everywhere"]),
        ("", ["web"]),
        ("", ["port", "80"]),
    ]
    assert '<td colspan="2" data-in="dev, test">1</td><td class="other" data-in="prod">2</td></tr>' in page
    assert "image.<wbr>tag<wbr>" in page
    assert "show 1 more that is expected or follow" in page


def test_page_without_rows_has_no_table() -> None:
    assert "<table" not in page_of([], "dev", "prod", summary="No differences.")


def test_page_fetches_and_runs_nothing_of_others() -> None:
    rows = [Row((CODE, CODE), (CODE, 1), differs=True), Row((CODE, "b"), (CODE, CODE), differs=False)]
    page = page_of(rows, CODE, "prod", heading=CODE, summary=CODE)
    table = Table(page)
    assert (table.tags.count("script"), table.tags.count("img")) == (1, 0)
    assert CODE not in page
    assert "{{ 7 * 7 }}" in page
    assert "49" not in re.sub(r"sha256-\S+", "", page)
    left = [word for word in ("http:", "https:", "href=", "@import", "url(") if word in page]
    assert left == []


def test_policy_of_the_page_lets_its_own_script_run_and_no_other() -> None:
    page = page_of([], "dev")
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    policy = "; ".join(
        f"{kind}-src 'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for kind, text in (("style", style), ("script", script))
    )
    assert f"""content="default-src 'none'; {policy}">""" in page


def test_style_serves_light_and_dark_paper_and_narrow_windows() -> None:
    page = page_of([], "dev")
    for promise in (
        "color-scheme: light dark",
        "position: sticky",
        "@media print",
        "@media screen and (max-",
    ):
        assert promise in page, promise
