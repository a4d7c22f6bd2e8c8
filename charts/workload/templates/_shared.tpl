{{/*
The objects beside the workload that every kind can have. In: w. What a kind lacks in its schema stays empty. A service that runs
elsewhere has nothing but a Service; one that an operator runs has no pods of ours to scale, scrape or authorise.
*/}}
{{- define "workload.shared" -}}
{{- if eq .me.mode "external" -}}
  {{- include "workload.run.external" . -}}
{{- else -}}
  {{- if eq .me.mode "operator" -}}
    {{- include "workload.run.operator" . -}}
    {{- if eq .values.operator.kind "cloudnative-pg" -}}{{- include "workload.data.tls" . -}}{{- end -}}
  {{- else -}}
    {{- template "workload.scaling.together" . -}}
    {{- include "workload.access" . -}}
    {{- include "workload.network.ingress" . -}}
    {{- include "workload.network.httpRoute" . -}}
    {{- include "workload.scaling.disruptionBudget" . -}}
    {{- include "workload.mesh.objects" . -}}
    {{- include "workload.observe.monitor" . -}}
    {{- include "workload.observe.slo" . -}}
    {{- include "workload.data.tls" . -}}
    {{- include "workload.data.backup" . -}}
  {{- end -}}
  {{- include "workload.config" . -}}
  {{- include "workload.network.services" . -}}
  {{- include "workload.network.policy" . -}}
{{- end -}}
{{- include "workload.data.credentials" . -}}
{{- include "workload.extraObjects" . -}}
{{- end -}}
