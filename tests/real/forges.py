"""In place of Gitea and Zot, which cannot be had: git of Debian behind the paths of Gitea's API, and Debian's registry."""

from __future__ import annotations

import base64
import http.server
import json
import os
import shutil
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.real.pods import eventually
from tests.serving import Silent, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.real.namespaces import Node

REGISTRY = """
version: 0.1
storage: {{filesystem: {{rootdirectory: {home}}}, delete: {{enabled: true}}}}
auth: {{htpasswd: {{realm: test, path: {home}/htpasswd}}}}
http: {{addr: ":5000"}}
log: {{accesslog: {{disabled: true}}, level: error}}
"""


@contextmanager
def gitea(node: Node, password: str, service: str) -> Iterator[Path]:
    """Serves what `helm test` asks of Gitea, to platform-admin alone; the folder of the repositories."""
    home = node.folder / "gitea"
    home.mkdir()
    login = "Basic " + base64.b64encode(f"platform-admin:{password}".encode()).decode()

    class Git(Silent, http.server.BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            if self.headers["Authorization"] != login:
                self.says(401, b'{"message": "who are you?"}')
            elif self.path.startswith("/api/v1/repos/search"):
                found = [{"full_name": f"platform-admin/{each.stem}"} for each in sorted(home.rglob("*.git"))]
                self.says(200, json.dumps({"ok": True, "data": found}, separators=(",", ":")).encode())
            elif self.command == "DELETE":
                shutil.rmtree(home / f"{self.path.removeprefix('/api/v1/repos/')}.git")
                self.says(204)
            elif self.command == "POST" and self.path == "/api/v1/user/repos":
                new = home / "platform-admin" / f"{json.loads(body)['name']}.git"
                subprocess.run(["git", "init", "--quiet", "--bare", new], check=True)
                self.says(201, b"{}")
            elif self.path == "/api/v1/user":
                self.says(200, b"{}")
            else:
                self.cgi(body)

        do_GET = do_POST = do_DELETE = answer  # noqa: N815 - the names that http.server calls

        def cgi(self, body: bytes) -> None:
            path, _, query = self.path.partition("?")
            variables = {
                "GIT_PROJECT_ROOT": str(home), "GIT_HTTP_EXPORT_ALL": "1", "PATH_INFO": path, "QUERY_STRING": query,
                "REQUEST_METHOD": self.command, "REMOTE_USER": "platform-admin", "CONTENT_LENGTH": str(len(body)),
                "CONTENT_TYPE": self.headers["Content-Type"] or "",
            }  # fmt: skip
            done = subprocess.run(
                ["git", "http-backend"],
                input=body,
                capture_output=True,
                check=True,
                env=os.environ | variables,
            )
            head, _, said = done.stdout.partition(b"\r\n\r\n")
            headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
            self.says(int(headers.pop("Status", "200")[:3]), said, headers)

        def says(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in {**(headers or {}), "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    server = node.from_here(lambda: http.server.ThreadingHTTPServer((node.gateway, 80), Git))
    node.know(service, node.gateway)
    with serving(server):
        yield home


@contextmanager
def zot(node: Node, password: str, *services: str) -> Iterator[Path]:
    """A registry that knows the user platform, under all names; its folder."""
    home = node.folder / "registry"
    home.mkdir()
    users = subprocess.run(
        ["htpasswd", "-nbB", "platform", password], capture_output=True, text=True, check=True
    )
    (home / "htpasswd").write_text(users.stdout)
    (home / "config.yml").write_text(REGISTRY.format(home=home))
    for each in services:
        node.know(each, node.gateway)
    with (home / "log").open("wb") as output, node.running(
        "docker-registry", "serve", str(home / "config.yml"), output=output
    ):  # fmt: skip
        eventually(lambda: "5000" in node.run("ss", "-ltn"), 30, (home / "log").read_text)
        yield home
