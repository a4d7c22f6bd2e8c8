{{/* The objects beside the workload that every kind can have. In: w. What a kind lacks in its schema stays empty. */}}
{{- define "workload.shared" -}}
{{- include "workload.access" . -}}
{{- include "workload.config" . -}}
{{- include "workload.network.services" . -}}
{{- include "workload.network.ingress" . -}}
{{- include "workload.network.httpRoute" . -}}
{{- include "workload.network.policy" . -}}
{{- include "workload.scaling.disruptionBudget" . -}}
{{- include "workload.extraObjects" . -}}
{{- end -}}
