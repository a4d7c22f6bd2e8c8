"""What `status`, `upgrade` and `reconfigure` share: the three versions of a platform, and how it ends."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import click

from generator.commands import _platform as on_platform
from generator.commands._generating import generated
from generator.commands._trusting import trusting
from generator.commands._verifying import verifying_key
from generator.core.archive import BASE_FILE
from generator.core.blueprint.address import is_address, wrong_with_tag
from generator.core.blueprint.answers import Given, resolve
from generator.core.helm.versions import parse_version
from generator.core.platform.file import PLATFORM_FILE, parse_platform
from generator.core.platform.whole import is_made_whole, is_of_platform
from generator.core.upgrade.base import UpgradeBase, base_of
from generator.core.upgrade.majors import Newest, newest_for, notes_of, refuse_major
from generator.core.upgrade.owned import hand_edits
from generator.core.upgrade.planned import Upgrading, owned_now
from generator.edge import blueprints
from generator.edge.platform import read_files
from generator.errors import BlueprintError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path, PurePosixPath

    from generator.core.blueprint.generate import Assembled
    from generator.core.platform.file import Origin
    from generator.core.upgrade.owned import HandEdit
    from generator.core.values.model import ValuesModel
    from generator.edge.blueprints import BlueprintChain

_MOST_COMMITS = 200  # in which what a vendored file was made as is looked for

to_option = click.option(
    "--to",
    metavar="VERSION",
    help="A version, or a blueprint by its folder or address; by default the newest.",
)


class WantedVersion(NamedTuple):
    """Which version of a blueprint is wanted: `to` is a version, or anything that `new` takes.

    Without it the newest, of the platform's own major version or, with `major`, of all; else the one that
    the platform was made from.
    """

    to: str | None = None
    newest: bool = True
    major: bool = False


class Followed(NamedTuple):
    """A platform that follows a blueprint: its folder and files, its base, and where it comes from now."""

    root: Path
    model: ValuesModel
    base: UpgradeBase
    source: BlueprintChain
    waiting: str = ""  # a newer version of another major, which was left

    @property
    def answers(self) -> Mapping[str, str | bool]:
        assert self.model.platform is not None
        return self.model.platform.answers


def followed(platform: Path | None, wanted: WantedVersion, *, writes: bool = False) -> Followed:
    """Open a platform and find its blueprint at the version that is wanted.

    BlueprintError where it was made by hand, or its base is missing, damaged or none.
    """
    of = unfounded(platform, wanted, writes=writes)
    return of._replace(base=base_of(of.model.tree))


def unfounded(platform: Path | None, wanted: WantedVersion, *, writes: bool = False) -> Followed:
    """The same without its base, which may be lost; BlueprintError where it was made by hand."""
    root, model = on_platform.opened(platform, writes=writes, whole=True)
    if model.platform is None or not model.platform.blueprint.name:
        raise BlueprintError(
            "this platform was made from no blueprint: there is nothing that it could follow",
            where=on_platform.shown_path(root, "platform.yaml"),
        )
    origin = model.platform.blueprint
    found = Newest("")
    if wanted.to is None and wanted.newest and is_address(origin.source):
        found = newest_for(origin.version, blueprints.versions_of(origin), major=wanted.major)
    source = trusting(_source(origin, wanted, found.taken), ran=origin.hooks)
    return Followed(root, model, UpgradeBase({}, {}), source, found.waiting)


def _source(origin: Origin, wanted: WantedVersion, newest: str) -> BlueprintChain:
    """The blueprint at a version, from a place of its own, or where it was: there the newest, if known."""
    to = wanted.to
    version = to if to is not None and _is_version(to) else newest
    # What has an address was published: that version stays what it was. A folder is somebody's work.
    is_pinned = not wanted.newest and is_address(origin.source)
    place = to if to is not None and not version else blueprints.source_of(origin, version)
    try:
        digest = origin.digest if is_pinned else ""
        source = blueprints.load_blueprint(place, digest=digest, key=verifying_key())
    except UsageError as error:
        if to is None:
            error.hint = f"{error.hint} `upgrade --to FOLDER` says where it is now.".strip()
        raise
    if source.blueprint.name != origin.name:
        raise UsageError(
            f"this platform was made from {origin.name}, and {place} is {source.blueprint.name}",
            hint="Name another version of the same blueprint.",
        )
    if version and source.blueprint.version != version:
        if wrong := wrong_with_tag(source.origin, source.blueprint.version):
            hint = "Whoever publishes it says the same in both; `upgrade --to ADDRESS` takes it as it is."
            raise BlueprintError(wrong, where=source.origin, hint=hint)
        raise UsageError(
            f"there is no version {version} of {origin.name} here, but {source.blueprint.version}",
            hint="Name a folder that has it: `upgrade --to FOLDER`.",
        )
    return source


def _is_version(text: str) -> bool:
    try:
        parse_version(text)
    except BlueprintError:
        return False
    return True


def rendered_as_before(of: Followed) -> Assembled:
    """The platform as its blueprint makes it now of the answers of before, whatever platform.yaml says."""
    said = parse_platform(of.base.written[PLATFORM_FILE], str(BASE_FILE)).answers
    return rendered(
        of,
        {
            name: Given(value, str(BASE_FILE))
            for name, value in said.items()
            if any(name == option.name for option in of.source.options)
        },
    )


def rendered(of: Followed, given: Mapping[str, Given] | None = None) -> Assembled:
    """The platform as its blueprint makes it now, of the answers in platform.yaml and those given."""
    from generator.edge.render import render_text

    known = {option.name for option in of.source.options}
    said = {name: Given(value, f"platform.yaml: answers.{name}") for name, value in of.answers.items()}
    kept = {name: one for name, one in said.items() if name in known}
    return generated(of.source, resolve(of.source.options, {**kept, **(given or {})}, render_text))


def about_other_version(of: Followed) -> str:
    """That the blueprint is not the one that the platform was made from: a sentence, "" where it is."""
    assert of.model.platform is not None
    made, now = of.model.platform.blueprint, of.source.made_from
    if made.version != now.version:
        return f"this platform was made from version {made.version}, and {now.version} is here"
    return "the blueprint was changed since this platform was made" if made.digest != now.digest else ""


def about_answers(of: Followed, theirs: Assembled) -> list[str]:
    """What the blueprint asks now and did not, and what it does not ask any more."""
    now = theirs.platform.answers
    new = [name for name in now if name not in of.answers]
    return [
        *(
            f"{one} is asked now, and is {now[one] or 'empty'}: `reconfigure --set NAME=VALUE` changes it"
            for one in new
        ),
        *(f"{name} is asked no more: the answer goes" for name in of.answers if name not in now),
    ]


def refuse_other_major(of: Followed) -> None:
    """Invalid, with the notes of its migrations, where the blueprint is of another major version."""
    assert of.model.platform is not None
    refuse_major(of.source.blueprint, of.model.platform.blueprint.version)


def about_major(of: Followed) -> list[str]:
    """That another major version waits, and what its migrations say of it: fetched only to tell that."""
    assert of.model.platform is not None
    if not of.waiting:
        return []
    origin = of.model.platform.blueprint
    waits = f"{of.waiting} is here, too, another major version: `upgrade --major` takes it over"
    with suppress(BlueprintError):  # what cannot be fetched now is told without its notes
        newest = blueprints.load_blueprint(blueprints.source_of(origin, of.waiting), key=verifying_key())
        return [waits, *notes_of(newest.blueprint, origin.version)]
    return [waits]


def versions_newer(of: Followed) -> list[str] | None:
    """The versions from the platform's to the one that is here; None where nobody can tell."""
    assert of.model.platform is not None
    return blueprints.versions_after(of.model.platform.blueprint, of.source.blueprint.version)


