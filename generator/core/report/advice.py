"""What `advise` shows: each choice with its reason, and what was rejected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.core.styled import Line, Part, line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.core.advice.choice import Advice, Choice
    from generator.core.advice.traits import Traits


def as_text(advice: Mapping[str, Advice]) -> list[Line]:
    """One block a service; the name "" is that of a service that has none yet."""
    lines: list[Line] = []
    for name, one in advice.items():
        if lines:
            lines.append(line())
        if name:
            lines.append(line(Part(name, "bold")))
        for choice in one.choices:
            lines += _choice(choice)
    return lines


def choices_in_short(choices: Sequence[Choice]) -> list[str]:
    """The choices in a line each, with their reasons."""
    return [f"{one.aspect}: {one.choice}, since {one.reason}" for one in choices]


def _choice(choice: Choice) -> list[Line]:
    return [
        line(f"{choice.aspect:13}", Part(choice.choice, "bold")),
        line(f"{'':13}{choice.reason}"),
        *(line(f"{'':13}", Part(f"not {one.alternative}: {one.reason}", "dim")) for one in choice.rejected),
    ]


def as_json(advice: Mapping[str, Advice]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "traits": _stated(one.traits),
            "workload": one.workload,
            "tier": one.tier,
            "choices": [
                {
                    "aspect": choice.aspect,
                    "choice": choice.choice,
                    "reason": choice.reason,
                    "rejected": [rejected._asdict() for rejected in choice.rejected],
                    "values": choice.values,
                }
                for choice in one.choices
            ],
        }
        for name, one in advice.items()
    ]


def _stated(traits: Traits) -> dict[str, Any]:
    """What was stated, by the names of the options."""
    default = type(traits)()
    return {
        name.replace("_", "-"): list(value) if isinstance(value, tuple) else value
        for name, value in traits._asdict().items()
        if value != getattr(default, name)
    }
