{{/*
A base backup per run, to which the archived log (wal beside it) leads up to any point in time: in a folder for each database that
the claim has seen. A base backup is as old as its beginning, since the log that it needs is younger; log that none needs goes. In a store it counts with its
manifest, which comes last; those of the last $KEEP runs stay, whatever their age. In: store, prune.
*/}}
{{- define "workload.data.walScript" -}}
stuck=$(psql -XAtc "select last_failed_wal from pg_stat_archiver where last_failed_time > coalesce(last_archived_time, '-infinity')")
if [ -n "$stuck" ]; then
  echo "$PGHOST cannot archive $stuck: its log says why. A base backup would wait for it without end, so none is made."
  exit 1
fi
{{- if .store }}
system=$(psql -XAtc 'select system_identifier from pg_control_system()')
target=/backup/base-$(date -u +%Y%m%dT%H%M%SZ)
pg_basebackup --pgdata="$target" --format=tar --gzip --wal-method=none --checkpoint=fast
/store/rclone copy --exclude /backup_manifest "$target" "$STORE/$system/${target##*/}"
/store/rclone copyto "$target/backup_manifest" "$STORE/$system/${target##*/}/backup_manifest"
{{- if .prune }}
bases() { /store/rclone lsf --recursive --files-only --include '/base-*Z/backup_manifest' "$STORE/$system" >/tmp/bases; }
bases
limit=$(date -u -d "@$(($(date +%s) - KEEP_DAYS * 86400))" +%Y%m%dT%H%M%SZ)
for old in $(LC_ALL=C sort -r /tmp/bases | tail -n "+$((KEEP + 1))" | awk -F / -v limit="base-$limit" '$1 < limit { print $1 }'); do
  /store/rclone deletefile "$STORE/$system/$old/backup_manifest" # first, so that what is left of a run that was killed is none
  /store/rclone delete "$STORE/$system/$old"
done
bases
oldest=$(LC_ALL=C sort /tmp/bases | head -n 1 | sed 's/^base-\(....\)\(..\)\(..\)T\(..\)\(..\)\(..\)Z.*/\1-\2-\3 \4:\5:\6/')
before=$(date -u -d "@$(($(date -u -d "$oldest" +%s) - 3600))" +%Y-%m-%dT%H:%M:%SZ) # the store's clock is another
/store/rclone delete --use-server-modtime --min-age "$before" --exclude '*.history' "$STORE/$system/wal"
{{- end }}
{{- else }}
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
{{- end }}
{{- end -}}
