"""Where a platform's parts stand in the tree that is read of it: its chart, its platform.yaml, its files."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from generator.core.helm.chart_file import CHART_FILE, SCHEMA_FILE, VALUES_FILE
from generator.core.platform.file import PLATFORM_FILE
from generator.core.platform.places import normal
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.core.platform.file import Platform


class PlatformLayout(NamedTuple):
    """Where the parts are, all paths relative to the tree's root, the nearest folder that holds all of them.

    `chart` is the chart's folder, None where the chart is elsewhere (in a registry). `named` are the files
    of environments that somebody named for this one call.
    """

    chart: PurePosixPath | None = PurePosixPath()
    platform_file: PurePosixPath = PLATFORM_FILE
    named: Mapping[str, tuple[PurePosixPath, ...]] | None = None
    service: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether all stands where a platform of ours has it: beside Chart.yaml."""
        return self._replace(service="") == PLAIN

    @property
    def base_file(self) -> PurePosixPath:
        """The chart's values.yaml, which Helm reads by itself."""
        return self.in_chart(VALUES_FILE)

    @property
    def chart_file(self) -> PurePosixPath:
        return self.in_chart(CHART_FILE)

    @property
    def schema_file(self) -> PurePosixPath:
        return self.in_chart(SCHEMA_FILE)

    def chains(self, platform: Platform, *, secrets: bool = False) -> dict[str, tuple[PurePosixPath, ...]]:
        """The files of each environment of a platform.yaml as the tree has them; values.yaml is understood.

        With `secrets` those that helm-secrets decrypts are among them.

        BlueprintError where one leads out of the tree.
        """
        known: dict[PurePosixPath, PurePosixPath] = {}
        return {name: self._chain(platform, name, known, secrets=secrets) for name in platform.environments}

    def _chain(
        self,
        platform: Platform,
        environment: str,
        known: dict[PurePosixPath, PurePosixPath],
        *,
        secrets: bool,
    ) -> tuple[PurePosixPath, ...]:
        """Of the files that are `known` it is known what the tree calls them: chains have most in common."""
        folder, base = self.platform_file.parent, self.base_file
        files = platform.values_files(environment, self.service, secrets=secrets)
        for file in files:
            if file not in known:
                known[file] = normal(folder / file)
        chain = (known[file] for file in files)
        found = tuple(dict.fromkeys(file for file in chain if file != base))
        for file in found:
            if ".." in file.parts:
                raise BlueprintError(
                    f"environments.{environment}: {file} leads out of the repository",
                    where=str(self.platform_file),
                    hint="Name files of the same git repository.",
                )
        return found

    def in_chart(self, path: PurePosixPath) -> PurePosixPath:
        """A path of the chart as the tree has it; of a chart that is elsewhere, one that no tree has."""
        return PurePosixPath("(no chart)") / path if self.chart is None else self.chart / path


PLAIN = PlatformLayout()
