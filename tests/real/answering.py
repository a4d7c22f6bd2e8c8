"""An HTTP server in place of one that is not to be had: `python answering.py PORT FOLDER`.

It answers a GET with what FOLDER/answers.json says of its path and query, serves FOLDER's repositories as git does, and nobody
who shows no login.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.real.pods import Pod


class Answering(BaseHTTPRequestHandler):
    folder = Path()

    def do_GET(self) -> None:
        answers = json.loads((self.folder / "answers.json").read_text())
        if not self.headers.get("Authorization", "").startswith("Basic "):
            self.send_error(401)
        elif ".git/" in self.path:
            self._git()
        elif self.path in answers:
            body = json.dumps(answers[self.path]).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        else:
            self.send_error(404)

    do_POST = do_GET  # noqa: N815 - its name is the library's

    def _git(self) -> None:
        path, _, query = self.path.partition("?")
        told = subprocess.run(
            ["git", "http-backend"],
            input=self.rfile.read(int(self.headers.get("Content-Length", 0))),
            env={
                **os.environ, "GIT_PROJECT_ROOT": str(self.folder), "GIT_HTTP_EXPORT_ALL": "1", "PATH_INFO": path,
                "QUERY_STRING": query, "REQUEST_METHOD": self.command,
                "CONTENT_TYPE": self.headers.get("Content-Type", ""),
                "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
                "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            },
            capture_output=True, check=True,
        ).stdout  # fmt: skip
        status = re.match(rb"Status: ([^\r\n]+)", told)
        self.wfile.write(b"HTTP/1.0 %s\r\n%s" % (status[1] if status else b"200 OK", told))


@contextmanager
def answering(pod: Pod, port: int, answers: Mapping[str, object]) -> Iterator[Path]:
    """The server in the place of a pod that is not started; the folder that it serves."""
    folder = pod.folder / "answering"
    folder.mkdir()
    (folder / "answers.json").write_text(json.dumps(answers))
    command = ["ip", "netns", "exec", pod.namespace, sys.executable, __file__, str(port), str(folder)]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stderr=log) as server:
        try:
            yield folder
        finally:
            server.kill()


if __name__ == "__main__":
    Answering.folder = Path(sys.argv[2])
    ThreadingHTTPServer(("", int(sys.argv[1])), Answering).serve_forever()
