{{/*
Starts the server by the image's entrypoint, which takes a database for made as soon as its first file is there. One whose first
start was interrupted has never listened on an address: no server has run in it, or only the one that the entrypoint starts for
itself. It is made anew, and what there was is kept beside it. The roles of one that is there are seen to before anybody can connect.
In: primary, roles (or nothing).
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
else
{{ include "workload.data.accessScript" . | trim | indent 2 }}
fi
{{- with .roles }}
export POSTGRES_PASSWORD="${POSTGRES_PASSWORD:-$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')}" # nobody's: the superuser comes through the socket
if ! getent passwd "$(id -u)" >/dev/null; then # of OpenShift: a server for one user asks for its name
  echo "The roles of this database stay as they are: nobody has the number of this user."
elif [ -s "$PGDATA/global/pg_control" ] && [ ! -e "$PGDATA/standby.signal" ]; then
  quiet="-c lc_messages=C -c log_error_verbosity=terse -c log_min_error_statement=panic -c synchronous_standby_names="
  # shellcheck disable=SC2086
  if ! told=$(export PG_GRANDPARENT_PID=$$ && shift && sh /scripts/roles.sh | postgres --single -j "$@" $quiet "${POSTGRES_DB:-{{ .superuser }}}" 2>&1) ||
    printf %s "$told" | grep -qE '(ERROR|FATAL|PANIC): '; then
    printf '%s\n' "$told"
    echo "The roles of this database could not be made what they are to be, so nobody gets in. The database is as it was; it starts as before with roles.enabled: false."
    exit 1
  fi
fi
{{- end }}
exec docker-entrypoint.sh "$@"
{{ end -}}
