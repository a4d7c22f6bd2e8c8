{{/*
Before the first start of the first pod: its database from the newest base backup and all of the log that was archived since, whole or
not at all. Its user gets the password of this release; a database that is there already is left alone. In: primary.
*/}}
{{- define "workload.data.recoverScript" -}}
set -eu
primary={{ .primary }}
if [ "$POD_NAME" != "${primary%%.*}" ]; then exit 0; fi # the others copy it
if [ -s "$PGDATA/global/pg_control" ]; then
  echo "a database is there already: nothing restored"
  exit 0
fi
newest() { ls -1d /backup/*/base-*Z 2>/dev/null | sort -t / -k 4 | tail -n 1; }
base=$(newest)
end=$(($(date +%s) + PATIENCE))
while [ -z "$base" ]; do
  if [ "$(date +%s)" -ge "$end" ]; then
    echo "nothing restored: there is no base backup in /backup. Copy what production archives there; or begin empty with restore.enabled: false"
    exit 1
  fi
  echo "waiting for a base backup in /backup"
  sleep 10
  base=$(newest)
done
log=${base%/*}/wal
new=$PGDATA.restored
rm -rf "$new" # of a try that was interrupted
mkdir -m 700 "$new"
tar -xzf "$base/base.tar.gz" -C "$new"
echo "restore_command = 'cp \"$log/%f\" \"%p\"'" >>"$new/postgresql.auto.conf"
touch "$new/recovery.signal"
# Without hot_standby the server takes a client when it has taken the whole log, and not before.
pg_ctl --pgdata="$new" --wait --timeout=604800 --options="-c hot_standby=off -c archive_mode=off -c listen_addresses= -c dynamic_shared_memory_type=mmap -c synchronous_standby_names= -c unix_socket_directories='$new'" start
until pg_isready --quiet --host="$new"; do
  pg_ctl --pgdata="$new" status >/dev/null # its end is ours
  sleep 1
done
ask() { psql -XAtq --host="$new" --dbname=postgres --set ON_ERROR_STOP=1 --set password="${PGPASSWORD:-}"; }
if [ -n "${PGPASSWORD:-}" ]; then echo "alter role current_user password :'password'" | ask; fi
reached=$(echo "select pg_walfile_name(pg_current_wal_lsn())" | ask)
pg_ctl --pgdata="$new" --wait --mode=fast stop
history=$(ls "$new"/pg_wal/*.history | tail -n 1)
timeline=$(printf %08X "$(grep . "$history" | tail -n 1 | cut -f 1)")
last=$(ls "$log" | grep -E "^$timeline[0-9A-F]{16}\$" | tail -n 1)
if [ "$(printf '%s\n' "${reached#????????}" "${last#????????}" | LC_ALL=C sort | tail -n 1)" != "${reached#????????}" ]; then
  echo "nothing restored: $log has $last, but something between $reached and it is missing or damaged. Copy it anew; or take away what comes after the gap"
  exit 1
fi
sed -i '/^restore_command/d' "$new/postgresql.auto.conf"
rm -rf "$PGDATA"
mv "$new" "$PGDATA"
sync "${PGDATA%/*}"
echo "$base is restored, and the log up to $reached"
{{ end -}}
