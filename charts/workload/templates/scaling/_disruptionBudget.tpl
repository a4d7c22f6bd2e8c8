{{/* The PodDisruptionBudget. In: w. minAvailable, where it is given, replaces maxUnavailable: no environment needs null. */}}
{{- define "workload.scaling.disruptionBudget" -}}
{{- $w := . -}}
{{- $budget := or .values.podDisruptionBudget dict -}}
{{- if $budget.enabled -}}
  {{- $spec := dict "selector" (dict "matchLabels" $w.selector) -}}
  {{- range list "maxUnavailable" "minAvailable" -}}
    {{- if not (has (get $budget . | toString) (list "" "<nil>")) -}}{{- $spec = set (omit $spec "maxUnavailable") . (get $budget .) -}}{{- end -}}
  {{- end -}}
  {{- if lt (len $spec) 2 -}}{{- fail (printf "%s: podDisruptionBudget is enabled, but has neither minAvailable nor maxUnavailable" $w.alias) -}}{{- end -}}
  {{- $pods := dict "w" $w -}}
  {{- template "workload.scaling.bounds" $pods -}}
  {{- $stays := get $spec "minAvailable" | toString -}}
  {{- if and $pods.least $stays (not (hasSuffix "%" $stays)) (ge (int $stays) $pods.least) -}}
    {{- fail (printf "%s: podDisruptionBudget.minAvailable is %s, and there may be as few pods as %d: then none may be evicted, and no node drained; set maxUnavailable: 1, or have more pods (who wants just that says maxUnavailable: 0)" $w.alias $stays $pods.least) -}}
  {{- end -}}
  {{- template "workload.copy" (list (pick $budget "unhealthyPodEvictionPolicy") $spec) -}}
  {{- template "workload.object" (dict "w" $w "apiVersion" "policy/v1" "kind" "PodDisruptionBudget" "body" (dict "spec" $spec)) -}}
{{- end -}}
{{- end -}}
