"""`make demo`: the e-commerce platform in a folder, and what plain Helm makes of it.

    python tests/demo.py [FOLDER]

The folder, demo/ by default, is made anew each time.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from generator.core.platform.file import PLATFORM_FILE, Platform, parse_platform
from tests import tools

PROGRAM = Path(sys.executable).parent / "helm-blueprint"


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "demo")
    shutil.rmtree(folder, ignore_errors=True)
    show("list")
    show("new", "ecommerce", str(folder / "shop"), "--defaults")
    say("What it made; charts/ is vendored and never edited")
    for path in sorted((folder / "shop").rglob("*")):
        relative = path.relative_to(folder / "shop")
        if path.is_file() and relative.parts[0] != "charts":
            print(f"  {relative}")
    platform = parse_platform((folder / "shop" / PLATFORM_FILE).read_bytes())
    helm = os.environ.get("HELM") or tools.find("helm4") or tools.find("helm3")
    if not helm:
        say("There is no helm here, so nothing is rendered. Where there is one:")
        print(f"  cd {folder / 'shop'} && helm template shop . -f values-dev.yaml")
        return
    render(str(helm), folder, platform)


def render(helm: str, folder: Path, platform: Platform) -> None:
    version = subprocess.run(
        [helm, "version", "--short"], check=True, capture_output=True, text=True
    ).stdout.strip()
    say(f"Rendered by plain Helm {version}, one environment after another")
    for environment in platform.environments:
        files = platform.values_files(environment)
        options = [option for path in files for option in ("-f", str(folder / "shop" / path))]
        command = [helm, "template", "shop", str(folder / "shop"), *options]
        manifests = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        (folder / f"{environment}.yaml").write_text(manifests)
        objects = manifests.count("\nkind: ")
        print(
            f"  {environment:8} {objects:4} objects in {folder / environment}.yaml  from {' '.join(map(str, files))}"
        )


def show(*arguments: str) -> None:
    say("$ " + shlex.join([os.path.relpath(PROGRAM), *arguments]))
    subprocess.run([PROGRAM, *arguments], check=True)


def say(text: str) -> None:
    bold, plain = ("\033[1m", "\033[0m") if sys.stdout.isatty() else ("", "")
    print(f"\n{bold}{text}{plain}", flush=True)


if __name__ == "__main__":
    main()
