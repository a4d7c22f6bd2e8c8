"""`make mutants`: changes the judging modules one line at a time, and tells which changes no test notices.

The mutants are cosmic-ray's. A tenth of them, the same ones each time, takes minutes; `MUTANTS=all make mutants`
takes hours. The score stands in docs/mutants.md with what survived, and why that is fine or not yet.
"""

from __future__ import annotations

import os
import random
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
# What judges, and the tests that are its own.
SUBJECTS: dict[str, str] = {
    "core/lint/facts.py": "core/lint",
    "core/lint/rules": "core/lint",
    "core/objects/effects.py": "core/objects/test_effects.py",
    "core/values/secrets.py": "core/values/test_secrets.py",
    "core/values/compare.py": "core/values/test_compare.py",
    "core/change/promote.py": "core/change/test_promote.py",
    "core/change/checks.py": "core/change/test_checks.py",
}
# Of operators one replacement each, and none of | (in annotations it means nothing when a program runs), nor `is` for ==.
_OPERATORS = re.compile(
    r"core/(?:ReplaceComparisonOperator_(?!Is|\w+_Is(?:Not)?$)\w+|ReplaceComparisonOperator_Is(?:Not)?_Is(?:Not)?"
    r"|ReplaceBinaryOperator_(?:Add_Sub|Sub_Add|Mul_Div|Div_Mul|Mod_Mul)|ReplaceUnaryOperator_\w+"
    r"|AddNot|ReplaceTrueWithFalse|ReplaceFalseWithTrue|ReplaceAndWithOr|ReplaceOrWithAnd"
    r"|ReplaceBreakWithContinue|ReplaceContinueWithBreak|NumberReplacer|ZeroIterationForLoop)"
)
_SLOW = 120.0  # seconds: what does not end is noticed, too


class Mutant(NamedTuple):
    subject: str
    work: Any  # cosmic-ray's WorkItem


def mutants(subject: str) -> Iterator[Mutant]:
    """Every mutant of a module, or of the modules of a folder."""
    from cosmic_ray.commands.init import init
    from cosmic_ray.work_db import WorkDB

    path = Path("generator", subject)
    files = [path] if path.suffix else sorted(path.glob("[!_]*.py"))
    database = WorkDB(":memory:", WorkDB.Mode.create)
    init(files, database, {})
    for work in database.work_items:
        (one,) = work.mutations
        line = Path(one.module_path).read_text().splitlines()[one.start_pos[0] - 1]
        # Imports for types do no harm when a program runs.
        if _OPERATORS.fullmatch(one.operator_name) and "if TYPE_CHECKING" not in line:
            yield Mutant(subject, work)


def prepare(first: str) -> None:
    """A copy for each worker: a mutant is written over the module."""
    own = Path(first).with_name(str(os.getpid()))
    shutil.copytree(first, own)
    os.chdir(own)


def copy(to: Path) -> None:
    """What the tests need of the repository."""
    to.mkdir()
    unneeded = shutil.ignore_patterns("__pycache__", "golden", "_bundled")
    for name in ("generator", "tests", "docs"):
        shutil.copytree(ROOT / name, to / name, ignore=unneeded)
    shutil.copy(ROOT / "pyproject.toml", to)


def outcome(mutant: Mutant) -> tuple[Mutant, str, str]:
    """`killed`, `survived` or what else became of it, and its difference."""
    from cosmic_ray.mutating import mutate_and_test

    result = mutate_and_test(mutant.work.mutations, command(SUBJECTS[mutant.subject]), _SLOW)
    return mutant, result.test_outcome.value if result.test_outcome else "none", result.diff or ""


def command(tests: str) -> str:
    quiet = "-q -x -p no:cacheprovider -p no:xdist -p no:cov -p no:randomly"
    return f"{sys.executable} -m pytest {quiet} -m 'not statistics and not helm' --ignore=tests/core/lint/test_new_rule.py tests/{tests}"


def line_of(diff: str) -> str:
    lines = [line for line in diff.splitlines() if re.match(r"[-+](?![-+])", line)]
    return " | ".join(line[0] + " " + line[1:].strip() for line in lines[:2])


def main() -> None:
    os.environ["TESTS"] = "quick"
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder, "first")
        copy(first)
        os.chdir(first)
        for tests in dict.fromkeys(SUBJECTS.values()):
            subprocess.run(shlex.split(command(tests)), check=True)
        every = [one for subject in SUBJECTS for one in mutants(subject)]
        chosen = (
            every if os.environ.get("MUTANTS") == "all" else random.Random(10).sample(every, len(every) // 10)
        )
        print(f"{len(chosen)} of {len(every)} mutants", flush=True)
        made, killed = Counter[str](), Counter[str]()
        with ProcessPoolExecutor(
            int(os.environ.get("WORKERS", os.cpu_count() or 1)), initializer=prepare, initargs=(str(first),)
        ) as workers:
            for mutant, became, diff in workers.map(outcome, chosen):
                made[mutant.subject] += 1
                killed[mutant.subject] += became == "killed"
                if became != "killed":
                    place = mutant.work.mutations[0]
                    print(f"{became}: {place.module_path}:{place.start_pos[0]}: {line_of(diff)}", flush=True)
    for subject in SUBJECTS:
        print(f"{subject}: {killed[subject]} of {made[subject]} noticed")
    print(
        f"{sum(killed.values())} of {sum(made.values())} noticed: {100 * sum(killed.values()) / sum(made.values()):.1f} %"
    )


if __name__ == "__main__":
    main()
