{{/* A dump per run; a dump counts only under its final name. Old ones go by age, the newest never. */}}
{{- define "workload.data.postgresqlScript" -}}
rm -f /backup/*.partial # of runs that were killed; there is one at a time
target=/backup/$PGDATABASE-$(date -u +%Y%m%dT%H%M%SZ).dump
pg_dump --format=custom --file="$target.partial"
sync "$target.partial"
mv "$target.partial" "$target"
sync /backup
find /backup -name '*.dump' -mtime "+$KEEP_DAYS" ! -path "$target" -delete
{{- end -}}
