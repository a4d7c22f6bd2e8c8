"""A platform becomes a blueprint: what was answered is a question again, everything else stays as it is."""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from generator.core.blueprint.manifest import BLUEPRINT_FILE
from generator.core.edit.edits import Edit, edited
from generator.core.helm.versions import parse_version
from generator.core.platform.file import PLATFORM_FILE
from generator.core.tree import text_of
from generator.core.yaml.library import yaml
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.core.blueprint.manifest import Option
    from generator.core.platform.file import Platform
    from generator.core.tree import Tree

TEMPLATED = "{{cookiecutter.name}}"
_SHORTEST = 3  # letters of an answer that is looked for: shorter ones stand everywhere
_OF_THE_GENERATOR = ("apiVersion", "blueprint", "answers", "charts")
_MARK = "\0"


class Templated(NamedTuple):
    """A text as a template of cookiecutter, and the options that stand in it."""

    text: str
    used: frozenset[str]


class Initial(NamedTuple):
    """A new blueprint's folder: its files, its options, and what stays as it was answered."""

    files: dict[PurePosixPath, bytes]
    options: tuple[Option, ...]
    fixed: tuple[str, ...]


def templated(text: str, answers: Mapping[str, str]) -> Templated:
    """A text in which answers are options, the longest first, as whole words; the rest renders as it is."""
    names = sorted(answers, key=lambda one: -len(answers[one]))
    used = set()
    for number, name in enumerate(names):
        pattern = rf"(?<![A-Za-z0-9_{_MARK}-]){re.escape(answers[name])}(?![A-Za-z0-9_])"
        text, times = re.subn(pattern, f"{_MARK}{number}{_MARK}", text)
        if times:
            used.add(name)
    # Whatever Jinja would read as the beginning of something of its own.
    text = re.sub(rf"\{{(?=[{{%#{_MARK}])", "{{ '{' }}", text)
    text = re.sub(
        rf"{_MARK}(\d+){_MARK}", lambda found: f"{{{{ cookiecutter.{names[int(found[1])]} }}}}", text
    )
    return Templated(text, frozenset(used))


def initial_blueprint(name: str, files: Tree, platform: Platform, options: Sequence[Option]) -> Initial:
    """The blueprint `name` that makes this platform of its defaults; `options` are those that it was asked.

    `files` are what people may edit in it. Choices cannot be taken back, since nobody knows what they leave
    out: they stay as they were answered. BlueprintError where a file's name is a template itself.
    """
    said = platform.answers
    answers = {
        one.name: str(said[one.name])
        for one in options
        if one.kind not in ("boolean", "choice")
        and isinstance(said.get(one.name), str)
        and len(str(said[one.name])) >= _SHORTEST
        and str(said[one.name]).isprintable()
        and "{" not in str(said[one.name])
    }
    if "name" not in answers:
        raise BlueprintError(
            "the platform has no answer `name`, which its blueprint asks for", where=str(PLATFORM_FILE)
        )
    made: dict[PurePosixPath, bytes] = {}
    used = {"name"}
    for path, data in files.items():
        if "{{" in str(path) or "{%" in str(path):
            raise BlueprintError("a file's name in a blueprint is a template: rename it", where=str(path))
        own = _without_generated(data) if path == PLATFORM_FILE else data
        try:
            one = templated(text_of(own, str(path)), answers) if b"\0" not in own else None
        except BlueprintError:
            one = None
        if one is not None:  # else no text: cookiecutter copies it
            used |= one.used
        made[PurePosixPath(TEMPLATED, path)] = own if one is None else one.text.encode()
    kept = tuple(one._replace(default=answers[one.name]) for one in options if one.name in used)
    made[PurePosixPath(BLUEPRINT_FILE)] = _manifest(name, platform, kept)
    context = {one.name: one.default for one in kept}
    made[PurePosixPath("cookiecutter.json")] = (json.dumps(context, indent=2) + "\n").encode()
    fixed = tuple(f"{one}={value}" for one, value in said.items() if one not in used)
    return Initial(dict(sorted(made.items())), kept, fixed)


def _without_generated(data: bytes) -> bytes:
    errors: list[BlueprintError] = []
    text = text_of(data, str(PLATFORM_FILE))
    for key in _OF_THE_GENERATOR:
        if re.search(rf"(?m)^{key}:", text):
            text = edited(text, [Edit(PLATFORM_FILE, "delete", (key,), comment=True)], errors)
    if errors:
        raise errors[0]
    # `new` writes the line that names the schema for editors anew.
    return re.sub(r"(?m)\A(?:\s*# yaml-language-server:.*\n)*\s*", "", text).encode()


def _manifest(name: str, platform: Platform, options: Sequence[Option]) -> bytes:
    charts = {}
    for chart, version in platform.charts.items():
        parsed = parse_version(version)
        charts[chart] = f">={parsed.major}.{parsed.minor} <{parsed.major + 1}"
    asked = {
        one.name: {
            "help": one.help,
            "type": one.kind,
            "default": one.default,
            **({"longest": one.longest} if one.longest != 63 else {}),
        }
        for one in options
    }
    manifest = {
        "name": name,
        "version": "0.1.0",
        "description": f"Made from the platform {platform.answers['name']}",
        "charts": charts,
        "options": asked,
    }
    return str(yaml.safe_dump(manifest, sort_keys=False, width=100, allow_unicode=True)).encode()
