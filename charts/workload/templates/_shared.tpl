{{/*
The objects beside the workload that every kind can have. In: w. What a kind lacks in its schema stays empty. A service that runs
elsewhere has nothing but a Service; one that an operator runs has no pods of ours to scale, scrape or authorise.
*/}}
{{- define "workload.shared" -}}
{{- if eq .me.mode "external" -}}
  {{- template "workload.run.external" . -}}
{{- else -}}
  {{- if eq .me.mode "operator" -}}
    {{- template "workload.run.operator" . -}}
    {{- if eq .values.operator.kind "cloudnative-pg" -}}
      {{- template "workload.observe.slo" . -}}
      {{- template "workload.observe.alerts" . -}}
      {{- template "workload.data.tls" . -}}
      {{- if eq (toString (or .values.backup dict).method) "postgresql" -}}{{- template "workload.data.backup" . -}}{{- end -}}
    {{- end -}}
  {{- else -}}
    {{- template "workload.scaling.together" . -}}
    {{- template "workload.access" . -}}
    {{- template "workload.network.ingress" . -}}
    {{- template "workload.network.httpRoute" . -}}
    {{- template "workload.scaling.disruptionBudget" . -}}
    {{- template "workload.mesh.objects" . -}}
    {{- template "workload.observe.monitor" . -}}
    {{- template "workload.observe.slo" . -}}
    {{- template "workload.observe.alerts" . -}}
    {{- template "workload.data.tls" . -}}
    {{- template "workload.data.backup" . -}}
  {{- end -}}
  {{- template "workload.config" . -}}
  {{- template "workload.network.services" . -}}
  {{- template "workload.network.policy" . -}}
{{- end -}}
{{- template "workload.data.credentials" . -}}
{{- template "workload.extraObjects" . -}}
{{- end -}}
