"""`advise`: which workload fits these traits, and why; nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator.commands._options import FilePath, output_option
from generator.commands._traits import trait_options, traits_in
from generator.core.advice.file import advice_in
from generator.core.advice.matrix import advice_for
from generator.core.report import advice as report
from generator.edge.files import read_given
from generator.edge.terminal import show, show_json
from generator.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any


@click.command("advise")
@click.option(
    "--file", type=FilePath(), metavar="FILE", help="Services with their traits: NAME: {stateful: true, …}."
)
@trait_options
@output_option
def command(file: Path | None, output: str, **options: Any) -> None:
    r"""Say how a service with these traits is best run, why, and what speaks against the rest.

    Traits are options, or keys in a file of many services. `service add` takes the same ones.

    \b
      advise --stateful --clustered --critical
      advise --schedule "0 2 * * *" --parallel 4 --cheap
      advise --file services.yaml --output json
    """
    traits = traits_in(options)
    if file is not None and not traits.is_empty:
        raise UsageError("--file has the traits of its services", hint="Leave the other options out.")
    advice = advice_in(read_given(file), str(file)) if file is not None else {"": advice_for(traits)}
    if output == "json":
        show_json(report.as_json(advice))
    else:
        show(report.as_text(advice))
