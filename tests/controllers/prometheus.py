"""A Prometheus of few words, for controllers that decide by what it answers."""

from __future__ import annotations

import http.server
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from tests.serving import Silent, address_of, serving

if TYPE_CHECKING:
    from collections.abc import Iterator


class Prometheus:
    """Answers every query with what a test says, and keeps what was asked."""

    def __init__(self) -> None:
        self.answer: float | None = 1.0
        self.asked: list[str] = []
        self.address = ""

    @contextmanager
    def serving(self) -> Iterator[Prometheus]:
        outer = self

        class Handler(Silent, http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.tell(urlsplit(self.path).query)

            def do_POST(self) -> None:
                self.tell(self.rfile.read(int(self.headers["Content-Length"])).decode())

            def tell(self, asked: str) -> None:
                outer.asked += parse_qs(asked).get("query", [])
                value = [] if outer.answer is None else [{"metric": {}, "value": [0, str(outer.answer)]}]
                told = {"status": "success", "data": {"resultType": "vector", "result": value}}
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(told).encode())

        with serving(http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as server:
            self.address = address_of(server)
            yield self
