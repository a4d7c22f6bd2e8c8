{{/*
Renders every string with "{{" inside a value. In: in (any value), context. Out: out. Lists are copied: presets share theirs
between services. What has none is left alone: to walk through it all takes a third of the time of rendering a platform.
*/}}
{{- define "workload.templated" -}}
{{- $context := .context -}}
{{- $in := .in -}}
{{- $_ := set . "out" $in -}}
{{- if kindIs "string" $in -}}
  {{- if contains "{{" $in -}}{{- $_ := set . "out" (tpl $in $context) -}}{{- end -}}
{{- else if contains "{{" (toJson $in) -}}
  {{- if kindIs "map" $in -}}
    {{- range $key, $value := $in -}}
      {{- $rendered := dict "in" $value "context" $context -}}
      {{- template "workload.templated" $rendered -}}
      {{- $_ := set $in $key $rendered.out -}}
    {{- end -}}
  {{- else -}}
    {{- $out := list -}}
    {{- range deepCopy $in -}}
      {{- $rendered := dict "in" . "context" $context -}}
      {{- template "workload.templated" $rendered -}}
      {{- $out = append $out $rendered.out -}}
    {{- end -}}
    {{- $_ := set . "out" $out -}}
  {{- end -}}
{{- end -}}
{{- end -}}
