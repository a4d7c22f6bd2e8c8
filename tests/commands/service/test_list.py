"""`service list` as a command; what it lists is tested in core."""

from __future__ import annotations

from tests.commands.conftest import Run
from tests.commands.values.conftest import Here


def test_lists_services_as_text_and_as_markdown(invoke: Run, here: Here) -> None:
    assert invoke("service", "list") == (
        0,
        (
            "NAME    WORKLOAD     TIER  DEV  STAGING  PROD  DR    CALLS   CALLED BY  IMAGE\n"
            "web     deployment         1    2        3     1     orders             example.com/web:1.4.2\n"
            "orders  deployment         2    2        3–30  1–30  db      web        example.com/orders:2.0\n"
            "db      statefulset        1    1        1     1             orders     example.com/db:17.6\n"
        ),
        "",
    )
    assert invoke("service", "list", "--output", "markdown").out.splitlines()[2] == (
        "| web | deployment |  | 1 | 2 | 3 | 1 | orders |  | example.com/web:1.4.2 |"
    )


def test_lists_the_charts_of_a_foreign_umbrella(invoke: Run, foreign: Here) -> None:
    assert invoke("service", "list").out == (
        "NAME   WORKLOAD  TIER  DEV  PROD  CALLS  CALLED BY  IMAGE\n"
        "redis  redis\n"
        "cart   cart            1    2\n"
    )
