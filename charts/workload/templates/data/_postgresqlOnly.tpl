{{/*
Dumps and logs are PostgreSQL's, under whatever image: its variables, its port, its name, or who runs it say that a store is one. A store
that is none of its kind is refused. In: w.
*/}}
{{- define "workload.data.postgresqlOnly" -}}
{{- $values := .values -}}
{{- $backup := $values.backup -}}
{{- $image := ($values.image | default dict).repository | default "" -}}
{{- $is := or (eq .me.mode "operator") ($values.replication | default dict).enabled ($values.roles | default dict).enabled (regexMatch "(?i)postg|timescale|(^|[^a-z])pg" $image) -}}
{{- range $name := concat (keys ($values.env | default dict)) (keys ($backup.env | default dict)) -}}
  {{- if regexMatch "^(PG|POSTGRES)" $name -}}{{- $is = true -}}{{- end -}}
{{- end -}}
{{- range $name, $given := $values.ports -}}
  {{- $port := kindIs "map" $given | ternary $given (dict "containerPort" $given) -}}
  {{- if eq (toString $port.containerPort) "5432" -}}{{- $is = true -}}{{- end -}}
{{- end -}}
{{- if not $is -}}
  {{- fail (printf "%s: backup.method %s is for PostgreSQL, and nothing says that %q is one; let backup.method be snapshot, or say in backup.env where it is (PGHOST, PGUSER)" .alias $backup.method $image) -}}
{{- end -}}
{{- end -}}
