"""Generated parts that are not what follows from the platform's other files."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.core.blueprint.derived import other_version
from generator.core.blueprint.stale import stale_changes, stale_parts
from generator.core.findings.finding import Hit
from generator.core.lint.facts import Facts, rule
from generator.errors import BlueprintError, Invalid

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIX = "Run: `refresh`"


@rule(
    "stale",
    what="A generated part of the platform is not what follows from its other files.",
    why="The diagram shows what was, an environment is checked by no pipeline and delivered by nothing.",
    needs_all=True,
    bad={
        ".gitlab-ci.yml": """
            render:
              parallel:
                matrix:
                  - {ENVIRONMENT: dev, VALUES: "-f values-dev.yaml"}
                  - {ENVIRONMENT: staging, VALUES: "-f values-staging.yaml"}
                  - {ENVIRONMENT: prod, VALUES: "-f values-prod.yaml"}
                  - {ENVIRONMENT: dr, VALUES: "-f values-dr.yaml"}
        """,
    },
    good={
        ".gitlab-ci.yml": """
            render:
              parallel:
                matrix:
                  - {ENVIRONMENT: dev, VALUES: "-f values-dev.yaml"}
                  - {ENVIRONMENT: staging, VALUES: "-f values-staging.yaml"}
                  - {ENVIRONMENT: prod, VALUES: "-f values-prod.yaml"}
                  - {ENVIRONMENT: dr, VALUES: "-f values-prod.yaml -f values-dr.yaml"}
        """,
    },
)
def check(facts: Facts) -> Iterator[Hit]:
    # Charts of another version are no sign of neglect: the command tells of them.
    if facts.bundled and other_version(facts.model.tree, facts.bundled):
        return
    try:
        for one in stale_parts(stale_changes(facts.model, facts.bundled)):
            yield Hit(one.path, (), one.what, _FIX, at=(one.line, 1))
    except BlueprintError as error:
        for reason in error.errors if isinstance(error, Invalid) else (error,):
            file, _, line = reason.where.partition(":")
            yield Hit(
                PurePosixPath(file),
                (),
                f"what follows from this cannot be told: {reason.what}",
                reason.hint,
                at=(int(line) if line.isdecimal() else 1, 1),
            )
