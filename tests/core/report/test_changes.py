"""What a change does to files, as people see it."""

from __future__ import annotations

from pathlib import PurePosixPath

from generator.core.changes import Change
from generator.core.report.changes import shown_changes
from generator.core.values.masking import Veil
from generator.core.values.model import load_values
from tests.small_platform import small_platform


def change(path: str, before: str | None, after: str | None) -> Change:
    return Change(PurePosixPath(path), *(None if one is None else one.encode() for one in (before, after)))


def shown(*changes: Change, veil: Veil | None = None) -> list[str]:
    return [one.text for one in shown_changes(changes, (veil or Veil()).lines)]


def test_generated_files_are_a_line_each_below_the_diff() -> None:
    assert shown(
        change("charts/cronjob/Chart.yaml", "a", None),
        change("charts/cronjob/templates/cronjob.yaml", "a", None),
        change("charts/job/Chart.yaml", None, "a"),
        change("charts/workload/dependencies.json", "a", "b"),
        change("values.schema.json", "{}", "{ }"),
        change("values.yaml", "a: 1\n", "a: 2\n"),
    ) == [
        "--- a/values.yaml",
        "+++ b/values.yaml",
        "@@ -1 +1 @@",
        "-a: 1",
        "+a: 2",
        "charts/cronjob: removed",
        "charts/job: added",
        "charts/workload: made anew",
        "values.schema.json: made anew",
    ]


def test_what_is_no_yaml_is_shown_without_the_secrets_that_are_known() -> None:
    model = load_values(small_platform(values_dev="web: {env: {PASSWORD: xJ7-hunter2}}\n"))
    veil = Veil()
    veil.has_read(model)
    model.effective("dev")
    assert shown(
        change("README.md", "a: [\n", "xJ7-hunter2: [\n"),
        change("templates/a.yaml", None, "{{ a }}: {\n"),
        veil=veil,
    ) == [
        "--- a/README.md",
        "+++ b/README.md",
        "@@ -1 +1 @@",
        "-a: [",
        "+<secret 1>: [",
        "--- /dev/null",
        "+++ b/templates/a.yaml",
        "@@ -0,0 +1 @@",
        "+{{ a }}: {",
    ]


def test_with_secrets_shown_all_is_as_it_is() -> None:
    assert (
        shown(change("a.md", None, "password: hunter2\n"), veil=Veil(shows=True))[-1] == "+password: hunter2"
    )
