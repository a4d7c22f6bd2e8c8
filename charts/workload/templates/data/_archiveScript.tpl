{{/*
archive_command: keeps the segment $1 of the server's log as $2, in the folder of this database: a new one on the same claim begins
a folder of its own. The server asks again until it ends with 0.
*/}}
{{- define "workload.data.archiveScript" -}}
set -eu
system=$(LC_ALL=C pg_controldata . | sed -n 's/^Database system identifier: *//p')
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
{{ end -}}
