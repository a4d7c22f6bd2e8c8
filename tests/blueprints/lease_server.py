"""As much of the Kubernetes API as the elector asks for, over plain HTTP: one Lease, labels of pods, and what may go wrong.

A caller is known by its token. `cut` refuses callers, `slow` lets them wait before their request counts, `after` is called with the
caller and the method when a request has counted and its answer is not sent yet: the moment to freeze a caller.
"""

from __future__ import annotations

import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

CONTENT = "application/merge-patch+json"


class LeaseServer:
    """A server that runs until `stop`; `address` is host:port."""

    def __init__(self) -> None:
        self.version = 1
        self.spec: dict[str, Any] = {}
        self.labels: dict[str, str] = {}
        self.cut: set[str] = set()
        self.slow: dict[str, float] = {}
        self.sick: set[str] = set()
        self.after: Callable[[str, str, str], None] = lambda _caller, _method, _path: None
        self.lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: Any) -> None:
                """Says nothing."""

            def do_GET(self) -> None:
                outer.answer(self, None)

            def do_PATCH(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                assert self.headers["Content-Type"] == CONTENT
                outer.answer(self, json.loads(body))

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server.server_address[1]}"

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def forget(self) -> None:
        """The Lease is deleted, and made again as the chart renders it."""
        with self.lock:
            self.version += 1
            self.spec = {}

    def answer(self, request: BaseHTTPRequestHandler, patch: dict[str, Any] | None) -> None:
        engine = re.fullmatch(r"/readyz/(.+)", request.path)
        if engine:
            self.send(request, 503 if engine[1] in self.sick else 200, {})
            return
        caller = request.headers["Authorization"].removeprefix("Bearer ")
        time.sleep(self.slow.get(caller, 0))
        if caller in self.cut:
            request.connection.close()
            return
        status, body = 200, {}
        with self.lock:
            pod = re.fullmatch(r"/api/v1/namespaces/shop/pods/(.+)", request.path)
            if pod and patch is not None:
                self.labels[pod[1]] = patch["metadata"]["labels"]["trading-role"]
            elif request.path != "/apis/coordination.k8s.io/v1/namespaces/shop/leases/engine":
                status = 404
            elif patch is not None and patch["metadata"]["resourceVersion"] != str(self.version):
                status = 409
            else:
                if patch is not None:
                    self.version += 1
                    self.spec |= patch["spec"]
                body = {"metadata": {"resourceVersion": str(self.version)}, "spec": dict(self.spec)}
        self.after(caller, request.command, request.path)
        self.send(request, status, body)

    @staticmethod
    def send(request: BaseHTTPRequestHandler, status: int, body: dict[str, Any]) -> None:
        try:
            text = json.dumps(body, indent=2).encode()
            request.send_response(status)
            request.send_header("Content-Length", str(len(text)))
            request.end_headers()
            request.wfile.write(text)
        except OSError:
            request.close_connection = True  # the caller did not wait
