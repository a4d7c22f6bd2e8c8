"""Runs what strangers wrote in a process of its own, whose time, memory and files are limited.

A template is a program: loops in it need not end. The child is a fork, so that nothing is loaded twice
(3 ms), and hands back a text or errors, nothing else.
"""

from __future__ import annotations

import json
import os
import select
import signal
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from generator.core.budget import LARGEST_FILE
from generator.errors import BlueprintError, Invalid

if TYPE_CHECKING:
    from collections.abc import Callable


class Limits(NamedTuple):
    """Seconds of the processor (and six times as many by the clock), and bytes of memory."""

    seconds: float = 10.0
    memory: int = 1 << 30


USUAL = Limits()


def confined(work: Callable[[], str], *, where: str, limits: Limits | None = None) -> str:
    """What `work` returns. BlueprintError as `work` raises it, or where it goes over the limits.

    Where there is no fork (Windows) it runs here, without limits.
    """
    limits = limits or USUAL
    if not hasattr(os, "fork"):
        return work()
    reader, writer = os.pipe()
    child = _forked()
    if not child:
        os.close(reader)
        _child(work, writer, where, limits)
    os.close(writer)
    try:
        said, in_time = _heard(reader, limits.seconds * 6)
    finally:
        os.close(reader)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    try:
        answer = json.loads(said)
    except ValueError:
        answer = {}
    if "text" in answer:
        return str(answer["text"])
    if "bug" in answer:
        raise RuntimeError(answer["bug"])
    if "error" in answer:
        raise _unpacked(answer["error"])
    if not in_time or os.WTERMSIG(status) == signal.SIGXCPU:
        raise BlueprintError(
            f"its templates take more than {limits.seconds:g} seconds, and are stopped", where=where
        )
    raise BlueprintError(
        "its templates need more than the interpreter can take, and are stopped", where=where
    )


def _forked() -> int:
    import warnings

    with warnings.catch_warnings():
        # Of other threads in this process, of which only tests have any.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _child(work: Callable[[], str], writer: int, where: str, limits: Limits) -> NoReturn:
    try:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        _limit(limits)
        answer = _answer(work, where, limits)
        with open(writer, "wb") as stream:  # a descriptor
            stream.write(json.dumps(answer).encode())
    finally:
        os._exit(0)


def _answer(work: Callable[[], str], where: str, limits: Limits) -> dict[str, Any]:
    try:
        return {"text": work()}
    except BlueprintError as error:
        return {"error": _packed(error)}
    except MemoryError:
        memory = f"{limits.memory >> 20} MB"
        what = f"its templates take more than {memory}, and are stopped"
        return {"error": _packed(BlueprintError(what, where=where))}
    except Exception:  # noqa: BLE001  # a bug: it keeps its traceback
        import traceback

        return {"bug": traceback.format_exc()}


def _limit(limits: Limits) -> None:
    import resource

    seconds = max(1, round(limits.seconds))
    # Beyond what the parent had: the fork shares it, and it may be large.
    memory = _own_size() + limits.memory
    wanted = {
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_FSIZE: LARGEST_FILE,
        resource.RLIMIT_CORE: 0,
    }
    for kind, limit in wanted.items():
        with suppress(ValueError, OSError):  # a lower limit is there already, or the system has none
            resource.setrlimit(kind, (limit, resource.getrlimit(kind)[1]))


def _own_size() -> int:
    """Bytes of address space that this process has; 0 where the system does not tell."""
    with suppress(OSError, ValueError), open("/proc/self/statm") as file:  # noqa: PTH123  # once, and quick
        return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def _heard(reader: int, seconds: float) -> tuple[bytes, bool]:
    """What the child says, and whether it was done in time."""
    end = time.monotonic() + seconds
    said = bytearray()
    while len(said) <= LARGEST_FILE:
        left = end - time.monotonic()
        if left <= 0 or not select.select([reader], [], [], left)[0]:
            return bytes(said), False
        piece = os.read(reader, 1 << 16)
        if not piece:
            break
        said += piece
    return bytes(said), True


def _packed(error: BlueprintError) -> dict[str, Any]:
    inner = [_packed(one) for one in error.errors] if isinstance(error, Invalid) else None
    return {"what": error.what, "where": error.where, "hint": error.hint, "errors": inner}


def _unpacked(data: dict[str, Any]) -> BlueprintError:
    about = {"where": data["where"], "hint": data["hint"]}
    if data["errors"] is not None:
        return Invalid(data["what"], [_unpacked(one) for one in data["errors"]], **about)
    return BlueprintError(data["what"], **about)
