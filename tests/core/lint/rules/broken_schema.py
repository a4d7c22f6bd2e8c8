"""Cases of broken-schema."""

from __future__ import annotations

from tests.core.lint.cases import fails, passes

CASES = [
    fails(
        {"values.schema.json": '{\n  "type": object\n}', "charts/deployment/values.schema.json": "[]"},
        "charts/deployment/values.schema.json:1:1: this is no schema: a map is expected | Correct it; until then nothing is checked with it.",
        "values.schema.json:2:1: this is not JSON: Expecting value | Correct it; until then nothing is checked with it.",
    ),
    fails(
        {"values.schema.json": '{"properties": {\n  "web": {"$ref": "#/$defs/nope"}\n}}'},
        "values.schema.json:2:1: this schema cannot be used: Pointer '/$defs/nope' does not exist | Correct it; until then nothing is checked with it.",
    ),
    passes({"values.schema.json": "true"}),
    # The one that refuses everything: nothing can be installed with it.
    fails(
        {"values.schema.json": "false"},
        "values.schema.json:1:1: this is no schema: a map is expected | Correct it; until then nothing is checked with it.",
    ),
]
