{{/*
A dump per run, and beside it the roles that it may give rights to; a dump counts only under its final name. Old ones go by age, the
newest never; in a store those of the last $KEEP runs never. In: store, prune.
*/}}
{{- define "workload.data.postgresqlScript" -}}
rm -f /backup/*.partial # of runs that were killed; there is one at a time
target=/backup/$PGDATABASE-$(date -u +%Y%m%dT%H%M%SZ).dump
psql -XAtq >"$target.roles.partial" <<'END'
select format('do $do$ begin if not exists (select from pg_roles where rolname = %L) then create role %I nologin; end if; end $do$;', rolname, rolname)
from pg_roles where rolname !~ '^pg_' order by rolname
END
pg_dump --format=custom --file="$target.partial"
sync "$target.roles.partial" "$target.partial"
mv "$target.roles.partial" "$target.roles"
mv "$target.partial" "$target"
sync /backup
{{- if .store }}
for file in "$target.roles" "$target"; do # the dump last: it counts
  /store/rclone copyto "$file" "$STORE/${file##*/}"
done
{{- if .prune }}
/store/rclone lsf --files-only --include "/$PGDATABASE-*.dump" "$STORE" >/tmp/dumps
limit=$(date -u -d "@$(($(date +%s) - KEEP_DAYS * 86400))" +%Y%m%dT%H%M%SZ)
LC_ALL=C sort -r /tmp/dumps | tail -n "+$((KEEP + 1))" | awk -v limit="$limit" 'substr($0, length($0) - 20, 16) < limit { print; print $0 ".roles" }' >/tmp/old
if [ -s /tmp/old ]; then /store/rclone delete --files-from /tmp/old "$STORE"; fi
{{- end }}
{{- else }}
find /backup -name '*.dump' -mtime "+$KEEP_DAYS" ! -path "$target" -exec sh -c 'rm -f "$1" "$1.roles"' - {} \;
{{- end }}
{{- end -}}
