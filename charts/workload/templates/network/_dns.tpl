{{/* The egress rule for name resolution, as JSON, for templates of a platform. In: its root. */}}
{{- define "workload.network.dns" -}}
{{- $facts := dict "global" (or .Values.global dict) -}}
{{- template "workload.cluster.dns" $facts -}}
{{- $facts.out | toJson -}}
{{- end -}}
