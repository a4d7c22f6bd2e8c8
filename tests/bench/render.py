"""Rendering synthetic platforms of the real charts with Helm 3 and Helm 4.

The graph stands in `connections`, at the top, unless the line says otherwise: Helm copies `global` once per service, and with it
`global.connections`, so that a graph of a thousand services there costs a thousand copies of a thousand entries.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from generator.edge.bundled import charts_folder
from generator.edge.files import read_tree
from tests import tools
from tests.bench import synthetic
from tests.bench.measure import Figure, cpu, medians

RUNS = 5


def figures() -> Iterator[Figure]:
    charts = read_tree(charts_folder())
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)

        def platform(services: int, graph: str) -> Path:
            return synthetic.write(
                synthetic.platform(services, charts, graph=graph), root / f"{graph}-{services}"
            )

        sizes = {services: platform(services, "top") for services in (10, 50, 200, 1000)}
        shared = {services: platform(services, "global") for services in (200, 1000)}
        everything = synthetic.write(
            synthetic.platform(200, charts, graph="top", everything=True), root / "everything"
        )
        nested = synthetic.write(synthetic.unvendored(200, charts), root / "nested")
        for name in ("helm3", "helm4"):
            helm = tools.find(name)

            def act(folder: Path, helm: Path = helm) -> Callable[[], float]:
                return lambda: cpu([helm, "template", "shop", folder])

            small = dict(zip(sizes, medians(RUNS, *map(act, sizes.values())), strict=True))
            for services in (10, 50, 200):
                detail = f"{small[services]:.2f} s"
                if services == 200:
                    yield Figure(
                        f"{name}: CPU a service, 200 services", small[200] / 200 * 1000, 6, "ms", detail
                    )
                else:
                    # helm itself and the schema are most of it
                    yield Figure(f"{name}: {services} services", small[services] * 1000, 1000, "ms", detail)
            yield Figure(
                f"{name}: 1,000 services / 200 services",
                small[1000] / small[200],
                6,
                detail=f"{small[1000]:.2f} s",
            )
            in_global = dict(zip(shared, medians(3, *map(act, shared.values())), strict=True))
            ratio = in_global[1000] / in_global[200]
            yield Figure(
                f"{name}: the same, graph in global.connections", ratio, 12, detail=f"{in_global[1000]:.2f} s"
            )
            full, apart = medians(3, act(everything), act(nested))
            yield Figure(
                f"{name}: CPU a service, everything on", full / 200 * 1000, 10, "ms", f"{full:.2f} s"
            )
            yield Figure(
                f"{name}: 200 services un-vendored / vendored",
                apart / small[200],
                8,
                detail=f"{apart:.2f} s",
                at_least=True,
            )
