{{/* Lets whoever has the password copy and follow the server: of a new database at its first start, of an older one before each. */}}
{{- define "workload.data.replicationScript" -}}
if [ -s "$PGDATA/pg_hba.conf" ] && ! grep -q '^host replication all all ' "$PGDATA/pg_hba.conf"; then
  echo 'host replication all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
fi
{{ end -}}
