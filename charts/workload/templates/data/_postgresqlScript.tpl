{{/*
A dump per run, and beside it the roles that it may give rights to; a dump counts only under its final name. Old ones go by age, the
newest never.
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
find /backup -name '*.dump' -mtime "+$KEEP_DAYS" ! -path "$target" -exec sh -c 'rm -f "$1" "$1.roles"' - {} \;
{{- end -}}
