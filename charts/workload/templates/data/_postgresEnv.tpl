{{/* The client variables of PostgreSQL's tools, from those of the official image. In: w, given (overrides). Out: out. */}}
{{- define "workload.data.postgresEnv" -}}
{{- $env := .w.values.env | default dict -}}
{{- $out := dict "PGHOST" .w.name "PGUSER" ($env.POSTGRES_USER | default "postgres") "PGDATABASE" ($env.POSTGRES_DB | default $env.POSTGRES_USER | default "postgres") -}}
{{- with $env.POSTGRES_PASSWORD -}}{{- $_ := set $out "PGPASSWORD" . -}}{{- end -}}
{{- template "workload.merge" (list $out (.given | default dict)) -}}
{{- $_ := set . "out" $out -}}
{{- end -}}
