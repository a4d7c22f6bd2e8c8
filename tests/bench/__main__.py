"""`python -m tests.bench [NAME…]`: every case, or those named. A case is a module here with `figures()`.

Exit status 1 when a figure misses its bound.
"""

from __future__ import annotations

import compileall
import datetime as dt
import importlib
import platform
import sys
from pathlib import Path

from tests.bench.measure import Figure

GENERATOR = Path(__file__).resolve().parents[2] / "generator"


def cases() -> dict[str, object]:
    names = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if not path.stem.startswith("_"))
    modules = {name: importlib.import_module(f"tests.bench.{name}") for name in names}
    return {name: module.figures for name, module in modules.items() if hasattr(module, "figures")}


def line(figure: Figure) -> str:
    bound = f"{'≥' if figure.at_least else '≤'} {figure.most:g} {figure.unit}"
    value = f"{figure.value:.2f} {figure.unit}"
    return f"{'ok  ' if figure.holds else 'MISS'}  {figure.what:<58} {value:>10}  ({bound})  {figure.detail}".rstrip()


def main() -> int:
    wanted = sys.argv[1:]
    known = cases()
    if unknown := set(wanted) - set(known):
        sys.exit(f"there is no case {', '.join(sorted(unknown))}; known are {', '.join(known)}")
    # pip compiles what it installs; a checkout has only what was run in it, and nothing with PYTHONDONTWRITEBYTECODE.
    compileall.compile_dir(str(GENERATOR), quiet=1)
    print(
        f"{dt.datetime.now(tz=dt.timezone.utc).date()}, Python {platform.python_version()}, medians of CPU time (user + system)"
    )
    missed = False
    for name, figures in known.items():
        if wanted and name not in wanted:
            continue
        print(f"\n{name}: {(sys.modules[f'tests.bench.{name}'].__doc__ or '').splitlines()[0]}")
        for figure in figures():  # type: ignore[operator]
            print(line(figure), flush=True)
            missed |= not figure.holds
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
