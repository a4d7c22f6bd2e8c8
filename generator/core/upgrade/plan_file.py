"""A plan of an upgrade as a file: to be reviewed, and carried out later if nothing has moved on since.

It has the options, digests of every file before and after, what it does to clusters, and the diff for people.
No content: an upgrade is made anew of the same options, and must come to the same files and effects.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from generator.core.printable import printable
from generator.core.yaml.fields import Fields, parse
from generator.core.yaml.library import yaml
from generator.errors import BlueprintError, Invalid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.core.changes import Change

_FORMAT = "helm-blueprint/upgrade-plan/v1"
_NONE = "none"  # the digest of a file that is not there


class UpgradePlan(NamedTuple):
    """What an upgrade was planned with, and what it would make: digests before and after, by path.

    `effects` are the lines on clusters, nothing where nobody could tell.
    """

    to: str
    conflicts: str
    keep_charts: bool
    migrations: tuple[str, ...]
    before: Mapping[str, str]
    after: Mapping[str, str]
    effects: str = ""
    major: bool = False

    def refuse_other_effects(self, effects: str, where: str) -> None:
        """Invalid where it would do something else to clusters than was planned, as far as both are known."""
        if not self.effects or not effects:
            return
        # Below the first line, which counts them.
        planned, now = (text.split("\n")[1:] for text in (self.effects, effects))
        errors = [BlueprintError(f"it would, too: {one.strip()}") for one in now if one not in planned]
        errors += [BlueprintError(f"it would not: {one.strip()}") for one in planned if one not in now]
        if errors:
            raise Invalid(
                "this would do something else to clusters than what was planned",
                errors,
                where=where,
                hint="Make a new plan: something beside its files was changed since.",
            )

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
    """The plan as a file of YAML: what it does to clusters, then the diff, last."""
    head = {
        "apiVersion": _FORMAT,
        "to": plan.to,
        "major": plan.major,
        "conflicts": plan.conflicts,
        "keepCharts": plan.keep_charts,
        "migrations": list(plan.migrations),
        "files": {path: {"before": plan.before[path], "after": plan.after[path]} for path in plan.before},
    }
    said: str = yaml.safe_dump(head, sort_keys=False, width=120, allow_unicode=True)
    head_line = (
        "# What `upgrade --apply FILE` would do to this platform, and to clusters; `diff` is for people.\n"
    )
    return f"{head_line}{said}effects: |2\n{_block(plan.effects)}diff: |2\n{_block(diff)}"


def _block(text: str) -> str:
    """A text as a block of YAML, below a key: what YAML takes for no character is escaped."""
    lines = (printable(one) for one in text.rstrip("\n").split("\n"))
    return "".join(f"  {line}\n" if line else "\n" for line in lines)


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
    effects = fields.raw("effects")
    plan = UpgradePlan(
        fields.text("to", ""),
        fields.text("conflicts", ""),
        fields.flag("keepCharts"),
        fields.texts("migrations"),
        before,
        after,
        effects.lstrip("\n") if isinstance(effects, str) else "",
        fields.flag("major"),
    )
    fields.raw("diff")
    fields.close()
    if errors:
        raise Invalid("this plan is broken", errors, where=where)
    return plan
