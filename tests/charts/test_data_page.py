"""docs/data.md says of every value of a StatefulSet what CloudNativePG makes of it."""

from __future__ import annotations

import re

import yaml

from tests.charts.support import CHARTS, ROOT


def test_the_table_has_every_value_once() -> None:
    page = (ROOT / "docs" / "data.md").read_text()
    table = page.partition("| value | under CloudNativePG |\n")[2].partition("\n\n")[0]
    named = [name for line in table.splitlines()[1:] for name in re.findall(r"`(\w+)`", line.split("|")[1])]
    text = (CHARTS / "statefulset" / "values.yaml").read_text()
    commented = re.findall(r"^# ?(\w+): ", text, re.MULTILINE)
    assert len(commented) > 8
    assert sorted(named) == sorted({*yaml.safe_load(text), *commented})


def test_what_the_template_refuses_is_refused_in_the_table() -> None:
    page = (ROOT / "docs" / "data.md").read_text()
    template = (CHARTS / "workload" / "templates" / "run" / "_clusterRefused.tpl").read_text()
    refused = set(re.findall(r'"(\w+)"', template.partition("pick $values ")[2].partition(" -}}")[0]))
    assert len(refused) > 15
    told = "\n".join(line for line in page.splitlines() if "refused" in line)
    assert [name for name in sorted(refused) if f"`{name}`" not in told] == []
