"""What every command on values begins with: the platform that it is about, and notes beside its output."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from generator.commands._called import remembered, to_copy
from generator.commands._options import DECRYPTS, SHOWS_SECRETS, FilePath
from generator.core.platform.protection import is_protected
from generator.core.styled import Part, line
from generator.core.values.documents import about_documents
from generator.core.values.model import ValuesModel, load_values
from generator.core.values.unread import about_unread
from generator.edge.platform import Extent, read_platform
from generator.edge.site import Asked, find_site
from generator.edge.terminal import detail, remark, working, working_until_shown
from generator.edge.writer import alone
from generator.errors import Invalid, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import PurePosixPath
    from typing import TypeAlias, TypeVar

    from generator.core.changes import Change
    from generator.core.values.masking import Veil
    from generator.edge.site import Site
    from generator.errors import BlueprintError

    Verb = TypeVar("Verb", bound=Callable[..., object])
    Named: TypeAlias = tuple[tuple[str, tuple[Path, ...]], ...]

_ROOT = "generator.platform"
_MODEL = "generator.model"
_VEIL = "generator.veil"
_CHART = "generator.chart"
_VALUES = "generator.values"

platform_option = click.option(
    "--platform",
    metavar="DIR",
    type=FilePath(),
    envvar="HELM_BLUEPRINT_PLATFORM",
    callback=remembered,
    help="The platform, by default the nearest folder upwards with a platform.yaml (or a Chart.yaml).",
)


def _values_given(ctx: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> Named:
    remembered(ctx, parameter, given)
    found: dict[str, tuple[Path, ...]] = {}
    for text in given:
        environment, _, files = text.partition("=")
        paths = tuple(Path(file) for file in files.split(",") if file)
        if not environment or not paths:
            raise UsageError(
                f"--values {text}: ENV=FILE is expected", hint="As in --values prod=deploy/prod.yaml"
            )
        found[environment] = (*found.get(environment, ()), *paths)
    return tuple(found.items())


def place_options(function: Verb) -> Verb:
    """--platform, which the command gets, and --chart and --values, which `found` knows of."""
    chart = click.option(
        "--chart",
        metavar="DIR",
        type=FilePath(),
        expose_value=False,
        callback=lambda ctx, of, given: ctx.meta.update({_CHART: remembered(ctx, of, given)}),
        help="The chart's folder, for this call: platform.yaml need not say it.",
    )
    values = click.option(
        "--values",
        metavar="ENV=FILE[,FILE...]",
        multiple=True,
        expose_value=False,
        callback=lambda ctx, of, given: ctx.meta.update({_VALUES: _values_given(ctx, of, given)}),
        help="The values files of an environment, in the order of -f, for this call. Repeats.",
    )
    return platform_option(chart(values(function)))


class Opened(NamedTuple):
    """A platform's folder and its values."""

    root: Path
    model: ValuesModel


def found(platform: Path | None, *, proposes: bool = False) -> Site:
    """Where the platform is; the places of errors are relative to its root.

    What was guessed is told, with the command that writes it down unless this one `proposes` to.
    """
    ctx = click.get_current_context(silent=True)
    asked = asked_in(ctx, platform) if ctx else Asked(platform)
    if ctx and platform:
        ctx.meta[_ROOT] = platform
    site = find_site(asked)
    detail(f"platform: {site.root}")
    if ctx:
        ctx.meta[_ROOT] = site.root
    advice = "" if proposes else "; `values init` writes it down"
    show_notes([*site.notes, *([f"{site.guess}{advice}"] if site.guess else [])])
    return site


def asked_in(ctx: click.Context, platform: Path | None) -> Asked:
    """What a call says of places, with the options that no command gets as arguments."""
    return Asked(platform, ctx.meta.get(_CHART), ctx.meta.get(_VALUES, ()))


def opened(
    platform: Path | None,
    *,
    writes: bool = False,
    judges: bool = False,
    generated: bool = False,
    whole: bool = False,
    proposes: bool = False,
) -> Opened:
    """The platform: what says anything of its values; what follows from them, too, where `generated`.

    It is all its files where it is wanted `whole`.

    With `writes` nobody else writes there until the command ends: what it plans fits.

    What is odd about the documents of its files is told, unless the command `judges` the files itself.

    Who is asked first takes time, and holds up nobody: then a file that changed meanwhile is refused.
    """
    site = found(platform, proposes=proposes)
    root = site.root
    if (whole or (generated and not judges)) and not site.layout.is_plain:
        raise _of_ours_alone()
    if writes:
        click.get_current_context().with_resource(alone(root, show_note))
    extent: Extent = "whole" if whole else "generated" if generated and site.layout.is_plain else "values"
    with working("Reading the platform"):
        model = load_values(read_platform(site, show_note, extent=extent), layout=site.layout)
    if whole and model.platform and model.platform.states_files:
        raise _of_ours_alone()
    detail(f"{len(model.tree)} files read, environments: {', '.join(model.environments) or 'none'}")
    if ctx := click.get_current_context(silent=True):
        ctx.meta[_MODEL] = model
    if not judges:
        show_notes((*model.notes, *about_documents(model)))
    decrypt(model)
    if (whole or generated) and not judges and ctx:
        ctx.with_resource(working_until_shown("Planning the change"))
    return Opened(root, model)


