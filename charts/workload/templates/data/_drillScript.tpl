{{/*
Restores the newest dump into a server of this pod's own, reads every row, and fails where that cannot be done, where there are too
few of them, or where it takes longer than rto. In: store.
*/}}
{{- define "workload.data.drillScript" -}}
began=$(date +%s)
work=/drill/work
rm -rf "$work" # of a run that was killed
mkdir -m 700 "$work"
{{- if .store }}
newest=$(/store/rclone lsf --files-only --include '/*.dump' "$STORE" | LC_ALL=C sort | tail -n 1)
if [ -n "$newest" ]; then /store/rclone copy --include "/$newest" --include "/$newest.roles" "$STORE" "$work"; fi
dump=$work/$newest
{{- else }}
dump=$(ls -1 /backup/*.dump 2>/dev/null | tail -n 1)
{{- end }}
if [ ! -f "$dump" ]; then
  echo "drill: there is no dump to restore"
  exit 1
fi
initdb --pgdata="$work/data" --username=postgres --auth=trust --encoding=UTF8 --locale=C --no-sync >"$work/log"
pg_ctl --pgdata="$work/data" --wait --log="$work/log" --options="-c listen_addresses= -c unix_socket_directories=$work -c fsync=off -c dynamic_shared_memory_type=mmap" start >/dev/null
trap 'pg_ctl --pgdata="$work/data" --mode=immediate stop >/dev/null; rm -rf "$work"' EXIT
here() { psql -XAtq --host="$work" --username=postgres --set ON_ERROR_STOP=1 "$@"; }
here --dbname=postgres --command 'create database drill'
rights=--no-privileges
if [ -f "$dump.roles" ]; then
  here --dbname=postgres --file "$dump.roles" >/dev/null
  rights=
fi
pg_restore --host="$work" --username=postgres --dbname=drill --no-owner $rights --exit-on-error "$dump"
rows=$(here --dbname=drill <<'END'
select coalesce(sum((xpath('/row/c/text()', query_to_xml(format('select count(*) as c from %I.%I', schemaname, tablename), false, true, '')))[1]::text::bigint), 0)
from pg_tables where schemaname not in ('pg_catalog', 'information_schema')
END
)
took=$(($(date +%s) - began))
live=$(psql -XAtqc 'select coalesce(sum(n_live_tup), 0) from pg_stat_user_tables' 2>/dev/null) || live=
echo "drill: ${dump##*/} is restored in $took seconds and has $rows rows; the live database has about ${live:-an unknown number}"
if [ "$rows" -lt "$MINIMUM_ROWS" ]; then
  echo "drill: fewer than backup.drill.minimumRows, $MINIMUM_ROWS"
  exit 1
fi
if [ -n "$live" ] && [ $((rows * 100)) -lt $((live * PERCENT_OF_LIVE)) ]; then
  echo "drill: fewer than backup.drill.percentOfLive, $PERCENT_OF_LIVE, of the live ones"
  exit 1
fi
if [ "$RTO" != 0 ] && [ "$took" -gt "$RTO" ]; then
  echo "drill: longer than rto, $RTO seconds"
  exit 1
fi
{{- end -}}
