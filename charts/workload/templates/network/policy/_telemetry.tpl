{{/* Traces and metrics are sent to the collector of global.telemetry. In and out: rules (workload.network.policy). */}}
{{- define "workload.network.policy.telemetry" -}}
{{- $endpoint := (or .w.global.telemetry dict).endpoint -}}
{{- if and $endpoint (ne (toString (or .w.values.telemetry dict).enabled) "false") -}}
  {{- $peers := .outside.telemetry | default (list (dict "namespaceSelector" dict)) -}}
  {{- $_ := set . "egress" (append .egress (dict "to" $peers "ports" (list (dict "port" (splitList ":" $endpoint | last | int) "protocol" "TCP")))) -}}
{{- end -}}
{{- end -}}
