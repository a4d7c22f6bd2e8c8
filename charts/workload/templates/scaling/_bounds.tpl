{{/* How many pods a service has at least and at most. In: w. Out: least, most; both 0 where somebody else decides it. */}}
{{- define "workload.scaling.bounds" -}}
{{- $values := .w.values -}}
{{- $scaling := or $values.autoscaling dict -}}
{{- $keda := or $values.keda dict -}}
{{- $least := 0 -}}
{{- $most := 0 -}}
{{- if eq .w.type "daemonset" -}}
{{- else if has .w.type (list "job" "cronjob") -}}
  {{- $least = int (or $values.parallelism 1) -}}
  {{- $most = $least -}}
{{- else if $scaling.enabled -}}
  {{- $least = int (hasKey $scaling "minReplicas" | ternary $scaling.minReplicas (or $values.replicaCount 1)) -}}
  {{- $most = int $scaling.maxReplicas -}}
{{- else if $keda.enabled -}}
  {{- $least = int (hasKey $keda "minReplicaCount" | ternary $keda.minReplicaCount (or $values.replicaCount 1)) -}}
  {{- $most = int $keda.maxReplicaCount -}}
{{- else if ne (toString $values.replicaCount) "" -}}
  {{- $least = int $values.replicaCount -}}
  {{- $most = $least -}}
{{- end -}}
{{- $_ := set . "least" $least -}}
{{- $_ := set . "most" $most -}}
{{- end -}}
