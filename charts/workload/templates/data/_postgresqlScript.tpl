{{/* A dump per run; a dump counts only under its final name. Old ones go by age, the newest never. */}}
{{- define "workload.data.postgresqlScript" -}}
target=/backup/$PGDATABASE-$(date -u +%Y%m%dT%H%M%SZ).dump
pg_dump --format=custom --file="$target.partial"
mv "$target.partial" "$target"
newest=$(ls -1 /backup/*.dump | tail -n 1)
find /backup -name '*.dump' -mtime "+$KEEP_DAYS" ! -path "$newest" -delete
find /backup -name '*.partial' -mtime +1 -delete
{{- end -}}
