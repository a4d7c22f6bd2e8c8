"""A registry of OCI artifacts on this machine, as far as `helm push`, `pull` and `show` ask one: in memory."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

from tests.serving import Silent, serving


class _Handler(Silent, BaseHTTPRequestHandler):
    blobs: dict[str, bytes]
    manifests: dict[tuple[str, str], tuple[str, bytes]]

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def do_GET(self) -> None:
        path = urlparse(self.path).path
        if path == "/v2/":
            self._answer(200)
        elif found := re.fullmatch(r"/v2/(.+)/tags/list", path):
            tags = sorted({tag for name, tag in self.manifests if name == found[1] and ":" not in tag})
            self._answer(
                200, json.dumps({"name": found[1], "tags": tags}).encode(), Content_Type="application/json"
            )
        elif found := re.fullmatch(r"/v2/(.+)/manifests/(.+)", path):
            kind, data = self.manifests.get((found[1], found[2]), ("", b""))
            digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
            self._answer(200 if data else 404, data, Content_Type=kind, Docker_Content_Digest=digest)
        elif (found := re.fullmatch(r"/v2/.+/blobs/(sha256:.+)", path)) and found[1] in self.blobs:
            self._answer(200, self.blobs[found[1]], Content_Type="application/octet-stream")
        else:
            self._answer(404)

    do_HEAD = do_GET  # noqa: N815  # the server's name for it

    def do_POST(self) -> None:
        self._body()
        name = self.path.partition("/v2/")[2].partition("/blobs/")[0]
        self._answer(202, Location=f"/v2/{name}/upload/1")

    def do_PUT(self) -> None:
        data, url = self._body(), urlparse(self.path)
        digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
        if found := re.fullmatch(r"/v2/(.+)/manifests/(.+)", url.path):
            for reference in (found[2], digest):
                self.manifests[found[1], reference] = (self.headers["Content-Type"], data)
        else:
            assert parse_qs(url.query)["digest"] == [digest]
            self.blobs[digest] = data
        self._answer(201, Location=url.path, Docker_Content_Digest=digest)


@contextmanager
def registry() -> Iterator[str]:
    """Its host and port, for as long as it is needed."""
    handler = type("Handler", (_Handler,), {"blobs": {}, "manifests": {}})
    with serving(ThreadingHTTPServer(("127.0.0.1", 0), handler)) as server:
        yield f"localhost:{server.server_port}"
