"""One command at a time where something is written; those that only read, all at once."""

from __future__ import annotations

import os
import time
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from generator.edge.files import explained
from generator.edge.repository import repository_above
from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE = 60.0  # seconds to wait for the commands that write here: dozens of them, or one that renders
REPORTED_AFTER = 2.0  # seconds
_held_by_us: ContextVar[frozenset[tuple[int, int]]] = ContextVar("held_by_us", default=frozenset())


@contextmanager
def held(
    root: Path, *, shared: bool = False, report: Callable[[str], None] = lambda _: None
) -> Iterator[None]:
    """Hold the platform's lock: on the folder itself, so that no file is left and a kill releases it.

    Whoever has it for writing may take it again, for what it does meanwhile. `report` gets a sentence where
    it takes long; BlueprintError where it takes more than PATIENCE.

    The folders above, up to the top of the repository, are shared meanwhile: a platform whose root is one
    of them has files in this folder, too.
    """
    with explained(root, "read"):
        descriptor = os.open(root, os.O_RDONLY)
    with ExitStack() as stack:
        stack.callback(os.close, descriptor)
        identity, ours = _identity(descriptor), _held_by_us.get()
        if identity in ours:
            yield
            return
        for folder in _above(root):
            _share(stack, folder, root, report)
        _wait(descriptor, root, shared=shared, report=report)
        mark = _held_by_us.set(ours if shared else ours | {identity})
        try:
            yield
        finally:
            _held_by_us.reset(mark)


def _above(root: Path) -> list[Path]:
    """The folders that a platform's root may lie in, the top of the repository first."""
    try:
        top = repository_above(root)
    except BlueprintError:  # a .git that may not be read is no reason to write nothing
        top = None
    parents = root.resolve().parents if top else ()
    return [one for one in reversed(parents) if top and one.is_relative_to(top)]


def _share(stack: ExitStack, folder: Path, root: Path, report: Callable[[str], None]) -> None:
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:  # it may not be read: then nobody has a platform there
        return
    stack.callback(os.close, descriptor)
    if _identity(descriptor) not in _held_by_us.get():
        _wait(descriptor, root, shared=True, report=report)


def _identity(descriptor: int) -> tuple[int, int]:
    status = os.fstat(descriptor)
    return status.st_dev, status.st_ino


def _wait(descriptor: int, root: Path, *, shared: bool, report: Callable[[str], None]) -> None:
    start = time.monotonic()
    is_silent = True
    while not _locked(descriptor, shared=shared):
        waited = time.monotonic() - start
        if waited > PATIENCE:
            raise BlueprintError(
                "another helm-blueprint is writing here", where=str(root), hint="Try again when it is done."
            )
        if is_silent and waited > REPORTED_AFTER:
            report("waiting for another helm-blueprint that is writing here …")
            is_silent = False
        time.sleep(0.02)


def _locked(descriptor: int, *, shared: bool) -> bool:
    """False while somebody else has it. Where folders cannot be locked, files are whole all the same."""
    try:
        import fcntl
    except ImportError:  # Windows
        return True
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # some network file systems
        return True
    return True
