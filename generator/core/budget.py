"""How much may be read of what strangers wrote: bytes, entries, levels of folders, and time.

Every reader of foreign material counts on one of these, so that no file, archive or repository, however it
is made, fills the memory or never ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.errors import BlueprintError

if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST_FILE: Final = 32 << 20
_BYTES = 256 << 20
_ENTRIES = 200_000
_DEPTH = 64
_SECONDS = 60.0


class Exceeded(BlueprintError):
    """More than we read of anything."""


class Budget:
    """What is left to read. `clock` gives seconds; without one, time is not counted."""

    def __init__(
        self,
        *,
        total: int = _BYTES,
        entries: int = _ENTRIES,
        depth: int = _DEPTH,
        seconds: float = _SECONDS,
        clock: Callable[[], float] | None = None,
    ) -> None:
        self.total, self.entries, self.depth, self.seconds = total, entries, depth, seconds
        self._spent, self._seen = 0, 0
        self._clock = clock
        self._end = clock() + seconds if clock else 0.0

    @property
    def left(self) -> int:
        """Bytes that one more file may have."""
        return min(LARGEST_FILE, self.total - self._spent)

    @property
    def time_left(self) -> float:
        """Seconds."""
        return self._end - self._clock() if self._clock else self.seconds

    def entry(self, where: object, depth: int = 0) -> None:
        """Count a file, a folder or a link; Exceeded where it is one too many or too deep."""
        self._seen += 1
        if self._seen > self.entries:
            raise Exceeded(f"there are more than {self.entries:,} files here", where=str(where))
        if depth > self.depth:
            raise Exceeded(f"this is more than {self.depth} levels deep", where=str(where))
        if self._clock and self._clock() > self._end:
            raise Exceeded(f"reading this takes more than {self.seconds:g} seconds", where=str(where))

    def read(self, size: int, where: object) -> None:
        """Count bytes; Exceeded where they are too many."""
        if size > LARGEST_FILE:
            raise Exceeded(f"this is larger than {_megabytes(LARGEST_FILE)}", where=str(where))
        self._spent += size
        if self._spent > self.total:
            raise Exceeded(f"there is more than {_megabytes(self.total)} to read", where=str(where))


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):g} MB"
