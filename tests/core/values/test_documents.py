"""Files of several documents, and with directives: what each Helm makes of them is told, and is so."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path, PurePosixPath

import pytest

from generator.core.values.documents import about_documents
from generator.core.values.model import load_values
from generator.errors import BlueprintError
from tests.bench.synthetic import write
from tests.small_platform import foreign_umbrella

MERGED = "Helm 3 does not read what stands below this line, Helm 4 merges it with what is above"
CASES = [
    ("a: 1\n", []),
    ("---\na: 1\n...\n# end\n", []),
    ("a: |\n  ---\n  %YAML\n", []),
    ("a: 1\n---\nb: 2\n", [f"values-dev.yaml:2: {MERGED}"]),
    ("a: 1\r---\rb: 2\r", ["values-dev.yaml:2: Helm does not read what stands below this line"]),
    ("%YAML 1.1\r---\ra: 1\r", []),
    ("---\ra: 1\r", ["values-dev.yaml:2: Helm 4 refuses what stands on a line with ---"]),
    ("a: 1\n...\n%YAML 1.1\n---\nb: 2\n", [f"values-dev.yaml:2: {MERGED}"]),
    ("%YAML 1.1\n---\na: 1\n", ["values-dev.yaml:1: Helm 4 refuses a file with %YAML 1.1"]),
    ("# c\n%TAG ! tag:x,2000:\n---\na: 1\n", ["values-dev.yaml:2: Helm 4 refuses a file with %TAG ! tag:x,2000:"]),
    ("--- {a: 1}\n", ["values-dev.yaml:1: Helm 4 refuses what stands on a line with ---"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "notes"), CASES)
def test_what_is_odd_about_documents_is_told(text: str, notes: list[str]) -> None:
    assert about_documents(load_values(foreign_umbrella(values_dev=text))) == notes


def test_what_cannot_be_read_is_left_to_those_who_need_it() -> None:
    assert about_documents(load_values(foreign_umbrella(values_dev="---\na: [\n"))) == []


def test_yaml_of_another_version_is_refused_as_helm_refuses_it() -> None:
    model = load_values(foreign_umbrella(values_dev="%YAML 1.2\n---\na: 1\n"))
    with pytest.raises(
        BlueprintError, match=r"^values-dev.yaml:1: Helm refuses YAML 1\.2: it reads YAML 1\.1"
    ):
        model.effective("dev")


TEXTS = [*(text for text, _ in CASES), "%YAML 1.2\n---\na: 1\n", "a: 1\rb:\r  c: 2\r", "{} # nothing\n"]


@pytest.mark.helm
def test_files_are_read_as_each_helm_reads_them(tmp_path: Path, helm3: Path, helm4: Path) -> None:
    chart = {
        "Chart.yaml": "apiVersion: v2\nname: x\nversion: 0.1.0\n",
        "templates/v.yaml": "v: {{ .Values | toJson }}\n",
    }
    for text in TEXTS:
        tree = foreign_umbrella(values="", values_dev=text, **chart)
        folder = write(tree, tmp_path / str(TEXTS.index(text)))
        model = load_values(tree)
        for major, helm in ((3, helm3), (4, helm4)):
            command = [helm, "template", "x", folder, "-f", folder / "values-dev.yaml"]
            run = subprocess.run(command, capture_output=True, text=True, check=False)
            said = next((line for line in run.stdout.splitlines() if line.startswith("v: ")), "")
            try:
                ours = model.source(PurePosixPath("values-dev.yaml")).data_in(major)
            except BlueprintError:
                assert run.returncode, (text, major)
                continue
            theirs = json.loads(said.removeprefix("v: "))
            del theirs["cart"]  # what the chart in charts/ says
            assert theirs == ours, (text, major)
