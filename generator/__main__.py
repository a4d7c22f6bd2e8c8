"""Where the program starts: `helm-blueprint`, `helm blueprint` and `python -m generator`."""

import gc
import os
import signal
import sys
from contextlib import suppress
from typing import NoReturn

_OBJECTS_BEFORE_COLLECTION = 200_000


def main() -> NoReturn:
    """Run the command line and exit with its status."""
    # click costs twice the interpreter's own start; whoever asks only for the version need not pay.
    if sys.argv[1:] == ["--version"]:
        from generator import __version__

        # Where it cannot be written, the long way tells.
        with suppress(OSError, AttributeError):
            sys.stdout.write(f"helm-blueprint {__version__}\n")
            sys.stdout.flush()
            sys.exit(0)
    # A polite kill and a closed terminal clean up like Ctrl-C; nohup wants the latter not to be heard.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:
        signal.signal(signal.SIGHUP, signal.default_int_handler)
    # What a command reads it needs until it ends: looking for garbage meanwhile finds none, and freeing
    # every node of every file at the end helps nobody (docs/decisions/ending-at-once.md has the figures).
    gc.set_threshold(_OBJECTS_BEFORE_COLLECTION)
    try:
        from generator.cli import run

        status = run(sys.argv[1:])
    except KeyboardInterrupt:
        # So early that the command line was not there yet to tell.
        status = 130
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, AttributeError):  # so early that they were not secured
            stream.flush()
    os._exit(status)


if __name__ == "__main__":
    main()
