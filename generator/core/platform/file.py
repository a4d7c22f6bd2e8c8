"""platform.yaml: what a platform was made from, and its environments in promotion order."""

from __future__ import annotations

from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from generator.core.platform.history import History, parse_history
from generator.core.platform.intent import Intent, parse_intent
from generator.core.platform.lint_levels import parse_lint_levels
from generator.core.platform.places import DEFAULT_FILES, places, wrong_with_place
from generator.core.words import did_you_mean, wrong_with_label
from generator.core.yaml.fields import Fields, parse
from generator.core.yaml.library import yaml
from generator.errors import BlueprintError, Invalid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.core.platform.lint_levels import LintLevel
    from generator.core.yaml.fields import Located

PLATFORM_FILE = PurePosixPath("platform.yaml")
PLATFORM_SCHEMA_FILE = PurePosixPath(".blueprint/platform.schema.json")  # where editors find it, offline
API_VERSION = "helm-blueprint/v1"
_LONGEST_NAME = 63


class Environment(NamedTuple):
    """One environment: its values are values.yaml and then every file of its chain.

    A region of an environment is one, too: `prod-eu-west-1` inherits from prod, its `region` is eu-west-1.
    `files` are the paths of its own files as platform.yaml states them, none where it states none.
    """

    name: str
    namespace: str
    inherits: str | None
    clusters: tuple[str, ...]
    kubernetes: str | None
    region: str = ""
    protected: bool | None = None  # what the file says; see protection.py for what holds
    files: tuple[str, ...] = ()
    like: str = ""  # the environment whose file its own was copied from, whose news it follows


class Origin(NamedTuple):
    """The blueprint that a platform was made from; of nothing but empty texts where it was made by hand.

    `digest` is that of its files (sha256:…), nothing where they come with the program; `hooks` that of the
    hooks that ran.
    """

    name: str
    source: str
    version: str
    digest: str = ""
    hooks: str = ""


class Platform(NamedTuple):
    """A parsed platform.yaml: `chart` is the chart's folder, `files` those of environments without."""

    blueprint: Origin
    answers: Mapping[str, str | bool]
    charts: Mapping[str, str]
    environments: Mapping[str, Environment]
    intent: Intent = Intent()
    history: History = History()
    chart: str = ""
    files: tuple[str, ...] = ()
    lint: Mapping[str, LintLevel] = MappingProxyType({})

    def chain(self, environment: str) -> tuple[str, ...]:
        """The environments whose files `environment` is made of, the one it inherits from first."""
        return _chain(self.environments, environment)

    def values_files(
        self, environment: str, service: str = "", *, secrets: bool = False
    ) -> tuple[PurePosixPath, ...]:
        """The files to pass to Helm with -f, in order; values.yaml is understood.

        They are paths from the folder of platform.yaml, each once: where it comes first. With `secrets` those
        that helm-secrets decrypts are among them.
        """
        own = ((name, self.environments[name].files) for name in self.chain(environment))
        found = (
            places(files or self.files or DEFAULT_FILES, name, service, secrets=secrets)
            for name, files in own
        )
        return tuple(dict.fromkeys(path for paths in found for path in paths))

    @property
    def states_files(self) -> bool:
        """Whether the files are named here, and not known by the names that ours have."""
        return bool(self.files) or any(one.files for one in self.environments.values())

    def regions(self, environment: str) -> tuple[Environment, ...]:
        """The regions of an environment, in their order."""
        return tuple(one for one in self.environments.values() if one.region and one.inherits == environment)

    def releases(self) -> tuple[Environment, ...]:
        """What is deployed, in promotion order: each region, and each environment in the clusters of its own.

        An environment that has regions is deployed by itself only where it has clusters that no region has.
        """
        found = []
        for one in self.environments.values():
            taken = {cluster for region in self.regions(one.name) for cluster in region.clusters}
            own = tuple(cluster for cluster in one.clusters if cluster not in taken)
            if own or not taken:
                found.append(one._replace(clusters=own))
        return tuple(found)


def parse_platform(data: bytes, where: str = str(PLATFORM_FILE)) -> Platform:
    """Read a platform.yaml. Invalid with everything that is wrong with it."""
    source = parse(data, where)
    errors: list[BlueprintError] = []
    fields = Fields(source, (), errors)
    version = fields.text("apiVersion")
    if version and version != API_VERSION:
        fields.wrong(
            f'"{version}" is not a version that this helm-blueprint reads',
            "apiVersion",
            hint=f"It reads {API_VERSION}; a newer helm-blueprint may have written the file.",
        )
    origin = _origin(source, errors) if fields.has("blueprint") else Origin("", "", "")
    answers = fields.mapping("answers")
    charts = _charts(fields, source, errors)
    return _platform(fields, origin, answers, charts)


def _platform(
    fields: Fields, origin: Origin, answers: Mapping[str, str | bool], charts: Mapping[str, str]
) -> Platform:
    """The platform with what else the file says. Invalid with all that is wrong with it so far."""
    chart = fields.text("chart", "")
    if chart and (reason := wrong_with_place(chart, ("service",))):
        fields.wrong(f"this cannot be the chart's folder: {reason}", "chart")
    files = _files(fields)
    environments = _environments(fields)
    regions = {one.name: one.inherits for one in environments.values() if one.region and one.inherits}
    intent = parse_intent(fields, environments, regions)
    history = parse_history(fields)
    lint = parse_lint_levels(fields)
    fields.close()
    if fields.errors:
        raise Invalid("this platform.yaml is broken", fields.errors, where=fields.source.where)
    return Platform(origin, answers, charts, environments, intent, history, chart, files, lint)


