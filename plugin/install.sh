#!/bin/sh
# Helm's install and update hook: a virtual environment inside the plugin's folder.
# The folder .plugin-venv is git-ignored: a changed tracked file would make `helm plugin update` refuse.
set -eu

plugin=$(cd "${HELM_PLUGIN_DIR:-$(dirname "$0")/..}" && pwd -P)
venv="$plugin/.plugin-venv"

fits() {
  "$1" -c 'import sys; sys.exit(sys.version_info < (3, 10))' >/dev/null 2>&1
}

python=
for candidate in ${HELM_BLUEPRINT_PYTHON:+"$HELM_BLUEPRINT_PYTHON"} python3 python3.14 python3.13 python3.12 python3.11 python3.10 python; do
  if fits "$candidate"; then
    python=$candidate
    break
  fi
done
if [ -z "$python" ]; then
  echo "helm-blueprint needs Python 3.10 or newer, and there is none on PATH." >&2
  echo "Install it, or say where it is: HELM_BLUEPRINT_PYTHON=/path/to/python3; then: helm plugin install … again" >&2
  exit 1
fi
if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
  echo "This Python ($("$python" --version)) cannot make virtual environments." >&2
  echo "On Debian and Ubuntu: apt install python3-venv; then install the plugin again." >&2
  exit 1
fi

# Made beside the old one and swapped at the end, so that an update that fails leaves what works.
trap 'rm -rf "$venv.new"' EXIT
rm -rf "$venv.new"
echo "Making a virtual environment with $("$python" --version) …" >&2
"$python" -m venv "$venv.new"
echo "Installing helm-blueprint's Python packages …" >&2
if ! "$venv.new/bin/python" -m pip install --quiet --disable-pip-version-check --no-input "$plugin"; then
  echo "helm-blueprint's Python packages could not be installed (see above)." >&2
  echo "Behind a proxy or a mirror, pip takes PIP_PROXY and PIP_INDEX_URL." >&2
  exit 1
fi
rm -rf "$venv"
mv "$venv.new" "$venv"
echo "helm-blueprint $("$venv/bin/python" -I -m generator --version | cut -d' ' -f2) is ready: helm blueprint list"
