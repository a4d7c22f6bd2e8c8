{{/*
The Secret of a service's credentials: generated (dev and test only), drawn from a store by External Secrets, or existing (nothing to
write); what an operator makes itself is left out. In: w, with `annotations` of the object where it has some. Its name is known to every service: env: {PASSWORD: {credentialsOf: order-db, key: password}}.
*/}}
{{- define "workload.data.credentials" -}}
{{- $w := . -}}
{{- $credentials := $w.values.credentials | default dict -}}
{{- $keys := $credentials.keys -}}
{{- if ne ($w.me.password | default $w.me.credentials) $w.me.credentials -}}{{- $keys = without $keys "password" -}}{{- end -}}
{{- if and $credentials.enabled $keys -}}
  {{- $environment := $w.global.environment | default "" -}}
  {{- if eq $credentials.source "generated" -}}
    {{- if not (has $environment (list "dev" "test")) -}}
      {{- fail (printf "%s: credentials.source is generated, which anyone can compute; in the environment %q use existing or externalSecret" $w.alias $environment) -}}
    {{- end -}}
    {{- $data := dict -}}
    {{- range $keys -}}
      {{- $_ := set $data . (printf "%s/%s/%s/%s" $w.root.Release.Namespace $w.root.Release.Name $w.known . | sha256sum | trunc 24) -}}
    {{- end -}}
    {{- template "workload.object" (dict "w" $w "apiVersion" "v1" "kind" "Secret" "name" $w.me.credentials "annotations" $w.annotations "body" (dict "type" "Opaque" "stringData" $data)) -}}
  {{- else if eq $credentials.source "externalSecret" -}}
    {{- if not $credentials.store.name -}}{{- fail (printf "%s: credentials.source is externalSecret, but credentials.store.name is empty" $w.alias) -}}{{- end -}}
    {{- $data := list -}}
    {{- range $keys -}}
      {{- $data = append $data (dict "secretKey" . "remoteRef" (dict "key" ($credentials.remoteKey | default (printf "%s/%s" $w.root.Release.Namespace $w.known)) "property" .)) -}}
    {{- end -}}
    {{- $spec := dict "refreshInterval" $credentials.refreshInterval "secretStoreRef" $credentials.store "target" (dict "name" $w.me.credentials) "data" $data -}}
    {{- template "workload.object" (dict "w" $w "apiVersion" "external-secrets.io/v1" "kind" "ExternalSecret" "name" $w.me.credentials "annotations" $w.annotations "body" (dict "spec" $spec)) -}}
  {{- end -}}
{{- end -}}
{{- end -}}