def _origin(source: Located, errors: list[BlueprintError]) -> Origin:
    fields = Fields(source, ("blueprint",), errors)
    name, source_of_it = fields.text("name"), fields.text("source", "builtin")
    origin = Origin(
        name, source_of_it, fields.text("version"), fields.text("digest", ""), fields.text("hooks", "")
    )
    fields.close()
    return origin


def _charts(fields: Fields, source: Located, errors: list[BlueprintError]) -> dict[str, str]:
    names = fields.mapping("charts")
    if not names:
        return {}
    versions = Fields(source, ("charts",), errors)
    return {name: versions.text(name) for name in names}


def _environments(fields: Fields) -> dict[str, Environment]:
    environments: dict[str, Environment] = {}
    names = fields.mapping("environments")
    for name, entry in fields.children("environments"):
        if reason := wrong_with_label(name):
            fields.wrong(f"this cannot name an environment: {reason}", "environments", name)
        found = Environment(
            name=name,
            namespace=entry.text("namespace", ""),
            inherits=entry.text("inherits", "") or None,
            clusters=entry.texts("clusters"),
            kubernetes=entry.text("kubernetes", "") or None,
            protected=entry.flag("protected") if entry.has("protected") else None,
            files=_files(entry),
            like=entry.text("like", ""),
        )
        environments[name] = found
        for region in _regions(fields, entry, found):
            if region.name in names or region.name in environments:
                what = f'"{region.name}" names an environment already: both would be {region.name}'
                fields.wrong(what, "environments", name, "regions", region.region, hint="Rename one of them.")
            else:
                environments[region.name] = region
        entry.close()
    if not environments:
        fields.wrong('"environments" is missing: at least one is needed')
    _judge_inheritance(fields, environments)
    return environments


def _regions(fields: Fields, entry: Fields, of: Environment) -> Iterator[Environment]:
    for region, part in entry.children("regions"):
        name = region_name(of.name, region)
        if reason := wrong_with_region(of.name, region):
            fields.wrong(f"this cannot name a region: {reason}", "environments", of.name, "regions", region)
        yield Environment(
            name=name,
            namespace=part.text("namespace", of.namespace),
            inherits=of.name,
            clusters=(part.text("cluster", region),),
            kubernetes=part.text("kubernetes", "") or of.kubernetes,
            region=region,
            files=_files(part),
        )
        part.close()


def _files(fields: Fields) -> tuple[str, ...]:
    files = fields.texts("files")
    for number, text in enumerate(files):
        if reason := wrong_with_place(text):
            fields.wrong(f"this cannot be a values file: {reason}", "files", number)
    return files


def region_name(environment: str, region: str) -> str:
    """What a region of an environment is called: by --env, by its values file, by GitOps."""
    return f"{environment}-{region}"


def wrong_with_region(environment: str, region: str) -> str | None:
    """Why an environment can have no region of that name, or None when it can."""
    length = len(region_name(environment, region))
    if length > _LONGEST_NAME:
        return f"it is {length} characters long with its environment, at most {_LONGEST_NAME} are allowed"
    return wrong_with_label(region)


def _judge_inheritance(fields: Fields, environments: Mapping[str, Environment]) -> None:
    for name, environment in environments.items():
        if environment.region:
            continue
        if environment.inherits and environment.inherits not in environments:
            fields.wrong(
                f'there is no environment "{environment.inherits}"',
                "environments",
                name,
                "inherits",
                hint=did_you_mean(environment.inherits, environments),
            )
        elif name in _chain(environments, name)[:-1]:
            fields.wrong("it inherits from itself", "environments", name, "inherits")


def _chain(environments: Mapping[str, Environment], name: str) -> tuple[str, ...]:
    """Lowest first; ends where a circle closes, so that it can be reported."""
    chain = {name: None}
    while (parent := environments[name].inherits) and parent in environments:
        if parent in chain:
            return (parent, *reversed(chain))
        chain[parent] = None
        name = parent
    return tuple(reversed(chain))


class Completed(NamedTuple):
    """The platform.yaml of a new platform: its text, and what it says."""

    text: bytes
    platform: Platform


def completed(
    data: bytes, origin: Origin, answers: Mapping[str, str | bool], charts: Mapping[str, str]
) -> Completed:
    """What only the generator knows, then the text that the blueprint wrote.

    The blueprint writes `environments`, with comments; that part is kept byte by byte. Invalid with all
    that is wrong with it.
    """
    source = parse(data, str(PLATFORM_FILE))
    reserved = ("apiVersion", "blueprint", "answers", "charts")
    errors = [
        BlueprintError(f'a blueprint leaves "{key}" to the generator', where=source.at(key))
        for key in reserved
        if isinstance(source.data, dict) and key in source.data
    ]
    if errors:
        raise Invalid("this blueprint is broken", errors)
    charts = dict(sorted(charts.items()))
    head = [
        f"# yaml-language-server: $schema={PLATFORM_SCHEMA_FILE}\n",
        "# What this platform was made from, for helm-blueprint; plain Helm needs none of it.\n",
        _yaml({"apiVersion": API_VERSION}),
        _yaml(
            {
                "blueprint": {
                    name: text
                    for name, text in origin._asdict().items()
                    if text or name not in ("digest", "hooks")
                }
            }
        ),
        _yaml({"answers": dict(answers)}),
        _yaml({"charts": charts}),
        "\n",
    ]
    own = data.lstrip(b"\n")
    above = "".join(head)
    moved = above.count("\n") - (len(data) - len(own))
    lines = {path: line + moved for path, line in source.lines.items()}
    fields = Fields(source._replace(lines=lines), (), [])
    return Completed(above.encode() + own, _platform(fields, origin, answers, charts))


def _yaml(data: object) -> str:
    return yaml.safe_dump(data, sort_keys=False, width=100, allow_unicode=True)
