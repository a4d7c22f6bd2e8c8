{{/*
Copies what is picked of a map into another: (list picked into). Zero, false and "" are values; {} , [] and null are not. */}}
{{- define "workload.copy" -}}
{{- $into := index . 1 -}}
{{- range $key, $value := index . 0 -}}
  {{- if or $value (not (has (kindOf $value) (list "invalid" "map" "slice"))) -}}
    {{- $_ := set $into $key $value -}}
  {{- end -}}
{{- end -}}
{{- end -}}