def edits_by_hand(of: Followed, theirs: Assembled, edited: Sequence[PurePosixPath]) -> list[HandEdit]:
    """What people edited in vendored charts; what git has of them tells what they were, where it must."""
    sides = of.model.tree, of.base.digests, owned_now(theirs)
    found = hand_edits(edited, *sides)
    unknown = [one.change.path for one in found if not one.is_known]
    if not unknown:
        return found
    from generator.edge.git_history import read_history

    committed: dict[PurePosixPath, list[bytes]] = {}
    with suppress(BlueprintError):  # no repository, or too large a one: then it stays unknown
        for tree in read_history(of.root, unknown, most=_MOST_COMMITS):
            for path, data in tree.items():
                committed.setdefault(path, []).append(data)
    return hand_edits(edited, *sides, committed)


def versions(of: Followed, theirs: Assembled) -> Upgrading:
    """The three versions, ours with the files that no part of the tool reads otherwise."""
    paths = {path for path in (*of.base.written, *theirs.written) if not is_of_platform(path)}
    return Upgrading(of.base, {**of.model.tree, **read_files(of.root, paths)}, theirs)


def editable_files(of: Followed) -> dict[PurePosixPath, bytes]:
    """The files of a platform that people may edit, as they are; BlueprintError where one lies elsewhere.

    Hidden files that the blueprint did not write, as `.env`, are nobody else's business.
    """
    import os

    beside = {path for path in of.base.written if not is_of_platform(path)}
    found = {
        path: data
        for path, data in {**of.model.tree, **read_files(of.root, beside)}.items()
        if path not in of.base.digests
        and not is_made_whole(path)
        and (path in of.base.written or not path.parts[0].startswith("."))
    }
    inside = os.path.realpath(of.root)
    for path in found:
        if not os.path.realpath(of.root / path).startswith(inside + os.sep):
            raise BlueprintError("this link leads out of the platform", where=str(path))
    return found