def decrypt(model: ValuesModel) -> None:
    """Read what is encrypted, where the call says --decrypt; else tell what is not read."""
    ctx = click.get_current_context(silent=True)
    if ctx is None or not ctx.meta.get(DECRYPTS):
        show_notes(about_unread(model))
        return
    from generator.core.values.revealed import reveal_sealed
    from generator.edge.sops import decrypted

    made = veil(ctx)
    reveal_sealed(model, decrypted, None if made.shows else made.mark, _asked_about(ctx, model))
    show_notes(about_unread(model, decrypts=True))


def _asked_about(ctx: click.Context, model: ValuesModel) -> list[str]:
    """The environments that a call names: by --env, or as the sides of a comparison."""
    given = [ctx.params.get(name) for name in ("environment", "environments", "left", "right")]
    words = [word for one in given for word in (one if isinstance(one, tuple) else (one,))]
    return [word for word in words if word in model.environments]


def _of_ours_alone() -> UsageError:
    return UsageError(
        "this works where Chart.yaml, platform.yaml and values-<environment>.yaml stand in one folder",
        hint="Here they do not. Commands that begin with `values` work all the same.",
    )


def veil(ctx: click.Context | None = None) -> Veil:
    """What masks the secrets that this command shows, unless it has --show-secrets."""
    from generator.core.values.masking import Veil

    ctx = ctx or click.get_current_context()
    made = ctx.meta.setdefault(_VEIL, Veil(shows=ctx.meta.get(SHOWS_SECRETS, False)))
    assert isinstance(made, Veil)
    if model := ctx.meta.get(_MODEL):
        made.has_read(model)
    return made


def shown_line(model: ValuesModel, file: PurePosixPath, number: int) -> str:
    """A line of a file of the platform, counted from 1, as it may be shown."""
    content = model.tree[file]
    return veil().lines(file, content, content.decode().split("\n"), [(number - 1, number)])[number - 1]


def protected_by(changes: Iterable[Change], ctx: click.Context | None = None) -> list[str]:
    """The protected environments of the platform that was opened whose own files these changes write."""
    ctx = ctx or click.get_current_context()
    model = ctx.meta.get(_MODEL)
    if not isinstance(model, ValuesModel):
        return []
    owners = [name for change in changes for name in model.owners_of(change.path) if name]
    known = model.platform.environments if model.platform else {}
    return [name for name in dict.fromkeys(owners) if is_protected(known, name)]


def in_manifests(changes: Sequence[Change], ctx: click.Context | None = None) -> Sequence[Change]:
    """Changes of the platform that was opened as they are written: values in manifests change there."""
    model = (ctx or click.get_current_context()).meta.get(_MODEL)
    return model.in_manifests(changes) if isinstance(model, ValuesModel) else changes


def mask(error: BlueprintError, ctx: click.Context) -> None:
    """Take the secrets of the platform that the command has read, if it has, out of its error."""
    if model := ctx.meta.get(_MODEL):
        made = veil(ctx)
        made.learn(model)
        made.error(error)


def found_in(ctx: click.Context) -> Path | None:
    """The platform's folder, if the command that was called came to find one."""
    root = ctx.meta.get(_ROOT)
    return root if isinstance(root, Path) else None


def shown_path(root: Path, file: PurePosixPath | str) -> str:
    """A file of the platform (or a place in it) as a path from where the user is."""
    try:
        return os.path.relpath(root / file)
    except OSError:  # where the user is is gone
        return str(root / file)


def make_relative_to_caller(error: BlueprintError, root: Path) -> None:
    """Make the place that an error tells lead there from where the user is, if it is in the platform."""
    file = error.where.partition(":")[0]
    # What the operating system refuses is reported with a path that leads there already.
    if not isinstance(error.__cause__, OSError) and _is_inside(root, file):
        error.where = shown_path(root, error.where)
    for one in error.errors if isinstance(error, Invalid) else ():
        make_relative_to_caller(one, root)


def _is_inside(root: Path, file: str) -> bool:
    if not file or file == "." or Path(file).is_absolute():
        return False
    try:
        # What is missing in the platform is nowhere; what is elsewhere, the user has named.
        is_missing = file.endswith((".yaml", ".yml")) and not Path(file).exists()
        return is_missing or (root / file).exists()
    except OSError:  # a name that no disk takes: platform.yaml's
        return True


def show_notes(notes: Iterable[str]) -> None:
    """On stderr, so that output stays what it is."""
    remark([line(Part("Note: ", "yellow"), to_copy(note)) for note in notes])


def show_note(note: str) -> None:
    show_notes([note])
