{{/*
Starts the server by the image's entrypoint, which takes a database for made as soon as its first file is there. One whose first
start was interrupted has never listened on an address: no server has run in it, or only the one that the entrypoint starts for
itself. It is made anew, and what there was is kept beside it. In: primary.
*/}}
{{- define "workload.data.startScript" -}}
set -eu
mark=${PGDATA%/*}/first-start
primary={{ .primary }}
if [ "$POD_NAME" = "${primary%%.*}" ]; then
  if [ -e "$mark" ] && [ -e "$PGDATA" ] && [ ! -e "$PGDATA/backup_label" ]; then
    if [ ! -e "$PGDATA/postmaster.opts" ] || grep -q '"listen_addresses="' "$PGDATA/postmaster.opts"; then
      echo "The first start of this database was interrupted before anybody could use it: it is made anew. What there was is in $PGDATA.interrupted."
      rm -rf "$PGDATA.interrupted"
      mv "$PGDATA" "$PGDATA.interrupted"
    fi
  fi
  if [ -s "$PGDATA/PG_VERSION" ]; then
    . /scripts/zz-replication.sh
  else
    touch "$mark"
  fi
fi
exec docker-entrypoint.sh "$@"
{{ end -}}
