"""A client of NATS, as far as the tests need one: requests and their answers, JetStream's API among them."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ssl import SSLContext


class Client:
    """A connection to one server, to be used where the network of its pod is. OSError where it breaks, or nobody answers in time."""

    def __init__(
        self, address: str, user: str, password: str, tls: SSLContext | None = None, seconds: float = 10
    ) -> None:
        self._socket = socket.create_connection((address, 4222), seconds)
        self._lines = self._socket.makefile("rb")
        self._line()  # INFO
        if tls:
            self._socket = tls.wrap_socket(self._socket)
            self._lines = self._socket.makefile("rb")
        login = {
            "user": user,
            "pass": password,
            "verbose": False,
            "pedantic": False,
            "tls_required": bool(tls),
        }
        self._socket.sendall(f"CONNECT {json.dumps(login)}\r\nSUB answers.* 1\r\nPING\r\n".encode())
        while self._line() != b"PONG":
            pass
        self._asked = 0

    def close(self) -> None:
        self._socket.close()

    def ask(self, subject: str, payload: str = "") -> Any:
        """What is answered to a request, JSON."""
        self._asked += 1
        inbox = f"answers.{self._asked}"
        data = payload.encode()
        self._socket.sendall(b"PUB %s %s %d\r\n%s\r\n" % (subject.encode(), inbox.encode(), len(data), data))
        while True:
            kind, *words = self._line().split()
            if kind != b"MSG":  # PING, which nobody minds in so short a life
                continue
            answer = self._lines.read(int(words[-1]) + 2)[:-2]
            if words[0].decode() == inbox:
                return json.loads(answer)

    def _line(self) -> bytes:
        line = self._lines.readline()
        if not line:
            raise ConnectionError("the server has closed the connection")
        if line.startswith(b"-ERR"):
            raise ConnectionError(line.decode())
        return line.strip()
