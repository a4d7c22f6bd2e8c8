"""Where the program starts: `helm-blueprint`, `helm blueprint` and `python -m generator`."""

import signal
import sys


def main() -> None:
    """Run the command line and exit with its status."""
    # click costs twice the interpreter's own start; whoever asks only for the version need not pay.
    if sys.argv[1:] == ["--version"]:
        from generator import __version__

        sys.stdout.write(f"helm-blueprint {__version__}\n")
        sys.exit(0)
    # A polite kill cleans up like Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        from generator.cli import run

        sys.exit(run(sys.argv[1:]))
    except KeyboardInterrupt:
        # So early that the command line was not there yet to tell.
        sys.exit(130)


if __name__ == "__main__":
    main()
