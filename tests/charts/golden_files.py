"""The golden files: what each input renders to. `make golden` writes them anew.

`golden/<chart>/<case>.values.yaml` renders the chart alone; `golden/umbrella/<case>/` is a platform: its services and values in
`platform.yaml`, and the values files of environments over it, each with its own result.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from tests.charts import support

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDER = Path(__file__).parent / "golden"


class Case(NamedTuple):
    """One input with its golden file. `more` are values files over the platform's own."""

    golden: Path
    chart: str
    values: Path
    more: tuple[Path, ...] = ()

    @property
    def id(self) -> str:
        return self.golden.relative_to(FOLDER).with_suffix("").as_posix()

    @property
    def is_umbrella(self) -> bool:
        return self.chart == "umbrella"


def _cases() -> list[Case]:
    found = [
        Case(values.with_name(values.name.replace(".values.", ".")), values.parent.name, values)
        for values in sorted(FOLDER.glob("*/*.values.yaml"))
    ]
    for platform in sorted(FOLDER.glob("umbrella/*/platform.yaml")):
        found.append(Case(platform.with_name("rendered.yaml"), "umbrella", platform))
        for more in sorted(platform.parent.glob("values-*.yaml")):
            golden = more.with_name(more.name.replace("values-", "rendered-"))
            found.append(Case(golden, "umbrella", platform, (more,)))
    return found


CASES = _cases()


def platform_of(case: Case) -> support.Umbrella:
    content = yaml.safe_load(case.values.read_text())
    return support.Umbrella(content["services"], content["values"], content.get("namespace", False))


def chart_of(case: Case, folder: Path) -> Path:
    """The chart of a case, written below the folder once."""
    if not case.is_umbrella:
        return support.standalone(folder, case.chart)
    target = folder / "umbrella" / case.values.parent.name
    return target if target.exists() else support.umbrella(target, platform_of(case))


def render(case: Case, helm: Path, folder: Path) -> list[support.Object]:
    files = case.more if case.is_umbrella else (case.values,)
    flags = [argument for path in files for argument in ("-f", path)]
    return support.template(helm, chart_of(case, folder), *flags)


@cache
def golden(case: Case) -> list[support.Object]:
    return support.objects(case.golden.read_text())


class _Dumper(yaml.SafeDumper):
    """Several lines of text as a block; no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar(
        "tag:yaml.org,2002:str", text, "|" if "\n" in text else None
    ),
)


def text_of(found: Sequence[support.Object]) -> str:
    """Manifests as a golden file has them: in Helm's order, formatted by us, so that a Helm may format as it likes."""
    return yaml.dump_all(found, Dumper=_Dumper, sort_keys=True, width=200, explicit_start=True)
