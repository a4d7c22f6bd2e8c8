"""A file of many services: each name with its traits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.core.advice.matrix import advice_for
from generator.core.advice.traits import MEANINGS, Traits
from generator.core.words import wrong_with_label
from generator.core.yaml.fields import Fields, parse
from generator.errors import BlueprintError, raise_any

if TYPE_CHECKING:
    from generator.core.advice.choice import Advice
    from generator.core.data import Data


def advice_in(data: bytes, where: str) -> dict[str, Advice]:
    """The advice for each service of a file (name: {stateful: true, scales-on: [cpu], …}), in its order.

    Raises BlueprintError with file, line and key, with everything that is wrong.
    """
    source = parse(data, where)
    errors: list[BlueprintError] = []
    if not isinstance(source.data, dict) or not source.data:
        raise BlueprintError(
            "this names no services", where=where, hint="Write one a line: shop-db: {stateful: true}"
        )
    advice = {}
    for name, stated in source.data.items():
        place = source.at(name)
        reason = wrong_with_label(name) if isinstance(name, str) else "it is no text; quote it"
        if reason:
            errors.append(BlueprintError(f"{name}: this cannot name a service: {reason}", where=place))
            continue
        known = len(errors)
        fields = Fields(source if stated is not None else source._replace(data={name: {}}), (name,), errors)
        traits = _traits(fields)
        if len(errors) > known:
            continue
        try:
            advice[name] = advice_for(traits, where=place)
        except BlueprintError as error:
            errors += _each(error, name)
    raise_any("these services cannot be advised on", errors)
    return advice


def _each(error: BlueprintError, name: str) -> list[BlueprintError]:
    """The errors that are in one, each with the service that it is about."""
    several = getattr(error, "errors", (error,))
    return [
        BlueprintError(f"{name}: {one.what.replace('--', '')}", where=one.where, hint=one.hint)
        for one in several
    ]


def _traits(fields: Fields) -> Traits:
    stated: dict[str, Data] = {}
    for trait in MEANINGS:
        key = trait.replace("_", "-")
        if trait == "schedule":
            stated[trait] = fields.text(key, "")
        elif trait == "parallel":
            stated[trait] = _whole(fields, key)
        elif trait == "scales_on":
            one = fields.raw(key)
            stated[trait] = (one,) if isinstance(one, str) else fields.texts(key)
        else:
            stated[trait] = fields.flag(key)
    fields.close()
    return Traits(**stated)


def _whole(fields: Fields, key: str) -> int:
    value = fields.raw(key)
    if value is None:
        return 1
    if isinstance(value, bool) or not isinstance(value, int):
        fields.wrong("a whole number is expected", key)
        return 1
    return value
