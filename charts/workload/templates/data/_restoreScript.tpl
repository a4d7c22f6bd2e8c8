{{/*
Waits for the database and for a dump, then loads the named one or the newest, all of it or nothing. A database that has tables
already is left alone. Roles that the dump gives rights to are made first, without a login. In: store.
*/}}
{{- define "workload.data.restoreScript" -}}
until pg_isready --quiet; do sleep 2; done
if [ "$(psql -XAtc "select count(*) from information_schema.tables where table_schema not in ('pg_catalog','information_schema')")" != 0 ]; then
  echo "$PGDATABASE has tables already: nothing restored"
  exit 0
fi
{{- if .store }}
newest() { /store/rclone lsf --files-only --include "/${DUMP:-*.dump}" "$STORE" | LC_ALL=C sort | tail -n 1; }
end=$(($(date +%s) + PATIENCE))
while dump=$(newest) && [ -z "$dump" ]; do
  if [ "$(date +%s)" -ge "$end" ]; then
    echo "nothing restored: there is no ${DUMP:-dump} in $STORE. Name the store that has one in global.backups.from; or begin empty with restore.enabled: false"
    exit 1
  fi
  echo "waiting for ${DUMP:-a dump} in $STORE"
  sleep 10
done
/store/rclone copy --include "/$dump" --include "/$dump.roles" "$STORE" /backup
dump=/backup/$dump
{{- else }}
newest() { ls -1 /backup/*.dump 2>/dev/null | tail -n 1; }
dump=${DUMP:-$(newest)}
end=$(($(date +%s) + PATIENCE))
while [ ! -f "$dump" ]; do
  if [ "$(date +%s)" -ge "$end" ]; then
    echo "nothing restored: there is no ${DUMP:-dump in /backup}. Copy one there, delete this Job and install again; or begin empty with restore.enabled: false"
    exit 1
  fi
  echo "waiting for ${DUMP:-a dump in /backup}"
  sleep 10
  dump=${DUMP:-$(newest)}
done
{{- end }}
rights=--no-privileges
if [ -f "$dump.roles" ]; then
  psql -Xq --file "$dump.roles" # a role that is missing, and needed, stops the next line
  rights=
fi
pg_restore --dbname="$PGDATABASE" --no-owner $rights --exit-on-error --single-transaction "$dump"
if [ -n "${APP:-}" ]; then # large objects are made by whoever works with the data, and nobody else may read them
  psql -XAtq --set ON_ERROR_STOP=1 <<END
select format('alter large object %s owner to %I', oid, '$APP') from pg_largeobject_metadata where lomowner = current_user::regrole \gexec
END
fi
echo "$dump is restored"
{{- end -}}
