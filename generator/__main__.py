"""Where the program starts: `helm-blueprint`, `helm blueprint` and `python -m generator`."""

import sys


def main() -> None:
    """Run the command line and exit with its status."""
    # click costs twice the interpreter's own start; whoever asks only for the version need not pay.
    if sys.argv[1:] == ["--version"]:
        from generator import __version__

        sys.stdout.write(f"helm-blueprint {__version__}\n")
        sys.exit(0)
    from generator.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
