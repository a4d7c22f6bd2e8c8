"""How each command is called that has nothing to complain of: junk is put in place of its words."""

from __future__ import annotations

from typing import NamedTuple

import click

from generator.cli import main_group


class Entry(NamedTuple):
    """How a command is called that has nothing to complain of, in several ways; and whether it writes."""

    calls: list[list[str]]
    writes: bool = False
    needs_git: bool = False  # and is refused here, where there is none
    needs_helm: bool = False  # likewise

    @property
    def statuses(self) -> tuple[int, ...]:
        """How it ends without any junk."""
        return (2,) if self.needs_git else (3,) if self.needs_helm else (0, 1)


TINY = "../blueprints/tiny"
# They read no platform.
OF_BLUEPRINT_ALONE = {
    "advise", "author lint", "author package", "author push", "author release", "author test", "completion",
    "help", "list", "merge", "new", "show", "version",
}  # fmt: skip
ENTRIES = {
    # The blueprint that this platform names is not here.
    "adopt": Entry([["--dry-run"], ["--from", TINY, "--yes"]], writes=True, needs_git=True),
    "reconfigure": Entry([["--dry-run"], ["--set", "name=x", "--yes"]], writes=True, needs_git=True),
    "status": Entry([[], ["--output", "json"], ["--to", TINY]], needs_git=True),
    "upgrade": Entry(
        [["--yes"], ["--to", TINY, "--dry-run"], ["--undo", "--yes"], ["--plan", "plan.yaml"]], writes=True, needs_git=True),
    "advise": Entry([[], ["--stateful", "--scales-on", "rps", "--output", "json"]]),
    # The blueprint that this platform names is not here.
    "author init": Entry([["../made"]], writes=True, needs_git=True),
    "author lint": Entry([[TINY]]),
    "author package": Entry([["../blueprints/base"]], writes=True),
    # What it extends is not in its archive: nothing is pushed.
    "author push": Entry([[TINY, "oci://localhost:1/x"]], needs_git=True),
    # The same version is no later one.
    "author release": Entry([[TINY, "--against", TINY]], needs_git=True),
    "author test": Entry([[TINY, "--no-helm"], [TINY, "--list"]]),
    "cluster": Entry([["gke", "--yes"], ["openshift", "--env", "prod", "--dry-run"], []], writes=True),
    "completion": Entry([["bash"], ["zsh"], ["fish"]]),
    "connect": Entry([["web", "db", "--yes"], ["db", "web", "--dry-run"]], writes=True),
    "disconnect": Entry([["web", "orders", "--yes"], ["orders", "db", "--dry-run"]], writes=True),
    "env add": Entry(
        [["qa", "--like", "dev", "--yes"], ["pilot", "--inherits", "prod", "--after", "staging", "--dry-run"]], writes=True),
    "env list": Entry([[], ["--output", "json"], ["--output", "markdown"]]),
    "env remove": Entry([["dr", "--yes"], ["staging", "--dry-run"]], writes=True),
    "env rename": Entry([["staging", "uat", "--yes"], ["dr", "spare", "--dry-run"]], writes=True),
    "help": Entry([[], ["values", "set"]]),
    "images": Entry([[], ["--env", "prod", "--output", "json"]], needs_helm=True),
    "list": Entry([[], ["--output", "json"]]),
    "merge": Entry([["../answers.yaml"] * 3, ["../answers.yaml"] * 3 + ["a", "--conflicts", "ours"]]),
    "new": Entry(
        [[TINY, "shop", "--defaults"], [TINY, "shop", "--defaults", "--answers", "../answers.yaml"],
         [TINY, "--set", "name=shop", "--defaults", "--dry-run"]], writes=True),
    "refresh": Entry([["--yes"], ["--dry-run"]], writes=True),
    "region add": Entry([["eu", "--env", "prod", "--yes"], ["us", "--env", "dev", "--dry-run"]], writes=True),
    "region list": Entry([[], ["--env", "prod", "--output", "json"]]),
    "region remove": Entry([["eu", "--env", "staging", "--yes"]], writes=True),
    "service add": Entry(
        [["gifts", "--like", "web", "--connects", "orders", "--dry-run"],
         ["coupons", "--workload", "deployment", "--image", "example.com/c:1", "--called-by", "web", "--yes"],
         ["ledger", "--stateful", "--image", "example.com/l:2", "--port", "http=8080", "--env-only", "dev,prod", "--yes"]],
        writes=True),
    "service change": Entry(
        [
            ["orders", "--workload", "statefulset", "--yes"],
            ["db", "--workload", "deployment", "--dry-run"],
        ],
        writes=True,
    ),
    "service list": Entry([[], ["--output", "json"], ["--output", "markdown"]]),
    "service remove": Entry([["web", "--yes"], ["db", "--force", "--dry-run"]], writes=True),
    "service rename": Entry([["web", "front", "--yes"], ["db", "store", "--recreate", "--dry-run"]], writes=True),
    "show": Entry([[TINY], [TINY, "--output", "json"]]),
    "values diff": Entry(
        [["staging", "prod"], ["staging", "prod", "--only", "web.**"], ["dev", "prod", "--all", "--output", "json"],
         ["dev", "dr", "--output", "html", "--declared"]]),
    "values explain": Entry([["web.image.tag"], ["web", "--env", "prod", "--output", "json"]]),
    "values files": Entry([["--env", "prod"], ["--env", "dr", "--output", "json"]]),
    "values get": Entry([[], ["web.image.tag", "--env", "prod"], ["--output", "json", "--declared", "web"]]),
    "values init": Entry([["--platform", "../bare", "--dry-run"]], writes=True),
    "values intent": Entry([["--from-git", "--dry-run"], ["--from-git", "--yes"]], writes=True, needs_git=True),
    "values lint": Entry(
        [[], ["--output", "json"], ["--output", "sarif"], ["--output", "github"], ["--fix", "--yes"],
         ["--fix", "--dry-run"], ["--write-baseline"], ["--write-baseline", "--baseline", "../baseline.json"]], writes=True),
    "values matrix": Entry([[], ["web.**", "--output", "json"], ["--all", "--output", "html"], ["--declared"]]),
    "values promote": Entry(
        [["staging", "prod", "--yes"], ["staging", "prod", "--prune", "--yes"], ["dev", "staging", "--dry-run"]],
        writes=True),
    "values set": Entry(
        [["web.replicaCount=3", "--yes"], ["web.image.tag=2", "--env", "prod", "--yes"],
         ["orders.env={A: b}", "--dry-run"], ["web.args=[\"a\"]", "--json", "--yes"],
         ["db.image.tag=../answers.yaml", "--from-file", "--yes"]], writes=True),
    "values tidy": Entry([["--yes"], ["--dry-run"], ["--order", "--yes"]], writes=True),
    "values unset": Entry(
        [["web.image.tag", "--env", "staging", "--yes"], ["db", "--prune", "--with-comment", "--yes"]], writes=True),
    "version": Entry([[], ["--verbose"]]),
}  # fmt: skip


def commands() -> dict[str, click.Command]:
    """Every command that there is, by its words."""
    found: dict[str, click.Command] = {}

    def walk(command: click.Command, words: list[str], above: click.Context | None) -> None:
        if not isinstance(command, click.Group):
            found[" ".join(words)] = command
            return
        context = click.Context(command, parent=above)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            walk(inner, [*words, name], context)

    walk(main_group(), [], None)
    return found
