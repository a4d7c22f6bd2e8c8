{{/*
Before each start of a pod that is not the first: a copy of the first's database, whole or not at all; the way to it as of now. A
copy that the first has no longer the log for is made anew. One of another database, or one that is further on, may be the only one
left: it is not touched. In: primary, roles (or nothing).
*/}}
{{- define "workload.data.followScript" -}}
set -eu
export PGHOST={{ .primary }} PGDATABASE=postgres PGCONNECT_TIMEOUT=5
if [ "$POD_NAME" = "${PGHOST%%.*}" ]; then exit 0; fi
ask() { psql -XAtqc "$1"; }
control() { LC_ALL=C pg_controldata "$PGDATA" | sed -n "s/^$1: *//p"; }
refuse() {
  echo "$1 Nothing is thrown away: if $POD_NAME shall be a copy of $PGHOST, delete its claim and its pod."
  exit 1
}
{{- with .roles }}
greet() { # a first that an earlier version started, as everybody's superuser: it gets the role to follow it by
  if ask 'select 1' >/dev/null 2>&1; then return; fi
  password=$PGPASSWORD
  first() { PGUSER={{ .app }} PGPASSWORD=$APP_PASSWORD psql -XAtq --set ON_ERROR_STOP=1 --set password="$password"; }
  first <<'END' || return 0
set synchronous_commit = local;
select 'create role {{ .replication }}' where not exists (select from pg_roles where rolname = '{{ .replication }}') \gexec
grant pg_monitor to {{ .replication }};
END
  echo "set log_statement = none; set synchronous_commit = local; alter role {{ .replication }} login replication password :'password'" | first || return 0
  echo "select pg_reload_conf()" | first >/dev/null
}
{{- else }}
greet() { :; }
{{- end }}
rm -rf "$PGDATA.copy"
if [ -s "$PGDATA/global/pg_control" ] && [ ! -e "$PGDATA/standby.signal" ]; then
  echo "$POD_NAME was promoted: it stays what it is."
  exit 0
fi
if [ -s "$PGDATA/global/pg_control" ] && pg_isready --quiet; then # without the first, it answers reads as it is
  greet
  at=$(control 'Minimum recovery ending location')
  if [ "$at" = 0/0 ]; then at=$(control "Latest checkpoint's REDO location"); fi
  if [ "$(ask 'select system_identifier from pg_control_system()')" != "$(control 'Database system identifier')" ]; then
    refuse "$PGHOST has another database than the one that $POD_NAME is a copy of."
  fi
  if [ "$(ask "select pg_current_wal_lsn() < '$at'")" = t ]; then
    refuse "$PGHOST was set back: $POD_NAME has what it has not."
  fi
  if [ "$(ask "select count(*) from pg_ls_waldir() where name ~ '^[0-9A-F]{24}\$' and name <= pg_walfile_name('$at'::pg_lsn + 1)")" = 0 ]; then
    echo "$PGHOST has no longer the log that $POD_NAME needs to go on: it is copied anew."
    rm -rf "$PGDATA" # first, as most volumes have no room for two
  fi
fi
if [ ! -s "$PGDATA/global/pg_control" ]; then # written last by a copy
  until pg_isready --quiet; do sleep 2; done
  greet
  pg_basebackup --pgdata="$PGDATA.copy" --wal-method=stream --checkpoint=fast
  touch "$PGDATA.copy/standby.signal"
  rm -rf "$PGDATA"
  mv "$PGDATA.copy" "$PGDATA"
  sync "${PGDATA%/*}"
fi
# The password is PGPASSWORD of the server: what was written down would be an old one some day.
sed -i '/^primary_conninfo/d' "$PGDATA/postgresql.auto.conf"
echo "primary_conninfo = 'host=$PGHOST user=$PGUSER application_name=$POD_NAME'" >>"$PGDATA/postgresql.auto.conf"
{{ end -}}
