"""`values promote` and `values tidy` as commands; what they decide is tested in core."""

from __future__ import annotations

import pytest

from tests.commands.conftest import Run
from tests.commands.values.conftest import Here
from tests.small_platform import PROD


def test_carries_tells_and_is_undone(invoke: Run, here: Here) -> None:
    assert invoke(
        "values", "promote", "staging", "prod", "--only", "*.image.tag", "--only", "*.autoscaling", "-y"
    ) == (
        0,
        (
            "--- a/values-prod.yaml\n"
            "+++ b/values-prod.yaml\n"
            "@@ -5,3 +5,7 @@\n"
            " \n orders:\n   autoscaling: {enabled: true, maxReplicas: 30} # flash sales\n"
            "+\n+web:\n+  image:\n+    tag: 1.5.0\n"
        ),
        (
            "Sets: web.image.tag\n"
            "Stays: orders.autoscaling.enabled, orders.autoscaling.maxReplicas: "
            "prod alone has it; --prune removes it\n"
            "Note: dr inherits from prod, and changes with it\n"
            "Carried from staging to prod: web.image.tag.\n"
        ),
    )
    assert list(here.changed()) == ["values-prod.yaml"]
    assert invoke("values", "promote", "staging", "prod", "--reverse", "-y").status == 0
    assert here.changed() == {}
    assert invoke("values", "promote", "staging", "prod", "--reverse", "-y") == (
        2,
        "",
        (
            "Error: no promotion from staging to prod was made here, or it is undone already\n"
            "  Promotions made on another machine are undone with git.\n"
        ),
    )


def test_undo_is_refused_when_the_file_has_changed_since(invoke: Run, here: Here) -> None:
    assert invoke("values", "promote", "staging", "prod", "--only", "web.image", "-y").status == 0
    here.put("values-prod.yaml", here.text("values-prod.yaml") + "# mine\n")
    result = invoke("values", "promote", "staging", "prod", "--reverse", "-y")
    assert (result.status, result.err) == (
        2, "Error: values-prod.yaml: this file has changed since the promotion\n  Undo it with git.\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--only", "web.image"], "--only"),
        (["--except", "web.image"], "--except"),
        (["--prune", "--only", "web"], "--only and --prune"),
    ],
)
def test_undoing_is_of_all_that_was_carried(invoke: Run, here: Here, options: list[str], told: str) -> None:
    assert invoke("values", "promote", "staging", "prod", "-y").status == 0
    carried = here.text("values-prod.yaml")
    assert invoke("values", "promote", "staging", "prod", "--reverse", *options, "-y") == (
        2,
        "",
        (
            f"Error: --reverse and {told} exclude each other\n"
            "  It takes back all that was carried. Promote again what shall stay.\n"
        ),
    )
    assert here.text("values-prod.yaml") == carried


def test_nothing_to_carry(invoke: Run, here: Here) -> None:
    assert invoke("values", "promote", "dev", "prod", "--only", "db", "-y") == (
        0, "Nothing to carry: of what was asked for, prod says what dev says.\n", "",
    )  # fmt: skip
    here.put("values-dr.yaml", "")
    assert invoke("values", "promote", "prod", "dr", "-y") == (
        0, "Nothing to carry: dr says what prod says.\n", "",
    )  # fmt: skip


@pytest.mark.parametrize("option", ["--only", "--except"])
def test_pattern_that_covers_nothing_is_no_success(invoke: Run, here: Here, option: str) -> None:
    assert invoke("values", "promote", "staging", "prod", option, "web.imge.tag", "-y") == (
        2, "", 'Error: nothing is set that "web.imge.tag" covers\n  Did you mean "image"?\n',
    )  # fmt: skip
    assert here.changed() == {}


OVERRIDE = "global:\n  overrides:\n    deployment: {replicaCount: 7}\n"


def test_what_would_do_nothing_is_told_and_not_written(invoke: Run, here: Here) -> None:
    here.put("values-prod.yaml", OVERRIDE)
    assert invoke("values", "promote", "dev", "prod", "--only", "web.replicaCount", "-y") == (
        0,
        "Nothing is carried: what differs stays.\n",
        "Stays: web.replicaCount: global.overrides.deployment wins in prod (values-prod.yaml:3)\n",
    )
    assert here.text("values-prod.yaml") == OVERRIDE


