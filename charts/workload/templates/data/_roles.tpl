{{/*
The roles of a PostgreSQL that has `roles`: who connects is not the superuser. In: w. Out: on, superuser, app, owner, reader, replication, monitoring (of
its exporter, or nothing), env (the passwords: of the Secret's key `password` for app, <role>-password for the others), passwords (role -> the same).
*/}}
{{- define "workload.data.roles" -}}
{{- $w := .w -}}
{{- $roles := $w.values.roles | default dict -}}
{{- $env := $w.values.env | default dict -}}
{{- $_ := set . "on" (default false $roles.enabled) -}}
{{- $_ := set . "superuser" ($env.POSTGRES_USER | default "postgres") -}}
{{- $_ := set . "env" dict -}}
{{- $_ := set . "passwords" dict -}}
{{- $exporter := $w.values.exporter | default dict -}}
{{- $_ := set . "monitoring" "" -}}
{{- if and $exporter.enabled ($w.values.metrics | default dict).enabled (eq $w.me.mode "pods") -}}
  {{- if not .on -}}
    {{- fail (printf "%s: exporter.enabled is true, and there is no role for it: let roles.enabled be true, or metrics.enabled false" $w.alias) -}}
  {{- end -}}
  {{- if has $exporter.role (list .superuser $roles.app $roles.owner $roles.reader $roles.replication) -}}
    {{- fail (printf "%s: exporter.role is %s, which is one of the roles: it gets in without a password, so let it be another one" $w.alias $exporter.role) -}}
  {{- end -}}
  {{- $_ := set . "monitoring" $exporter.role -}}
{{- end -}}
{{- if .on -}}
  {{- range list "app" "owner" "replication" -}}
    {{- if eq (get $roles .) ($env.POSTGRES_USER | default "postgres") -}}
      {{- fail (printf "%s: roles.%s is %s, and so is the superuser that the image makes; leave env.POSTGRES_USER and env.POSTGRES_PASSWORD out, then that is postgres, in the pod alone" $w.alias . (get $roles .)) -}}
    {{- end -}}
  {{- end -}}
  {{- $credentials := $w.values.credentials | default dict -}}
  {{- range $part := list "app" "owner" "reader" "replication" -}}
    {{- $role := get $roles $part -}}
    {{- $_ := set $ $part $role -}}
    {{- if $role -}}
      {{- $key := eq $role $roles.app | ternary "password" (printf "%s-password" $role) -}}
      {{- if and $credentials.enabled (not (has $key $credentials.keys)) -}}
        {{- fail (printf "%s: roles.%s is %s, and credentials.keys lacks %s" $w.alias $part $role $key) -}}
      {{- end -}}
      {{- $password := dict "credentialsOf" $w.known "key" $key -}}
      {{- $_ := set $.passwords $role $password -}}
      {{- $_ := set $.env (printf "%s_PASSWORD" (upper $part)) $password -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- end -}}
