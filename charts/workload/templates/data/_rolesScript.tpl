{{/*
Prints the SQL that makes a database's roles what they are to be, whatever it finds: for psql, and for a server that takes one statement
up to an empty line. Who owns the database and its tables (a login for migrations, and for whoever loads dumps, which may make roles),
who works with the data, who reads, who copies and follows the server, who watches it (from its
pod alone, hence without a password); the superuser is for the socket of the pod. Of a database
that an earlier version made, the application's role was the superuser: that one is renamed, and what it had is the owner's.
In: superuser, app, owner, reader, replication, monitoring.
*/}}
{{- define "workload.data.rolesScript" -}}
text() { printf "'%s'" "$(printf %s "$1" | sed "s/'/''/g")"; }
cat <<END
do \$roles\$
declare
  first constant text := (select rolname from pg_roles where oid = 10);
  superuser constant text := '{{ .superuser }}';
  app constant text := '{{ .app }}';
  owner constant text := '{{ .owner }}';
  reader constant text := '{{ .reader }}';
  replication constant text := '{{ .replication }}';
  their record;
begin
  set local log_statement = none; -- as there are passwords in it
  set local synchronous_commit = local; -- nobody follows yet
  if first <> superuser then
    create role renaming superuser;
    set local session authorization renaming;
    execute format('alter role %I rename to %I', first, superuser);
    execute format('set local session authorization %I', superuser);
    drop role renaming;
  end if;
  for their in select * from (values
    (app, $(text "${APP_PASSWORD:-}"), 'nocreaterole noreplication'),
{{- if ne .owner .app }}
    (owner, $(text "${OWNER_PASSWORD:-}"), 'createrole noreplication'),
{{- end }}
    (reader, $(text "${READER_PASSWORD:-}"), 'nocreaterole noreplication'),
    (replication, $(text "${REPLICATION_PASSWORD:-}"), 'nocreaterole replication')) as t (name, password, rights) where name <> ''
  loop
    if not exists (select from pg_roles where rolname = their.name) then
      execute format('create role %I', their.name);
    end if;
    execute format('alter role %I login nosuperuser nocreatedb nobypassrls %s password %L', their.name, their.rights, their.password);
  end loop;
  execute format('grant pg_monitor to %I', replication);
{{- with .monitoring }}
  if not exists (select from pg_roles where rolname = '{{ . }}') then
    create role "{{ . }}";
  end if;
  alter role "{{ . }}" login nosuperuser nocreatedb nobypassrls nocreaterole noreplication password null;
  grant pg_monitor to "{{ . }}";
  execute format('grant connect on database %I to "{{ . }}"', current_database());
{{- end }}
  if owner <> app then
    execute format('grant %I to %I', app, owner);
  end if;
  execute format('alter database %I owner to %I', current_database(), owner);
  for their in
    select 'schema' as kind, quote_ident(nspname) as name, 'pg_namespace'::regclass as class, oid from pg_namespace
      where nspowner = 10 and nspname !~ '^pg_' and nspname <> 'information_schema'
    union all select 'table', oid::regclass::text, 'pg_class'::regclass, oid from pg_class c
      where relowner = 10 and relkind in ('r', 'p', 'v', 'm', 'f', 'S') and relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
      and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = c.oid and refclassid = 'pg_class'::regclass and deptype in ('a', 'i'))
    union all select 'routine', oid::regprocedure::text, 'pg_proc'::regclass, oid from pg_proc
      where proowner = 10 and pronamespace::regnamespace::text !~ '^(pg_|information_schema)'
    union all select 'type', oid::regtype::text, 'pg_type'::regclass, oid from pg_type t
      where typowner = 10 and typnamespace::regnamespace::text !~ '^(pg_|information_schema)'
      and (typtype in ('e', 'd', 'r') or typtype = 'c' and exists (select from pg_class where oid = t.typrelid and relkind = 'c'))
    union all select 'large object', oid::text, 'pg_largeobject'::regclass, oid from pg_largeobject_metadata where lomowner = 10
  loop
    if not exists (select from pg_depend where classid = their.class and objid = their.oid and deptype = 'e') then
      execute format('alter %s %s owner to %I', their.kind, their.name, case their.kind when 'large object' then app else owner end);
    end if;
  end loop;
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to %I', current_database(), replication);
  execute format('grant connect, temporary on database %I to %I', current_database(), app);
  if reader <> '' then
    execute format('grant connect, temporary on database %I to %I', current_database(), reader);
  end if;
  revoke create on schema public from public;
  for their in
    select nspname as name from pg_namespace where nspname = 'public' or pg_get_userbyid(nspowner) = owner
  loop
    if owner <> app then
      execute format('grant usage on schema %I to %I', their.name, app);
      execute format('grant select, insert, update, delete on all tables in schema %I to %I', their.name, app);
      execute format('grant usage, select, update on all sequences in schema %I to %I', their.name, app);
    end if;
    if reader <> '' then
      execute format('grant usage on schema %I to %I', their.name, reader);
      execute format('grant select on all tables in schema %I to %I', their.name, reader);
      execute format('grant select on all sequences in schema %I to %I', their.name, reader);
    end if;
  end loop;
  if owner <> app then
    execute format('alter default privileges for role %I grant usage on schemas to %I', owner, app);
    execute format('alter default privileges for role %I grant select, insert, update, delete on tables to %I', owner, app);
    execute format('alter default privileges for role %I grant usage, select, update on sequences to %I', owner, app);
  end if;
  if reader <> '' then
    execute format('alter default privileges for role %I grant usage on schemas to %I', owner, reader);
    execute format('alter default privileges for role %I grant select on tables to %I', owner, reader);
    execute format('alter default privileges for role %I grant select on sequences to %I', owner, reader);
  end if;
end
\$roles\$;

END
{{ end -}}
