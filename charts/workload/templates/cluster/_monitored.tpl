{{/*
The labels that the Prometheus operator selects by (global.cluster.monitoring.labels), under those of the service's own metrics.
In: w. Out: labels.
*/}}
{{- define "workload.cluster.monitored" -}}
{{- with ((.w.global.cluster | default dict).monitoring | default dict).labels -}}{{- template "workload.merge" (list $.labels .) -}}{{- end -}}
{{- with (.w.values.metrics | default dict).labels -}}{{- template "workload.merge" (list $.labels .) -}}{{- end -}}
{{- end -}}
