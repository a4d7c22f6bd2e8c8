"""Finds blueprints: those that come with the program by name, any other by its folder's path or address."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generator.core.blueprint.address import at_version, is_address, parse_address, parse_tag
from generator.core.blueprint.catalogue import in_catalogue
from generator.core.blueprint.golden import is_golden
from generator.core.blueprint.manifest import (
    BLUEPRINT_FILE,
    Blueprint,
    errors_of_folder,
    merged_options,
    parse_blueprint,
)
from generator.core.blueprint.programs import files_of_hooks, hooks_of
from generator.core.budget import Budget
from generator.core.helm.versions import parse_version
from generator.core.upgrade.majors import is_other_major, next_major
from generator.core.words import did_you_mean
from generator.edge.bundled import blueprints_folder
from generator.edge.files import explained, read_file, read_tree
from generator.errors import BlueprintError, Invalid, UsageError

if TYPE_CHECKING:
    from generator.core.blueprint.manifest import Option
    from generator.core.platform.file import Origin
    from generator.core.tree import Tree

BUILTIN = "builtin"
_MOST_LAYERS = 16


class BlueprintFolder(NamedTuple):
    """One blueprint folder of a chain of `extends`, from its `source`; `shown` is its name in messages."""

    blueprint: Blueprint
    folder: Path
    files: Tree
    shown: str
    source: str = ""


class BlueprintChain(NamedTuple):
    """A blueprint with the layers below it, lowest first.

    `origin` is "builtin", the folder's path or the address, with its version. Its hooks run where somebody
    trusts them.
    """

    layers: tuple[BlueprintFolder, ...]
    origin: str
    runs_hooks: bool = False

    @property
    def content(self) -> str:
        """The digest of the files of all layers, those that come with the program included."""
        from generator.core.blueprint.package import digest_of

        return digest_of([layer.files for layer in self.layers])

    @property
    def with_hooks(self) -> tuple[BlueprintFolder, ...]:
        """The layers that have programs of their own."""
        return tuple(layer for layer in self.layers if hooks_of(layer.files))

    @property
    def digest(self) -> str:
        """Of the files of all layers but those that come with the program; nothing where all of them do."""
        from generator.core.blueprint.package import digest_of

        builtin = blueprints_folder()
        foreign = [layer.files for layer in self.layers if not layer.folder.is_relative_to(builtin)]
        return digest_of(foreign) if foreign else ""

    @property
    def made_from(self) -> Origin:
        """What a platform remembers of it."""
        from generator.core.platform.file import Origin

        ran = ""
        if self.runs_hooks and self.with_hooks:
            from generator.core.blueprint.package import digest_of

            ran = digest_of([files_of_hooks(layer.files) for layer in self.with_hooks])
        return Origin(self.blueprint.name, self.origin, self.blueprint.version, self.digest, ran)

    @property
    def blueprint(self) -> Blueprint:
        return self.layers[-1].blueprint

    @property
    def options(self) -> tuple[Option, ...]:
        return merged_options([layer.blueprint for layer in self.layers])


def builtin_names() -> list[str]:
    """The folders of blueprints/, the base layers included."""
    folder = blueprints_folder()
    return sorted(path.parent.name for path in folder.glob(f"*/{BLUEPRINT_FILE}"))


def list_builtin() -> list[Blueprint]:
    """Every blueprint that a platform can be made from."""
    folder = blueprints_folder()
    found = [_read(folder / name) for name in builtin_names()]
    return [blueprint for blueprint in found if not blueprint.abstract]


def load_blueprint(wanted: str, *, digest: str = "", key: Path | None = None) -> BlueprintChain:
    """The blueprint of this name, path, address or name in a catalogue, with its layers.

    Invalid with all that is wrong with them.

    With a key that must have signed all but what comes with the program. With `digest` its content must be
    what it was when a platform was made: else BlueprintError.
    """
    with explained(Path(wanted), "read"):
        chain = _loaded(wanted, key)
    if digest and chain.digest != digest:
        raise BlueprintError(
            f"{chain.blueprint.name} {chain.blueprint.version} is not what it was: "
            f"platform.yaml says {digest}, it is {chain.digest or 'what comes with the program'}",
            where=chain.origin,
            hint="Somebody published this version twice: take another one, or ask what was changed.",
        )
    return chain


def versions_of(origin: Origin) -> list[str]:
    """The versions of the blueprint that a platform was made from, the newest last.

    Where nobody can tell, as of a folder or of what comes with the program, it is the one that is there.
    Of a registry, which lists none, the newest, before it the newest of the platform's own major version.
    """
    if not is_address(origin.source):
        return [load_blueprint(source_of(origin)).blueprint.version]
    from generator.edge.elsewhere import versions_at

    address = parse_address(origin.source)
    found = versions_at(address)
    if address.kind == "oci" and is_other_major(origin.version, found[-1]):
        from generator.edge.helm_fetch import newest_within

        # The platform's own version may be there no more.
        within = newest_within(address, f">={origin.version}, <{next_major(origin.version)}")
        return [within or origin.version, *found]
    return [tag.version if (tag := parse_tag(one)) else one for one in found] or [origin.version]


def versions_after(origin: Origin, here: str) -> list[str] | None:
    """The versions after the one that a platform was made from and up to `here`, the newest last.

    Of a folder, or of what comes with the program, that is the one that is there. None where nobody can tell
    how many there are: the repository or registry cannot be reached.
    """
    made, now = parse_version(origin.version), parse_version(here)
    if made >= now:
        return []
    if not is_address(origin.source):
        return [here]
    from generator.edge.elsewhere import versions_at
    from generator.edge.helm_fetch import versions_between

    address = parse_address(origin.source)
    try:
        if address.kind == "oci":
            return versions_between(address, origin.version, here)
        tags = [tag.version for one in versions_at(address) if (tag := parse_tag(one))]
    except BlueprintError:
        return None
    return [one for one in tags if made < parse_version(one) <= now] or [here]


def source_of(origin: Origin, version: str = "") -> str:
    """What to load for the blueprint that a platform was made from, or for another version of it."""
    if origin.source == BUILTIN:
        return origin.name
    return at_version(origin.source, origin.version, version) if version else origin.source


def _loaded(wanted: str, key: Path | None) -> BlueprintChain:
    folder, origin = _locate(wanted, key)
    source_of_layer = origin
    layers: list[BlueprintFolder] = []
    while True:
        if any(layer.folder.samefile(folder) for layer in layers):
            raise BlueprintError("this blueprint extends itself", where=_shown(folder / BLUEPRINT_FILE))
        if len(layers) >= _MOST_LAYERS:
            where = _shown(folder / BLUEPRINT_FILE)
            raise BlueprintError(f"more than {_MOST_LAYERS} blueprints extend each other", where=where)
        blueprint = _read(folder)
        # Before the rest is read: a link can lead to any file of this machine.
        if errors := _links_out(folder):
            raise Invalid(f'the blueprint "{blueprint.name}" is broken', errors)
        layers.insert(
            0,
            BlueprintFolder(
                blueprint,
                folder,
                read_tree(folder, lambda path: not is_golden(path)),
                _shown(folder),
                source_of_layer,
            ),
        )
        extends = layers[0].blueprint.extends
        if extends is None:
            break
        if is_address(extends):
            folder, source_of_layer = _locate(extends, key)
        else:
            folder = _below(folder, extends)
            if not is_address(source_of_layer):  # else it came with the layer above
                source_of_layer = str(folder)
    source = BlueprintChain(tuple(layers), origin)
    errors = []
    for layer in source.layers:
        errors += errors_of_folder(layer.blueprint, layer.files, source.options, layer.shown)
    if errors:
        raise Invalid(f'the blueprint "{source.blueprint.name}" is broken', errors)
    return source


def _read(folder: Path) -> Blueprint:
    return parse_blueprint(read_file(folder / BLUEPRINT_FILE), _shown(folder / BLUEPRINT_FILE))


def _links_out(folder: Path) -> list[BlueprintError]:
    """A link could put any file of this machine into the platform."""
    errors = []
    budget, inside = Budget(), os.path.realpath(folder)
    for here, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(here, name)
            budget.entry(path)
            if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(inside):
                errors.append(
                    BlueprintError("this link leads out of the blueprint's folder", where=_shown(path))
                )
    return errors


def _locate(wanted: str, key: Path | None) -> tuple[Path, str]:
    is_file = wanted.endswith((".tgz", ".tar.gz")) and not is_address(wanted) and Path(wanted).is_file()
    named = None if wanted in builtin_names() else in_catalogue(wanted)
    if key and not (is_file or named or is_address(wanted)):
        from generator.edge.elsewhere import unsigned

        raise unsigned(wanted)
    if wanted in builtin_names():
        return blueprints_folder() / wanted, BUILTIN
    if named:
        from generator.edge.catalogues import where_named

        # What is remembered is where it leads: colleagues and pipelines have other settings.
        return _locate(where_named(named), key)
    if is_address(wanted):
        from generator.edge.elsewhere import fetched  # its archives are slow to import, and seldom needed

        found = fetched(parse_address(wanted), key)
        return found.folder, found.source
    if is_file:
        from generator.edge.elsewhere import unpacked

        return unpacked(Path(wanted), key), str(Path(wanted).resolve())
    if os.sep in wanted or wanted in (".", "..") or Path(wanted).is_dir():
        folder = Path(wanted)
        if not (folder / BLUEPRINT_FILE).is_file():
            raise UsageError(f'there is no blueprint in "{wanted}": it has no {BLUEPRINT_FILE}')
        return folder.resolve(), str(folder.resolve())
    names = [blueprint.name for blueprint in list_builtin()]
    raise UsageError(
        f'there is no blueprint "{wanted}"',
        hint=did_you_mean(wanted, names) or f"`list` shows them: {', '.join(names)}.",
    )


def _below(folder: Path, extends: str) -> Path:
    """The folder of the blueprint that another one extends: a path seen from it, or a name."""
    beside = (folder / extends).resolve()
    if (beside / BLUEPRINT_FILE).is_file():
        return beside
    sibling = (folder.parent / extends).resolve()
    if (sibling / BLUEPRINT_FILE).is_file():
        return sibling
    if extends in builtin_names():
        return blueprints_folder() / extends
    raise BlueprintError(
        f'it extends "{extends}", which is not there',
        where=_shown(folder / BLUEPRINT_FILE),
        hint=did_you_mean(extends, builtin_names()),
    )


def _shown(path: Path) -> str:
    """A path as people know it: from where they are, when it is below."""
    try:
        here, path = Path.cwd(), path.absolute()
    except OSError:  # where they are is gone
        return str(path)
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
