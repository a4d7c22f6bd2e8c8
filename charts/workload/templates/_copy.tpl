{{/*
Copies the named keys of a map into another: (list from into key…). Zero, false and "" are values; {} , [] and null are not. */}}
{{- define "workload.copy" -}}
{{- $from := index . 0 -}}
{{- $into := index . 1 -}}
{{- range slice . 2 -}}
  {{- $value := get $from . -}}
  {{- if $value -}}
    {{- $_ := set $into . $value -}}
  {{- else if and (hasKey $from .) (not (has (kindOf $value) (list "invalid" "map" "slice"))) -}}
    {{- $_ := set $into . $value -}}
  {{- end -}}
{{- end -}}
{{- end -}}
