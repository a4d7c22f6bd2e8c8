"""trading's main path by its `helm test`: an order in both databases, at their replicas, and in the audit trail."""

from __future__ import annotations

import http.server
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.serving import Silent, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.real.namespaces import Node
    from tests.real.pods import Release

    Deploy = Callable[..., Release]


@contextmanager
def vector(node: Node) -> Iterator[list[bytes]]:
    """In place of Vector, which is not to be had, and of what is behind it: takes every event. What it was told."""
    told: list[bytes] = []

    class Events(Silent, http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

    server = node.from_here(lambda: http.server.HTTPServer((node.gateway, 8080), Events))
    node.know("exchange-audit-log", node.gateway)
    with serving(server):
        yield told


def test_an_order_goes_through_trading(deployed: Deploy) -> None:
    release = deployed("trading", "dev")
    databases = [release.pod(f"exchange-{name}").up() for name in ("order-db", "trade-db")]
    with vector(release.node) as told:
        test = release.job("exchange-first-order", "Job")
        code, log = test.run(120)
        assert code == 0, "\n".join(each.log() for each in (test, *databases))
    number = test.processes["order"].logs().split()[1]
    assert (
        test.processes["order"].logs() == f"order {number} is in both databases and read at their replicas\n"
    )
    assert log == "the audit trail has its event\n"
    assert [each.sql("select count(*) from pg_largeobject_metadata") for each in databases] == ["0", "0"]
    event = f'{{"job":"first-order","event":"helm test: nothing was traded","order":"{number}"}}'
    assert told == [event.encode()]
