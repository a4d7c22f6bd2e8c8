{{/*
Renders every string with "{{" inside a value. In: in (any value), context. Out: out. Lists are copied: presets share theirs
between services. What has none is left alone: to walk through it all takes a third of the time of rendering a platform.
*/}}
{{- define "workload.templated" -}}
{{- $context := .context -}}
{{- $in := .in -}}
{{- $_ := set . "out" $in -}}
{{- if kindIs "string" $in -}}
  {{- if contains "{{" $in -}}
    {{- /* `tpl` copies all templates of the platform for each string: what most of them ask for is put in without it. */ -}}
    {{- $out := $in | replace "{{ .Release.Name }}" $context.Release.Name | replace "{{ .Release.Namespace }}" $context.Release.Namespace | replace "{{ .Chart.Name }}" $context.Chart.Name -}}
    {{- if contains "{{" $out -}}{{- $out = tpl $in $context -}}{{- end -}}
    {{- $_ := set . "out" $out -}}
  {{- end -}}
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
