{{/*
The Secrets of a service's credentials: generated (dev and test only), drawn from a store by External Secrets, or existing (nothing to
write); there is one, and under CloudNativePG one more for each further role, with username and password. In: w, with `annotations` of the object where it has some. Its name is known to every service: env: {PASSWORD: {credentialsOf: order-db, key: password}}.
*/}}
{{- define "workload.data.credentials" -}}
{{- $w := . -}}
{{- $credentials := $w.values.credentials | default dict -}}
{{- if and $credentials.enabled $credentials.keys -}}
  {{- $environment := $w.global.environment | default "" -}}
  {{- $external := eq $credentials.source "externalSecret" -}}
  {{- if and (eq $credentials.source "generated") (not (has $environment (list "dev" "test"))) -}}
    {{- fail (printf "%s: credentials.source is generated, which anyone can compute; in the environment %q use existing or externalSecret" $w.alias $environment) -}}
  {{- end -}}
  {{- $places := dict -}}
  {{- $users := dict -}}
  {{- range $key := $credentials.keys -}}
    {{- $place := get ($w.me.secrets | default dict) $key | default (dict "name" $w.me.credentials "key" $key) -}}
    {{- $content := get $places $place.name | default dict -}}
    {{- if $external -}}
      {{- $_ := set $content $place.key $key -}}
    {{- else -}}
      {{- $_ := set $content $place.key (printf "%s/%s/%s/%s" $w.root.Release.Namespace $w.root.Release.Name $w.known $key | sha256sum | trunc 24) -}}
    {{- end -}}
    {{- $_ := set $places $place.name $content -}}
    {{- with $place.user -}}{{- $_ := set $users $place.name . -}}{{- end -}}
  {{- end -}}
  {{- range $name := keys $places | sortAlpha -}}
    {{- $content := get $places $name -}}
    {{- /* The operator takes a new password where it sees the label. */ -}}
    {{- $labels := hasKey $users $name | ternary (dict "cnpg.io/reload" "true") dict -}}
    {{- if $external -}}
      {{- $template := dict -}}
      {{- with get $users $name -}}{{- $_ := set $template "metadata" (dict "labels" $labels) -}}{{- $_ := set $template "data" (dict "username" .) -}}{{- end -}}
      {{- template "workload.data.externalSecret" (dict "w" $w "name" $name "given" $credentials "at" "credentials" "remote" $w.known "keys" $content "template" $template "annotations" $w.annotations) -}}
    {{- else if eq $credentials.source "generated" -}}
      {{- with get $users $name -}}{{- $_ := set $content "username" . -}}{{- end -}}
      {{- template "workload.object" (dict "w" $w "apiVersion" "v1" "kind" "Secret" "name" $name "annotations" $w.annotations "labels" $labels "body" (dict "type" "Opaque" "stringData" $content)) -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- end -}}
