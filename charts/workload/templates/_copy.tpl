{{/*
Copies the named keys of a map into another: (list from into key…). Zero, false and "" are values; {} , [] and null are not. */}}
{{- define "workload.copy" -}}
{{- $from := index . 0 -}}
{{- $into := index . 1 -}}
{{- range slice . 2 -}}
  {{- if hasKey $from . -}}
    {{- $value := get $from . -}}
    {{- if not (or (kindIs "invalid" $value) (and (or (kindIs "map" $value) (kindIs "slice" $value)) (empty $value))) -}}
      {{- $_ := set $into . $value -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- end -}}
