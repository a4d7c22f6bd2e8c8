"""`env remove` as a command; what goes and what stays is tested in core."""

from __future__ import annotations

from tests.commands.conftest import Run
from tests.commands.values.conftest import Here
from tests.small_platform import PLATFORM

STAYS = """\
What staging has in the namespace shop-staging stays until somebody removes it:
  helm uninstall shop -n shop-staging       # all but claims and your own Secrets
  kubectl delete pvc --all -n shop-staging  # the data
  kubectl delete namespace shop-staging     # and everything that is left in it
"""


def test_removes_in_every_file_and_tells_what_stays_in_clusters(invoke: Run, here: Here) -> None:
    result = invoke("env", "remove", "staging", "-y")
    assert (result.status, result.err) == (0, STAYS)
    assert not (here.folder / "values-staging.yaml").exists()
    assert here.changed() == {"platform.yaml": PLATFORM.replace("  staging: {namespace: shop-staging}\n", "")}


def test_what_others_inherit_from_stays(invoke: Run, here: Here) -> None:
    assert invoke("env", "remove", "prod", "-y") == (
        2,
        "",
        (
            "Error: dr inherits from prod\n"
            "  Remove what inherits first, or have it inherit from another one in platform.yaml.\n"
        ),
    )
    assert here.changed() == {}


def test_added_and_removed_is_as_before(invoke: Run, here: Here) -> None:
    assert invoke("env", "add", "qa", "--inherits", "dr", "-y").status == 0
    assert invoke("env", "remove", "qa", "-y").status == 0
    assert here.changed() == {}
