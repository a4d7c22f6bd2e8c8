{{/*
What the first pod's data folder must say: last at the first start of a new database, and before each start of one that is there
already. In: isFollowed, synchronous, roles (or nothing).
*/}}
{{- define "workload.data.replicationScript" -}}
{{ template "workload.data.accessScript" . }}
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
