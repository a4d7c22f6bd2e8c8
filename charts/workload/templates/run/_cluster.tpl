{{/*
PostgreSQL under CloudNativePG: what the service says, as its Cluster. What the Cluster cannot keep fails (workload.run.clusterRefused and
each part below); docs/data.md has the table. `operator.spec` is merged over it last. In: w.
*/}}
{{- define "workload.run.cluster" -}}
{{- $w := . -}}
{{- $values := $w.values -}}
{{- template "workload.run.clusterRefused" $w -}}
{{- $spec := dict "instances" (int $values.replicaCount) -}}
{{- template "workload.run.clusterImage" (dict "w" $w "spec" $spec) -}}
{{- template "workload.run.clusterStorage" (dict "w" $w "spec" $spec) -}}
{{- template "workload.run.clusterSettings" (dict "w" $w "spec" $spec) -}}
{{- template "workload.run.clusterRoles" (dict "w" $w "spec" $spec) -}}
{{- template "workload.run.clusterPods" (dict "w" $w "spec" $spec) -}}
{{- template "workload.run.clusterBackup" (dict "w" $w "spec" $spec) -}}
{{- template "workload.merge" (list $spec ($values.operator.spec | default dict)) -}}
{{- template "workload.object" (dict "w" $w "apiVersion" "postgresql.cnpg.io/v1" "kind" "Cluster" "annotations" $values.annotations "body" (dict "spec" $spec)) -}}
{{- if ($values.metrics | default dict).enabled -}}
  {{- $endpoint := dict "port" "metrics" -}}
  {{- template "workload.copy" (list (pick $values.metrics "interval" "scrapeTimeout" "relabelings" "metricRelabelings" "scheme" "tlsConfig") $endpoint) -}}
  {{- $labels := dict -}}
  {{- template "workload.cluster.monitored" (dict "w" $w "labels" $labels) -}}
  {{- template "workload.object" (dict "w" $w "apiVersion" "monitoring.coreos.com/v1" "kind" "PodMonitor" "labels" $labels "body" (dict "spec" (dict "selector" (dict "matchLabels" $w.me.pods) "podMetricsEndpoints" (list $endpoint)))) -}}
{{- end -}}
{{- end -}}
