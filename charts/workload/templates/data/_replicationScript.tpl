{{/*
What a data folder must say: last at the first start of a new database, and before each start of one that is there already. Lets
whoever has the password copy and follow the server, and keeps the superuser to the pod where there are roles. In: isFollowed,
synchronous, roles (or nothing).
*/}}
{{- define "workload.data.replicationScript" -}}
if [ -s "$PGDATA/pg_hba.conf" ] && ! grep -q '^host replication all all ' "$PGDATA/pg_hba.conf"; then
  echo 'host replication all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
fi
{{- with .roles }}
if [ -s "$PGDATA/pg_hba.conf" ] && ! grep -q '^host all {{ .superuser }} all reject' "$PGDATA/pg_hba.conf"; then
  sed -i '1i host all {{ .superuser }} all reject' "$PGDATA/pg_hba.conf"
fi
{{- end }}
{{- if .isFollowed }}
if [ -e "$PGDATA/postgresql.auto.conf" ]; then
  sed -i '/^synchronous_standby_names/d' "$PGDATA/postgresql.auto.conf"
{{- if .synchronous }}
  echo "synchronous_standby_names = 'ANY 1 (*)'" >>"$PGDATA/postgresql.auto.conf"
{{- end }}
  rm -f "${PGDATA%/*}/first-start"
fi
{{- end }}
{{ end -}}
