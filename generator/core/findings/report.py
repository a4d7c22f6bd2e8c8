"""Findings for people and for machines: text, JSON, SARIF for code scanning, annotations for GitHub."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from generator.core.findings.levels import LEVELS
from generator.core.paths import format_path
from generator.core.printable import printable
from generator.core.styled import Part, Table, line
from generator.core.words import first_few
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from generator.core.findings.finding import Finding, Level, Rule
    from generator.core.styled import Line, Style

_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
_COLOURS: dict[Level, Style] = {"error": "red", "warning": "yellow", "note": "cyan"}
_PLACES = 4  # of one finding that are shown
_GITHUB = {"error": "error", "warning": "warning", "note": "notice"}


def as_text(found: Iterable[Finding], shown: Callable[[str], str]) -> list[Line]:
    """A line a finding, with one below it where it says what to do; `shown` makes paths for the reader.

    What a rule says of one key in several files is one finding to the reader: the first place stands
    for all, the others below it, with what is said of them where that is something else.
    """
    lines = []
    for first, *others in by_key(found):
        place, rule = f"{shown(first.where)}: ", f"{first.rule.id}: "
        lines.append(line(Part(place, "bold"), Part(rule, _COLOURS[first.rule.level]), first.what))
        alike = [shown(one.where) for one in others if one.what == first.what]
        lines += [line(f"    also {first_few(alike, _PLACES)}")] if alike else []
        unlike = [one for one in others if one.what != first.what]
        lines += [line(f"    {shown(one.where)}: {one.what}") for one in unlike[:_PLACES]]
        lines += [line(f"    and {more} more")] if (more := len(unlike) - _PLACES) > 0 else []
        fixes = dict.fromkeys(one.fix for one in (first, *unlike[:_PLACES]) if one.fix)
        lines += [line(f"    {fix}") for fix in fixes]
    return lines


def by_key(found: Iterable[Finding]) -> list[list[Finding]]:
    """The findings of a rule about one key together, wherever they stand; the key of a file is its own."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for one in found:
        about = one.path or (str(one.file), one.line, one.what)
        groups.setdefault((one.rule.id, bool(one.path), *about), []).append(one)
    return list(groups.values())


def table_of(rules: Sequence[Rule]) -> Table:
    """The rules and why they are."""
    return Table(("RULE", "LEVEL", "WHY"), [[rule.id, rule.level, rule.why] for rule in rules])


def rules_as_json(rules: Sequence[Rule]) -> list[dict[str, str]]:
    return [{"rule": rule.id, "level": rule.level, "what": rule.what, "why": rule.why} for rule in rules]


def as_json(found: Sequence[Finding]) -> list[dict[str, Any]]:
    return [_plain(one) for one in found]


def _plain(one: Finding) -> dict[str, Any]:
    return {
        "rule": one.rule.id,
        "level": one.rule.level,
        "file": str(one.file),
        "line": one.line,
        "column": one.column,
        "path": format_path(one.path),
        "message": one.what,
        "why": one.rule.why,
        "fix": one.fix,
        "fixable": bool(one.edits),
    }


def as_sarif(
    found: Sequence[Finding], rules: Sequence[Rule], version: str, prefix: str = ""
) -> dict[str, Any]:
    """SARIF 2.1.0; `prefix` is the platform's folder within the repository, `rules` all that were asked."""
    from urllib.parse import quote

    known = {rule.id: number for number, rule in enumerate(rules)}
    driver = {
        "name": "helm-blueprint",
        "version": version,
        "rules": [
            {
                "id": rule.id,
                "shortDescription": {"text": rule.what},
                "fullDescription": {"text": rule.why},
                "defaultConfiguration": {"level": rule.level},
            }
            for rule in rules
        ],
    }
    results = [
        {
            "ruleId": one.rule.id,
            "ruleIndex": known[one.rule.id],
            "level": one.rule.level,
            "message": {"text": f"{one.what}. {one.fix}".rstrip()},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": quote(f"{prefix}{one.file}")},
                        "region": {"startLine": one.line, "startColumn": one.column},
                    }
                }
            ],
            "partialFingerprints": {"helmBlueprint/v1": one.key},
        }
        for one in found
    ]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SARIF, "version": "2.1.0", "runs": [run]}


def as_github(found: Iterable[Finding], prefix: str = "") -> list[str]:
    """Workflow commands that GitHub shows beside the lines of a pull request."""
    return [
        f"::{_GITHUB[one.rule.level]} file={_property(f'{prefix}{one.file}')},line={one.line}"
        f",col={one.column},title={_property(one.rule.id)}::{_data(f'{one.what}. {one.fix}'.rstrip())}"
        for one in found
    ]


def _data(text: str) -> str:
    return printable(text).replace("%", "%25")


def _property(text: str) -> str:
    """A name to the letter, for GitHub looks for it, but no line break of it ends the order."""
    known = {"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"}
    return printable("".join(known.get(letter, letter) for letter in text))


def summary(found: Sequence[Finding], hidden: Sequence[Finding] = (), *, fixable: bool = True) -> str:
    """`3 findings: 1 error, 2 warnings`; `hidden` are those below the level that is shown."""
    lowest = max((one.rule.level for one in hidden), key=LEVELS.index, default="note")
    more = f"Not shown: {', '.join(_counted(hidden))} (`… --level {lowest}` shows them)." if hidden else ""
    if not found:
        return f"No findings. {more}".rstrip()
    keys = len(by_key(found))
    about = f" about {keys} key{'s' * (keys > 1)}" if keys < len(found) else ""
    text = f"{len(found)} finding{'s' * (len(found) > 1)}{about}: {', '.join(_counted(found))}."
    fixes = sum(bool(one.edits) for one in found)
    mends = f"`… --fix` mends {fixes}." if fixes and fixable else ""
    return " ".join(filter(None, (text, mends, more)))


def _counted(found: Iterable[Finding]) -> list[str]:
    """How many there are of each level, the worst first: `1 error`, `2 warnings`."""
    counts = Counter(one.rule.level for one in found)
    return [f"{n} {level}{'s' * (n > 1)}" for level in LEVELS if (n := counts[level])]


# ── old sins ────────────────────────────────────────────────────────────────────────────────────


def baseline_of(found: Iterable[Finding]) -> bytes:
    """A file that says which findings are known: by rule, file and key, not by line."""
    counts = Counter(one.key for one in found)
    return (json.dumps(dict(sorted(counts.items())), indent=1, ensure_ascii=False) + "\n").encode()


def without_known(found: Iterable[Finding], baseline: bytes, where: str) -> list[Finding]:
    """The findings that a baseline does not know; of several alike, those beyond its number."""
    try:
        data = json.loads(baseline)
        left = Counter({str(key): int(count) for key, count in data.items()})
    except (ValueError, AttributeError, TypeError, OverflowError, RecursionError) as error:
        raise BlueprintError(
            "this is no baseline", where=where, hint="Write one with `values lint --write-baseline`."
        ) from error
    new = []
    for one in found:
        if left[one.key] > 0:
            left[one.key] -= 1
        else:
            new.append(one)
    return new
