{{/*
Raw objects. In: w. An object given as a map is taken as it is, with a name and our labels where it has none; one given as text is a
template. One of the Prometheus operator's gets the labels that it selects by.
*/}}
{{- define "workload.extraObjects" -}}
{{- $w := . -}}
{{- range $key, $given := .values.extraObjects -}}
  {{- $object := dict -}}
  {{- if kindIs "string" $given -}}
    {{- $rendered := dict "in" $given -}}
    {{- template "workload.context" (list $w $rendered) -}}
    {{- template "workload.templated" $rendered -}}
    {{- $object = fromYaml $rendered.out -}}
    {{- if hasKey $object "Error" -}}{{- fail (printf "%s: extraObjects.%s is not YAML: %s" $w.alias $key $object.Error) -}}{{- end -}}
  {{- else -}}
    {{- template "workload.merge" (list $object $given) -}}
  {{- end -}}
  {{- if ne (toString $object.enabled) "false" -}}
    {{- $metadata := dict "name" (printf "%s-%s" $w.name $key) "labels" dict -}}
    {{- template "workload.merge" (list $metadata.labels $w.labels) -}}
    {{- if hasPrefix "monitoring.coreos.com/" (toString $object.apiVersion) -}}{{- template "workload.cluster.monitored" (dict "w" $w "labels" $metadata.labels) -}}{{- end -}}
    {{- template "workload.merge" (list $metadata (or $object.metadata dict)) -}}
    {{- $_ := set $object "metadata" $metadata -}}
    {{- range list "apiVersion" "kind" -}}
      {{- if not (hasKey $object .) -}}{{- fail (printf "%s: extraObjects.%s has no %s" $w.alias $key .) -}}{{- end -}}
    {{- end }}
---
{{ toYaml (omit $object "enabled") }}
{{ end -}}
{{- end -}}
{{- end -}}
