"""`env list` as a command; what it lists is tested in core."""

from __future__ import annotations

from tests.commands.conftest import Run
from tests.commands.values.conftest import Here


def test_lists_as_text_and_as_markdown(invoke: Run, here: Here) -> None:
    assert invoke("env", "list") == (
        0,
        (
            "NAME     INHERITS  NAMESPACE     CLUSTERS  REGIONS  FILES\n"
            "dev                shop-dev                         values-dev.yaml\n"
            "staging            shop-staging                     values-staging.yaml\n"
            "prod               shop                             values-prod.yaml\n"
            "dr       prod      shop-dr                          values-prod.yaml, values-dr.yaml\n"
        ),
        "",
    )
    assert invoke("env", "list", "--output", "markdown").out.startswith(
        "| name | inherits | namespace | clusters | regions | files |\n|---|---|---|---|---|---|\n| dev |  | shop-dev |"
    )
