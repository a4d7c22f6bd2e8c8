{{/*
ConfigMaps, Secrets and PersistentVolumeClaims of the service. In: w, with `annotations` of claims where it has some. Content is taken as it is, for config files use {{ }} for
themselves, unless `template: true` had it rendered before (workload.rendered). A Secret with `externalSecret` is drawn from a store.
*/}}
{{- define "workload.config" -}}
{{- $w := . -}}
{{- range $key, $config := .values.configMaps -}}
  {{- if ne (toString $config.enabled) "false" -}}
    {{- $body := dict -}}
    {{- template "workload.copy" (list (pick $config "data" "binaryData" "immutable") $body) -}}
    {{- template "workload.object" (dict "w" $w "apiVersion" "v1" "kind" "ConfigMap" "name" ($config.name | default (printf "%s-%s" $w.name $key)) "annotations" $config.annotations "labels" $config.labels "body" $body) -}}
  {{- end -}}
{{- end -}}
{{- range $key, $secret := .values.secrets -}}
  {{- if ne (toString $secret.enabled) "false" -}}
    {{- $name := $secret.name | default (printf "%s-%s" $w.name $key) -}}
    {{- $drawn := or $secret.externalSecret dict -}}
    {{- if $drawn.keys -}}
      {{- if or $secret.data $secret.stringData -}}{{- fail (printf "%s: secrets.%s is drawn from a store (externalSecret), and has content here, too (data, stringData); it takes one of them" $w.alias $key) -}}{{- end -}}
      {{- $keys := dict -}}
      {{- range $drawn.keys -}}{{- $_ := set $keys . . -}}{{- end -}}
      {{- $template := dict -}}
      {{- with pick $secret "labels" "annotations" -}}{{- $_ := set $template "metadata" . -}}{{- end -}}
      {{- with $secret.type -}}{{- $_ := set $template "type" . -}}{{- end -}}
      {{- template "workload.data.externalSecret" (dict "w" $w "name" $name "given" $drawn "at" (printf "secrets.%s.externalSecret" $key) "remote" $key "keys" $keys "template" $template) -}}
    {{- else -}}
      {{- $body := dict "type" (or $secret.type "Opaque") -}}
      {{- template "workload.copy" (list (pick $secret "data" "stringData" "immutable") $body) -}}
      {{- template "workload.object" (dict "w" $w "apiVersion" "v1" "kind" "Secret" "name" $name "annotations" $secret.annotations "labels" $secret.labels "body" $body) -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- range $key, $claim := .values.persistentVolumeClaims -}}
  {{- if ne (toString $claim.enabled) "false" -}}
    {{- $hook := or $w.values.hook dict -}}
    {{- if or (contains "pre-" (toString $hook.helm)) (eq (toString $hook.argocd) "PreSync") -}}
      {{- fail (printf "%s: persistentVolumeClaims.%s would be deleted before every run of the hook; mount an existing claim (volumes)" $w.alias $key) -}}
    {{- end -}}
    {{- $spec := dict "w" $w "given" $claim "name" $key -}}
    {{- template "workload.claim" $spec -}}
    {{- $annotations := dict -}}
    {{- template "workload.merge" (list $annotations (or $claim.annotations dict)) -}}
    {{- with $w.annotations -}}{{- template "workload.merge" (list $annotations .) -}}{{- end -}}
    {{- if $claim.retain -}}{{- template "workload.stays" $annotations -}}{{- end -}}
    {{- template "workload.object" (dict "w" $w "apiVersion" "v1" "kind" "PersistentVolumeClaim" "name" ($claim.name | default (printf "%s-%s" $w.name $key)) "annotations" $annotations "labels" $claim.labels "body" (dict "spec" $spec.out)) -}}
  {{- end -}}
{{- end -}}
{{- end -}}
