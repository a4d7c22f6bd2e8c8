"""What rules know of a platform's values, and what they find.

A rule is one function in one file of core/lint/rules, with what people should know of it:

    @rule("latest-tag", what="…", why="…", bad={"values-dev.yaml": "…"}, good={"values-dev.yaml": "…"})
    def check(facts: Facts) -> Iterator[Hit]:
        for spot in facts.spots():
            if …:
                yield spot.hit("what is wrong", fix="what to do")
"""

from __future__ import annotations

import re
from functools import cached_property
from textwrap import dedent
from typing import TYPE_CHECKING, NamedTuple

from generator.core.data import leaves
from generator.core.edit.edits import Edit
from generator.core.findings.finding import Finding, Hit, Rule
from generator.core.helm.source import Source
from generator.core.values.comments import unexplained
from generator.core.values.violations import broken_schemas, stated_violations
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import PurePosixPath

    from generator.core.blueprint.derived import Bundled
    from generator.core.data import Data
    from generator.core.findings.finding import Level
    from generator.core.paths import KeyPath
    from generator.core.values.model import ValuesModel
    from generator.core.values.violations import Stated

# What Chart.yaml says of a chart that is made for others to install.
_PUBLISHED = ("home", "sources", "icon", "keywords", "maintainers")
_IGNORED = re.compile(r"#.*\bhelm-blueprint:ignore\b(?: +([-\w, ]+))?")


class Spot(NamedTuple):
    """One value that a file states: a scalar, a list or an empty map."""

    source: Source
    path: KeyPath
    value: Data

    @property
    def file(self) -> PurePosixPath:
        return self.source.path

    @property
    def name(self) -> str:
        """The last key of its path; of an item of a list, the list's."""
        return next((step for step in reversed(self.path) if isinstance(step, str)), "")

    def hit(self, what: str, fix: str = "", *, removes: bool = False) -> Hit:
        """A hit here; `removes` says that removing the key fixes it and changes no value.

        A null's map stays, as an empty one: it may be all that says that there is one.
        """
        edit = Edit(self.file, "delete", self.path, prune=self.value is not None)
        return Hit(self.file, self.path, what, fix, (edit,) if removes else ())


def rule(
    identifier: str,
    *,
    what: str,
    why: str,
    bad: Mapping[str, str],
    good: Mapping[str, str],
    level: Level = "warning",
    needs_all: bool = False,
) -> Callable[..., Rule]:
    """Make a rule of a function; see Rule. Examples may be indented, as they stand in a program."""

    def made(check: Callable[[Facts], Iterable[Hit]]) -> Rule:
        return Rule(identifier, what, why, _outdented(bad), _outdented(good), level, check, needs_all)

    return made


def _outdented(files: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, dedent(text).strip("\n") + "\n") for name, text in files.items())


class Facts:
    """The values of a platform as rules want to see them; computed once, however many rules ask.

    Of files that cannot be read there is only `unreadable`: no environment that reads one is among
    `environments`, nor in `model`.
    """

    def __init__(self, model: ValuesModel, bundled: Bundled | None = None) -> None:
        self.bundled = bundled
        self.files = model.all_files
        self.unreadable: Mapping[PurePosixPath, BlueprintError] = {
            path: error for path in self.files if (error := _error_of(model, path))
        }
        self.model = model.without(self.unreadable)
        self._spots: dict[PurePosixPath, tuple[Spot, ...]] = {}

    @property
    def environments(self) -> tuple[str, ...]:
        return self.model.environments

    @property
    def without_regions(self) -> tuple[str, ...]:
        """The environments but for the regions of others, which say only what differs there."""
        platform = self.model.platform
        if platform is None:
            return self.environments
        return tuple(name for name in self.environments if not platform.environments[name].region)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Every values file that can be read, once: values.yaml, then those of the environments."""
        return tuple(self.model.source(path) for path in self.files if path not in self.unreadable)

    def own(self, environment: str) -> Source:
        """The file that states an environment's own values."""
        return self.model.source(self.model.own_file(environment))

    def below(self, environment: str) -> tuple[Source, ...]:
        """The files that an environment's own one lies over."""
        return self.model.below(environment)

    def readers(self, source: Source) -> tuple[str | None, ...]:
        return self.model.readers_of(source.path)

    def is_base(self, source: Source) -> bool:
        return source.path == self.model.base_file

    def is_published_default(self, path: KeyPath, file: str) -> bool:
        """Whether what a file says at a path is a default that a chart has for everybody, and no choice.

        What the values.yaml of a foreign dependency says is one, and what this chart's own says of its own
        keys, where it is published.
        """
        chart = self.model.subchart_at(path)
        if file == str(self.model.base_file):
            return self._is_published and chart is None and path[0] != "global"
        return chart is not None and not chart.is_ours and file.startswith(f"{chart.folder}/")

    def is_guessed(self, file: str) -> bool:
        """Whether nobody has said that an environment lies over a file: its name alone made it a layer."""
        if self.model.platform is not None or file == str(self.model.base_file):
            return False
        return any(str(one) == file for one in self.files)

    @cached_property
    def _is_published(self) -> bool:
        """Whether the chart is made for others: it says who makes it, and where; and it is no platform."""
        file = self.model.layout.chart_file
        if self.model.platform is not None or file not in self.model.tree:
            return False
        return any(Source(file, self.model.tree[file]).data.get(key) for key in _PUBLISHED)

    @cached_property
    def broken_schemas(self) -> Sequence[tuple[PurePosixPath, int, str]]:
        """The schemas that nobody can use: file, line and why."""
        return broken_schemas(self.model)

    @cached_property
    def violations(self) -> tuple[Stated, ...]:
        """What the schemas refuse, each once, with the file and the line that states it."""
        broken = [file for file, _, _ in self.broken_schemas]
        return tuple(stated_violations(self.model, without=broken))

    def spots(self, source: Source | None = None) -> Iterator[Spot]:
        """Every value that a file states, or all files; nulls too."""
        for one in self.sources if source is None else (source,):
            if one.path not in self._spots:
                found = leaves(one.data)
                self._spots[one.path] = tuple(Spot(one, path, value) for path, value in found if path)
            yield from self._spots[one.path]


