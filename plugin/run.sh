#!/bin/sh
# What Helm starts for `helm blueprint …`.
python="${HELM_PLUGIN_DIR:-$(dirname "$0")/..}/.plugin-venv/bin/python"
if [ ! -x "$python" ]; then
  echo "helm-blueprint was not installed completely: its virtual environment is missing." >&2
  echo "Run: sh \"${HELM_PLUGIN_DIR:-$(dirname "$0")/..}/plugin/install.sh\"" >&2
  exit 3
fi
# -I: neither the current folder nor PYTHONPATH can put another `generator` in the way.
exec "$python" -I -m generator "$@"
