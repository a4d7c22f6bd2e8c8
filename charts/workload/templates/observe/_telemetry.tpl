{{/* The OpenTelemetry variables of a service, where global.telemetry.endpoint is set. In: w, vars (changed in place). */}}
{{- define "workload.observe.telemetry" -}}
{{- $w := .w -}}
{{- $telemetry := or $w.global.telemetry dict -}}
{{- if and $telemetry.endpoint (ne (toString (or $w.values.telemetry dict).enabled) "false") -}}
  {{- $attributes := printf "service.namespace=%s,deployment.environment.name=%s" $w.platform.name (or $w.global.environment "default") -}}
  {{- $vars := dict "OTEL_SERVICE_NAME" $w.known "OTEL_EXPORTER_OTLP_ENDPOINT" $telemetry.endpoint "OTEL_RESOURCE_ATTRIBUTES" $attributes -}}
  {{- with $telemetry.protocol -}}{{- $_ := set $vars "OTEL_EXPORTER_OTLP_PROTOCOL" . -}}{{- end -}}
  {{- with $telemetry.sampler -}}{{- $_ := set $vars "OTEL_TRACES_SAMPLER" . -}}{{- end -}}
  {{- template "workload.merge" (list .vars $vars) -}}
{{- end -}}
{{- end -}}
