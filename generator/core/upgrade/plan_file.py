"""A plan of an upgrade as a file: to be reviewed, and carried out later if nothing has moved on since.

It has the options, digests of every file before and after, and the diff for people. No content: an upgrade is
made anew of the same options, and must come to the same files.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from generator.core.yaml.fields import Fields, parse
from generator.core.yaml.library import yaml
from generator.errors import BlueprintError, Invalid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.core.changes import Change

_FORMAT = "helm-blueprint/upgrade-plan/v1"
_NONE = "none"  # the digest of a file that is not there


class UpgradePlan(NamedTuple):
    """What an upgrade was planned with, and what it would make: digests before and after, by path."""

    to: str
    conflicts: str
    keep_charts: bool
    migrations: tuple[str, ...]
    before: Mapping[str, str]
    after: Mapping[str, str]

    def refuse_others(self, changes: Sequence[Change], where: str) -> None:
        """Invalid where the files are not those that the plan saw, or would not become those that it made."""
        before, after = digests(changes)
        errors = [
            BlueprintError(f"{path} is not what it was when this was planned")
            for path in sorted({**self.before, **before})
            if self.before.get(path) != before.get(path)
        ]
        errors += [
            BlueprintError(f"{path} would become something else than what was planned")
            for path in sorted({**self.after, **after})
            if self.after.get(path) != after.get(path) and self.before.get(path) == before.get(path)
        ]
        if errors:
            raise Invalid("this plan does not fit any more", errors, where=where, hint="Make a new one.")


def digests(changes: Sequence[Change]) -> tuple[dict[str, str], dict[str, str]]:
    """The digests of the files that change: before, and after."""
    return (
        {str(one.path): _digest(one.before) for one in changes},
        {str(one.path): _digest(one.after) for one in changes},
    )


def _digest(data: bytes | None) -> str:
    return _NONE if data is None else f"sha256:{sha256(data).hexdigest()}"


def plan_text(plan: UpgradePlan, diff: str) -> str:
    """The plan as a file of YAML, the diff last."""
    head = {
        "apiVersion": _FORMAT,
        "to": plan.to,
        "conflicts": plan.conflicts,
        "keepCharts": plan.keep_charts,
        "migrations": list(plan.migrations),
        "files": {path: {"before": plan.before[path], "after": plan.after[path]} for path in plan.before},
    }
    body = "".join(f"  {line}\n" if line else "\n" for line in diff.rstrip("\n").split("\n"))
    said: str = yaml.safe_dump(head, sort_keys=False, width=120, allow_unicode=True)
    head_line = "# What `upgrade --apply FILE` would do to this platform; `diff` is for people.\n"
    return f"{head_line}{said}diff: |2\n{body}"


def parse_plan(data: bytes, where: str) -> UpgradePlan:
    """Read a plan. Invalid with everything that is wrong with it."""
    errors: list[BlueprintError] = []
    fields = Fields(parse(data, where), (), errors)
    if fields.text("apiVersion") != _FORMAT:
        raise BlueprintError(
            "this is no plan of an upgrade", where=where, hint="`upgrade --plan FILE` makes one."
        )
    before, after = {}, {}
    for path, one in fields.children("files"):
        before[path], after[path] = one.text("before"), one.text("after")
        one.close()
    plan = UpgradePlan(
        fields.text("to", ""),
        fields.text("conflicts", ""),
        fields.flag("keepCharts"),
        fields.texts("migrations"),
        before,
        after,
    )
    fields.raw("diff")
    fields.close()
    if errors:
        raise Invalid("this plan is broken", errors, where=where)
    return plan
