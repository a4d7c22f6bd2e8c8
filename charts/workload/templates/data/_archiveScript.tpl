{{/*
archive_command: keeps the segment $1 of the server's log as $2, in the folder of this database: a new one on the same claim begins
a folder of its own. The server asks again until it ends with 0. In: store.
*/}}
{{- define "workload.data.archiveScript" -}}
set -eu
system=$(LC_ALL=C pg_controldata . | sed -n 's/^Database system identifier: *//p')
{{- if .store }}
kept=$STORE/${system:?}/wal/$2
code=0
there=$(/store/rclone lsf "$kept") || code=$?
if [ $code != 0 ] && [ $code != 3 ]; then exit 1; fi # 3: there is no such folder
if [ -z "$there" ]; then
  /store/rclone copyto "$1" "$kept"
elif ! /store/rclone cat "$kept" | cmp -s "$1" -; then # the same content: the server was interrupted before it heard that this is done
  echo "archive: $kept is there with other content, or cannot be read. If another server with the same past has written it, nothing is archived, and the log piles up, until one of the two has a bucket or a prefix of its own." >&2
  exit 1
fi
{{- else }}
log=/backup/${system:?}/wal
mkdir -p "$log"
if [ ! -e "$log/$2" ]; then
  cp "$1" "$log/$2.new"
  sync "$log/$2.new"
  mv "$log/$2.new" "$log/$2"
elif ! cmp -s "$1" "$log/$2"; then # the same content: the server was interrupted before it heard that this is done
  echo "archive: $log/$2 is there with other content: another server with the same past has written it. Nothing is archived, and the log piles up, until one of the two has a claim or a folder of its own." >&2
  exit 1
fi
sync "$log/$2" "$log"
{{- end }}
{{ end -}}
