"""Values side by side as one HTML page: nothing is fetched, it can be mailed or kept as an artifact."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from generator.core.data import MISSING
from generator.core.encrypted import UNKNOWN
from generator.core.paths import format_path
from generator.core.printable import printable
from generator.core.values.compare import grouped, news
from generator.core.values.text import ABSENT, one_line

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from generator.core.paths import KeyPath
    from generator.core.values.compare import Row

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --news: #e8a33d33; --expected: #5a9bd422; --quiet: #888; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; }
h1 { font-size: 1.4rem; margin: 0; }
p { color: var(--quiet); margin: .3rem 0 1rem; }
input[type=search] { font: inherit; padding: .3rem .6rem; width: 20rem; max-width: 100%; }
label { margin-left: 1rem; }
table { border-collapse: collapse; margin-top: 1rem; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .25rem .6rem; text-align: left; vertical-align: top; }
thead th { position: sticky; top: 0; background: Canvas; }
tbody th[colspan] { padding-top: 1.2rem; font-size: 1.05rem; }
td, .key { font-family: ui-monospace, monospace; font-size: .85rem; font-weight: normal; }
td, .key { overflow-wrap: anywhere; }
tr.news td { background: var(--news); }
tr.expected td { background: var(--expected); }
.absent, small { color: var(--quiet); }
"""
_SCRIPT = """
const search = document.querySelector("input[type=search]"), all = document.querySelector("#all");
function show() {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  for (const group of document.querySelectorAll("tbody")) {
    let any = false;
    for (const row of group.querySelectorAll("tr[data-key]")) {
      const fits = words.every(word => row.dataset.key.includes(word));
      row.hidden = !fits || (!all.checked && row.classList.contains("quiet"));
      any = any || !row.hidden;
    }
    group.hidden = !any;
  }
}
search.addEventListener("input", show); all.addEventListener("change", show); show();
"""


def as_html(rows: Sequence[Row], titles: Sequence[str], *, heading: str, summary: str) -> str:
    """A page with a table by service and a field that filters it; what is no news waits for a click."""
    reported = news(rows)
    there = {row.path for row in rows}
    rows = [*rows, *(row for row in reported if row.path not in there)]
    loud = {row.path for row in reported}
    head = "".join(f"<th>{_shown(title)}</th>" for title in titles)
    body = "".join(_group(name, group, len(titles), loud) for name, group in grouped(rows).items())
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{_shown(heading)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{_shown(heading)}</h1>\n<p>{_shown(summary)}</p>\n"
        '<input type="search" placeholder="filter keys" aria-label="filter keys">'
        '<label><input type="checkbox" id="all"> show what is expected or follows from another key</label>\n'
        f"<table>\n<thead><tr><th>Key</th>{head}</tr></thead>\n{body}</table>\n"
        f"<script>{_SCRIPT}</script>\n</body>\n</html>\n"
    )


def _shown(text: str) -> str:
    return escape(printable(text))


def _group(name: str, rows: Sequence[Row], columns: int, loud: Collection[KeyPath]) -> str:
    lines = "".join(_row(row, is_quiet=row.differs and row.path not in loud) for row in rows)
    return f'<tbody>\n<tr><th colspan="{columns + 1}">{_shown(name)}</th></tr>\n{lines}</tbody>\n'


def _row(row: Row, *, is_quiet: bool) -> str:
    kinds = []
    if row.differs:
        kinds.append("expected" if row.expected else "news")
    if is_quiet:
        kinds.append("quiet")
    key = format_path(row.path[1:]) or format_path(row.path)
    reason = f"<br><small>follows from {_shown(format_path(row.follows))}</small>" if row.follows else ""
    reason += f"<br><small>{UNKNOWN}</small>" if row.unknown else ""
    cells = "".join(
        f'<td class="absent">{ABSENT}</td>' if value is MISSING else f"<td>{_shown(one_line(value))}</td>"
        for value in row.values
    )
    name = _shown(format_path(row.path).lower())
    head = f'<th class="key">{_shown(key)}{reason}</th>'
    return f'<tr class="{" ".join(kinds)}" data-key="{name}">{head}{cells}</tr>\n'
