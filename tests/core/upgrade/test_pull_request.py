"""A pull request for an upgrade: what stands first, what is folded, what is left out, and hostile words."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.core.changes import Change
from generator.core.objects.consequences import Consequence
from generator.core.platform.file import Origin
from generator.core.report.consequences import ClusterEffects
from generator.core.upgrade.owned import HandEdit
from generator.core.upgrade.pull_request import ProposedUpgrade, pull_request

VALUES = Change(PurePosixPath("values.yaml"), b"a: 1\n", b"a: 2\n")
PAGE = Change(PurePosixPath("docs/new.md"), None, b"new\n")
CHART = Change(PurePosixPath("charts/web/Chart.yaml"), b"version: 1\n", b"version: 2\n")
ONE = ProposedUpgrade(
    platform="shop",
    made=Origin("tiny", "builtin", "1.0.0"),
    here="1.2.0",
    newer=("1.1.0", "1.2.0"),
    effects=ClusterEffects(
        (Consequence("data", ("prod",), "StatefulSet", ("db",), "is deleted"),), ("dev", "prod")
    ),
    conflicts=("values.yaml:3: a: both changed it",),
    standing="ours",
    notes=("1.1.0 port: `http` is `page` now",),
    solved=("values.yaml:1 (base 1, theirs 1): web: ours changed a, theirs b",),
    edits=(HandEdit(Change(CHART.path, b"version: 1\n", b"version: 3\n"), is_known=True),),
    keeps_charts=False,
    changes=(CHART, PAGE, VALUES),
)


def as_they_are(_path: object, _content: object, lines: list[str], _shown: object) -> list[str]:
    return lines


def size(text: str) -> int:
    return len(text.encode("utf-8", "replace")) + text.count("\n")


def test_summary_and_effects_stand_first_and_files_are_folded() -> None:
    found = pull_request(ONE, as_they_are)
    assert found.title == "Upgrade shop to tiny 1.2.0"
    assert (
        found.body
        == """\
`shop` goes from `tiny 1.0.0` to `1.2.0` (2 versions). Files: 1 added, 2 changed. 1 conflict.

**Look at this first: claims or data are at risk.**

### What it does to clusters

```text
Effects on all 2 environments: data at risk 1
  data at risk        prod: StatefulSet db: is deleted
```

### Conflicts

Both sides changed the same, and yours stands there, the blueprint's is left out:

- `values.yaml:3: a: both changed it`

### To know

- `` 1.1.0 port: `http` is `page` now ``

### Vendored charts edited by hand

They are made anew: `--keep-charts` keeps them.

<details><summary><code>What was edited</code></summary>

```diff
--- a/charts/web/Chart.yaml
+++ b/charts/web/Chart.yaml
@@ -1 +1 @@
-version: 1
+version: 3
```

</details>

### Solved

Both sides touched one mapping or list.

<details><summary><code>Where, and how</code></summary>

- `values.yaml:1 (base 1, theirs 1): web: ours changed a, theirs b`

</details>

### Files

<details><summary><code>docs/new.md</code> +1 -0</summary>

```diff
--- /dev/null
+++ b/docs/new.md
@@ -0,0 +1 @@
+new
```

</details>

<details><summary><code>values.yaml</code> +1 -1</summary>

```diff
--- a/values.yaml
+++ b/values.yaml
@@ -1 +1 @@
-a: 1
+a: 2
```

</details>

Made anew: `charts/web`.
"""
    )


def test_version_that_stayed_and_nothing_else_is_said_shortly() -> None:
    short = ONE._replace(
        here="1.0.0", newer=(), effects=ClusterEffects(unknown="no Helm"), conflicts=(), notes=(), solved=(),
        edits=(), changes=(VALUES,),
    )  # fmt: skip
    found = pull_request(short, as_they_are)
    assert found.title == "Take over what changed in tiny 1.0.0"
    assert found.body.startswith(
        "`shop` takes over what changed in `tiny 1.0.0`. Files: 1 changed.\n\n"
        "### What it does to clusters\n\n`no Helm`\n\n### Files\n"
    )
    kept = pull_request(ONE._replace(standing="markers", keeps_charts=True), as_they_are).body
    assert "git's markers stand there:" in kept
    assert "They are kept.\n" in kept


def test_largest_files_are_left_out_which_is_said() -> None:
    large = Change(PurePosixPath("values-prod.yaml"), None, b"a: 1\n" * 30_000)
    body = pull_request(ONE._replace(changes=(large, PAGE)), as_they_are).body
    assert "<code>docs/new.md</code>" in body
    assert "<code>values-prod.yaml</code>" not in body
    assert "Left out here, being too long: `values-prod.yaml`. The diff of the branch has all of it." in body
    assert size(body) < 65_000


def test_what_breaks_out_of_code_breaks_out_of_nothing() -> None:
    evil = "```\n</details>\n/close\n@everyone <img src=x> ` `` \u202e"
    change = Change(PurePosixPath("a`</summary><b>\n/merge"), None, evil.encode())
    one = ONE._replace(notes=(evil,), conflicts=(evil,), solved=(evil,), changes=(change,))
    body = pull_request(one, as_they_are).body
    assert "<code>a`&lt;/summary&gt;&lt;b&gt;\\n/merge</code>" in body
    assert "````diff\n--- /dev/null\n" in body
    assert "\n+```\n+</details>\n+/close\n+@everyone <img src=x> ` `` \\u202e\n" in body
    assert body.count("- ```` ```\\n</details>\\n/close\\n@everyone <img src=x> ` `` \\u202e ````\n") == 3
    assert not re.search(r"^\s*/(close|merge)", body, re.MULTILINE)


WORDS = st.text(alphabet="`<>/\n\r\x07@# aé😀", max_size=900)


@settings(max_examples=40, deadline=None)
@given(WORDS, WORDS, st.integers(1, 400))
def test_body_is_never_longer_than_forges_take(text: str, other: str, times: int) -> None:
    change = [Change(PurePosixPath(f"f{n}/{text}"), None, (other * times).encode()) for n in range(9)]
    effects = ClusterEffects(
        tuple(Consequence("restart", ("dev",), "Pod", (text,), other) for _ in range(times)), ("dev",)
    )
    one = ONE._replace(
        notes=(text,) * times,
        conflicts=(other,) * times,
        solved=(text + other,) * times,
        effects=effects,
        edits=tuple(HandEdit(one, is_known=True) for one in change),
        changes=tuple(change),
    )
    found = pull_request(one, as_they_are)
    assert size(found.body) <= 65_000
    assert "\n" not in found.title
