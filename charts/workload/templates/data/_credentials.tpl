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
  {{- if and $external (not $credentials.store.name) -}}{{- fail (printf "%s: credentials.source is externalSecret, but credentials.store.name is empty" $w.alias) -}}{{- end -}}
  {{- $places := dict -}}
  {{- $users := dict -}}
  {{- range $key := $credentials.keys -}}
    {{- $place := get ($w.me.secrets | default dict) $key | default (dict "name" $w.me.credentials "key" $key) -}}
    {{- $content := get $places $place.name | default dict -}}
    {{- if $external -}}
      {{- $remote := dict "key" ($credentials.remoteKey | default (printf "%s/%s" $w.root.Release.Namespace $w.known)) "property" $key -}}
      {{- $_ := set $content "data" (append ($content.data | default list) (dict "secretKey" $place.key "remoteRef" $remote)) -}}
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
      {{- $target := dict "name" $name -}}
      {{- with get $users $name -}}{{- $_ := set $target "template" (dict "mergePolicy" "Merge" "metadata" (dict "labels" $labels) "data" (dict "username" .)) -}}{{- end -}}
      {{- $spec := dict "refreshInterval" $credentials.refreshInterval "secretStoreRef" $credentials.store "target" $target "data" $content.data -}}
      {{- template "workload.object" (dict "w" $w "apiVersion" "external-secrets.io/v1" "kind" "ExternalSecret" "name" $name "annotations" $w.annotations "body" (dict "spec" $spec)) -}}
    {{- else if eq $credentials.source "generated" -}}
      {{- with get $users $name -}}{{- $_ := set $content "username" . -}}{{- end -}}
      {{- template "workload.object" (dict "w" $w "apiVersion" "v1" "kind" "Secret" "name" $name "annotations" $w.annotations "labels" $labels "body" (dict "type" "Opaque" "stringData" $content)) -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- end -}}
