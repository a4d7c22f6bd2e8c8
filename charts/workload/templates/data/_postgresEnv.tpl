{{/* The client variables of PostgreSQL's tools, from those of the official image. In: w, as (of the roles, where there
are any: owner or replication), given (overrides). Out: out. */}}
{{- define "workload.data.postgresEnv" -}}
{{- $env := .w.values.env | default dict -}}
{{- $out := dict "PGHOST" .w.name "PGUSER" ($env.POSTGRES_USER | default "postgres") "PGDATABASE" ($env.POSTGRES_DB | default $env.POSTGRES_USER | default "postgres") -}}
{{- with $env.POSTGRES_PASSWORD -}}{{- $_ := set $out "PGPASSWORD" . -}}{{- end -}}
{{- if eq .w.me.mode "operator" -}}
  {{- $owner := $env.POSTGRES_USER | default "app" -}}
  {{- template "workload.merge" (list $out (dict "PGUSER" $owner "PGDATABASE" ($env.POSTGRES_DB | default $owner) "PGPASSWORD" (dict "credentialsOf" .w.known))) -}}
{{- end -}}
{{- $roles := dict "w" .w -}}
{{- template "workload.data.roles" $roles -}}
{{- if $roles.on -}}
  {{- $role := get $roles .as -}}
  {{- template "workload.merge" (list $out (dict "PGUSER" $role "PGPASSWORD" (get $roles.passwords $role))) -}}
  {{- if and (eq .as "owner") (ne $role $roles.app) -}}{{- $_ := set $out "APP" $roles.app -}}{{- end -}}
{{- end -}}
{{- template "workload.merge" (list $out (.given | default dict)) -}}
{{- $_ := set . "out" $out -}}
{{- end -}}
