"""`service add`: a service more, in the middle of its tier in every file, with all that follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from generator.commands import _platform as on_platform
from generator.commands import _writing as writing
from generator.commands._following import all_changes
from generator.commands._options import Word
from generator.commands._questions import ask_what_is_missing
from generator.commands._traits import trait_options, traits_in
from generator.core.advice.choice import KINDS
from generator.core.change.new_service.add import addition
from generator.core.change.new_service.checks import refuse_unrendered
from generator.core.change.new_service.decide import decided
from generator.core.change.new_service.request import (
    ServiceRequest,
    parse_image,
    parse_names,
    parse_ports,
)
from generator.core.change.new_service.stores import STORES
from generator.core.printable import printable
from generator.core.report.advice import as_text
from generator.edge.bundled import chart_versions
from generator.edge.terminal import show

if TYPE_CHECKING:
    from pathlib import Path


@click.command("add")
@click.argument("name")
@click.option("--workload", type=Word(list(KINDS)), help="What it is made of; traits choose it, too.")
@click.option("--like", metavar="SERVICE", default="", help="Like this one: same chart, same values.")
@trait_options
@click.option("--image", metavar="REPOSITORY:TAG", help="Its image.")
@click.option(
    "--port", "ports", metavar="[NAME=]PORT", multiple=True, help="A port; http if unnamed. Repeats."
)
@click.option("--connects", metavar="SERVICE[:PORT],…", multiple=True, help="Whom it calls. Repeats.")
@click.option("--called-by", metavar="SERVICE,…", multiple=True, help="Who calls it. Repeats.")
@click.option("--tier", default="", help="Its tier; by default that of its kind.")
@click.option("--preset", "presets", multiple=True, help="A named preset that it takes. Repeats.")
@click.option("--env-only", "only_in", metavar="ENV,…", multiple=True, help="Only there. Repeats.")
@click.option("--with", "stores", type=Word(list(STORES)), multiple=True, help="A store of its own. Repeats.")
@click.option("--description", default="", help="What it does: the comment beside its name.")
@writing.changing_options
@on_platform.platform_option
def command(name: str, platform: Path | None, *, how: writing.Writing, **options: Any) -> None:
    r"""Add a service: by its workload type, like another one, or by traits that `advise` knows.

    It goes into Chart.yaml, values.yaml and the files of environments, with its connections; the schema,
    the charts and the README follow. The diff is shown first.

    \b
      service add coupons --workload deployment --image ghcr.io/example/coupons:1.0.0 --connects order-service
      service add ledger --stateful --sensitive --image ghcr.io/example/ledger:2.1.0 --called-by payments
      service add gifts --like order-service --with postgres --env-only dev,test
    """
    root, model = on_platform.opened(platform, writes=how.is_certain, whole=True)
    traits = ask_what_is_missing(options, traits_in(options))
    image, ports = options["image"], parse_ports(options["ports"])
    request = ServiceRequest(
        name=name,
        like=options["like"],
        image=parse_image(image) if image else None,
        ports=ports or None,
        calls=parse_names(options["connects"]),
        called_by=parse_names(options["called_by"]),
        tier=options["tier"],
        presets=parse_names(options["presets"]),
        only_in=parse_names(options["only_in"]),
        stores=tuple(dict.fromkeys(options["stores"])),
        description=printable(" ".join(options["description"].split())),
    )
    request = decided(model, request, options["workload"], traits)
    made = addition(model, request, chart_versions())
    changes = all_changes(model, made.changes)
    after = model.with_changes(changes)
    refuse_unrendered(model, after)
    if request.advice and not traits.is_empty:
        show(as_text({name: request.advice}), err=True)
    paths = [(one,) for one in made.names]
    touched = model.environments or (None,)
    how.conclude(writing.Proposal(root, model, after, changes, paths, touched), made.remarks)