def findings(model: ValuesModel, rules: Iterable[Rule], bundled: Bundled | None = None) -> list[Finding]:
    """What the rules find, by file and line. A file that cannot be read hides only what needs it.

    `bundled` is what comes with the program, for a platform of our charts.
    """
    facts = Facts(model, bundled)
    asked = [one for one in rules if not (one.needs_all and facts.unreadable)]
    found = [_placed(facts, one, hit) for one in asked for hit in one.check(facts)]
    order = {path: number for number, path in enumerate(facts.files)}
    found = list(dict.fromkeys(found))
    marked = _marked_lines(model, {one.file for one in found})
    found = [one for one in found if one.file not in marked or not _is_ignored(marked[one.file], one)]
    found = _without_edits_of_explained(facts, found)
    return sorted(
        found, key=lambda one: (order.get(one.file, -1), one.line, one.column, one.rule.id, one.what)
    )


def _placed(facts: Facts, of: Rule, hit: Hit) -> Finding:
    file = hit.file or facts.model.base_file
    line, column = hit.at or (1, 1)
    if hit.at is None and hit.file is not None and hit.file in facts.model.tree:
        source = facts.model.source(hit.file)
        for depth in range(len(hit.path), 0, -1):
            position = source.position(hit.path[:depth])
            if position:
                line, column = position.line, position.column
                break
    return Finding(of, file, line, column, hit.path, hit.what, hit.fix, hit.edits)


def _without_edits_of_explained(facts: Facts, found: Sequence[Finding]) -> list[Finding]:
    """The findings; what has a comment is left to people: the comment says why it is there."""
    paths: dict[PurePosixPath, list[KeyPath]] = {}
    for one in found:
        for each in one.edits:
            paths.setdefault(each.file, []).append(each.path)
    free = {file: unexplained(facts.model.source(file), several) for file, several in paths.items()}
    return [
        one if all(each.path in free[each.file] for each in one.edits) else one._replace(edits=())
        for one in found
    ]


def _error_of(model: ValuesModel, path: PurePosixPath) -> BlueprintError | None:
    try:
        _ = model.source(path).data
    except BlueprintError as error:
        return error
    return None


def _marked_lines(model: ValuesModel, files: Iterable[PurePosixPath]) -> dict[PurePosixPath, list[str]]:
    """The lines of those files in which something is marked as meant."""
    contents = {file: model.tree[file] for file in files if file in model.tree}
    return {
        file: content.decode("utf-8", "replace").split("\n")
        for file, content in contents.items()
        if b"helm-blueprint:ignore" in content
    }


def _is_ignored(lines: Sequence[str], finding: Finding) -> bool:
    """`# helm-blueprint:ignore rule-id` on the line, or on one of its own above, says that it is meant."""
    here = [lines[finding.line - 1]] if finding.line <= len(lines) else []
    above = finding.line - 2
    while above >= 0 and lines[above].lstrip().startswith("#"):
        here.append(lines[above])
        above -= 1
    for line in here:
        match = _IGNORED.search(line)
        if match and (not match[1] or finding.rule.id in re.split(r"[, ]+", match[1].strip())):
            return True
    return False
