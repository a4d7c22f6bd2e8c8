"""Cases of unknown-preset."""

from __future__ import annotations

from tests.core.lint.cases import fails

CASES = [
    fails(
        {
            "values_prod": "global: {presets: {app: {env: {A: b}}, events: {}}}\nweb: {presets: [app, evnts]}\n",
            "values_dr": "",
        },
        'values-prod.yaml:2:7: web names the preset "evnts", which global.presets does not have | Did you mean "events"?',
    ),
    # In every environment that reads it, told once, where the service names it.
    fails(
        {"values": "web: {presets: [nope]}\n", "values_dr": ""},
        'values.yaml:1:7: web names the preset "nope", which global.presets does not have | Known are: deployment.',
    ),
    # What all services take each of them names.
    fails(
        {"values_dev": "global: {presets: {all: {presets: [nope]}}}\n"},
        *[
            f'values-dev.yaml:1:26: {key} names the preset "nope", which global.presets does not have | Known are: all, deployment.'
            for key in ("db", "orders", "web")
        ],
    ),
]
