"""The program's streams: neither a reader that leaves nor a letter that a console lacks stops it."""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import ReadableBuffer

# The signs that we ourselves write, where a console has no letters for them.
_SPELT_OUT = {"→": "->", "—": "-", "…": "...", "─": "-"}


def secure_streams() -> Callable[[], OSError | None]:
    """Make stdin, stdout and stderr streams that can be used whatever was closed, full or lost.

    Returns what tells, when the command has ended, why some of stdout was lost; None where all of it
    was written. What stderr loses nobody can be told.
    """
    codecs.register_error("helm-blueprint", _spelt_out)
    was_open = [_opened(descriptor) for descriptor in range(3)]
    if not was_open[0]:
        sys.stdin = open(0, closefd=False)  # noqa: SIM115  # a descriptor, as long as the program runs
    outlet = _secured(1, "stdout", was_open=was_open[1])
    _secured(2, "stderr", was_open=was_open[2])

    def lost() -> OSError | None:
        sys.stdout.flush()
        return outlet.failure if outlet is not None else None

    return lost


def _opened(descriptor: int) -> bool:
    """Whether a standard descriptor was open. Else it leads nowhere from now on.

    Left closed, it would be given to the next file that is opened, a values file perhaps.
    """
    try:
        os.fstat(descriptor)
    except OSError:
        nowhere = os.open(os.devnull, os.O_RDWR)
        assert nowhere == descriptor
        os.set_inheritable(nowhere, True)  # noqa: FBT003  # the programs that we start expect three, too
        return False
    return True


def _secured(descriptor: int, name: str, *, was_open: bool) -> _Outlet | None:
    """What is written to from now on; None where the stream is no descriptor's (a test's, a console's)."""
    stream = getattr(sys, name)
    if not was_open:
        outlet = _Outlet(descriptor, failure=OSError(errno.EBADF, "closed"))
        setattr(sys, name, io.TextIOWrapper(io.BufferedWriter(outlet), encoding="utf-8"))
        return outlet
    if not isinstance(stream, io.TextIOWrapper):
        return None
    errors = "helm-blueprint" if stream.errors == "strict" else stream.errors
    raw = getattr(stream.buffer, "raw", stream.buffer)
    if type(stream) is not io.TextIOWrapper or not isinstance(raw, io.FileIO | _Outlet):
        stream.reconfigure(errors=errors)
        return None
    outlet = _Outlet(raw.fileno())
    secured = io.TextIOWrapper(
        io.BufferedWriter(outlet),
        encoding=stream.encoding,
        errors=errors,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )
    setattr(sys, name, secured)
    return outlet


class _Outlet(io.RawIOBase):
    """A descriptor that takes what it can. When it fails, `failure` says why and the rest goes nowhere.

    So a command need not know whether somebody still reads: `values set … | head -1` writes its files.
    """

    def __init__(self, descriptor: int, *, failure: OSError | None = None) -> None:
        self.name = f"<{descriptor}>"
        self.failure = failure
        self._descriptor = descriptor

    def fileno(self) -> int:
        return self._descriptor

    def isatty(self) -> bool:
        return os.isatty(self._descriptor)

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        if self.failure is None:
            try:
                return _written(self._descriptor, data)
            except OSError as error:
                self.failure = error
        return memoryview(data).nbytes


def _written(descriptor: int, data: ReadableBuffer) -> int:
    try:
        return os.write(descriptor, data)
    except BlockingIOError:
        # Whoever shares the pipe with us has it not wait; it is full, and will have room again.
        import select

        select.select([], [descriptor], [])
        return _written(descriptor, data)


def _spelt_out(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    import json  # few consoles are like this

    letters = error.object[error.start : error.end]
    # As JSON writes what is not ASCII: there the output stays what it is.
    return "".join(_SPELT_OUT.get(one) or json.dumps(one)[1:-1] for one in letters), error.end
