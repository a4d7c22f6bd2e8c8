"""`values diff`: whole outputs, environments and revisions."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from tests.commands.conftest import Run
from tests.commands.values.conftest import Here
from tests.edge.test_git import git

INTENT = """\
intent:
  mustDiffer: [global.domain]
"""


@pytest.fixture
def platform(here: Here) -> Here:
    here.put("platform.yaml", here.text("platform.yaml") + INTENT)
    return here


@pytest.fixture
def history(platform: Here) -> Here:
    git(platform.folder, "init", "-q")
    git(platform.folder, "add", "-A")
    git(platform.folder, "commit", "-q", "-m", "one")
    git(platform.folder, "tag", "v1")
    platform.put("values-prod.yaml", platform.text("values-prod.yaml").replace("30", "60"))
    return platform


def test_news_by_service(invoke: Run, platform: Here) -> None:
    assert invoke("values", "diff", "staging", "prod") == (
        0,
        """\
global
  presets.deployment.replicaCount  2 → 3   (in web, orders)

web
  image.tag  1.5.0 → 1.4.2

orders
  env.LOG_LEVEL  debug → —
  autoscaling.enabled  false → true
  autoscaling.maxReplicas  10 → 30

5 differences, 1 expected, 2 that follow from them (--all shows them).
""",
        "",
    )


def test_all_of_it(invoke: Run, platform: Here) -> None:
    out = invoke("values", "diff", "staging", "prod", "--all", "--only", "global", "--only", "web").out
    assert (
        out
        == """\
global
  domain  staging.example.com → example.com   (expected)
  presets.deployment.replicaCount  2 → 3   (in web)

web
  replicaCount  2 → 3   (from global.presets.deployment.replicaCount)
  image.tag  1.5.0 → 1.4.2

