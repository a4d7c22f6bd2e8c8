{{/* The KEDA ScaledObject. In: w, kind, apiVersion of the scaled workload. */}}
{{- define "workload.scaling.keda" -}}
{{- $w := .w -}}
{{- $keda := $w.values.keda | default dict -}}
{{- if $keda.enabled -}}
  {{- if ($w.values.autoscaling | default dict).enabled -}}
    {{- fail (printf "%s: keda and autoscaling are both enabled; KEDA makes the HorizontalPodAutoscaler itself (set autoscaling.enabled: false)" $w.alias) -}}
  {{- end -}}
  {{- $triggers := dict "w" $w -}}
  {{- template "workload.scaling.triggers" $triggers -}}
  {{- $spec := dict "scaleTargetRef" (dict "apiVersion" .apiVersion "kind" .kind "name" $w.name) "triggers" $triggers.out "minReplicaCount" ($keda.minReplicaCount | default (eq (toString $w.values.replicaCount) "" | ternary 1 $w.values.replicaCount)) -}}
  {{- template "workload.copy" (list $keda $spec "minReplicaCount" "maxReplicaCount" "idleReplicaCount" "pollingInterval" "cooldownPeriod" "fallback" "advanced") -}}
  {{- template "workload.object" (dict "w" $w "apiVersion" "keda.sh/v1alpha1" "kind" "ScaledObject" "body" (dict "spec" $spec)) -}}
{{- end -}}
{{- end -}}
