{{/*
Readiness: the first pod, when its database is there; a copy, while it keeps up with the first, within 16 MiB or a minute; and while
the first is away, so that reads go on. In: primary, roles (or nothing).
*/}}
{{- define "workload.data.readyScript" -}}
export PGUSER="${POSTGRES_USER:-postgres}"
export PGDATABASE="${POSTGRES_DB:-$PGUSER}"
{{- with .roles }}
# Whoever is there: also in a server that an earlier version started.
if psql -XAtqc 'select 1' --username={{ .replication }} >/dev/null 2>&1; then PGUSER={{ .replication }}; fi
{{- end }}
pg_isready --quiet --host=127.0.0.1 || exit 1
keeps_up=$(psql -XAtq <<'END'
select not pg_is_in_recovery() or exists (
  select from pg_stat_wal_receiver where status = 'streaming'
  and (latest_end_lsn - pg_last_wal_replay_lsn() < 16 * 1024 * 1024 or now() - pg_last_xact_replay_timestamp() < interval '1 minute'))
END
)
if [ -z "$keeps_up" ]; then exit 1; fi # its database is not there
if [ "$keeps_up" != t ] && pg_isready --quiet --host={{ .primary }}; then
  echo "it does not keep up with {{ .primary }}"
  exit 1
fi
{{ end -}}