2 differences, 1 expected, 1 that follow from them (--all shows them).
"""
    )


def test_declared(invoke: Run, platform: Here) -> None:
    assert invoke("values", "diff", "prod", "dr", "--declared").out == (
        "global\n  presets.deployment.replicaCount  3 → 1\n\n1 difference.\n"
    )


def test_revisions_of_one_environment(invoke: Run, history: Here) -> None:
    news = "orders\n  autoscaling.maxReplicas  30 → 60\n\n1 difference.\n"
    assert invoke("values", "diff", "prod@v1", "prod").out == news
    assert invoke("values", "diff", "prod", "--from-rev", "HEAD").out == news
    assert invoke("values", "diff", "dr", "--from-rev", "v1").out == news
    assert invoke("values", "diff", "prod", "prod@v1").out == news.replace("30 → 60", "60 → 30")
    assert invoke("values", "diff", "prod@v1", "--to-rev", "HEAD").out == "No differences.\n"
    assert invoke("values", "diff", "dev", "--from-rev", "v1").out == "No differences.\n"
    assert invoke("values", "diff", "@v1", "staging", "--only", "web").out == (
        "web\n  image.tag  1.4.2 → 1.5.0\n\n1 difference.\n"
    )


def test_revision_of_a_platform_within_a_repository(
    invoke: Run, platform: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(platform.folder.parent, "init", "-q")
    git(platform.folder.parent, "add", "here")
    git(platform.folder.parent, "commit", "-q", "-m", "one")
    platform.put("values-dev.yaml", "web: {replicaCount: 5}\n")
    monkeypatch.chdir(platform.folder.parent)
    out = invoke("values", "diff", "dev@HEAD", "dev", "--platform", "here", "--only", "web").out
    assert out == "web\n  replicaCount  1 → 5\n\n1 difference.\n"


def test_errors_say_which_revision_they_are_about(invoke: Run, history: Here) -> None:
    declared = history.text("platform.yaml")
    history.put("platform.yaml", declared.replace("  prod:", "  qa: {}\n  prod:"))
    history.put("values-qa.yaml", "")
    assert invoke("values", "diff", "qa@v1", "qa") == (
        2,
        "",
        'Error: v1: there is no environment "qa"\n  Known are: dev, dr, prod, staging.\n',
    )
    git(history.folder, "rm", "-q", "--cached", "values-dev.yaml")
    git(history.folder, "commit", "-q", "-m", "two")
    for arguments in (("dev@HEAD", "dev"), ("dev", "dev@HEAD"), ("dev", "--from-rev", "HEAD", "--declared")):
        assert invoke("values", "diff", *arguments) == (
            2,
            "",
            "Error: HEAD:values-dev.yaml: this file is missing\n",
        )
    (history.folder / "values-dev.yaml").unlink()
    assert invoke("values", "diff", "dev@v1", "dev").err.startswith("Error: values-dev.yaml: this file")
    git(history.folder, "rm", "-q", "--cached", "Chart.yaml")
    git(history.folder, "commit", "-q", "-m", "three")
    assert invoke("values", "diff", "prod@HEAD", "prod").err.startswith("Error: HEAD: there is no Chart.yaml")


def test_an_upgraded_chart_is_told_once(invoke: Run, history: Here) -> None:
    defaults = "charts/deployment/defaults.json"
    history.put(defaults, history.text(defaults).replace('"env": {}', '"env": {"A": 1}'))
    assert invoke("values", "diff", "dev@v1", "dev").out == (
        "chart defaults\n  deployment.env.A  — → 1   (in web, orders)\n\n"
        "1 difference, 2 that follow from them (--all shows them).\n"
    )


def test_what_follows_from_a_key_that_is_not_shown_is_shown(invoke: Run, platform: Here) -> None:
    assert invoke("values", "diff", "staging", "prod", "--only", "web.replicaCount").out == (
        "web\n  replicaCount  2 → 3   (from global.presets.deployment.replicaCount)\n\n1 difference.\n"
    )


def test_pattern_that_covers_nothing_is_no_success(invoke: Run, platform: Here) -> None:
    assert invoke("values", "diff", "staging", "prod", "--only", "web", "--only", "zz.*") == (
        2,
        "",
        'Error: nothing is set that "zz.*" covers\n  Known are: db, global, orders, web.\n',
    )
    assert invoke("values", "diff", "staging", "prod", "--only", "db.*").out == "No differences.\n"


def test_exit_code_is_asked_for(invoke: Run, platform: Here) -> None:
    assert invoke("values", "diff", "staging", "prod", "--exit-code").status == 1
    assert invoke("values", "diff", "staging", "prod", "--exit-code", "--only", "global.domain").status == 0


def test_as_json(invoke: Run, platform: Here) -> None:
    result = invoke(
        "values", "diff", "staging", "prod", "--output", "json", "--only", "web", "--only", "orders.env"
    )
    assert json.loads(result.out) == {
        "from": "staging",
        "to": "prod",
        "differences": [
            {
                "path": "web.replicaCount",
                "from": 2,
                "to": 3,
                "expected": False,
                "follows": "global.presets.deployment.replicaCount",
            },
            {"path": "web.image.tag", "from": "1.5.0", "to": "1.4.2", "expected": False, "follows": None},
            {"path": "orders.env.LOG_LEVEL", "from": "debug", "expected": False, "follows": None},
        ],
    }


class _Page(HTMLParser):
    """Which tags are open at the end, and what a page would fetch."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.fetched: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "input", "wbr"):
            self.open.append(tag)
        self.fetched += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_as_html(invoke: Run, platform: Here) -> None:
    platform.put("values-prod.yaml", "web: {env: {X: \"<script>alert('x')</script> & more\"}}\n")
    page = invoke("values", "diff", "staging", "prod", "--output", "html").out
    read = _Page(page)
    assert (read.open, read.fetched) == ([], [])
    assert "http" not in page.replace("http-equiv", "")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; more" in page
    assert "<title>Values of staging and prod</title>" in page
    rows = re.findall(r'<tr class="([^"]*)" data-key="([^"]*)">', page)
    assert rows == [
        ("expected quiet", "global.domain"),
        ("news", "web.image.tag"),
        ("news", "web.env.x"),
        ("news", "orders.env.log_level"),
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("prod",),
            ("Error: one environment alone cannot be compared\n"
            "  Name another one, or a revision: `helm-blueprint values diff prod --from-rev HEAD`\n"),
        ),
        (("prod", "prod"), "Error: prod is compared with itself\n"),
        (("prod@a", "dev", "--from-rev", "b"), 'Error: "prod@a" names its revision, and --from-rev or --to-rev another one\n'),
        (("prod", "qa"), 'Error: there is no environment "qa"\n  Known are: dev, dr, prod, staging.\n'),
        (
            ("prod@nope", "prod"),
            ('Error: {here}: git knows no revision "nope"\n'
            "  Name a tag, a branch or a commit, as `git log` does.\n"),
        ),
        (("prod", "dev", "--only", "a..b"), "Error: 'a..b' is not the path of a value: a key is empty, at character 3\n"
         r"  Write image.tag, hosts[0].name or annotations.example\.com/owner." + "\n"),
    ],
)  # fmt: skip
def test_bad_input(invoke: Run, history: Here, arguments: tuple[str, ...], message: str) -> None:
    assert invoke("values", "diff", *arguments) == (2, "", message.replace("{here}", str(history.folder)))
