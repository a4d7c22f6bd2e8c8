{{/* A data store that a domain operator runs: the operator's custom resource in place of the pods, behind the service's own name. In: w. */}}
{{- define "workload.run.operator" -}}
{{- if eq .values.operator.kind "cloudnative-pg" -}}
  {{- template "workload.run.cluster" . -}}
{{- else -}}
  {{- template "workload.run.kafka" . -}}
{{- end -}}
{{- end -}}
