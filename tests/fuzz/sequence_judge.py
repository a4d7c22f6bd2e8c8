"""What must hold after every command that changes a platform's services and environments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

from generator.commands._rules import all_rules
from generator.core.change.kept import KEPT_COMMENT
from generator.core.change.rename import RENAMED_COMMENT
from generator.core.data import MISSING, value_at
from generator.core.edit.proof import comments
from generator.core.findings.finding import Finding
from generator.core.helm.source import Source
from generator.core.lint.facts import findings
from generator.core.paths import KeyPath
from generator.core.tree import Tree
from generator.core.values.model import ValuesModel, load_values
from generator.core.values.violations import Judge
from generator.core.yaml.document import BOM, read
from generator.edge.bundled import bundled
from generator.errors import BlueprintError
from tests.fuzz.sequence_steps import Step

_BUNDLED = bundled()
_RULES = all_rules()
# What only a service that is gone made use of stays, for a person to decide; and whether a value is forgotten
# somewhere, or of use to nobody, is seen by the other environments.
_IDLE = frozenset(("idle-preset", "idle-intent"))
_BY_ENVIRONMENTS = _IDLE | {"forgotten", "disabled-service"}
# Without an environment, what it alone took from values.yaml, or switched on, is of no use any more.
_ALLOWED = {
    "env add": _BY_ENVIRONMENTS,
    "env remove": _BY_ENVIRONMENTS | {"shadowed", "missing-connection"},
    # Texts that name variables of what is not connected any more stay, and are told.
    "region remove": _IDLE | {"disabled-service"},
    "disconnect": _IDLE | {"missing-variable"},
    "service add": _IDLE | {"missing-variable", "stand-in"},
    "service remove": _IDLE | {"missing-variable"},
    "service change": _IDLE | {"missing-variable"},  # of a Service that goes
}
_SWITCHED_OFF = "which is switched off in"  # of a callee: what was asked for, and told
_HEADING = re.compile(r"# ?[─=-]{2,}")


def findings_of(model: ValuesModel) -> list[Finding]:
    return findings(model, _RULES, _BUNDLED)


def judge_step(step: Step, before: Tree, after: Tree, known: list[Finding]) -> list[Finding]:
    """Hold a platform to what it was before a step; the findings that it has now. AssertionError."""
    model = load_values(after)
    judge = Judge(model)
    for environment in (None, *model.environments):
        violations = judge.violations(model, environment)
        assert violations == [], f"the schema refuses {environment}: {violations[0]}"
    now = findings_of(model)
    fresh = Counter(_meaning(one, step) for one in now) - Counter(_meaning(one, step) for one in known)
    allowed = _ALLOWED.get(step.kind, _IDLE)
    connects = step.kind in ("connect", "service add")
    new = [one for one in fresh if one[0] not in allowed and not (connects and _SWITCHED_OFF in one[1])]
    assert new == [], f"lint has new findings: {new}"
    stale = [one.what for one in now if one.rule.id == "stale"]
    assert stale == [], f"refresh would change {stale}"
    lost = _lost_comments(step, before, after)
    assert lost == [], f"comments are lost: {lost}"
    return now


def _meaning(one: Finding, step: Step) -> tuple[str, str]:
    """What it says, but in how many environments: a further one that is like them is no news."""
    what, switched_off, _ = one.what.partition(_SWITCHED_OFF)
    if one.rule.id in ("missing-variable", "disabled-service"):
        what = re.sub(r" in [^:]+:", ":", what)
    return one.rule.id, _without_names(what + switched_off, step)


def _without_names(text: str, step: Step) -> str:
    """The text without what a rename changes in it."""
    if "rename" not in step.words:
        return text
    for name in sorted(step.names, key=len, reverse=True):  # one may begin as the other does
        text = re.sub(rf"(?<![\w]){re.escape(name)}(?![\w])", "@", text)
    return re.sub(r":\d+", "", text)


# ── comments ────────────────────────────────────────────────────────────────────────────────────


def _lost_comments(step: Step, before: Tree, after: Tree) -> list[str]:
    """Comments in YAML that are nowhere any more, and were not about what is gone."""
    old, new = _all_comments(before, step), _all_comments(after, step)
    lost = old - new
    for ours in (KEPT_COMMENT, RENAMED_COMMENT):  # each goes with the last entry of its block
        lost.pop(ours, None)
    if not lost:
        return []
    is_removal = step.kind in ("service remove", "disconnect", "env remove", "region remove")
    own: Counter[str] = Counter()
    if is_removal:
        own = Counter(_of_what_goes(step, before, after))
    elif step.kind == "service change":
        own = Counter(_of_keys_that_go(step.names[0], before, after))
    return sorted((lost - own).elements())


def _all_comments(tree: Tree, step: Step) -> Counter[str]:
    found: Counter[str] = Counter()
    for path, text in _written_yaml(tree):
        found += Counter(
            {_without_names(one, step): count for one, count in _comments_of(text, path).items()}
        )
    return found


def _written_yaml(tree: Tree) -> Iterator[tuple[PurePosixPath, str]]:
    for path, data in tree.items():
        if path.suffix == ".yaml" and len(path.parts) == 1:
            yield path, data.decode().removeprefix(BOM)


def _comments_of(text: str, path: PurePosixPath) -> Counter[str]:
    try:
        return comments(read(text), 0, len(text))
    except BlueprintError as error:
        raise AssertionError(f"{path} cannot be read: {error}") from error


def _of_what_goes(step: Step, before: Tree, after: Tree) -> Iterator[str]:
    """The comments in, above and beside what names the services or environments that go."""
    for path, text in _written_yaml(before):
        lines = text.split("\n")
        is_gone = path not in after
        inside = False
        for number, line in enumerate(lines):
            key = re.match(r"(\"?)([\w-]+)\1:", line)
            if key:
                inside = key[2] in step.names
            names = any(re.search(rf"(?<![\w-]){re.escape(one)}(?![\w-])", line) for one in step.names)
            if is_gone or inside or names:
                yield from _comment_in(line)
            first = number
            if names and path.name == "Chart.yaml":  # an entry of several lines, from its dash on
                while first and not lines[first].lstrip().startswith("- "):
                    first -= 1
                    yield from _comment_in(lines[first])
            if names or (key and inside):
                above = first - 1
                while above >= 0 and lines[above].lstrip().startswith("#"):
                    yield from _comment_in(lines[above])
                    above -= 1
            elif _HEADING.match(line):
                inside = False
                yield from _comment_in(line)


def _of_keys_that_go(name: str, before: Tree, after: Tree) -> Iterator[str]:
    """The comments above, beside and within values that the new type of workload does not have."""
    for path, text in _written_yaml(before):
        if path.name.startswith("values"):
            old, lines = Source(path, before[path]), text.split("\n")
            new = value_at(Source(path, after[path]).data, (name,))
            for number in sorted(_lines_that_go(old, value_at(old.data, (name,)), new, (name,))):
                yield from _comment_in(lines[number])
                if number and lines[number - 1].lstrip().startswith("#"):
                    yield from _comment_in(lines[number - 1])


def _lines_that_go(source: Source, old: object, new: object, path: KeyPath) -> set[int]:
    """The lines of keys, and items, that are not what they were."""
    found: set[int] = set()
    if isinstance(old, dict):
        for key, value in old.items():
            inner = new.get(key, MISSING) if isinstance(new, dict) else MISSING
            found |= _lines_that_go(source, value, inner, (*path, key))
    elif isinstance(old, list) and new is MISSING:
        for number, value in enumerate(old):
            found |= _lines_that_go(source, value, MISSING, (*path, number))
    if new is MISSING and (position := source.position(path)):
        found.add(position.line - 1)
    return found


def _comment_in(line: str) -> Iterator[str]:
    for match in re.finditer(r"(?:^|(?<=\s))#.*", line):
        yield match[0].rstrip()
