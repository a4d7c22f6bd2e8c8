{{/* What a template inside a value may use, put into the map as `context`: (list w map). */}}
{{- define "workload.context" -}}
{{- $w := index . 0 -}}
{{- $root := $w.root -}}
{{- $_ := set (index . 1) "context" (dict "Release" $root.Release "Chart" (or $w.chart $root.Chart) "Capabilities" $root.Capabilities "Template" $root.Template "Values" (set (omit $w.values "global") "global" $w.global)) -}}
{{- end -}}
