{{/*
The labels that the Prometheus operator selects by (global.cluster.monitoring.labels), under those of the service's own metrics.
In: w. Out: labels.
*/}}
{{- define "workload.cluster.monitored" -}}
{{- with (or (or .w.global.cluster dict).monitoring dict).labels -}}{{- template "workload.merge" (list $.labels .) -}}{{- end -}}
{{- with (or .w.values.metrics dict).labels -}}{{- template "workload.merge" (list $.labels .) -}}{{- end -}}
{{- end -}}
