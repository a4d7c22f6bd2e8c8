{{/* Waits for the database, then loads the named dump or the newest. A database that has tables already is left alone. */}}
{{- define "workload.data.restoreScript" -}}
until pg_isready --quiet; do sleep 2; done
if [ "$(psql -Atc "select count(*) from information_schema.tables where table_schema not in ('pg_catalog','information_schema')")" != 0 ]; then
  echo "$PGDATABASE has tables already: nothing restored"
  exit 0
fi
dump=${DUMP:-$(ls -1 /backup/*.dump 2>/dev/null | tail -n 1)}
if [ -z "$dump" ]; then
  echo "no dump in /backup: nothing restored"
  exit 0
fi
pg_restore --dbname="$PGDATABASE" --no-owner --exit-on-error --single-transaction "$dump"
{{- end -}}
