"""What `values lint` does with findings: those that are known stay silent, the others are shown in a form."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from generator import __version__
from generator.commands import _platform as on_platform
from generator.commands._called import to_copy
from generator.core.changes import Change, as_text
from generator.core.findings import report
from generator.core.styled import line
from generator.edge.files import explained, read_file, read_given
from generator.edge.repository import folder_for_git, folder_in_repository
from generator.edge.terminal import remark, show, show_json, show_text
from generator.edge.writer import write_changes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.core.findings.finding import Finding, Rule

BASELINE = ".helm-blueprint-baseline.json"


class Baseline(NamedTuple):
    """The file of findings that are known; `content` is None where there is none."""

    file: Path
    content: bytes | None

    def without_known(self, found: Sequence[Finding]) -> Sequence[Finding]:
        return found if self.content is None else report.without_known(found, self.content, str(self.file))

    def write(self, found: Sequence[Finding], *, dry_run: bool) -> None:
        """Make these findings the known ones."""
        change = Change(PurePosixPath(self.file.name), self.content, report.baseline_of(found))
        if dry_run:
            show(as_text([change], folder=folder_for_git(self.file.parent)))
            remark([line(f"{len(found)} findings would be known from now on ({self.file}).")])
            return
        write_changes(self.file.parent, [change])
        remark([line(f"{len(found)} findings are known from now on ({self.file}).")])


def read_baseline(root: Path, named: Path | None, *, is_new: bool) -> Baseline:
    """The platform's baseline, or the one that was named, which is there unless it `is_new`."""
    file = named or root / BASELINE
    read = read_given if named else read_file
    with explained(file, "read"):
        is_there = file.exists()
    return Baseline(file, read(file) if is_there or (named and not is_new) else None)


def show_findings(
    found: Sequence[Finding], hidden: Sequence[Finding], rules: Sequence[Rule], output: str, root: Path
) -> None:
    """The findings in the form `output`, without secrets; of those that are `hidden`, how many there are."""
    found = [one._replace(fix=to_copy(one.fix)) for one in on_platform.veil().findings(found)]
    if output == "json":
        show_json(report.as_json(found))
    elif output == "sarif":
        show_json(report.as_sarif(found, rules, __version__, folder_in_repository(root)))
    elif output == "github":
        for order in report.as_github(found, folder_in_repository(root)):
            show_text(order)
    else:
        known: dict[str, str] = {}  # of thousands of places in a few files

        def shown(where: str) -> str:
            file, *place = where.rsplit(":", 2)
            if file not in known:
                known[file] = on_platform.shown_path(root, file)
            return ":".join([known[file], *place])

        show(report.as_text(found, shown))
        remark([line(to_copy(report.summary(found, hidden)))])
