"""Makes the release of the plugin for Helm 4: a .tgz with a v1 manifest, by `helm plugin package`.

Helm 3 and a `helm plugin install` from git read plugin.yaml as it stands in the repository. An
archive for Helm 4 needs the v1 manifest instead, which this derives from it. Usage:

    python plugin/release.py [--helm HELM] [--destination DIR] [--key NAME]
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent


def v1_manifest(legacy: dict[str, Any]) -> dict[str, Any]:
    """The manifest that Helm 4's package format wants, from the one that both Helms read."""
    install = [{"command": "$HELM_PLUGIN_DIR/plugin/install.sh"}]
    return {
        "apiVersion": "v1",
        "name": legacy["name"],
        "version": legacy["version"],
        "type": "cli/v1",
        "runtime": "subprocess",
        "config": {
            "usage": legacy["name"],
            "shortHelp": legacy["usage"],
            "longHelp": legacy["description"],
        },
        "runtimeConfig": {
            "platformCommand": [{"command": legacy["command"]}],
            "platformHooks": {"install": install, "update": install},
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--helm", default="helm", help="the Helm 4 to package with")
    parser.add_argument("--destination", default=str(ROOT / "dist"), type=Path)
    parser.add_argument("--key", help="sign with this key of your keyring")
    arguments = parser.parse_args()
    # What is committed, and nothing that happens to lie around.
    content = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, check=True, capture_output=True).stdout
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary, "blueprint")
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            archive.extractall(folder, filter="data")
        manifest = folder / "plugin.yaml"
        manifest.write_text(
            yaml.safe_dump(v1_manifest(yaml.safe_load(manifest.read_text())), sort_keys=False)
        )
        sign = ["--sign", "--key", arguments.key] if arguments.key else ["--sign=false"]
        command = [arguments.helm, "plugin", "package", str(folder), *sign, "-d", str(arguments.destination)]
        sys.exit(subprocess.run(command, check=False).returncode)


if __name__ == "__main__":
    main()
