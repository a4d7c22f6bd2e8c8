{{/* Renders the strings of body.<key> where `template: true` asks for it. In: w, given, body, key. */}}
{{- define "workload.rendered" -}}
{{- if and .given.template (hasKey .body .key) -}}
  {{- $root := .w.root -}}
  {{- $context := dict "Release" $root.Release "Chart" $root.Chart "Capabilities" $root.Capabilities "Template" $root.Template "Values" (set (omit .w.values "global") "global" .w.global) -}}
  {{- $rendered := dict "in" (deepCopy (get .body .key)) "context" $context -}}
  {{- include "workload.templated" $rendered -}}
  {{- $_ := set .body .key $rendered.out -}}
{{- end -}}
{{- end -}}
