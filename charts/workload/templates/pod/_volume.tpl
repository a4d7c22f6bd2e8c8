{{/* Adds a volume, unless it is switched off: (list w all kind name given source). In a pod its name must be unique. */}}
{{- define "workload.pod.volume" -}}
{{- $w := index . 0 -}}
{{- $all := index . 1 -}}
{{- $kind := index . 2 -}}
{{- $name := index . 3 -}}
{{- $given := index . 4 -}}
{{- if ne (toString $given.enabled) "false" -}}
  {{- with get $all $name -}}{{- fail (printf "%s: %q is a volume in %s and in %s; rename one of them" $w.alias $name .kind $kind) -}}{{- end -}}
  {{- $_ := set $all $name (dict "kind" $kind "given" $given "source" (index $ 5)) -}}
{{- end -}}
{{- end -}}
