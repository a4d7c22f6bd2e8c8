{{/*
A base backup per run, to which the archived log (wal beside it) leads up to any point in time: in a folder for each database that
the claim has seen. A base backup is as old as its beginning, since the log that it needs is younger; log that none needs goes.
*/}}
{{- define "workload.data.walScript" -}}
stuck=$(psql -XAtc "select last_failed_wal from pg_stat_archiver where last_failed_time > coalesce(last_archived_time, '-infinity')")
if [ -n "$stuck" ]; then
  echo "$PGHOST cannot archive $stuck: its log says why. A base backup would wait for it without end, so none is made."
  exit 1
fi
folder=/backup/$(psql -XAtc 'select system_identifier from pg_control_system()')
mkdir -p "$folder"
rm -rf "$folder"/base-*.partial # of runs that were killed; there is one at a time
touch "$folder/.begun"
sleep 2 # some volumes count time in seconds
target=$folder/base-$(date -u +%Y%m%dT%H%M%SZ)
pg_basebackup --pgdata="$target.partial" --format=tar --gzip --wal-method=none --checkpoint=fast
touch -r "$folder/.begun" "$target.partial"
mv "$target.partial" "$target"
sync "$folder"
find "$folder" -maxdepth 1 -name 'base-*Z' -mtime "+$KEEP_DAYS" ! -path "$target" -exec rm -rf {} +
oldest=$(ls -1d "$folder"/base-*Z | head -n 1)
find "$folder/wal" -type f ! -newer "$oldest" ! -name '*.history' -delete
{{- end -}}
