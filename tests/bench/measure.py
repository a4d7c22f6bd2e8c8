"""CPU of whole processes, and figures that are ratios: they mean the same on every machine."""

from __future__ import annotations

import os
import statistics
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Figure(NamedTuple):
    """One line of the report: `value` must not exceed `most`, or not fall short of it when `at_least`."""

    what: str
    value: float
    most: float
    unit: str = "×"
    detail: str = ""
    at_least: bool = False

    @property
    def holds(self) -> bool:
        return self.value >= self.most if self.at_least else self.value <= self.most


def cpu(
    command: Sequence[str | Path], *, env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> float:
    """User and system seconds of one run, children included; RuntimeError if it fails."""
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=env, cwd=cwd
    ) as process:
        assert process.stderr is not None
        told = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command} ended with {process.returncode}:\n{told.decode(errors='replace')}")
    return usage.ru_utime + usage.ru_stime


class Usage(NamedTuple):
    """What one run took: CPU seconds, and the most memory at a time in MB."""

    seconds: float
    megabytes: float


def usage(command: Sequence[str | Path]) -> Usage:
    """Of one run, whose exit status may say that there are findings; RuntimeError where it fails."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        told = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode > 1:
        raise RuntimeError(f"{command} ended with {process.returncode}:\n{told.decode(errors='replace')}")
    return Usage(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def medians(runs: int, *acts: Callable[[], float]) -> list[float]:
    """The median of each act. They take turns, so that a busy moment of the machine meets all of them."""
    for act in acts:
        act()  # the first run fills caches and compiles modules
    rounds = [[act() for act in acts] for _ in range(runs)]
    return [statistics.median(values) for values in zip(*rounds, strict=True)]
