"""What `show` shows: a blueprint's options, services and environments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.core.styled import Table, heading, line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.core.blueprint.generate import Preview
    from generator.core.blueprint.manifest import Blueprint, Option
    from generator.core.styled import Block


def as_text(
    blueprint: Blueprint,
    options: Sequence[Option],
    answers: Mapping[str, str | bool],
    made: Preview,
) -> list[Block]:
    """`answers` are the defaults, `made` is what the blueprint makes with them."""
    return [
        line(f"{blueprint.name} {blueprint.version}: {blueprint.description}"),
        *heading("Options (--set NAME=VALUE)"),
        Table(
            ("NAME", "DEFAULT", "CHOICES", "WHAT IT IS"),
            [[o.name, _word(answers[o.name]), _choices(o), o.help] for o in options],
        ),
        *heading("Services"),
        Table(
            ("NAME", "WORKLOAD", "TIER", "WHAT IT IS", "CALLS"),
            [[s.name, s.workload, s.tier, s.description, ", ".join(s.calls)] for s in made.services],
        ),
        *heading("Environments"),
        Table(
            ("NAME", "NAMESPACE", "INHERITS"),
            [[one.name, one.namespace, one.inherits or ""] for one in made.environments],
        ),
    ]


def _choices(option: Option) -> str:
    return "true, false" if option.kind == "boolean" else ", ".join(option.choices)


def _word(value: str | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else value


def as_json(blueprint: Blueprint, options: Sequence[Option], made: Preview) -> dict[str, Any]:
    return {
        "name": blueprint.name,
        "version": blueprint.version,
        "description": blueprint.description,
        "options": [
            {
                "name": option.name,
                "type": option.kind,
                "help": option.help,
                "default": option.default,
                "choices": list(option.choices),
            }
            for option in options
        ],
        "services": [
            {
                "name": service.name,
                "workload": service.workload,
                "tier": service.tier,
                "image": service.image,
                "description": service.description,
                "calls": list(service.calls),
            }
            for service in made.services
        ],
        "environments": [
            {"name": one.name, "namespace": one.namespace, "inherits": one.inherits}
            for one in made.environments
        ],
    }
