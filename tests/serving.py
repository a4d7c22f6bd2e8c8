"""HTTP servers on this machine that tests stand in the place of others: in a thread, and silent."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.server import HTTPServer

    Server = TypeVar("Server", bound=HTTPServer)


class Silent:
    """Before a handler of http.server: nothing is written of requests, for tests compare what is said."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def serving(server: Server) -> Iterator[Server]:
    """The server, for as long as it is needed."""
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def address_of(server: HTTPServer) -> str:
    return f"http://127.0.0.1:{server.server_port}"
