#!/bin/sh
# restic, for which each object store is a folder below /sites: s3:https://shop-objects:9000/backup is /sites/shop-objects:9000/backup.
folder() { echo "$1" | sed 's|^s3:[a-z]*://|/sites/|'; }
RESTIC_REPOSITORY=$(folder "${RESTIC_REPOSITORY:-}")
export RESTIC_REPOSITORY
if [ "${1:-}" = --repo ]; then
  RESTIC_REPOSITORY=$(folder "$2")
  shift 2
fi
exec restic-itself "$@"
