{{/* A base backup per run, to which the archived log (/backup/wal) leads up to any point in time. */}}
{{- define "workload.data.walScript" -}}
target=/backup/base-$(date -u +%Y%m%dT%H%M%SZ)
pg_basebackup --pgdata="$target.partial" --format=tar --gzip --wal-method=none --checkpoint=fast
mv "$target.partial" "$target"
newest=$(ls -1d /backup/base-*Z | tail -n 1)
find /backup -maxdepth 1 -name 'base-*' -mtime "+$KEEP_DAYS" ! -path "$newest" -exec rm -rf {} +
find /backup/wal -type f -mtime "+$KEEP_DAYS" ! -newer "$newest" -delete
{{- end -}}
