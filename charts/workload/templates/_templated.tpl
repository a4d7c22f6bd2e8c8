{{/*
Renders every string with "{{" inside a value. In: in (any value), context. Out: out. Lists are copied: presets share theirs
between services.
*/}}
{{- define "workload.templated" -}}
{{- $context := .context -}}
{{- $in := .in -}}
{{- $_ := set . "out" $in -}}
{{- if kindIs "string" $in -}}
  {{- if contains "{{" $in -}}{{- $_ := set . "out" (tpl $in $context) -}}{{- end -}}
{{- else if kindIs "map" $in -}}
  {{- range $key, $value := $in -}}
    {{- $rendered := dict "in" $value "context" $context -}}
    {{- include "workload.templated" $rendered -}}
    {{- $_ := set $in $key $rendered.out -}}
  {{- end -}}
{{- else if kindIs "slice" $in -}}
  {{- $out := list -}}
  {{- range deepCopy $in -}}
    {{- $rendered := dict "in" . "context" $context -}}
    {{- include "workload.templated" $rendered -}}
    {{- $out = append $out $rendered.out -}}
  {{- end -}}
  {{- $_ := set . "out" $out -}}
{{- end -}}
{{- end -}}
