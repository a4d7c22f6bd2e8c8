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
]
