{{/* The OpenTelemetry variables of a service, where global.telemetry.endpoint is set. In: w, vars (changed in place). */}}
{{- define "workload.observe.telemetry" -}}
{{- $w := .w -}}
{{- $telemetry := $w.global.telemetry | default dict -}}
{{- if and $telemetry.endpoint (ne (toString ($w.values.telemetry | default dict).enabled) "false") -}}
  {{- $attributes := printf "service.namespace=%s,deployment.environment.name=%s" $w.platform.name ($w.global.environment | default "default") -}}
  {{- $vars := dict "OTEL_SERVICE_NAME" $w.known "OTEL_EXPORTER_OTLP_ENDPOINT" $telemetry.endpoint "OTEL_RESOURCE_ATTRIBUTES" $attributes -}}
  {{- with $telemetry.protocol -}}{{- $_ := set $vars "OTEL_EXPORTER_OTLP_PROTOCOL" . -}}{{- end -}}
  {{- with $telemetry.sampler -}}{{- $_ := set $vars "OTEL_TRACES_SAMPLER" . -}}{{- end -}}
  {{- template "workload.merge" (list .vars $vars) -}}
{{- end -}}
{{- end -}}
