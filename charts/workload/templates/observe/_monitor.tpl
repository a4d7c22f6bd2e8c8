{{/* What Prometheus scrapes: a ServiceMonitor where the port is one of the Service, else a PodMonitor. In: w. */}}
{{- define "workload.observe.monitor" -}}
{{- $w := . -}}
{{- $metrics := or $w.values.metrics dict -}}
{{- $ports := or $w.values.ports dict -}}
{{- /* a preset may switch metrics on for services of which some have no port */ -}}
{{- if and $metrics.enabled $ports -}}
  {{- if not (hasKey $ports $metrics.port) -}}
    {{- fail (printf "%s: metrics.port is %q, but ports has no such port (it has: %s)" $w.alias $metrics.port (keys $ports | sortAlpha | join ", ")) -}}
  {{- end -}}
  {{- $endpoint := dict "port" $metrics.port "path" $metrics.path -}}
  {{- template "workload.copy" (list (pick $metrics "interval" "scrapeTimeout" "relabelings" "metricRelabelings" "scheme" "tlsConfig") $endpoint) -}}
  {{- $labels := dict -}}
  {{- template "workload.cluster.monitored" (dict "w" $w "labels" $labels) -}}
  {{- $selector := dict "matchLabels" $w.selector -}}
  {{- if and (hasKey $w.me.ports $metrics.port) (not (has $w.type (list "job" "cronjob"))) -}}
    {{- template "workload.object" (dict "w" $w "apiVersion" "monitoring.coreos.com/v1" "kind" "ServiceMonitor" "labels" $labels "body" (dict "spec" (dict "selector" (dict "matchLabels" (dict "helm-blueprint/service" $w.me.service)) "endpoints" (list $endpoint)))) -}}
  {{- else -}}
    {{- template "workload.object" (dict "w" $w "apiVersion" "monitoring.coreos.com/v1" "kind" "PodMonitor" "labels" $labels "body" (dict "spec" (dict "selector" $selector "podMetricsEndpoints" (list $endpoint)))) -}}
  {{- end -}}
{{- end -}}
{{- end -}}
