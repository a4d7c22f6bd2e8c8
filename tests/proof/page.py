"""docs/proof.md: a table of what is known of each image."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tests import tools
from tests.proof.proofs import LEVELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.proof.proofs import Kept, Killed, Promise, Proof

HEAD = """\
# What was seen to run

`make golden` writes this page from `tests/proof/images/`, a file for each image; a test fails where a blueprint renders a
container, in any environment and with any option, that is not in it, and where a test that it names does not exist.

"""
ENDED = """
## Images that nobody keeps

As of November 2026; a test holds every image that a blueprint pins against what is known of it.

| image | what happened |
|---|---|
"""
PROMISED = """
## What happens when something fails

What the architectures of platforms and the pages of charts promise, word for word, and what shows it
(`tests/proof/promises.yaml`).

| promise | shown by |
|---|---|
"""
KILLED = """
## Work that is killed

Each Job and CronJob: the test that kills it and has it tried again, which does the whole work or fails (`tests/proof/kills.yaml`).

| work | shown by |
|---|---|
"""
JUDGED = """
## Who judges custom resources

`make test-controllers`, part of `make test-cluster`, gives the objects of every blueprint, in every environment, to the
software whose resources they are, as it judges in a cluster, and deliberately wrong ones beside them
(`tests/controllers/wrong.yaml`, `wrong_istio.yaml`): what it says to these is compared with what is written there. It is
built from its Go modules.

| resources | judged by | shown by |
|---|---|---|
"""
BY_DEFINITION = """| Argo CD, sources of Flux, cert-manager, Gateway API, External Secrets, Kyverno | their definitions alone, with the rules in them (CEL), by the API server | `tests/controllers/test_accepted.py::test_every_custom_resource_is_accepted` |
| Strimzi, Linkerd | the fields that their documentation has (`tests/cluster/crds`): no Go module has their definitions | the same |
"""
# Resources, the program of tests/tools.py, what it does, the test.
_JUDGES = (
    ("PostgreSQL clusters", "cloudnative-pg", "operator and webhooks", "test_databases.py::test_a_database_under_its_operator_is_the_one_that_is_stated"),
    ("ScaledObjects and ScaledJobs", "keda-webhooks", "admission webhooks; its operator, with what asks Prometheus and with what takes over from an autoscaler, in `make nightly` (`tests/controllers/test_keda.py`)", "test_accepted.py::test_every_custom_resource_is_accepted"),
    ("monitors and rules", "prometheus-operator", "operator; promtool reads the configuration that it makes", "test_monitors.py::test_monitors_and_rules_become_what_prometheus_reads"),
    ("vertical autoscalers", "vpa-admission", "admission webhook", "test_accepted.py::test_every_custom_resource_is_accepted"),
    ("Istio", "istioctl", "`validate` and `analyze`, of the one version that has a Go module, {version}", "test_istio.py::test_istio_has_nothing_against_what_is_rendered"),
    ("Rollouts and what they name", "argo-rollouts", "whole, in `make nightly`: roll-outs to the end, analyses, what is taken back; `make test-long` has its validation alone", "test_rollouts.py::test_a_new_version_comes_through_and_a_bad_or_silent_one_is_taken_back"),
    ("HelmReleases of Flux", "helm-controller", "whole: it installs, upgrades and puts back; the test stands for source-controller", "test_flux.py::test_platform_comes_from_the_file_that_its_first_lines_apply"),
    ("Kustomizations of Flux", "kustomize-controller", "whole, likewise", "test_flux.py::test_what_leaves_git_goes_on_running"),
)  # fmt: skip


def _judged() -> str:
    rows = ""
    for resources, program, does, test in _JUDGES:
        version = tools.TOOLS[program].version
        named = does.format(version=version) if "{" in does else f"{version}, {does}"
        rows += f"| {resources} | {program} {named} | `tests/controllers/{test}` |\n"
    return rows


def page(
    found: Sequence[Proof], kept: Sequence[Kept], promised: Sequence[Promise], killed: Sequence[Killed]
) -> str:
    """The page, Markdown: the levels, how many images reach them, a section for each image, what is shown about failure."""
    images = [(image, [*roles]) for image, roles in groupby(found, lambda each: each.image)]
    order = [*LEVELS].index
    best = [min((each.level for each in roles), key=order) for _, roles in images]
    least = [max((each.level for each in roles), key=order) for _, roles in images]
    counts = "".join(
        f"| {level} | {what} | {best.count(level)} | {least.count(level)} | {sum(each.level == level for each in found)} |\n"
        for level, what in LEVELS.items()
    )
    return (
        HEAD
        + f"| proof | what it means | images, at best | images, at least | roles |\n|---|---|---|---|---|\n{counts}"
        + f"| | | {len(images)} | {len(images)} | {len(found)} |\n"
        + "".join(f"\n## {image}\n\n{_table(roles)}" for image, roles in images)
        + ENDED
        + "".join(f"| {each.image} | {each.ended} |\n" for each in kept if each.ended)
        + JUDGED
        + _judged()
        + BY_DEFINITION
        + PROMISED
        + "".join(f"| {each.says} | {_shown(each)} |\n" for each in promised)
        + KILLED
        + "".join(f"| {', '.join(f'`{job}`' for job in each.jobs)} | {_shown(each)} |\n" for each in killed)
    )


def _shown(said: Promise | Killed) -> str:
    tests = ", ".join(f"`{each}`" for each in said.tests)
    return "; ".join(each for each in (tests, f"not shown: {said.why}" if said.why else "") if each)


def _table(roles: Sequence[Proof]) -> str:
    rows = "".join(
        f"| {each.role}: {', '.join(f'`{one}`' for one in each.containers)} | {each.level} | {_how(each)} |\n"
        for each in roles
    )
    return f"| role | proof | how |\n|---|---|---|\n{rows}"


def _how(proof: Proof) -> str:
    said = [text for text in (proof.program, f"<{proof.source}>" if proof.source else "", proof.note) if text]
    return "; ".join([*said, ", ".join(f"`{each}`" for each in proof.tests)]).removesuffix("; ")
