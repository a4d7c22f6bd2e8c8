"""What may be set: keys that schemas know, values that they take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.data import MISSING, value_at
from generator.core.paths import Item, format_path
from generator.core.schema.keys import schema_at
from generator.core.schema.messages import expected_types
from generator.core.values.intent_check import broken
from generator.core.values.knowledge import schema_of
from generator.core.values.unmatched import item_meant
from generator.core.values.violations import Judge, is_surely_valid, place_of
from generator.core.words import did_you_mean, nearest
from generator.errors import BlueprintError, Invalid, raise_any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from generator.core.edit.edits import Edit
    from generator.core.paths import KeyPath
    from generator.core.values.model import ValuesModel


def refuse_unknown(model: ValuesModel, paths: Iterable[KeyPath]) -> list[str]:
    """Notes on keys of which nothing is known here. Raises where a schema refuses one."""
    errors, notes = [], []
    for path in paths:
        if not path or isinstance(path[0], int):
            raise BlueprintError("a value needs a path, as in order-service.image.tag=1.4.3")
        error = _unknown(model, path)
        if error:
            errors.append(error)
        elif not _is_stated_somewhere(model, path):
            is_unsure = schema_of(model, path) is None
            if note := _new_item(model, path, is_unsure=is_unsure) or (is_unsure and _unsure(model, path)):
                notes.append(note)
    raise_any("these keys are not known", errors)
    return notes


def _unknown(model: ValuesModel, path: KeyPath) -> BlueprintError | None:
    known, schema = schema_of(model, path), model.schema
    if known is None or known.is_allowed or schema is None:
        return None
    # Which of the keys is wrong is not reported: the shortest refused beginning ends with it.
    for depth in range(1, len(path) + 1):
        part = schema_at(schema, path[:depth])
        if part.is_allowed:
            continue
        what = f"{format_path(path[:depth])}: this key is not known"
        above = schema_at(schema, path[: depth - 1])
        if above.types and ("array" if isinstance(path[depth - 1], int) else "object") not in above.types:
            what += f": {format_path(path[: depth - 1])} is {expected_types(above.types)}"
        hint = _one_key(schema, path, depth - 2) if set(above.types) - {"object", "array"} else ""
        hint = hint or did_you_mean(str(path[depth - 1]), part.siblings)
        if depth == 1 and not hint:
            hint = "Services are added in Chart.yaml; keys of your own templates begin with x-."
        return BlueprintError(what, hint=hint)
    return BlueprintError(f"{format_path(path)}: this key is not known")


def _one_key(schema: Mapping[str, Any], path: KeyPath, depth: int) -> str:
    """What to write where dots have cut one key into several: `annotations.example.com/owner`."""
    key = ".".join(map(str, path[depth:]))
    is_meant = depth > 0 and schema_at(schema, (*path[:depth], key)).is_allowed
    return f"Write {format_path((key,))} if the dots belong to one key." if is_meant else ""


def _is_stated_somewhere(model: ValuesModel, path: KeyPath) -> bool:
    return any(
        model.effective(environment, path) is not MISSING for environment in (None, *model.environments)
    )


def _new_item(model: ValuesModel, path: KeyPath, *, is_unsure: bool) -> str:
    """A note where a path names an item that its list does not have; nothing where it may well be new."""
    for depth, step in enumerate(path):
        if not isinstance(step, Item):
            continue
        lists = [model.effective(name, path[:depth]) for name in (None, *model.environments)]
        if any(value_at(one, (step,)) is not MISSING for one in lists):
            continue
        meant = item_meant(step, lists)
        if is_unsure or meant.startswith("Did you mean"):
            return f"{format_path(path[: depth + 1])} is a new item. {meant}".rstrip()
    return ""


def _unsure(model: ValuesModel, path: KeyPath) -> str:
    name = format_path(path)
    for depth, step in enumerate(path):
        above = model.effective(None, path[:depth]) if depth else model.effective(None)
        if not isinstance(above, dict) or step in above:
            continue
        near = nearest(str(step), above)
        if near:
            return f'{name} is new here, and no schema knows it. Did you mean "{near}"?'
        break
    return f"{name} is new here; there is no schema that tells whether the chart knows it"


def refuse_invalid(
    before: ValuesModel,
    after: ValuesModel,
    environments: Sequence[str | None],
    edits: Iterable[Edit] | None = None,
) -> None:
    """Raise with everything that the schemas refuse after a change and did not refuse before.

    Where `edits` are all that changes, and plain types are all that the schema says of them, no
    validator is loaded: it takes longer than everything else.
    """
    if edits is not None and all(
        one.op == "set" and is_surely_valid(before, one.path, one.value) for one in edits
    ):
        return
    judge = Judge(after)  # what changes a platform's services changes its schema, too
    is_same = before.tree.get(before.schema_file) == after.tree.get(after.schema_file)
    former = judge if is_same and before.subcharts.keys() == after.subcharts.keys() else Judge(before)
    errors: dict[str, BlueprintError] = {}
    for environment in environments:
        found = judge.violations(after, environment)
        if not found:
            continue
        old = {violation.what for violation in former.violations(before, environment)}
        for violation in found:
            if violation.what not in old:
                where = _place(before, after, environment, violation.path)
                errors.setdefault(
                    violation.what, BlueprintError(violation.what, where=where, hint=violation.hint)
                )
    raise_any("the schema refuses this", list(errors.values()))


def _place(before: ValuesModel, after: ValuesModel, environment: str | None, path: KeyPath) -> str:
    """Where a refused value stands: without a line where it is not written yet."""
    file, _, _ = place_of(after, environment, path)
    position = before.source(file).position(path) if file in before.tree and path else None
    return f"{file}:{position.line}" if position else str(file)


def refuse_broken_intent(before: ValuesModel, after: ValuesModel) -> None:
    """Invalid where a change breaks the intent of a platform in a way in which it was not broken before."""
    if before is after:
        return
    known = {(one.rule.where, path) for one in broken(before) for path in one.paths}
    errors = [
        BlueprintError(one.what, where=one.rule.where)
        for one in broken(after)
        if any((one.rule.where, path) not in known for path in one.paths)
    ]
    if errors:
        import shlex

        guilty = (path for one in broken(after) for path in one.paths if (one.rule.where, path) not in known)
        options = " ".join(f"--except {shlex.quote(format_path(path))}" for path in dict.fromkeys(guilty))
        raise Invalid(
            "the intent of this platform would be broken",
            errors,
            hint=f"Nothing was written. Leave these out: `… {options}`; or change the intent.",
        )
