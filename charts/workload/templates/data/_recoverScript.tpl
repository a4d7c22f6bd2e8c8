{{/*
Before a start of the first pod: its database from a base backup and the log that was archived since, whole or not at all; its user
gets the password of this release (where there are roles, at its start). Without $UNTIL, where there is no database yet: from the newest, and all of the log. With $UNTIL
(2026-01-31T12:00:00Z) as it was at that moment, once for each moment: a database that is there is put aside. In: primary, store.
*/}}
{{- define "workload.data.recoverScript" -}}
set -eu
primary={{ .primary }}
if [ "$POD_NAME" != "${primary%%.*}" ]; then exit 0; fi # the others copy it
UNTIL=${UNTIL:-}
record=${PGDATA%/*}/restored-until
if [ -s "$PGDATA/global/pg_control" ]; then
  if [ -z "$UNTIL" ]; then
    echo "a database is there already: nothing restored"
    exit 0
  elif [ "$(cat "$record" 2>/dev/null)" = "$UNTIL" ]; then
    echo "this database was restored until $UNTIL, and went on from there: nothing restored"
    exit 0
  fi
fi
second=$(printf %s "${UNTIL:-9999}" | sed 's/[.].*//' | tr -d ':Z-')Z
{{- if .store }}
at() { printf '%s/%s' "$STORE" "${1#/backup/}"; } # paths are those of a claim
list() { /store/rclone lsf --recursive --files-only --include '/*/base-*Z/backup_manifest' "$STORE" | sed 's|^|/backup/|; s|/backup_manifest$||'; }
bases() { list | awk -F / -v last="base-$second" '$4 <= last' | LC_ALL=C sort -r -t / -k 4; }
what="base backup in $STORE${UNTIL:+ that began before $UNTIL}"
{{- else }}
bases() { ls -1d /backup/*/base-*Z 2>/dev/null | awk -F / -v last="base-$second" '$4 <= last' | LC_ALL=C sort -r -t / -k 4; }
what="base backup in /backup${UNTIL:+ that began before $UNTIL}"
{{- end }}
without=empty
if [ -s "$PGDATA/global/pg_control" ]; then without="as it is"; fi
end=$(($(date +%s) + PATIENCE))
while [ -z "$(bases)" ]; do
  if [ "$(date +%s)" -ge "$end" ]; then
{{- if .store }}
    echo "nothing restored: there is no $what. Name the store that has one in global.backups.from; or begin $without with restore.enabled: false"
{{- else }}
    echo "nothing restored: there is no $what. Copy what production archives there; or begin $without with restore.enabled: false"
{{- end }}
    exit 1
  fi
  echo "waiting for a $what"
  sleep 10
done
new=$PGDATA.restored
control() { LC_ALL=C pg_controldata "$2" | sed -n "s/^$1: *//p"; }
recover() { # from a base backup; fails where that does not lead there, as one of a timeline that was left does
  log=${1%/*}/wal
  rm -rf "$new" # of a try that was interrupted, or led elsewhere
  mkdir -m 700 "$new"
{{- if .store }}
  /store/rclone cat "$(at "$1")/base.tar.gz" | tar -xz -C "$new" || return 1
{{- else }}
  tar -xzf "$1/base.tar.gz" -C "$new" || return 1
{{- end }}
{{- if .store }}
  get="/store/rclone copyto --error-on-no-transfer \"$(at "$log")/%f\" \"%p\""
{{- else }}
  get="cp \"$log/%f\" \"%p\""
{{- end }}
  if [ -s "$PGDATA/global/pg_control" ] && [ "/backup/$(control 'Database system identifier' "$PGDATA")" = "${1%/*}" ]; then
    get="$get || cp \"$PGDATA/pg_wal/%f\" \"%p\"" # what a server that was killed had not archived yet
  fi
  echo "restore_command = '$get'" >>"$new/postgresql.auto.conf"
  if [ -n "$UNTIL" ]; then
    printf '%s\n' "recovery_target_time = '${UNTIL%Z}+00'" 'recovery_target_action = promote' >>"$new/postgresql.auto.conf"
  fi
  touch "$new/recovery.signal"
  # Without hot_standby the server takes a client when it has taken the whole log, and not before.
  pg_ctl --pgdata="$new" --wait --timeout=604800 --options="-c hot_standby=off -c archive_mode=off -c listen_addresses= -c dynamic_shared_memory_type=mmap -c synchronous_standby_names= -c unix_socket_directories='$new'" start || return 1
  until pg_isready --quiet --host="$new"; do
    pg_ctl --pgdata="$new" status >/dev/null || return 1 # its end is ours
    sleep 1
  done
}
restored=
for base in $(bases); do
  if recover "$base"; then
    restored=$base
    break
  fi
  echo "$base does not lead to ${UNTIL:-the end of the log}: the one before it is tried"
done
if [ -z "$restored" ]; then
  echo "nothing restored: no $what leads there. The server says why above: a part of the log is missing; or, of a moment, the log ends before it, or nothing was committed after it, and what there is comes without restore.until"
  exit 1
fi
if [ -n "${PGPASSWORD:-}" ]; then
  echo "alter role current_user password :'password'" | psql -XAtq --host="$new" --dbname=postgres --set ON_ERROR_STOP=1 --set password="$PGPASSWORD"
fi
pg_ctl --pgdata="$new" --wait --mode=fast stop
reached=$(control "Latest checkpoint's REDO WAL file" "$new")
if [ -z "$UNTIL" ]; then
  history=$(ls "$new"/pg_wal/*.history | tail -n 1)
  timeline=$(printf %08X "$(grep . "$history" | tail -n 1 | cut -f 1)")
{{- if .store }}
  last=$(/store/rclone lsf --files-only "$(at "$log")" | grep -E "^$timeline[0-9A-F]{16}\$" | tail -n 1)
{{- else }}
  last=$(ls "$log" | grep -E "^$timeline[0-9A-F]{16}\$" | tail -n 1)
{{- end }}
  if [ "$(printf '%s\n' "${reached#????????}" "${last#????????}" | LC_ALL=C sort | tail -n 1)" != "${reached#????????}" ]; then
    echo "nothing restored: $log has $last, but something between $reached and it is missing or damaged. Copy it anew; or take away what comes after the gap"
    exit 1
  fi
fi
# The timeline that begins here is archived by the first server that archives; without its history nobody finds the way along it later.
for history in "$new"/pg_wal/*.history; do
  mark=$new/pg_wal/archive_status/${history##*/}
  if [ ! -e "$mark.done" ]; then touch "$mark.ready"; fi
done
sed -i '/^restore_command/d; /^recovery_target_/d' "$new/postgresql.auto.conf"
rm -f "${PGDATA%/*}/first-start"
if [ -n "$UNTIL" ] && [ -e "$PGDATA" ]; then
  before=$PGDATA.before-$second
  rm -rf "$before"
  mv "$PGDATA" "$before"
  echo "what was there is in $before: remove it when all is well"
fi
rm -rf "$PGDATA"
mv "$new" "$PGDATA"
if [ -n "$UNTIL" ]; then echo "$UNTIL" >"$record"; fi
sync "${PGDATA%/*}"
echo "$restored is restored, and the log up to ${UNTIL:-$reached}"
{{ end -}}
