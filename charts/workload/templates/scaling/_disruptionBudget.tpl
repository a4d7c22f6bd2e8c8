{{/* The PodDisruptionBudget. In: w. minAvailable, where it is given, replaces maxUnavailable: no environment needs null. */}}
{{- define "workload.scaling.disruptionBudget" -}}
{{- $w := . -}}
{{- $budget := .values.podDisruptionBudget | default dict -}}
{{- if $budget.enabled -}}
  {{- $spec := dict "selector" (dict "matchLabels" $w.selector) -}}
  {{- if ne (toString ($budget.minAvailable | default "" )) "" -}}
    {{- $_ := set $spec "minAvailable" $budget.minAvailable -}}
  {{- else -}}
    {{- include "workload.copy" (list $budget $spec "maxUnavailable") -}}
  {{- end -}}
  {{- include "workload.copy" (list $budget $spec "unhealthyPodEvictionPolicy") -}}
  {{- include "workload.object" (dict "w" $w "apiVersion" "policy/v1" "kind" "PodDisruptionBudget" "body" (dict "spec" $spec)) -}}
{{- end -}}
{{- end -}}
