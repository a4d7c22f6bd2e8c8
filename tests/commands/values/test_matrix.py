"""`values matrix`: whole outputs."""

from __future__ import annotations

import json

import click
import pytest

from tests.commands.conftest import Run
from tests.commands.values.conftest import Here

INTENT = "intent:\n  mustDiffer: [global.domain]\n"


def test_keys_that_differ(invoke: Run, here: Here) -> None:
    here.put(
        "platform.yaml",
        here.text("platform.yaml") + INTENT.replace("]", "]\n  environmentOnly: [orders.env]"),
    )
    assert invoke("values", "matrix") == (
        0,
        """\
   KEY                                     dev              staging              prod         dr
*  global.domain                           dev.example.com  staging.example.com  example.com  example.com
*  global.presets.deployment.replicaCount  2                2                    3            1
*  web.replicaCount                        1                2                    3            1
*  web.image.tag                           1.4.2            1.5.0                1.4.2        1.4.2
~  orders.env.LOG_LEVEL                    —                debug                —            —
*  orders.autoscaling.enabled              false            false                true         true
*  orders.autoscaling.maxReplicas          10               10                   30           30
8 keys differ. 1 of them follow from presets or overrides (--all shows them).
""".replace("*  global.domain", "~  global.domain"),
        "",
    )


def test_pattern_shows_all_that_it_covers(invoke: Run, here: Here) -> None:
    assert (
        invoke("values", "matrix", "web.image", "db.replicaCount", "--env", "staging", "--env", "prod").out
        == """\
   KEY                   staging          prod
   web.image.repository  example.com/web  example.com/web
*  web.image.tag         1.5.0            1.4.2
   web.image.pullPolicy  IfNotPresent     IfNotPresent
   db.replicaCount       1                1
1 of 4 keys differ.
"""
    )


def test_narrow_terminal_shows_keys_whole(invoke: Run, here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    out = click.unstyle(invoke("values", "matrix", "web.image.tag", "global.presets").out)
    assert (
        out
        == """\
   KEY                          dev    staging  prod   dr
*  global.presets.deployment.replicaCount
                                2      2        3      1
*  web.image.tag                1.4.2  1.5.0    1.4.2  1.4.2
2 of 2 keys differ.
"""
    )


def test_pipe_is_as_wide_as_it_is_asked_to_be(
    invoke: Run, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole rows without COLUMNS; with it, what a terminal of that width shows; with --full all there is."""
    here.put("values-dev.yaml", f"web:\n  env:\n    TEXT: {'long ' * 200}\n")
    arguments = ("values", "matrix", "web.env.TEXT", "--env", "dev", "--env", "prod", "--by", "key")
    monkeypatch.delenv("COLUMNS", raising=False)
    widths = [len(max(invoke(*arguments).out.split("\n"), key=len))]
    for columns in ("0", "x", "50"):
        monkeypatch.setenv("COLUMNS", columns)
        widths.append(len(max(invoke(*arguments).out.split("\n"), key=len)))
    whole = len(max(invoke(*arguments, "--full").out.split("\n"), key=len))
    assert widths == [83, 83, 83, 50]
    assert whole > 1000


def test_declared(invoke: Run, here: Here) -> None:
    assert (
        invoke("values", "matrix", "*.replicaCount", "--declared").out
        == """\
   KEY                                     dev  staging  prod  dr
*  global.presets.deployment.replicaCount  2    2        3     1
*  web.replicaCount                        1    —        —     —
2 of 2 keys differ.
"""
    )


def test_umbrella_of_somebody_else(invoke: Run, foreign: Here) -> None:
    assert invoke("values", "matrix").out == (
        "   KEY            dev  prod\n*  cart.replicas  1    2\n1 key differs.\n"
    )


def test_no_differences(invoke: Run, foreign: Here) -> None:
    foreign.put("values-dev.yaml", "")
    assert invoke("values", "matrix").out == "0 keys differ.\n"


def test_as_json(invoke: Run, here: Here) -> None:
    result = invoke("values", "matrix", "orders.env", "orders.replicaCount", "--output", "json")
    assert json.loads(result.out) == {
        "environments": ["dev", "staging", "prod", "dr"],
        "rows": [
            {
                "path": "orders.replicaCount",
                "values": {"dev": 2, "staging": 2, "prod": 3, "dr": 1},
                "differs": True,
                "expected": False,
                "follows": "global.presets.deployment.replicaCount",
            },
            {
                "path": "orders.env.LOG_LEVEL",
                "values": {"staging": "debug"},
                "differs": True,
                "expected": False,
                "follows": None,
            },
        ],
    }


def test_as_html(invoke: Run, here: Here) -> None:
    page = invoke("values", "matrix", "--output", "html").out
    assert page.startswith("<!doctype html>\n")
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("Key", "dev", "staging", "prod", "dr"))
    assert f"<thead><tr>{heads}</tr></thead>" in page
    assert (
        '<tr class="news" data-key="web.image.tag"><th class="key" scope="row">image.<wbr>tag<wbr></th>'
        '<td data-in="dev">1.4.2</td><td class="other" data-in="staging">1.5.0</td>'
        '<td colspan="2" data-in="prod, dr">1.4.2</td></tr>\n'
    ) in page
    assert page.endswith("</body>\n</html>\n")


def test_bad_input(invoke: Run, foreign: Here) -> None:
    assert invoke("values", "matrix", "nope") == (
        2,
        "",
        'Error: nothing is set that "nope" covers\n  Known are: cart, redis.\n',
    )
    assert invoke("values", "matrix", "cart", "cart.tga") == (
        2,
        "",
        'Error: nothing is set that "cart.tga" covers\n  Did you mean "tag"?\n',
    )
    assert invoke("values", "matrix", "--env", "qa").status == 2
    for name in ("values-dev.yaml", "values-prod.yaml"):
        (foreign.folder / name).unlink()
    assert invoke("values", "matrix") == (
        2,
        "",
        (
            "Error: no environment was found\n"
            "  Name the files of each: `helm-blueprint values init --chart DIR --values ENV=FILE` writes them down.\n"
        ),
    )
