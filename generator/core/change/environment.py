"""What every change of environments asks first: whether the names will do, and which environment is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.platform.environments import found_environments
from generator.core.platform.file import PLATFORM_FILE, region_name, wrong_with_region
from generator.core.values.violations import Judge, place_of
from generator.core.words import wrong_with_label
from generator.core.yaml.scalars import reads_as_string
from generator.errors import BlueprintError, UsageError, raise_any

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import PurePosixPath

    from generator.core.platform.file import Environment, Platform
    from generator.core.values.model import ValuesModel


def refuse_environment_name(model: ValuesModel, name: str) -> None:
    """UsageError where no environment can get this name: it is none, or it is taken."""
    reason = wrong_with_label(name)
    if not reason and not reads_as_string(name):
        reason = "YAML reads it as something else than text"
    if reason:
        raise UsageError(f'"{name}" cannot name an environment: {reason}')
    if name in model.environments:
        one = model.platform.environments[name] if model.platform else None
        what = f": the region {one.region} of {one.inherits}" if one and one.region else ""
        raise UsageError(f"{name} is there already{what}", hint="Choose another name.")


def refuse_region_name(platform: Platform, environment: str, region: str) -> None:
    """UsageError where an environment can have no region of this name."""
    name = region_name(environment, region)
    reason = wrong_with_region(environment, region)
    if not reason and not reads_as_string(region):
        reason = "YAML reads it as something else than text"
    if reason:
        raise UsageError(f'"{region}" cannot name a region: {reason}')
    if name in platform.environments:
        is_region = platform.environments[name].region == region
        what = (
            f"{environment} has the region {region} already"
            if is_region
            else (f"the region would be called {name}, which is an environment already")
        )
        raise UsageError(what, hint="Choose another name.")


def declared(model: ValuesModel, name: str, what: str = "") -> Environment:
    """An environment of platform.yaml that is no region. BlueprintError otherwise, as `declaring`."""
    platform = declaring(model, what)
    model.files(name)
    found = platform.environments[name]
    if found.region:
        raise UsageError(
            f"{name} is a region of {found.inherits}",
            hint="Regions have commands of their own: region list, region add, region remove.",
        )
    return found


def declaring(model: ValuesModel, what: str = "") -> Platform:
    """What platform.yaml says. BlueprintError where there is none, with `what` is declared there."""
    if model.platform is None:
        raise BlueprintError(
            f"there is no {PLATFORM_FILE}" + (f", and {what}" if what else ""),
            where=str(PLATFORM_FILE),
            hint="The environments of this chart are known by the names of their values files.",
        )
    return model.platform


def refuse_heirs(platform: Platform, names: Sequence[str]) -> None:
    """UsageError where environments inherit from one of these that are not among them."""
    heirs = [
        one.name for one in platform.environments.values() if one.inherits in names and one.name not in names
    ]
    whole = [name for name in heirs if not platform.environments[name].region]
    if whole:
        verb = "inherits" if len(whole) == 1 else "inherit"
        raise UsageError(
            f"{', '.join(whole)} {verb} from {names[0]}",
            hint="Remove what inherits first, or have it inherit from another one in platform.yaml.",
        )


def refuse_shared(platform: Platform, name: str) -> None:
    """UsageError where an environment would be installed into another one's namespace of a cluster."""
    releases = platform.releases()
    for new in (one for one in releases if name in (one.name, one.inherits if one.region else "")):
        for other in releases:
            if other.name == new.name or not new.namespace or other.namespace != new.namespace:
                continue
            shared = sorted(set(new.clusters) & set(other.clusters))
            if shared or not (new.clusters or other.clusters):
                where = new.namespace + (f" of the cluster {shared[0]}" if shared else "")
                raise UsageError(
                    f"{new.name} would be installed where {other.name} is: in the namespace {where}",
                    hint="Name another one with --namespace, or another --cluster.",
                )


def file_beside(file: PurePosixPath, old: str, new: str) -> PurePosixPath:
    """The values file of an environment `new`, named as the one of `old` is.

    UsageError where no environment of that name would be found by it.
    """
    if file.stem == "values":
        path = file.parent.with_name(new) / file.name
    else:
        path = file.with_name(file.stem.removesuffix(old) + new + file.suffix)
    if found_environments([path]) != {new: (path,)}:
        raise UsageError(
            f'an environment "{new}" would not be found by the file {path}', hint="Choose another name."
        )
    return path


def refuse_broken_values(before: ValuesModel, after: ValuesModel) -> None:
    """Raise with what the schemas refuse in environments after a change and did not refuse before."""
    judge = Judge(after)
    errors: dict[str, BlueprintError] = {}
    for name in after.environments:
        known = {one.what for one in judge.violations(before, name)} if name in before.environments else set()
        for one in judge.violations(after, name):
            if one.what not in known:
                file, line, _ = place_of(after, name, one.path)
                errors.setdefault(one.what, BlueprintError(one.what, where=f"{file}:{line}", hint=one.hint))
    raise_any("the schema refuses this", list(errors.values()))


def running_nowhere_else(model: ValuesModel, gone: Collection[str]) -> tuple[str, ...]:
    """A note for each service that only environments which go have switched on."""
    stay = [None, *(one for one in model.environments if one not in gone)]
    return tuple(
        f"{key} ran in {' and '.join(there)} alone: no environment has it switched on any more"
        for key in model.subcharts
        if (there := [one for one in gone if model.is_enabled(one, key)])
        and not any(model.is_enabled(one, key) for one in stay)
    )
