{{/* A value as text. A number is written in full: "20250101", not "2.0250101e+07". */}}
{{- define "workload.text" -}}
{{- kindIs "string" . | ternary . (toJson .) -}}
{{- end -}}
