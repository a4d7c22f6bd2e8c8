{{/*
Renders the content of the ConfigMaps and Secrets that ask for it (`template: true`), in place: before the pods, which carry its
checksum. In: w.
*/}}
{{- define "workload.rendered" -}}
{{- $w := . -}}
{{- range $kind, $key := dict "configMaps" "data" "secrets" "stringData" -}}
  {{- range get $w.values $kind -}}
    {{- if and .template (hasKey . $key) -}}
      {{- $rendered := dict "in" (get . $key) -}}
      {{- template "workload.context" (list $w $rendered) -}}
      {{- template "workload.templated" $rendered -}}
      {{- $_ := set . $key $rendered.out -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- end -}}
