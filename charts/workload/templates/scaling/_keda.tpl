{{/* The KEDA ScaledObject. In: w, kind, apiVersion of the scaled workload. */}}
{{- define "workload.scaling.keda" -}}
{{- $w := .w -}}
{{- $keda := or $w.values.keda dict -}}
{{- if $keda.enabled -}}
  {{- if (or $w.values.autoscaling dict).enabled -}}
    {{- fail (printf "%s: keda and autoscaling are both enabled; KEDA makes the HorizontalPodAutoscaler itself (set autoscaling.enabled: false)" $w.alias) -}}
  {{- end -}}
  {{- $triggers := dict "w" $w -}}
  {{- template "workload.scaling.triggers" $triggers -}}
  {{- $spec := dict "scaleTargetRef" (dict "apiVersion" .apiVersion "kind" .kind "name" $w.name) "triggers" $triggers.out "minReplicaCount" ($keda.minReplicaCount | default (eq (toString $w.values.replicaCount) "" | ternary 1 $w.values.replicaCount)) -}}
  {{- template "workload.copy" (list (pick $keda "minReplicaCount" "maxReplicaCount" "idleReplicaCount" "pollingInterval" "cooldownPeriod" "fallback" "advanced") $spec) -}}
  {{- template "workload.object" (dict "w" $w "apiVersion" "keda.sh/v1alpha1" "kind" "ScaledObject" "body" (dict "spec" $spec)) -}}
{{- end -}}
{{- end -}}
