"""One difference: on one line, item by item, or line by line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.data import MISSING, Data
from generator.core.line_differences import line_differences
from generator.core.look import look
from generator.core.paths import format_path
from generator.core.report.difference_lines import difference_lines
from generator.core.values.by_item import by_item
from generator.core.values.compare import Row
from tests.core.report.plain import plain

DEBUG = {"name": "LOG_LEVEL", "value": "debug"}
INFO = {"name": "LOG_LEVEL", "value": "info"}
CONFIG = "server {\n  listen 80;\n  root /srv;\n}\n"


def shown(before: Data, after: Data, remark: str = "", width: int | None = None) -> str:
    return plain(difference_lines(("env",), [before, after], remark, width))


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ([DEBUG, {"name": "OLD"}], [INFO, {"name": "EXTRA", "value": "1"}],
         '  env[name=LOG_LEVEL].value  debug → info\n  - env[name=OLD]\n  + env[name=EXTRA]  {value: "1"}\n'),
        ([{"name": "A"}, {"name": "B"}], [{"name": "B"}, {"name": "A"}], "  env: order  [A, B] → [B, A]\n"),
        (["-v"], ["-v", "-x y"], '  + env  -x y\n'),
        (CONFIG, CONFIG.replace("80", "8080"),
         "  env\n    @@ line 1 @@\n     server {\n    -  listen 80;\n    +  listen 8080;\n       root /srv;\n"),
        ("a\nb", "a\nb ", '  env\n    @@ line 1 @@\n     a\n    -"b"\n    +"b "\n'),
        ("a\nb", "a\nb\n", '  env  "a\\nb" → "a\\nb\\n"\n'),
        ("1", 1, '  env  "1" → 1\n'),
        ("true", True, '  env  "true" → true\n'),
        ("null", None, '  env  "null" → null\n'),
        ("—", MISSING, '  env  "\\u2014" → —\n'),
        ("a b", "a\u00a0b", '  env  "a b" → "a\\u00a0b"\n'),
        ("scope", "s\u0441ope", '  env  "scope" → "s\\u0441ope"\n'),
        (float("nan"), float("nan"), ""),
    ],
)  # fmt: skip
def test_a_difference_is_seen(before: Data, after: Data, text: str) -> None:
    assert shown(before, after) == text


def test_a_long_value_is_cut_around_what_differs() -> None:
    address = "jdbc:postgresql://db.shop.svc.cluster.local:5432/shop?user=app&ssl={}&timeout=10"
    assert shown(address.format("true"), address.format("false"), "expected", 100) == (
        "  env  …32/shop?user=app&ssl=true&timeout=10 → …2/shop?user=app&ssl=false&timeout=10   (expected)\n"
    )


def test_of_a_long_text_the_first_lines_and_how_many_more() -> None:
    lines = shown("a\n" * 30, "b\n" * 30, width=80).splitlines()
    assert len(lines) == 41
    assert lines[-1] == "    … 23 more lines (--full shows them)"
    assert len(shown("a\n" * 30, "b\n" * 30).splitlines()) == 63


_LINES = st.lists(
    st.sampled_from(["a", "a ", "a\u00a0", "b", '"a "', "\ta", "", "a\r", "\u0430"]), max_size=4
).map("\n".join)


@settings(max_examples=150, deadline=None)
@given(_LINES, _LINES)
def test_no_line_goes_and_comes_looking_the_same(before: str, after: str) -> None:
    found = [one for one in line_differences(before, after, 99) if one.sign != "@"]
    assert bool(found) == (before != after)
    meant: dict[str, str] = {}
    for text, sides in ((before, " -"), (after, " +")):
        lines = [one for one in found if one.sign in sides]
        for line, one in zip(text.split("\n"), lines, strict=bool(found)):
            if one.sign != " ":
                assert meant.setdefault(look(one.text).rstrip(), line) == line


def test_rows_of_lists_are_taken_apart_for_tables() -> None:
    row = Row(("web", "env"), ([DEBUG], [INFO, {"name": "B"}], MISSING), differs=True, expected=True)
    assert [(format_path(one.path), one.values, one.expected) for one in by_item(row)] == [
        ("web.env[name=LOG_LEVEL]", (DEBUG, INFO, MISSING), True),
        ("web.env[name=B]", (MISSING, {"name": "B"}, MISSING), True),
    ]
    order = Row(("web", "args"), (["a", "b"], ["b", "a"]), differs=True)
    assert [(format_path(one.path), one.values) for one in by_item(order)] == [
        ("web.args[order]", (["a", "b"], ["b", "a"]))
    ]
    same = Row(("web", "args"), (["a"], ["a"]), differs=False)
    assert list(by_item(same)) == [same]
