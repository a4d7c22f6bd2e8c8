"""What must outlive a service that goes: the charts render it for one release more, annotated to stay.

    global:
      kept:
        order-db:
          since: 0.1.0           # the version of the platform's chart; see values tidy --past
          persistentVolumeClaims:
            dump: {size: 5Gi}
          credentials: {enabled: true, source: generated, keys: [password]}

Helm asks the live object whether it is to be kept, once it is in the chart no more: after one release with
the annotation it may go from here. That is what an environment loses otherwise: claims that the release makes
(those of a StatefulSet's pods are not Helm's) and Secrets that the charts write.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.change.holdings import holdings_of
from generator.core.data import MISSING, map_at, map_or_empty
from generator.core.edit.blocks import insert_block
from generator.core.edit.edits import Edit
from generator.core.edit.guard import EditRefused
from generator.core.graph.known import known_as
from generator.core.helm.chart_file import VALUES_FILE
from generator.core.helm.versions import is_until
from generator.core.platform.history import KEPT
from generator.core.tree import text_of
from generator.core.yaml.render import in_flow, key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import PurePosixPath

    from semver import Version

    from generator.core.data import Data, Values
    from generator.core.tree import Tree
    from generator.core.values.model import ValuesModel

CLAIMS, CREDENTIALS = "persistentVolumeClaims", "credentials"
_OF_CLAIM = (
    "name",
    "size",
    "accessModes",
    "storageTier",
    "storageClassName",
    "spec",
    "annotations",
    "labels",
)
_OF_CREDENTIALS = {
    "generated": ("enabled", "source", "secretName", "keys"),
    "externalSecret": ("enabled", "source", "secretName", "keys", "store", "remoteKey", "refreshInterval"),
}
KEPT_COMMENT = "# what services that are gone leave, for one release more: then it stays (values tidy --past)"


def kept_of(
    before: ValuesModel, environment: str | None, name: str, after: ValuesModel | None = None, new: str = ""
) -> dict[str, Data]:
    """What an environment would lose of the service `name`, as its entry in global.kept; {} for nothing.

    `after` is the platform in which it is called `new`: what the release has there by the same names stays.
    """
    held = holdings_of(before, environment, name)
    if held is None:
        return {}
    now = holdings_of(after, environment, new) if after and new else None
    values = map_or_empty(before.effective(environment, (name,)))
    claims = {claim.key: claim for claim in held.claims if claim.key and not claim.is_kept}
    if now:
        there = {claim.name for claim in now.claims}
        claims = {key: claim for key, claim in claims.items() if claim.name not in there}
    entry: dict[str, Data] = {}
    if claims and held.runs != "external":
        stated = map_at(values, CLAIMS)
        entry[CLAIMS] = {key: _picked(map_or_empty(stated.get(key)), _OF_CLAIM) for key in claims}
    wanted = _OF_CREDENTIALS.get(held.source, ()) if held.secret else ()
    is_hook = "pre-" in str(map_at(values, "hook").get("helm"))  # then it is of no release
    if wanted and not is_hook and not (now and now.secret == held.secret and now.source == held.source):
        entry[CREDENTIALS] = _picked(map_at(values, CREDENTIALS), wanted)
    if not entry:
        return {}
    known = known_as(before.stated(environment), name)
    return {
        **({"since": before.charts[1].version} if before.charts[1].version else {}),
        **({"knownAs": known} if known != name else {}),
        **({"name": held.name} if held.has_exact_name else {}),
        **entry,
    }


def _picked(values: Values, keys: Collection[str]) -> dict[str, Data]:
    return {key: values[key] for key in keys if values.get(key) not in (None, "", {}, [])}


def with_kept(before: ValuesModel, after: ValuesModel, name: str, new: str = "") -> Tree:
    """The files of `after`, in which global.kept says what environments would lose of the service `name`.

    `new` is what it is called in `after`; "" where it is gone. What all environments would lose alike stands
    in values.yaml, other things in the files of those that would.
    """
    environments = before.environments or (None,)
    entries = {one: kept_of(before, one, name, after, new) for one in environments}
    first, *others = entries.values()
    if not any(entries.values()):
        return after.tree
    if all(one == first for one in others):
        return _written(after, {VALUES_FILE: first}, name)
    stated: dict[PurePosixPath, dict[str, Data]] = {}
    files: dict[PurePosixPath, dict[str, Data]] = {}
    for environment in sorted(environments, key=lambda one: len(before.files(one))):
        *below, own = before.files(environment)
        if own in stated:
            continue
        wanted = stated[own] = entries[environment]
        known = [stated[file] for file in below if file in stated]
        if wanted != (known[-1] if known else {}):
            files[own] = _over(known, wanted)
    return _written(after, files, name)


def _over(below: list[dict[str, Data]], wanted: dict[str, Data]) -> dict[str, Data]:
    """What a file says for `wanted`, over the files below it: what these have more is switched off."""
    if not any(below):
        return wanted
    if not wanted:
        return {"enabled": False}
    off = {"enabled": False}
    claims = {key: off for one in below for key in map_at(one, CLAIMS)} | map_at(wanted, CLAIMS)
    credentials = wanted.get(CREDENTIALS, off if any(CREDENTIALS in one for one in below) else None)
    return {
        "enabled": True,
        **wanted,
        **({CLAIMS: claims} if claims else {}),
        **({CREDENTIALS: credentials} if credentials else {}),
    }


def _written(after: ValuesModel, files: dict[PurePosixPath, dict[str, Data]], name: str) -> Tree:
    tree = dict(after.tree)
    for file, entry in files.items():
        text = text_of(tree.get(file, b""), str(file))
        tree[file] = _with_entry(text, file, name, entry, after.said(file, KEPT[:1])).encode()
    return tree


def _with_entry(text: str, file: PurePosixPath, name: str, entry: dict[str, Data], shared: Data) -> str:
    stated = map_or_empty(shared)
    kept = map_at(stated, KEPT[1])
    if name in kept:  # of an earlier change of its type
        old = map_or_empty(kept[name])
        claims = {**map_at(old, CLAIMS), **map_at(entry, CLAIMS)}
        entry = {**old, **entry, **({CLAIMS: claims} if claims else {})}
    if not kept and stated:
        block = f"{KEPT_COMMENT}\n{KEPT[1]}:\n  {key(name)}: {in_flow(entry)}"
        try:
            return insert_block(text, block, (KEPT[0], list(stated)[-1]), file=str(file))
        except EditRefused:
            pass  # in braces: it goes where there is room
    return Edit(file, "set", (*KEPT, name), entry).of(text)


def without_kept(model: ValuesModel, names: Collection[str]) -> Iterator[Edit]:
    """The edits that take these services' entries from global.kept: of names in use again, say."""
    for file in model.all_files:
        for name in names:
            if model.said(file, (*KEPT, name)) is not MISSING:
                yield Edit(file, "delete", (*KEPT, name), comment=True)


def kept_past(model: ValuesModel, last: Version) -> list[Edit]:
    """The edits of values files without what was kept up to this version of the platform's chart.

    An entry that does not say since when goes, too.
    """
    since: dict[str, str] = {}
    for file in model.all_files:
        for name, entry in map_or_empty(model.said(file, KEPT)).items():
            since[name] = str(map_or_empty(entry).get("since") or since.get(name, ""))
    return list(without_kept(model, [name for name, one in since.items() if not one or is_until(one, last)]))


def environments_with_kept(before: ValuesModel, after: ValuesModel, name: str, new: str = "") -> list[str]:
    """The environments in which something of the service is kept; `after` and `new` as in with_kept."""
    return [
        environment or str(VALUES_FILE)
        for environment in before.environments or (None,)
        if kept_of(before, environment, name, after, new)
    ]


def about_kept(model: ValuesModel, environments: Iterable[str]) -> str:
    """What becomes of what is kept, and when it may go from the values."""
    version = model.charts[1].version
    past = f" (`values tidy --past {version}`)" if version else ""
    return (
        f"global.kept has claims and Secrets of it rendered for one release more "
        f"({', '.join(environments)}): Helm leaves them then. "
        f"When that release runs everywhere, the entry may go{past}."
    )