def test_what_the_origin_itself_does_not_go_by_is_told(invoke: Run, here: Here) -> None:
    here.put("values-staging.yaml", OVERRIDE + "web: {replicaCount: 4}\n")
    here.put("platform.yaml", here.text("platform.yaml") + "intent: {environmentOnly: [x-own]}\n")
    assert invoke("values", "promote", "staging", "prod", "--except", "global", "-y").err == (
        "Sets: web.replicaCount\n"
        "Stays: orders.autoscaling.enabled, orders.autoscaling.maxReplicas: "
        "prod alone has it; --prune removes it\n"
        "Note: web.replicaCount is carried as stated, "
        "but global.overrides.deployment wins in staging (values-staging.yaml:3)\n"
        "Note: dr inherits from prod, and changes with it\n"
        "Carried from staging to prod: web.replicaCount.\n"
    )


def test_frozen_window_protects_who_inherits_too(invoke: Run, here: Here) -> None:
    window = "intent:\n  windows:\n    sale: {from: 2020-01-01, to: 2100-01-01, environments: [dr]}\n"
    here.put("platform.yaml", here.text("platform.yaml") + window)
    arguments = ("values", "promote", "staging", "prod", "--only", "web.image", "-y")
    result = invoke(*arguments)
    assert result.status == 2
    assert "web.image.tag of dr is frozen by sale (2020-01-01 to 2100-01-01)" in result.err
    assert here.text("values-prod.yaml") == PROD
    assert invoke(*arguments, "--despite", "sale").status == 0


def test_without_a_terminal_it_wants_a_yes(invoke: Run, here: Here) -> None:
    assert invoke("values", "promote", "staging", "prod").status == 2
    assert here.changed() == {}


def test_works_on_an_umbrella_of_somebody_else(invoke: Run, foreign: Here) -> None:
    foreign.put("values-dev.yaml", "cart:\n  replicas: 1\n  host: dev.example.org\n  tag: 1.1.0\n")
    unknown = (
        "Note: the defaults of redis are not known: "
        "the charts are not in charts/ (helm dependency update fetches them)\n"
    )
    told = (
        f"{unknown}Sets: cart.tag\n"
        "Held back: cart.host: what dev says names dev\n"
        "Left out: cart.replicas: no intent says what stays behind, "
        "so image tags, digests and chart versions alone are carried\n"
        "Note: carry what names dev all the same: `helm-blueprint values promote dev prod --only cart.host`\n"
        "Note: carry more: `helm-blueprint values promote dev prod --only cart.replicas`; "
        "`helm-blueprint values intent --from-git` proposes what is to stay from then on\n"
    )
    seen = invoke("values", "promote", "dev", "prod", "--dry-run")
    assert (seen.status, seen.err) == (0, told)
    assert "-  tag: 1.0.0\n+  tag: 1.1.0\n" in seen.out
    assert invoke("values", "promote", "dev", "prod", "--only", "cart", "-y").err == (
        f"{unknown}Sets: cart.replicas, cart.tag\n"
        "Held back: cart.host: what dev says names dev\n"
        "Note: carry what names dev all the same: `helm-blueprint values promote dev prod --only cart.host`\n"
        "Carried from dev to prod: cart.replicas, cart.tag.\n"
    )
    assert foreign.text("values-prod.yaml") == "cart:\n  tag: 1.1.0\n  replicas: 1\n"


def test_tidy(invoke: Run, foreign: Here) -> None:
    foreign.put("values-prod.yaml", "cart:\n  replicas: 1\n  tag: 1.0.0\n")
    result = invoke("values", "tidy", "-y")
    assert result.status == 0
    assert {name: foreign.text(name) for name in ("values.yaml", "values-dev.yaml", "values-prod.yaml")} == {
        "values.yaml": "cart:\n  replicas: 1\n  tag: 1.0.0\n  debug: false\n",
        "values-dev.yaml": "{}\n",
        "values-prod.yaml": "{}\n",
    }
    unknown = "Note: the defaults of redis are not known: the charts are not in charts/ (helm dependency update fetches them)\n"
    assert invoke("values", "tidy", "-y") == (0, "The values are tidy.\n", unknown)
