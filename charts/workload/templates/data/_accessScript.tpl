{{/*
Who may connect, in pg_hba.conf of the data folder: whoever has the password may copy and follow the server; where there are roles the
superuser is kept to the socket of the pod; where it is watched, the exporter's role comes from its own pod alone, as it is, and everybody
else who comes from there through TCP has a password, too. In: roles (or nothing).
*/}}
{{- define "workload.data.accessScript" -}}
if [ -s "$PGDATA/pg_hba.conf" ] && ! grep -q '^host replication all all ' "$PGDATA/pg_hba.conf"; then
  echo 'host replication all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
fi
{{- with .roles }}
if [ -s "$PGDATA/pg_hba.conf" ] && ! grep -q '^host all {{ .superuser }} all reject' "$PGDATA/pg_hba.conf"; then
  sed -i '1i host all {{ .superuser }} all reject' "$PGDATA/pg_hba.conf"
fi
{{- if .monitoring }}
if [ -s "$PGDATA/pg_hba.conf" ] && ! grep -q '^host all {{ .monitoring }} all reject' "$PGDATA/pg_hba.conf"; then
  sed -i -e '1a host all {{ .monitoring }} 127.0.0.1/32 trust' -e '1a host all {{ .monitoring }} all reject' \
    -e '1a host all all 127.0.0.1/32 scram-sha-256' -e '1a host all all ::1/128 scram-sha-256' "$PGDATA/pg_hba.conf"
fi
{{- end }}
{{- end }}
{{ end -}}
