{{/*
The database of a Cluster and who connects to it: owner and database at its first start, with rights as `roles` has them
(workload.data.rolesScript), and each role's password from its Secret for as long as it runs. In: w, spec (changed in place).
*/}}
{{- define "workload.run.clusterRoles" -}}
{{- $w := .w -}}
{{- $env := $w.values.env | default dict -}}
{{- $roles := dict "w" $w -}}
{{- template "workload.data.roles" $roles -}}
{{- if and $roles.on (not (has (toString $env.POSTGRES_USER) (list "" "<nil>" "postgres"))) -}}
  {{- fail (printf "%s: env.POSTGRES_USER is stated, and CloudNativePG does not keep it: its superuser is postgres" $w.alias) -}}
{{- end -}}
{{- $owner := $roles.on | ternary $roles.owner ($env.POSTGRES_USER | default "app") -}}
{{- $database := $env.POSTGRES_DB | default $owner -}}
{{- $initdb := dict "database" $database "owner" $owner -}}
{{- with get $w.me.secrets (and $roles.on (ne $roles.owner $roles.app) | ternary (printf "%s-password" $roles.owner) "password") -}}
  {{- if .user -}}{{- $_ := set $initdb "secret" (dict "name" .name) -}}{{- end -}}{{- /* else the operator makes it */ -}}
{{- end -}}
{{- $options := dict "encoding" "encoding" "locale" "locale" "lc-collate" "localeCollate" "lc-ctype" "localeCType" "locale-provider" "localeProvider" "icu-locale" "icuLocale" -}}
{{- range $arg := regexSplit "\\s+" (trim (toString ($env.POSTGRES_INITDB_ARGS | default ""))) -1 -}}
  {{- $name := trimPrefix "--" (splitList "=" $arg | first) -}}
  {{- if not $arg -}}
  {{- else if has $arg (list "--data-checksums" "-k") -}}
    {{- $_ := set $initdb "dataChecksums" true -}}
  {{- else if and (contains "=" $arg) (hasKey $options $name) -}}
    {{- $_ := set $initdb (get $options $name) (regexReplaceAll "^[^=]*=" $arg "") -}}
  {{- else if and (contains "=" $arg) (eq $name "wal-segsize") -}}
    {{- $_ := set $initdb "walSegmentSize" (regexReplaceAll "^[^=]*=" $arg "" | int) -}}
  {{- else -}}
    {{- fail (printf "%s: env.POSTGRES_INITDB_ARGS has %q, and CloudNativePG does not keep it: see bootstrap.initdb in operator.spec" $w.alias $arg) -}}
  {{- end -}}
{{- end -}}
{{- if $roles.on -}}
  {{- $sql := list -}}
  {{- $managed := list -}}
  {{- range $role := list $roles.app $roles.reader $roles.replication -}}
    {{- if and $role (ne $role $owner) -}}
      {{- $copies := eq $role $roles.replication -}}
      {{- $sql = append $sql (printf "create role \"%s\" login%s" $role ($copies | ternary " replication" "")) -}}
      {{- $entry := dict "name" $role "login" true -}}
      {{- if $copies -}}{{- $_ := set $entry "replication" true -}}{{- $_ := set $entry "inRoles" (list "pg_monitor") -}}{{- end -}}
      {{- with get $w.me.secrets (eq $role $roles.app | ternary "password" (printf "%s-password" $role)) -}}{{- $_ := set $entry "passwordSecret" (dict "name" .name) -}}{{- end -}}
      {{- $managed = append $managed $entry -}}
    {{- end -}}
  {{- end -}}
  {{- $sql = append $sql (printf "revoke all on database \"%s\" from public" $database) -}}
  {{- $sql = append $sql "revoke create on schema public from public" -}}
  {{- $sql = append $sql (printf "grant pg_monitor to \"%s\"" $roles.replication) -}}
  {{- $sql = append $sql (printf "grant connect on database \"%s\" to \"%s\"" $database $roles.replication) -}}
  {{- if ne $roles.app $owner -}}
    {{- $sql = append $sql (printf "alter role \"%s\" createrole" $owner) -}}
    {{- $sql = append $sql (printf "grant \"%s\" to \"%s\"" $roles.app $owner) -}}
    {{- $sql = append $sql (printf "grant connect, temporary on database \"%s\" to \"%s\"" $database $roles.app) -}}
    {{- $sql = append $sql (printf "grant usage on schema public to \"%s\"" $roles.app) -}}
    {{- range $rights := list "usage on schemas" "select, insert, update, delete on tables" "usage, select, update on sequences" -}}
      {{- $sql = append $sql (printf "alter default privileges for role \"%s\" grant %s to \"%s\"" $owner $rights $roles.app) -}}
    {{- end -}}
  {{- end -}}
  {{- with $roles.reader -}}
    {{- $sql = append $sql (printf "grant connect, temporary on database \"%s\" to \"%s\"" $database .) -}}
    {{- $sql = append $sql (printf "grant usage on schema public to \"%s\"" .) -}}
    {{- range $rights := list "usage on schemas" "select on tables" "select on sequences" -}}
      {{- $sql = append $sql (printf "alter default privileges for role \"%s\" grant %s to \"%s\"" $owner $rights $roles.reader) -}}
    {{- end -}}
  {{- end -}}
  {{- $_ := set $initdb "postInitApplicationSQL" $sql -}}
  {{- with $managed -}}{{- $_ := set $.spec "managed" (dict "roles" .) -}}{{- end -}}
{{- end -}}
{{- $_ := set .spec "bootstrap" (dict "initdb" $initdb) -}}
{{- end -}}
