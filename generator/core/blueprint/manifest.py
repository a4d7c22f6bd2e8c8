"""What a blueprint says of itself: blueprint.yaml, read once and checked as a whole."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast, get_args

from generator.core.helm.versions import Range, check_version, parse_range
from generator.core.tree import folders_at_top
from generator.core.words import did_you_mean, wrong_with_label
from generator.core.yaml.fields import Fields, parse
from generator.errors import BlueprintError, Invalid

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.core.blueprint.migration import Migration
    from generator.core.tree import Tree

OptionType = Literal["string", "boolean", "choice", "dns-label", "dns-labels", "domain", "folder", "registry"]
BLUEPRINT_FILE = "blueprint.yaml"
JINJA = "_jinja2_env_vars"
_LONGEST_PATH = 1000


class Option(NamedTuple):
    """A question that the blueprint asks; a default may be a Jinja text on earlier answers."""

    name: str
    help: str
    kind: OptionType
    default: str | bool
    choices: tuple[str, ...] = ()
    longest: int = 63


class Blueprint(NamedTuple):
    """A parsed blueprint.yaml; `merges` are the files, with * in them, that are laid over those below."""

    name: str
    version: str
    description: str
    extends: str | None
    abstract: bool
    charts: Mapping[str, Range]
    helm: Range
    kubernetes: Range
    options: tuple[Option, ...]
    migrations: tuple[Migration, ...] = ()
    merges: tuple[str, ...] = ()


def parse_blueprint(data: bytes, where: str) -> Blueprint:
    """Read blueprint.yaml; Invalid with everything that is wrong with it."""
    source = parse(data, where)
    errors: list[BlueprintError] = []
    fields = Fields(source, (), errors)
    name = fields.text("name")
    reason = wrong_with_label(name)
    if name and reason:
        fields.wrong(f'"{name}" cannot be a name: {reason}', "name")
    version = version_in(fields)
    blueprint = Blueprint(
        name=name,
        version=version,
        description=fields.text("description").strip(),
        extends=_extends(fields),
        abstract=fields.flag("abstract"),
        charts={
            chart: range_in(fields, text, "charts", chart) for chart, text in fields.mapping("charts").items()
        },
        helm=range_in(fields, fields.text("helm", ""), "helm"),
        kubernetes=range_in(fields, fields.text("kubernetes", ""), "kubernetes"),
        options=tuple(_option(option, entry) for option, entry in fields.children("options")),
        migrations=_migrations(fields),
        merges=_merged_files(fields),
    )
    fields.close()
    if errors:
        raise Invalid("this blueprint is broken", errors, where=where)
    return blueprint


def _migrations(fields: Fields) -> tuple[Migration, ...]:
    if not fields.has("migrations"):
        return ()
    from generator.core.blueprint.migration import parse_migrations  # few blueprints have any

    return parse_migrations(fields)


def _merged_files(fields: Fields) -> tuple[str, ...]:
    patterns = fields.texts("merges")
    if patterns and not fields.has("extends"):
        fields.wrong("it extends nothing: there is nothing below to merge with", "merges")
    for number, one in enumerate(patterns):
        if not one.endswith((".yaml", ".yml")) or len(one) > _LONGEST_PATH or not one.isprintable():
            fields.wrong("the path of a file of YAML is expected, with * for any letters", "merges", number)
    return patterns


def _extends(fields: Fields) -> str | None:
    extends = fields.text("extends", "")
    if len(extends) > _LONGEST_PATH or not extends.isprintable():
        fields.wrong("the name or the path of a blueprint is expected", "extends")
        return None
    return extends or None


def version_in(fields: Fields) -> str:
    """The version that a part of a manifest states; one that is none is noted in its fields."""
    version = fields.text("version")
    if version:
        try:
            check_version(version)
        except BlueprintError as error:
            fields.wrong(error.what, "version")
    return version


def range_in(fields: Fields, text: Any, *path: str) -> Range:
    """The versions that a text of a manifest means; all where it means none, which is noted in its fields."""
    try:
        return parse_range(str(text))
    except BlueprintError as error:
        fields.wrong(error.what, *path)
        return parse_range("")


def _option(name: str, fields: Fields) -> Option:
    kind = fields.text("type", "string")
    if kind not in get_args(OptionType):
        fields.wrong(
            f'"{kind}" is not a type of option', "type", hint=did_you_mean(kind, get_args(OptionType))
        )
        kind = "string"
    choices = fields.texts("choices")
    default: str | bool = fields.flag("default") if kind == "boolean" else fields.text("default", "")
    if kind == "choice":
        if not choices:
            fields.wrong('a choice needs "choices"')
        elif isinstance(default, str) and "{{" not in default and default not in choices:
            fields.wrong(f'"{default}" is not one of the choices', "default")
    elif choices:
        fields.wrong('only an option of type "choice" has choices', "choices")
    longest = fields.raw("longest")
    if longest is not None and (type(longest) is not int or not 1 <= longest <= 63):
        fields.wrong("a number from 1 to 63 is expected", "longest")
        longest = None
    option = Option(
        name=name,
        help=fields.text("help", ""),
        kind=cast("OptionType", kind),
        default=default,
        choices=choices,
        longest=longest or 63,
    )
    fields.close()
    return option


def merged_options(layers: Sequence[Blueprint]) -> tuple[Option, ...]:
    """The questions of all layers, lowest first; a later layer restates a question in its place."""
    options: dict[str, Option] = {}
    for layer in layers:
        options.update({option.name: option for option in layer.options})
    return tuple(options.values())


def errors_of_folder(
    blueprint: Blueprint, tree: Tree, options: Sequence[Option], where: str
) -> list[BlueprintError]:
    """What is wrong with a blueprint's folder, besides blueprint.yaml.

    `options` are those of its layers together. cookiecutter.json must agree with them, because the
    folder also works with plain cookiecutter.
    """
    errors = []
    templates = [name for name in folders_at_top(tree) if "{{" in name and "cookiecutter" in name]
    if len(templates) != 1:
        found = "there are several" if templates else "there is none"
        errors.append(
            BlueprintError(
                f"one folder {{{{cookiecutter.name}}}} with the files is expected, {found}", where=where
            )
        )
    file = next((path for path in tree if str(path) == "cookiecutter.json"), None)
    if file is None:
        return [*errors, BlueprintError("cookiecutter.json is missing", where=where)]
    return errors + _errors_of_context(blueprint, tree[file], options, f"{where}/{file}")


def _errors_of_context(
    blueprint: Blueprint, data: bytes, options: Sequence[Option], where: str
) -> list[BlueprintError]:
    twice: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        twice.extend(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
        return dict(pairs)

    try:
        context = json.loads(data, object_pairs_hook=once)
    except RecursionError:
        return [BlueprintError("this is nested too deeply", where=where)]
    except ValueError as error:
        place = f"{where}:{error.lineno}" if isinstance(error, json.JSONDecodeError) else where
        return [BlueprintError(f"this is not valid JSON: {error}", where=place)]
    if not isinstance(context, dict):
        return [BlueprintError("a JSON object is expected", where=where)]
    errors = [BlueprintError(f'"{name}" stands here twice', where=where) for name in twice]
    if "_extensions" in context:
        errors.append(
            BlueprintError(
                "_extensions would load Python code into the templates; blueprints must do without",
                where=where,
            )
        )
    settings = context.get(JINJA, {})
    if not isinstance(settings, dict) or not all(isinstance(one, str | bool) for one in settings.values()):
        errors.append(BlueprintError(f"{JINJA} is a map of texts and switches", where=where))
    known = {option.name: option for option in options}
    for name in context:
        if not name.startswith("_") and name not in known:
            errors.append(
                BlueprintError(
                    f'"{name}" is not an option of {BLUEPRINT_FILE}',
                    where=where,
                    hint=did_you_mean(name, known),
                )
            )
    for option in blueprint.options:
        if option.name not in context:
            errors.append(BlueprintError(f'the option "{option.name}" is missing here', where=where))
            continue
        expected = _in_cookiecutter(option)
        if context[option.name] != expected:
            errors.append(
                BlueprintError(
                    f'"{option.name}" is {json.dumps(context[option.name])} here, '
                    f"but {BLUEPRINT_FILE} makes it {json.dumps(expected)}",
                    where=where,
                )
            )
    return errors


def _in_cookiecutter(option: Option) -> str | bool | list[str]:
    """The default as cookiecutter.json writes it: of a list of choices, the first one counts."""
    if option.kind == "choice":
        return [str(option.default), *(choice for choice in option.choices if choice != option.default)]
    return option.default
