{{/*
Containers that stand beside the main one (init containers, sidecars), by `order`, then by name. In: w, given (name -> values),
vars. Out: out (list).
*/}}
{{- define "workload.pod.containers" -}}
{{- $ordered := dict -}}
{{- range $name, $values := .given -}}
  {{- if ne (toString $values.enabled) "false" -}}
    {{- $_ := set $ordered (printf "%010d %s" (add 1000000000 (int $values.order)) $name) $name -}}
  {{- end -}}
{{- end -}}
{{- $out := list -}}
{{- range $key := keys $ordered | sortAlpha -}}
  {{- $name := get $ordered $key -}}
  {{- $container := dict "w" $.w "name" $name "given" (get $.given $name) "mounts" list "vars" $.vars -}}
  {{- template "workload.pod.container" $container -}}
  {{- $out = append $out $container.out -}}
{{- end -}}
{{- $_ := set . "out" $out -}}
{{- end -}}
