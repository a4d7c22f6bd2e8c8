{{/* A Grafana dashboard of the platform. In: w (of the namespace chart), with platform. */}}
{{- define "workload.observe.dashboard" -}}
{{- $w := . -}}
{{- $pods := printf "namespace=%q,pod=~\"%s-.*\",container!=\"\"" $w.root.Release.Namespace $w.root.Release.Name -}}
{{- $queries := list
    (list "CPU by pod (cores)" (printf "sum by (pod) (rate(container_cpu_usage_seconds_total{%s}[5m]))" $pods) "short")
    (list "Memory by pod" (printf "sum by (pod) (container_memory_working_set_bytes{%s})" $pods) "bytes")
    (list "Restarts by pod" (printf "sum by (pod) (increase(kube_pod_container_status_restarts_total{%s}[1h]))" $pods) "short")
    (list "Network received by pod" (printf "sum by (pod) (rate(container_network_receive_bytes_total{namespace=%q,pod=~\"%s-.*\"}[5m]))" $w.root.Release.Namespace $w.root.Release.Name) "Bps") -}}
{{- range $known, $service := $w.platform.services -}}
  {{- /* the label `service` comes from a ServiceMonitor: nobody scrapes through the Service what has none, or runs elsewhere */ -}}
  {{- $port := or (or $service.values.metrics dict).port "" -}}
  {{- if and (or $service.values.metrics dict).enabled (eq $service.mode "pods") (hasKey $service.ports $port) -}}
    {{- $requests := or (or $service.values.slo dict).requests "http_requests_total" -}}
    {{- $queries = append $queries (list (printf "%s: requests per second by status" $known) (printf "sum by (status) (rate(%s{namespace=%q,service=%q}[5m]))" $requests $w.root.Release.Namespace (or $service.host $service.name)) "reqps") -}}
  {{- end -}}
{{- end -}}
{{- $panels := list -}}
{{- range $index, $query := $queries -}}
  {{- $panels = append $panels (dict
      "id" (add $index 1) "type" "timeseries" "title" (first $query)
      "datasource" (dict "type" "prometheus" "uid" "${datasource}")
      "gridPos" (dict "h" 8 "w" 12 "x" (mul 12 (mod $index 2)) "y" (mul 8 (div $index 2)))
      "fieldConfig" (dict "defaults" (dict "unit" (last $query)) "overrides" list)
      "targets" (list (dict "refId" "A" "expr" (index $query 1)))) -}}
{{- end -}}
{{- $variable := dict "name" "datasource" "type" "datasource" "query" "prometheus" "label" "Data source" -}}
{{- $dashboard := dict "title" (printf "%s (%s)" $w.platform.name $w.root.Release.Namespace) "uid" (printf "%s/%s" $w.root.Release.Namespace $w.root.Release.Name | sha256sum | trunc 16) "schemaVersion" 39 "editable" false "time" (dict "from" "now-6h" "to" "now") "templating" (dict "list" (list $variable)) "panels" $panels -}}
{{- template "workload.object" (dict "w" $w "apiVersion" "v1" "kind" "ConfigMap" "name" (printf "%s-dashboard" $w.name) "labels" $w.values.dashboard.labels "body" (dict "data" (dict (printf "%s.json" $w.name) (toJson $dashboard)))) -}}
{{- end -}}
